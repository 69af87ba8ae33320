"""What /openapi.json says about a nudge. The models only document; a test holds every answer against them."""

from typing import Literal

from pydantic import Field

from .record import Described, Number

Maybe = Number | None


class RoadTaken(Described):
    """One way on which the number acts."""

    road: Literal["upstream", "carried", "both", "timestep", "sum"] = Field(
        description="of a⟨t⟩: upstream, through its prediction; carried, through the next timestep; both. "
        "Of a parameter: timestep, moved at one alone; sum, moved at all"
    )
    name: str = Field(description="the name of its gradient: da_t, da_prevt, da_next, dWaat, dWaa")
    t: int | None = Field(description="the timestep; null for the sum over all")
    gradient: Number = Field(description="the entry of the gradient, as the backward pass carries it")
    slope: Maybe = Field(description="the derivative of the cost on this road, by complex step; null: not taken")
    predicted: Number = Field(description="ε times the gradient")
    measured: Maybe = Field(description="by how much the cost really changes; null: too much work")
    remainders: list[Number] = Field(description="measured less predicted, for each of `steps`")
    rounding: Number = Field(description="how much of a remainder may be rounding")
    holds: bool | None = Field(description="whether gradient and slope are the same, but for rounding; null: not known")
    fact: str | None = Field(
        description="what the gradient is, as in `facts` of a trace's frame; null of a parameter's"
    )


class BumpAt(Described):
    """Where the bump is at one timestep, when the number is moved on all roads."""

    t: int = Field(description="the timestep")
    state: Number = Field(description="the Frobenius norm of the change of a⟨t⟩")
    cost: Number = Field(description="the change of this timestep's part of the cost")


class NudgeAnswer(Described):
    """What came of moving one number."""

    of: str = Field(description="what it is an entry of")
    entry: tuple[int, int] = Field(description="row and column")
    t: int | None = Field(description="the timestep of a⟨t⟩; null for a parameter")
    steps: list[float] = Field(description="ε, and its halves as far as there is work for")
    roads: list[RoadTaken] = Field(description="the parts, and last the whole")
    travels: list[BumpAt] = Field(description="the change of each timestep, t = 0 first")
    written: dict[str, str] = Field(description="how the page writes what is `moved`, and the gradient of each road")
    cost: str = Field(description="which cost is watched, in a sentence")
    sentence: str = Field(description="what came of it, in a few sentences")
