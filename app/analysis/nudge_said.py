"""What is said of a nudge: which cost was moved, and what came of it. Each sentence only where it holds."""

from ..bptt.passes import Setting
from .facts import BELOW, NO_LOSS, NOTHING
from .nudge import Nudged, Road

GIVEN = (
    "da is given here, and no loss made it. So the cost that is watched is the one whose gradient it is: J = Σ da ⊙ a, "
    "over all entries, examples and timesteps. That is what “da is given” means."
)
EVERY = "The cost J is the sum of the losses of all timesteps, each the mean over the examples."
LAST = "The cost J is the loss of the last timestep alone, the mean over the examples."

QUARTER = (3.9, 4.1)  # by how much a remainder shrinks where it is of second order and ε is small enough


SURE = 1e6
"""How many times rounding a change has to be, so that nothing left over but rounding means that a line is straight."""


def cost_sentence(setting: Setting) -> str:
    """Return which cost a nudge moves."""
    if setting.loss.gives_da:
        return GIVEN
    return EVERY if setting.T_x == 1 or setting.loss.counts(0, setting.T_x) else LAST


def verdict(nudged: Nudged, *, wrong: bool) -> str:
    """Return what came of it, in a few sentences. `wrong` says that a mistake was made in the run."""
    whole = nudged.roads[-1]
    if any(road.holds is None and road.measured is not None for road in nudged.roads):
        return "The cost overflows on the way: there is no finite number to compare with."
    untrue = [road for road in nudged.roads if road.holds is False]
    if untrue:
        return _of_untrue(untrue, wrong)
    if wrong:
        return "A line of this run is wrong. Here its gradients are those of the cost that its forward pass makes."
    return f"{_of_parts(nudged)} {_of_rest(whole)}".strip()


def _of_untrue(untrue: list[Road], wrong: bool) -> str:
    names = list(dict.fromkeys(road.name for road in untrue))
    not_gradient = f"{names[0]} is not the gradient" if len(names) == 1 else f"{' and '.join(names)} are no gradients"
    if wrong:
        why = "A line of this run is wrong"
    elif any(road.fact and road.fact.startswith("cut") for road in untrue):
        why = "What was carried here was cut off on purpose"
    elif any(road.fact in BELOW for road in untrue):
        why = "What was carried here was scaled down on purpose"
    elif all(road.road == "sum" for road in untrue):
        why = "The gradients of all parameters together were scaled down on purpose"
    else:
        why = "What was carried was cut or scaled down on purpose"
    return f"{why}: {not_gradient} of the cost. What is predicted from it is off, and stays off however small ε is."


def _of_parts(nudged: Nudged) -> str:
    if nudged.t is None and len(nudged.roads) == 2:
        return f"{nudged.of} acts at one timestep alone here, so d{nudged.of} is that timestep's contribution."
    if nudged.t is None:
        return (
            f"{nudged.of} is the same at every timestep, and its entry acts at each. Moved at one alone, the cost "
            "changes by about ε times that timestep's contribution; moved at all, by about ε times their sum: so "
            f"d{nudged.of} adds up."
        )
    upstream, carried, both = nudged.roads
    t = nudged.t
    if carried.fact == NOTHING:
        return (
            f"No later timestep reads a⟨{t}⟩: all of it goes through ŷ⟨{t}⟩, and {both.name} is {upstream.name} alone."
        )
    if upstream.fact == NO_LOSS:
        whole = f"{both.name} is {carried.name} alone"
        return f"ŷ⟨{t}⟩ is no part of the cost: all of it goes through a⟨{t + 1}⟩, and {whole}."
    return (
        f"a⟨{t}⟩ goes two ways. Through ŷ⟨{t}⟩ the cost changes by one amount, through a⟨{t + 1}⟩ by another, and "
        f"moved on both by the two together: {both.name} is a sum because J is."
    )


def _of_rest(whole: Road) -> str:
    rest = [abs(one) for one in whole.remainders]
    if not rest:
        return ""
    if abs(whole.predicted) <= whole.rounding:
        return "So small a change is lost in the rounding of the cost: what is measured tells nothing of it."
    if rest[0] <= whole.rounding:
        if abs(whole.predicted) < SURE * whole.rounding:
            return "What is left over is no more than rounding."
        return "Nothing is left over but rounding: on these roads the cost is as good as a straight line."
    if len(rest) > 1 and rest[1] > 100 * whole.rounding and QUARTER[0] <= rest[0] / rest[1] <= QUARTER[1]:
        return "What is left over is of second order: with half of ε it is a quarter."
    return ""
