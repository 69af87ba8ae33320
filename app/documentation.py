"""What /openapi.json says about a trace: the fields of each record, and a real one as an example.

The models only document: records are written by `records` and `wire`, many times faster. A test validates every
record of every scenario against them, so that neither can have a field that the other has not.
"""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.records import records
from app.scenarios import make_run
from app.wire import line

Number = float | Literal["NaN", "Infinity", "-Infinity"]
Matrix = list[list[Number]]
Tensor = list[list[list[Number]]]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Head(_Record):
    """The first record: everything that the run starts from."""

    kind: Literal["head"]
    scenario: str = Field(description="name of the scenario, see /api/scenarios")
    title: str = Field(description="title of the scenario")
    instead: str = Field(description="where none was asked for and the usual one has not the cell, that; else empty")
    cell: str = Field(description="name of the cell, see /api/cells")
    seed: int | None = Field(description="what the random numbers started from; null for one's own tensors")
    sizes: dict[str, int] = Field(description="n_x, n_a, n_y, m and T_x")
    T_backward: int = Field(description="timesteps that the backward pass goes over, from t = T_backward - 1 to 0")
    backward_timesteps: list[int] | None = Field(
        description="the timesteps in the order in which a wrong loop visits them; null: from the last to the first"
    )
    radius: float | None = Field(description="spectral radius of Waa; null for a cell that has no such matrix")
    truncate: int | None = Field(description="the carry is cut at every so many timesteps; null: nowhere")
    beside: list[str] = Field(description="cells whose norms belong on one chart with this one's")
    stands_for: dict[str, list[str]] = Field(
        description="what each timestep of x and y is, in words: the letters of a text; empty where they are numbers"
    )
    clip: float | None = Field(description="the norm that what is carried is clipped at; null: it is not")
    shapes: dict[str, list[int]] = Field(description="shape of each input and parameter")
    detail: Literal["full", "lean", "norms", "entry"] = Field(description="how much each frame carries")
    frames: tuple[int, int] | None = Field(description="lo, hi where only timesteps lo … hi - 1 are sent; else null")
    parameters: dict[str, Matrix] = Field(description="weights and biases, by name; left out in norms and entry")
    inputs: dict[str, Matrix | Tensor] = Field(
        description="x (n_x, m, T_x), the initial state a0 (n_a, m), and da (n_a, m, T_backward) where it is given; "
        "only where detail is full and all timesteps are sent"
    )
    declaration: dict[str, JsonValue] = Field(
        description="the cell's symbols, steps and code, as /api/cells has them: what the page is drawn from; "
        "left out where detail is entry"
    )
    mistakes: list["MadeMistake"] = Field([], description="the mistakes that were made in this run, where asked for")


class CodeLine(_Record):
    """One line of code."""

    text: str = Field(description="the line as the course writes it")
    tokens: list[dict[str, JsonValue]] = Field(description="its tokens, as in the declaration's code")


class WrongLine(_Record):
    """A line that a mistake swaps: a step's, or one of the loop around the cell."""

    name: str = Field(description="the step that it is the line of, or its name in the loop: hand_over, cache, …")
    direction: Literal["forward", "backward"] = Field(description="in which function the line stands")
    in_loop: bool = Field(description="whether it is a line of the loop")
    lane: str = Field(description="the state whose lane alone it is a line of; empty where it is every lane's")
    right: CodeLine = Field(description="the line as it should be")
    wrong: CodeLine = Field(description="the line that ran")


class MadeMistake(_Record):
    """A mistake that was made in this run."""

    id: str = Field(description="its id in the catalogue, see /api/mistakes")
    code: str = Field(description="what to ask for it by: its id, and the number of the form where it has several")
    title: str = Field(description="what was done, in a few words")
    hint: str = Field(description="where to look, without giving the answer away")
    explanation: str = Field(description="why it is wrong, and what is right")
    symptom: str = Field(description="what it does to the numbers")
    lines: list[WrongLine] = Field(description="what was swapped")


class FirstDifference(_Record):
    """Where a run with a mistake and the right one first differ."""

    direction: Literal["forward", "backward", "end"] = Field(description="end: only what is returned differs")
    t: int | None = Field(description="the timestep; null at the end")
    step: str | None = Field(description="the first value that differs; null where a line of the loop raised")


class _Frame(_Record):
    t: int = Field(ge=0, description="the timestep")
    values: dict[str, Matrix] = Field({}, description="all values of this timestep, by name")
    parts: dict[str, Matrix] = Field(
        {}, description="what is combined before it is summed, by its expression: `Wax @ xt`"
    )
    norms: dict[str, Number] = Field({}, description="Frobenius norm of each value: the width of its arrow")
    arithmetic: dict[str, dict[str, JsonValue]] = Field(
        {},
        description="where an entry was asked for, by step: `at` [row, column], its `value`, whether it is `summed`, "
        "and the `terms`, each a `value` and the `factors` {operand, at, value} that it is the product of. Backward "
        "also `sources`, by total: what da[:, :, t] of each later timestep {t, value} contributes to the entry; t is "
        "null for those that are too small to be kept apart",
    )
    right: dict[str, Matrix] = Field(
        {}, description="with a mistake: the right run's values and totals, by name, where they differ beyond rounding"
    )


class ForwardFrame(_Frame):
    """One timestep forward, t = 0 … T_x - 1."""

    kind: Literal["forward"]


class Comparison(_Record):
    """Whether the upstream and the carried gradient of a lane are equal, entry by entry: they hardly ever are."""

    upstream: str = Field(description="name of the upstream gradient")
    carried: str = Field(description="name of the carried gradient")
    entries: int = Field(description="how many entries each has")
    equal: int = Field(description="how many are equal")
    close: int = Field(description="how many numpy.isclose takes for equal, with its own tolerances")
    difference: Matrix = Field(description="upstream - carried")


class BackwardFrame(_Frame):
    """One timestep backward: `values` holds what arrived, da_t and da_prevt, and what every step made."""

    kind: Literal["backward"]
    totals: dict[str, Matrix] = Field({}, description="gradients of the parameters, added up so far: dWax, dWaa, dba")
    comparisons: list[Comparison] = Field([], description="upstream against carried, for each lane that has both")
    cache: int = Field(0, description="the timestep whose forward values were read: t, but for some mistakes")
    cut: bool = Field(False, description="truncated BPTT: what leaves this timestep is kept from the one before it")
    clipped: dict[str, float] = Field(
        {}, description="by carried gradient: the factor that what leaves this timestep is scaled by"
    )


class ErrorRecord(_Record):
    """A line of a mistake raised: NumPy's words, as the notebook would show them. The next record is the end."""

    kind: Literal["error"]
    direction: Literal["forward", "backward"] = Field(description="on which way")
    t: int = Field(description="the timestep at which it raised")
    step: str | None = Field(description="the step that raised; null where it was a line of the loop")
    message: str = Field(description="what NumPy says")


class Dropped(_Record):
    """Which cells of the table are unknown because a source had become too small to be carried on its own."""

    below: float = Field(description="the share of the total that a source was dropped below; 0 where none was")
    cells: int = Field(ge=0, description="how many cells are unknown")
    dropped_at: list[int | None] = Field(description="by source s, the last t at which it was known; null: always")


class Attribution(_Record):
    """How much of the gradient at t came from each later timestep; all null, with the reason, where not made."""

    total: str | None = Field(description="the gradient that is split: da_next")
    norms: list[list[Number | None]] | None = Field(
        description="norms[t][s]: the part of the total at t that came from da[:, :, s]; null where s < t or dropped"
    )
    dropped: Dropped | None = Field(description="what was dropped")
    reason: str | None = Field(description="why there is no table")


class Flow(_Record):
    """How the gradient of one lane fares on its way back."""

    lane: str = Field(description="the state: a, or the LSTM's c")
    total: str = Field(description="name of the whole gradient at t")
    carried: str = Field(description="name of what arrives from t + 1")
    steps: int = Field(ge=0, description="how many steps from one timestep to the one before were measured")
    verdict: Literal["vanishing", "healthy", "exploding"] | None = Field(description="null where nothing is carried")
    factor: Number | None = Field(description="what a step back scales the norm by: the geometric mean")
    reach: Number | None = Field(description="what all steps together scale it by")
    sentence: str = Field(description="the verdict in words")


class Check(_Record):
    """The gradients held against the complex-step derivative of the cost, or why they could not be."""

    skipped: str | None = Field(None, description="why there is no check; then there is nothing else")
    worst: float | None = Field(None, description="the largest relative error")
    where: str | None = Field(None, description="the gradient that has it")
    entries: int | None = Field(None, description="how many entries were checked one by one; 0 where directions were")
    directions: int | None = Field(None, description="how many random directions were checked instead")
    method: str | None = Field(None, description="how the other derivative was found")
    sentence: str | None = Field(None, description="what was done and found, in words")


class End(_Record):
    """The last record. A stream without it was cut off."""

    kind: Literal["end"]
    gradients: dict[str, Matrix | Tensor] = Field(description="what rnn_backward returns: dx, da0, dWax, dWaa, dba")
    focus: Annotated[list[int], Field(min_length=2, max_length=2)] = Field(
        description="[row, column] of an entry in which the addition is easy to see"
    )
    attribution: Attribution | None = Field(description="where the gradients came from; null where not asked for")
    loss: Number | None = Field(None, description="the cost: all losses added up; null where da is given")
    flow: list[Flow] | None = Field(None, description="whether the gradient vanishes or explodes, for each lane")
    check: Check | None = Field(None, description="whether the gradients are right; null where not asked for")
    right: dict[str, Matrix | Tensor] = Field({}, description="with a mistake: the right gradients where they differ")
    first_difference: FirstDifference | None = Field(None, description="with a mistake: where the runs first differ")
    error: str | None = Field(None, description="with a mistake that raises: what NumPy said; frames are missing then")


RECORDS: dict[str, type[BaseModel]] = {
    "head": Head,
    "forward": ForwardFrame,
    "backward": BackwardFrame,
    "error": ErrorRecord,
    "end": End,
}


def trace_content() -> dict[str, Any]:
    """Return the OpenAPI media type of a trace: the schema of a line, and an example of all lines."""
    return {"itemSchema": {"oneOf": [_self_contained(model) for model in RECORDS.values()]}, "example": example()}


def _self_contained(model: type[BaseModel]) -> JsonValue:
    """Return a model's schema with each definition where it is used: references would lead nowhere from OpenAPI's."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})

    def inline(node: Any) -> Any:
        if isinstance(node, list):
            return [inline(item) for item in node]
        if not isinstance(node, dict):
            return node
        used = definitions[node["$ref"].rpartition("/")[2]] if "$ref" in node else {}
        return {key: inline(value) for key, value in {**used, **node}.items() if key != "$ref"}

    return inline(schema)


@cache
def example() -> str:
    """Return the smallest trace there is: one unit, one example, one timestep. The long declaration is left out."""
    run = make_run("custom", "rnn", 1, {"n_x": 1, "n_a": 1, "n_y": 1, "m": 1, "T_x": 1})
    shown = ({**record, "declaration": {}} if record["kind"] == "head" else record for record in records(run))
    return "".join(line(record).decode() for record in shown)
