"""What a request may ask for, and how it is told what was wrong."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.settings import SETTINGS

MAX_SEED = 2**32 - 1  # what numpy's legacy generator takes

Units = Annotated[int | None, Field(ge=1, le=SETTINGS.max_n)]


class TraceQuery(BaseModel):
    """Which trace to make. Sizes that are left out are the scenario's own."""

    model_config = ConfigDict(extra="forbid")

    scenario: str = Field("course", max_length=40, description="name of a scenario, see /api/scenarios")
    cell: str = Field("rnn", max_length=40, description="name of a cell, see /api/cells")
    seed: int = Field(1, ge=0, le=MAX_SEED, description="what the random numbers start from")
    T_x: Annotated[int | None, Field(ge=1, le=SETTINGS.max_T_x, description="timesteps")] = None
    n_x: Annotated[Units, Field(description="units in an input x")] = None
    n_a: Annotated[Units, Field(description="units in a hidden state a")] = None
    n_y: Annotated[Units, Field(description="units in a prediction y")] = None
    m: Annotated[int | None, Field(ge=1, le=SETTINGS.max_m, description="examples")] = None
    entry: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9]{1,5},[0-9]{1,5}$",
            description='focus entry "row,column" whose arithmetic is written out; '
            "where a matrix is smaller, its nearest entry",
        ),
    ] = None
    mistake: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=200,
            description="a mistake to make, or more with commas between, see /api/mistakes; each frame then also "
            "carries what the right run has instead",
        ),
    ] = None
    radius: Annotated[
        float | None,
        Field(ge=0, le=1e12, allow_inf_nan=False, description="spectral radius that Waa is scaled to"),
    ] = None
    truncate: Annotated[
        int | None,
        Field(ge=1, le=SETTINGS.max_T_x, description="truncated BPTT: cut the carry at every so many timesteps"),
    ] = None
    clip: Annotated[
        float | None,
        Field(ge=1e-12, le=1e12, allow_inf_nan=False, description="clip the norm of what is carried at this value"),
    ] = None
    check: bool = Field(True, description="false: the gradients are not checked at the end")
    values: bool = Field(True, description="false: frames carry the arithmetic of the entry and nothing else")

    @property
    def sizes(self) -> dict[str, int | None]:
        """The sizes asked for, by the course's names."""
        return {"n_x": self.n_x, "n_a": self.n_a, "n_y": self.n_y, "m": self.m, "T_x": self.T_x}

    @property
    def switches(self) -> dict[str, Any]:
        """What is done to Waa and to the carry, as `make_run` takes it."""
        return {"radius": self.radius, "truncate": self.truncate, "clip": self.clip}

    @property
    def focus(self) -> tuple[int, int] | None:
        """The focus entry as (row, column)."""
        if self.entry is None:
            return None
        row, column = self.entry.split(",")
        return int(row), int(column)


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str = Field(description="what was wrong and what is allowed, in a sentence")
