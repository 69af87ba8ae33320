"""What a request may ask for. The models say what there is; `within` sets the bounds of a server's limits."""

from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model

from ..records.budget import Detail
from ..runs.scenarios.text import IN_WORDS, SPELLABLE
from .limits import Limits

Query = TypeVar("Query", bound="Switches")

MAX_INDEX = 99_999

SWITCHES = ("loss", "radius", "bias", "truncate", "clip", "clip_total", "text", "what")
"""What `make_run` takes besides sizes."""

MAX_SEED = 2**32 - 1  # what numpy's legacy generator takes

Units = Annotated[int | None, Field(ge=1)]


class Switches(BaseModel):
    """What is done to a run on purpose."""

    model_config = ConfigDict(extra="forbid")

    mistake: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=200,
            description="a mistake to make, or more with commas between, see /api/mistakes; each frame then also "
            "carries what the right run has instead",
        ),
    ] = None
    truncate: Annotated[
        int | None,
        Field(ge=1, description="truncated BPTT: cut the carry at every so many timesteps"),
    ] = None
    clip: Annotated[
        float | None,
        Field(ge=1e-12, le=1e12, allow_inf_nan=False, description="clip the norm of what is carried at this value"),
    ] = None
    clip_total: Annotated[
        float | None,
        Field(
            ge=1e-12,
            le=1e12,
            allow_inf_nan=False,
            description="clip the norm of the gradient of all parameters together, once it is whole, at this value",
        ),
    ] = None


class View(Switches):
    """How a run is carried back, and how much of its trace is sent."""

    entry: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9]{1,5},[0-9]{1,5}$",
            description='focus entry "row,column" whose arithmetic is written out; '
            "where a matrix is smaller, its nearest entry",
        ),
    ] = None
    detail: Annotated[
        Detail | None,
        Field(
            description="full: all values and totals; lean: no weights for each timestep; norms: norms alone; "
            "entry: the arithmetic of the entry alone. Left out, it is as full as the size allows, and head names it"
        ),
    ] = None
    frames: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9]{1,6}:[0-9]{1,6}$",
            description='"lo:hi": send only the frames of the timesteps lo … hi - 1, and nothing about the whole run',
        ),
    ] = None
    sources: bool = Field(
        False, description="true: gradients are also split by the timestep whose upstream gradient they came from"
    )
    inputs: bool = Field(True, description="false: the head leaves out the arrays that the run starts from")
    parts: bool = Field(
        False, description="true: also what each sum is made of and what two gradients differ by, as whole matrices"
    )
    slips: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=40,
            description="name of a step: also say what usual wrong lines make of it, of the `entry` that is asked for "
            "and in `frames` of one timestep",
        ),
    ] = None
    check: bool = Field(True, description="false: the gradients are not checked after the end")

    @property
    def focus(self) -> tuple[int, int] | None:
        """The focus entry as (row, column)."""
        if self.entry is None:
            return None
        row, column = self.entry.split(",")
        return int(row), int(column)

    @property
    def window(self) -> range | None:
        """The timesteps whose frames are asked for; None for all of them."""
        if self.frames is None:
            return None
        low, high = self.frames.split(":")
        return range(int(low), int(high))


class RunQuery(Switches):
    """Which run to draw. Sizes that are left out are the scenario's own."""

    scenario: str = Field("course", max_length=40, description="name of a scenario, see /api/scenarios")
    cell: str = Field("rnn", max_length=40, description="name of a cell, see /api/cells")
    seed: int = Field(1, ge=0, le=MAX_SEED, description="what the random numbers start from")
    T_x: Annotated[int | None, Field(ge=1, description="timesteps")] = None
    n_x: Annotated[Units, Field(description="units in an input x")] = None
    n_a: Annotated[Units, Field(description="units in a hidden state a")] = None
    n_y: Annotated[Units, Field(description="units in a prediction y")] = None
    m: Annotated[int | None, Field(ge=1, description="examples")] = None
    loss: Annotated[
        str | None,
        Field(max_length=40, description="where da comes from, where the scenario leaves a choice, see /api/scenarios"),
    ] = None
    radius: Annotated[
        float | None,
        Field(ge=0, le=1e12, allow_inf_nan=False, description="spectral radius that Waa is scaled to"),
    ] = None
    bias: Annotated[
        float | None,
        Field(
            ge=-100,
            le=100,
            allow_inf_nan=False,
            description="added to the bias of the gate that keeps the memory: the LSTM's forget gate (3 keeps it), the "
            "GRU's update gate (-3 keeps it)",
        ),
    ] = None
    text: Annotated[
        str | None,
        Field(
            pattern=SPELLABLE,
            json_schema_extra={"allowed": IN_WORDS},
            description="what scenario hello reads, letter by letter",
        ),
    ] = None

    what: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=300,
            description='what if: entries of x, a0, da or a parameter, changed: "da[2,3,1]:0.5;Waa[0,1]:-0.2"',
        ),
    ] = None

    @property
    def sizes(self) -> dict[str, int | None]:
        """The sizes asked for, by the course's names."""
        return {"n_x": self.n_x, "n_a": self.n_a, "n_y": self.n_y, "m": self.m, "T_x": self.T_x}

    @property
    def switches(self) -> dict[str, Any]:
        """What is done to da, to Waa, to the carry and to single entries, as `make_run` takes it."""
        return {name: getattr(self, name) for name in SWITCHES}


class TensorsQuery(RunQuery):
    """Which run to write as a file of arrays."""

    mistake: Annotated[
        str | None, Field(min_length=1, max_length=200, description="a mistake to make, see /api/mistakes")
    ] = None
    format: Literal["npz", "json"] = Field("npz", description="npz: as np.savez writes it; json: nested lists by name")


class NotebookQuery(RunQuery):
    """Which moment to write as a notebook."""

    t: Annotated[int | None, Field(ge=0, le=MAX_INDEX, description="its timestep; left out, where its page opens")] = (
        None
    )
    step: Annotated[str | None, Field(min_length=1, max_length=40, description="name of its step")] = None


class TraceQuery(RunQuery, View):
    """Which trace to make."""


class NudgeQuery(RunQuery):
    """Which number of a run to move, and by how much."""

    of: str = Field("a", max_length=40, description="what it is an entry of: a, or a parameter such as Waa")
    t: Annotated[
        int | None, Field(ge=0, le=MAX_INDEX, description="the timestep of a⟨t⟩; a parameter is moved at all of them")
    ] = None
    i: int = Field(0, ge=0, le=MAX_INDEX, description="its row")
    j: int = Field(0, ge=0, le=MAX_INDEX, description="its column: of a⟨t⟩ the example")
    eps: float = Field(0.01, ge=1e-6, le=1, allow_inf_nan=False, description="ε, by which it is moved")


class OwnQuery(View):
    """What to make of one's own tensors."""

    cell: Annotated[
        str | None, Field(max_length=40, description="name of a cell; left out, the one whose parameters are sent")
    ] = None
    loss: Annotated[
        str | None,
        Field(max_length=40, description="name of a loss; left out, given with da and softmax_cross_entropy with y"),
    ] = None


@lru_cache(maxsize=16)
def within(model: type[Query], limits: Limits) -> type[Query]:
    """Return the model with the bounds that these limits set: the same fields in the same order."""
    most = {**limits.sizes, "truncate": limits.max_T_x}
    bounded: dict[str, Any] = {
        name: (Annotated[field.annotation, field, Field(le=most[name])], field.default)
        for name, field in model.model_fields.items()
        if name in most
    }
    made: type[Query] = create_model(model.__name__, __base__=model, __doc__=model.__doc__, **bounded)
    return made


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str = Field(description="what was wrong and what is allowed, in a sentence")
