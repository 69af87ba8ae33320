"""A record for each timestep, forward and backward."""

from typing import Literal

from pydantic import Field, JsonValue

from ...analysis.facts import FACTS
from .record import Described, Matrix, Number


class Slip(Described):
    """A usual wrong line of one step, and what it makes of what the right one read."""

    mistake: str | None = Field(description="its id in the catalogue; null for a small edit of the line")
    title: str = Field(description="what is wrong about the line, in words")
    line: str = Field(description="the wrong line, as the course would write it")
    value: Number = Field(description="the entry that was asked for")
    values: Matrix | None = Field(description="of the first ones all entries, to be drawn; null for the others")


class Frame(Described):
    """What both kinds have."""

    t: int = Field(ge=0, description="the timestep")
    values: dict[str, Matrix] = Field({}, description="all values of this timestep, by name")
    parts: dict[str, Matrix] = Field(
        {}, description="the parts of each sum before they are added, by their code: `Wax @ xt`"
    )
    norms: dict[str, Number] = Field({}, description="Frobenius norm of each value: the width of its arrow")
    arithmetic: dict[str, dict[str, JsonValue]] = Field(
        {},
        description="where an entry was asked for, by step: `at` [row, column], its `value`, whether it is `summed`, "
        "and the `terms`, each a `value` and the `factors` {operand, at, value} that it is the product of. Backward "
        "also `sources`, by total: what da[:, :, t] of each later timestep {t, value} contributes to the entry; t is "
        "null for those that are too small to be kept apart. With a mistake `right_sources`, those of the right run",
    )
    right: dict[str, Matrix] = Field(
        {}, description="with a mistake: the right run's values and totals, by name, where they differ beyond rounding"
    )
    right_norms: dict[str, Number] = Field({}, description="the Frobenius norm of each of those")
    said: dict[str, str] = Field(
        {},
        description="by step: the id of the sentence that holds at this timestep, among the step's `sentences` or the "
        "declaration's; a step that says its own `sentence` is left out. Backward also by carried gradient: what is "
        "said of handing it over, and with a question mark what is said where it is compared with the upstream one: "
        "where it arrives, `da_prevt?`, and where it leaves the timestep above, `da_prev?`",
    )
    slips: list[Slip] = Field(
        [], description="where a step's were asked for: what usual wrong lines make of it, those of the catalogue first"
    )


class ForwardFrame(Frame):
    """One timestep forward, t = 0 … T_x - 1."""

    kind: Literal["forward"]
    loss: Number | None = Field(None, description="the loss of this timestep, a part of J; null where da is given")


class Comparison(Described):
    """Whether the upstream and the carried gradient of a lane are equal, entry by entry: they hardly ever are."""

    upstream: str = Field(description="name of the upstream gradient")
    carried: str = Field(description="name of the carried gradient")
    entries: int = Field(description="how many entries each has")
    equal: int = Field(description="how many are equal")
    close: int = Field(description="how many are equal for numpy.isclose, with NumPy's default tolerances")
    difference: Matrix | None = Field(None, description="upstream - carried, where parts were asked for")


class BackwardFrame(Frame):
    """One timestep backward: `values` holds what arrived, da_t and da_prevt, and what every step made."""

    kind: Literal["backward"]
    totals: dict[str, Matrix] = Field({}, description="gradients of the parameters, added up so far: dWax, dWaa, dba")
    comparisons: list[Comparison] = Field([], description="upstream against carried, for each lane that has both")
    facts: dict[str, str] = Field(
        {},
        description="what each upstream, carried and total gradient is, by name: "
        + "; ".join(f"{fact}: {meaning}" for fact, meaning in FACTS.items()),
    )
    cache: int = Field(0, description="the timestep whose forward values were read: t, but for some mistakes")
    cut: bool = Field(
        False, description="truncated BPTT: the gradient that leaves this timestep does not arrive at the one before it"
    )
    clipped: dict[str, float] = Field(
        {},
        description="by the name of a carried gradient: the factor it was multiplied by on its way to t - 1",
    )
