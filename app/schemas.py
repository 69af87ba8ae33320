"""What a request may ask for, and the sentences that say so; the wire form of a trace, for the documentation."""

from typing import Annotated, Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.settings import SETTINGS

MAX_SEED = 2**32 - 1  # what numpy's legacy generator takes

Units = Annotated[int | None, Field(ge=1, le=SETTINGS.max_n)]


class TraceQuery(BaseModel):
    """Which trace to make. Sizes that are left out are the scenario's own."""

    model_config = ConfigDict(extra="forbid")

    scenario: str = Field("course", max_length=40, description="name of a scenario, see /api/scenarios")
    cell: str = Field("rnn", max_length=40, description="name of a cell, see /api/cells")
    seed: int = Field(1, ge=0, le=MAX_SEED)
    T_x: Annotated[int | None, Field(ge=1, le=SETTINGS.max_T_x, description="timesteps")] = None
    n_x: Units = None
    n_a: Units = None
    n_y: Units = None
    m: Annotated[int | None, Field(ge=1, le=SETTINGS.max_m, description="examples")] = None
    entry: Annotated[
        str | None,
        Field(
            pattern=r"^\d{1,5},\d{1,5}$",
            description='focus entry "row,column" whose arithmetic is written out',
        ),
    ] = None
    values: bool = Field(True, description="false: frames carry the arithmetic of the entry and nothing else")

    @property
    def sizes(self) -> dict[str, int | None]:
        """The sizes asked for, by the course's names."""
        return {"n_x": self.n_x, "n_a": self.n_a, "n_y": self.n_y, "m": self.m, "T_x": self.T_x}

    @property
    def focus(self) -> tuple[int, int] | None:
        """The focus entry as (row, column)."""
        if self.entry is None:
            return None
        row, column = self.entry.split(",")
        return int(row), int(column)


def sentences(error: ValidationError | RequestValidationError, model: type[BaseModel]) -> str:
    """Return what was wrong with a request and what is allowed, one sentence a field."""
    return " ".join(_sentence(detail, model) for detail in error.errors())


def _sentence(detail: Any, model: type[BaseModel]) -> str:
    name = str(detail["loc"][-1] if detail["loc"] else "request")
    given = repr(detail["input"])
    given = given if len(given) <= 60 else given[:57] + "…"
    if detail["type"] == "extra_forbidden":
        return f"There is no parameter {name!r}; allowed are {', '.join(model.model_fields)}."
    return f"{name} must be {_allowed(name, model)}, not {given}."


def _allowed(name: str, model: type[BaseModel]) -> str:
    """Return in words what the model's own schema allows for a field, so that the words cannot drift from it."""
    schema = model.model_json_schema()["properties"].get(name, {})
    schema = next((option for option in schema.get("anyOf", []) if option["type"] != "null"), schema)
    match schema.get("type"):
        case "integer":
            return f"a whole number from {schema['minimum']} to {schema['maximum']}"
        case "boolean":
            return "true or false"
        case "string" if "pattern" in schema:
            return 'two whole numbers with a comma between, such as "2,3"'
        case "string":
            return f"a name of at most {schema['maxLength']} characters"
    return "as /docs describes it"


class Record(BaseModel):
    """One line of a trace. `kind` tells which fields there are; /docs lists them with an example."""

    model_config = ConfigDict(extra="allow")

    kind: str = Field(description="head, forward, backward or end", examples=["backward"])
    t: int | None = Field(None, description="the timestep, in forward and backward records")


EXAMPLE = (
    '{"kind":"head","scenario":"course","cell":"rnn","seed":1,"sizes":{"n_x":3,"n_a":5,"n_y":2,"m":10,"T_x":4},"…":"…"}\n'
    '{"kind":"forward","t":0,"values":{"xt":[["…"]],"a_prev":[["…"]],"z":[["…"]],"a_next":[["…"]]},"…":"…"}\n'
    '{"kind":"backward","t":3,"values":{"da_t":[["…"]],"da_prevt":[["…"]],"da_next":[["…"]],"dtanh":[["…"]]},'
    '"totals":{"dWax":[["…"]]},"…":"…"}\n'
    '{"kind":"end","gradients":{"dx":[[["…"]]],"da0":[["…"]],"dWax":[["…"]]},"…":"…"}\n'
)
