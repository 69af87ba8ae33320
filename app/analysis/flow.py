"""How far a gradient reaches: how much of what enters at the last timestep alone arrives at the first.

Every step back is linear in what arrives. So the gradient that enters at the last timestep is carried back on its own,
through the steps and the hand-overs of the run as they were, cut and clip included, with nothing joining on the way.
The norms of the carry itself could not tell: where da meets it at every t, they settle, whatever a step does to them.
Where a cell has two lanes, what is measured is both together, as one vector: each feeds the other.
"""

import math

from ..bptt.cells import CELLS
from ..bptt.clipping import norm_together
from ..bptt.loop import LOOP
from ..bptt.passes import Backward, Setting, Values
from .attribution import Attribution
from .figures import figure

VANISHED = 1e-2
"""A reach below this is called vanishing, one above its inverse exploding."""

LIMITS = (VANISHED, 1.0, 1 / VANISHED)
"""What a reach is held against: it is written with as many digits as tell it from these."""

ENOUGH = 20
"""Steps after which a reach between the two may be called healthy, however it is distributed among them."""

Record = dict[str, object]


class Flow:
    """Follows a backward pass, timestep by timestep. Of a run whose lines are wrong it says nothing."""

    def __init__(self, setting: Setting) -> None:
        self._lanes = setting.cell.lanes
        right = setting.loop == LOOP and setting.cell == CELLS.get(setting.cell.name, setting.cell)
        self._alone = Attribution(setting) if right else None
        self._first: tuple[int, Values] | None = None  # where the gradient entered, by the total's name
        self._last: tuple[int, Values] = (0, {})  # where it has come to, and what is left
        self._cut_at: int | None = None  # the first timestep whose carry was cut
        self._clipped = False

    def add(self, frame: Backward, cache: Values) -> None:
        """Follow one frame; `cache` holds the forward values that its steps have read."""
        if self._alone is None:
            return
        self._last = (frame.t, self._alone.alone(frame, cache))
        if self._first is None:
            self._first = self._last
        if frame.t > 0:
            self._clipped = self._clipped or bool(frame.clipped)
            self._cut_at = frame.t if frame.cut and self._cut_at is None else self._cut_at

    def verdicts(self) -> list[Record]:
        """Return the verdict on all lanes together; none of a run whose lines are wrong, or that has no frame."""
        if self._first is None:
            return []
        (start, entered), (end, arrived) = ((t, norm_together(totals)) for t, totals in (self._first, self._last))
        steps = start - end
        told = {
            "lane": ", ".join(lane.state for lane in self._lanes),
            "total": ", ".join(lane.total for lane in self._lanes),
            "carried": ", ".join(lane.carried for lane in self._lanes),
            "steps": steps,
        }
        unknown = {**told, "verdict": None, "factor": None, "reach": None}
        if not steps:
            return [{**unknown, "sentence": "With one timestep nothing is carried, so nothing can be said of a reach."}]
        if entered == 0:
            return [{**unknown, "sentence": f"Nothing enters at t = {start}, so nothing can be said of its reach."}]
        if self._cut_at is not None:
            sentence = (
                f"Nothing of what enters at t = {start} reaches t = {end}: the carry was cut at t = {self._cut_at}."
            )
            return [{**told, "verdict": None, "factor": 0.0, "reach": 0.0, "sentence": sentence}]
        if not (math.isfinite(entered) and math.isfinite(arrived)):
            sentence = f"What enters at t = {start} alone explodes: it grows beyond the largest number there is."
            return [{**told, "verdict": "exploding", "factor": math.inf, "reach": math.inf, "sentence": sentence}]
        return [{**told, **self._measured(start, end, entered, arrived)}]

    def _measured(self, start: int, end: int, entered: float, arrived: float) -> Record:
        steps = start - end
        rate = (math.log(arrived) - math.log(entered)) / steps if arrived else -math.inf
        factor, reach = math.exp(rate), _exp(rate * steps)
        together = ", both lanes together" if len(self._lanes) > 1 else ""
        clipped = ", the clipping included" if self._clipped else ""
        ways = f"{figure(factor)} a step over {steps} steps" if steps > 1 else "one step"
        figures = (
            f"Of the gradient that enters at t = {start} alone, {figure(reach, LIMITS)} times its size arrives at "
            f"t = {end}: {ways}{together}{clipped}."
            if arrived
            else f"Nothing is left at t = {end} of the gradient that enters at t = {start} alone{clipped}."
        )
        verdict, words = _judged(rate, reach)
        return {"verdict": verdict, "factor": factor, "reach": reach, "sentence": f"{figures} {words}"}


def _judged(rate: float, reach: float) -> tuple[str | None, str]:
    """Return the verdict and its threshold in words; None where the run is too short for one."""
    if reach < VANISHED:
        return "vanishing", f"Below {VANISHED:g} it is called vanishing."
    if reach > 1 / VANISHED:
        return "exploding", f"Above {1 / VANISHED:g} it is called exploding."
    if abs(rate) * ENOUGH > -math.log(VANISHED):
        needed = math.ceil(-math.log(VANISHED) / abs(rate))
        limit, name = (VANISHED, "vanishing") if rate < 0 else (1 / VANISHED, "exploding")
        return None, f"Too few steps to tell: at this rate it passes {limit:g}, and is {name}, after {needed}."
    return "healthy", f"Between {VANISHED:g} and {1 / VANISHED:g} it is called healthy."


def _exp(logarithm: float) -> float:
    try:
        return math.exp(logarithm)
    except OverflowError:
        return math.inf
