"""The end of a trace, what is checked after it, and what comes before it where a wrong line raised."""

from typing import Annotated, Literal

from pydantic import Field

from .record import Described, Matrix, Number, Tensor


class FirstDifference(Described):
    """Where a run with a mistake and the right one first differ."""

    direction: Literal["forward", "backward", "end"] = Field(description="end: only what is returned differs")
    t: int | None = Field(description="the timestep; null at the end")
    step: str | None = Field(description="the first value that differs; null where a line of the loop raised")
    keys: list[str] = Field([], description="which of the results differ there: dxt, da_prev, dWax, …")


class ErrorRecord(Described):
    """A line of a mistake raised: NumPy's words, as the notebook would show them. The next record is the end."""

    kind: Literal["error"]
    direction: Literal["forward", "backward"] = Field(description="in which pass")
    t: int = Field(description="the timestep at which it raised")
    step: str | None = Field(description="the step that raised; null where it was a line of the loop")
    message: str = Field(description="what NumPy says")


class Dropped(Described):
    """Which cells of the table are unknown because a source had become too small to be carried on its own."""

    below: float = Field(description="sources smaller than this share of the total were dropped; 0 where none was")
    cells: int = Field(ge=0, description="how many cells are unknown")
    dropped_at: list[int | None] = Field(description="by source s, the last t at which it was known; null: always")


class Attribution(Described):
    """How much of the gradient at t came from each later timestep; all null, with the reason, where not made."""

    total: str | None = Field(description="the gradient that is split: da_next")
    norms: list[list[Number | None]] | None = Field(
        description="norms[t][s]: the part of the total at t that came from da[:, :, s]; null where s < t or dropped. "
        "In a wrong run s < t may bring something"
    )
    dropped: Dropped | None = Field(description="what was dropped")
    reason: str | None = Field(description="why there is no table")


class Flow(Described):
    """How far the gradient reaches that enters at the last timestep alone, all lanes together."""

    lane: str = Field(description="the states that were measured together: a, or the LSTM's a, c")
    total: str = Field(description="names of the whole gradients at t")
    carried: str = Field(description="names of what arrives from t + 1")
    steps: int = Field(ge=0, description="how many steps lie between the last timestep and the first")
    verdict: Literal["vanishing", "healthy", "exploding"] | None = Field(
        description="null where none can be given: cut, too short, or nothing entered"
    )
    factor: Number | None = Field(description="the rate r for which r ** steps is the reach")
    reach: Number | None = Field(description="how much of it arrives at t = 0")
    sentence: str = Field(description="the verdict in words")


class Clipped(Described):
    """What cutting or clipping did to the gradient of all parameters."""

    what: Literal["carry", "all"] = Field(
        description="carry: what was handed on was cut or clipped; all: the parameters' gradients were, together"
    )
    cosine: Number | None = Field(
        description="of the angle between the gradient of all parameters before and after; null where one has no "
        "finite length"
    )
    factor: Number | None = Field(description="what all of it was multiplied by; null for the carry")
    sentence: str = Field(description="the same in words")


class Check(Described):
    """After the end: the gradients held against the complex-step derivative of the cost, or why they could not be.

    A run with a mistake is held against the cost of its own forward pass, as its author's gradient check would be.
    """

    kind: Literal["check"]
    skipped: str | None = Field(None, description="why there is no check; then there is nothing else")
    right: bool | None = Field(None, description="whether the largest error is below the threshold")
    threshold: float | None = Field(None, description="the largest relative error that is called right")
    worst: float | None = Field(None, description="the largest relative error")
    where: str | None = Field(None, description="the gradient that has it")
    entries: int | None = Field(
        None, description="how many entries were checked one by one; 0 where random directions were checked instead"
    )
    directions: int | None = Field(None, description="how many random directions were checked instead")
    method: str | None = Field(None, description="how the other derivative was found")
    sentence: str | None = Field(None, description="what was done and found, in words")


class End(Described):
    """The end of the run. A stream without it was cut off; what is checked comes after it."""

    kind: Literal["end"]
    gradients: dict[str, Matrix | Tensor] = Field(description="what rnn_backward returns: dx, da0, dWax, dWaa, dba")
    focus: Annotated[list[int], Field(min_length=2, max_length=2)] = Field(
        description="[row, column] of an entry in which the addition is easy to see"
    )
    attribution: Attribution | None = Field(description="where the gradients came from; null where not asked for")
    right_attribution: Attribution | None = Field(
        None, description="with a mistake: where the right run's gradients came from; null where not asked for"
    )
    left_out: list[str] = Field(
        [], description="with a mistake, by t: what of the right total is missing or changed, in words; empty: unknown"
    )
    loss: Number | None = Field(None, description="the cost: all losses added up; null where da is given")
    clipping: list[Clipped] = Field([], description="what cutting and clipping did; empty where nothing was asked for")
    flow: list[Flow] | None = Field(None, description="whether the gradient vanishes or explodes; empty for wrong runs")
    right: dict[str, Matrix | Tensor] = Field({}, description="with a mistake: the right gradients where they differ")
    off_by: dict[str, Number] = Field(
        {}, description="with a mistake: how far each of those is off, as a share of the right one's norm"
    )
    first_difference: FirstDifference | None = Field(None, description="with a mistake: where the runs first differ")
    error: str | None = Field(None, description="with a mistake that raises: what NumPy said; frames are missing then")
