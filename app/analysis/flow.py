"""How a gradient fares on its way back: the verdict of the flow chart, computed from the norms that it draws.

One step back turns a lane's total at t into what leaves t; the ratio of the two norms is that step's factor. Their
product over all steps is the reach, their geometric mean the factor per step, the one rate r for which r ** steps is
the reach. Where nothing joins on the way, the reach is how much of the gradient at the last timestep is left at the
first. Where da meets the carry at every t, the norms of the carry settle and hide how the steps scale: so the ratios
are taken, not the slope of the carry's own curve, and the sentence says that the two differ.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..bptt.cell import Cell, Lane
from ..bptt.tolerances import ROUNDING

VANISHED = 1e-2
"""A reach below this is called vanishing, one above its inverse exploding."""

Record = dict[str, object]


@dataclass
class Flow:
    """Collects the norms of a backward pass, timestep by timestep."""

    cell: Cell
    _logs: dict[str, list[float]] = field(default_factory=dict)  # lane -> log of each step's factor
    _joined: set[str] = field(default_factory=set)  # lanes whose total was at some t more than what was carried there

    def add(self, t: int, norms: Mapping[str, float]) -> None:
        """Take the norms of timestep t. What leaves t = 0 is carried to no timestep, and not counted."""
        for lane in self.cell.lanes:
            logs = self._logs.setdefault(lane.state, [])
            if logs and not math.isclose(norms[lane.total], norms[lane.carried], rel_tol=ROUNDING):
                self._joined.add(lane.state)
            if t > 0 and norms[lane.total] != 0:
                logs.append(_log_ratio(norms[lane.returned], norms[lane.total]))

    def verdicts(self) -> list[Record]:
        """Return one verdict for each lane."""
        return [_verdict(lane, self._logs.get(lane.state, []), lane.state in self._joined) for lane in self.cell.lanes]


def _log_ratio(after: float, before: float) -> float:
    if not (math.isfinite(after) and math.isfinite(before)):
        return math.inf
    return math.log(after) - math.log(before) if after > 0 else -math.inf


def _verdict(lane: Lane, logs: list[float], joined: bool) -> Record:
    steps = len(logs)
    told = {"lane": lane.state, "total": lane.total, "carried": lane.carried, "steps": steps}
    if not steps:
        sentence = f"Nothing is carried from one timestep to another, so nothing can be said of {lane.carried}."
        return {**told, "verdict": None, "factor": None, "reach": None, "sentence": sentence}
    if math.inf in logs:
        sentence = f"{lane.carried} exploded: it has grown beyond the largest number there is."
        return {**told, "verdict": "exploding", "factor": math.inf, "reach": math.inf, "sentence": sentence}
    factor, reach = _exp(sum(logs) / steps), _exp(sum(logs))
    verdict = "vanishing" if reach < VANISHED else "exploding" if reach > 1 / VANISHED else "healthy"
    sentence = (
        f"{lane.carried} alone would be {verdict}: a step back scales {lane.total} by {factor:.3g} on average, "
        f"{steps} of them by {reach:.3g}. Its curve need not follow: at every timestep a new part joins."
        if joined
        else f"{lane.carried} is {verdict}: a step back scales it by {factor:.3g} on average, "
        f"all {steps} of them by {reach:.3g}."
    )
    return {**told, "verdict": verdict, "factor": factor, "reach": reach, "sentence": sentence}


def _exp(logarithm: float) -> float:
    try:
        return math.exp(logarithm)
    except OverflowError:
        return math.inf
