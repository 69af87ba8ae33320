"""What cutting and clipping do to the gradient of all parameters: its length, and the direction that it points in.

Beside the run its backward pass is driven once more on the same forward values, with nothing cut or clipped. Two
gradients point the same way where their cosine is 1. Clipping the whole gradient keeps that; clipping or cutting what
is carried makes earlier timesteps count less than later ones, which turns it.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..bptt.clipping import norm_together
from ..bptt.passes import Backward, Setting, Values, needed, run_steps
from ..bptt.step import Array
from .figures import figure

SAME = 1e-9
"""A cosine nearer to 1 than this is called the same direction."""

Record = dict[str, Any]


class Unaltered:
    """Follows a backward pass, frame by frame from the last timestep down, without what is done to the carry."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        names = {step.name for step in setting.backward_steps}
        self._accumulates = {total: step for total, step in setting.cell.accumulates.items() if step in names}
        wanted = [*self._accumulates.values(), *(lane.returned for lane in setting.cell.lanes)]
        self._steps = needed(setting.backward_steps, wanted)
        self._made = {step.name for step in self._steps}
        self._carried: dict[str, Array] = {}
        self._totals: dict[str, Array] = {}
        self._altered: Values = {}
        self._steps_clipped = self._steps_cut = 0

    def add(self, frame: Backward, cache: Values) -> None:
        """Follow one frame; `cache` holds the forward values that its steps have read."""
        lanes = self._setting.cell.lanes
        if not self._carried:
            self._carried = {lane.carried: frame.values[lane.carried] for lane in lanes}
        given = {lane.upstream: frame.values[lane.upstream] for lane in lanes if lane.upstream}
        given = {name: value for name, value in given.items() if name not in self._made}
        made = run_steps(self._steps, {**self._setting.constants, **cache, **given, **self._carried})
        with np.errstate(over="ignore", invalid="ignore"):
            self._totals = {total: self._totals.get(total, 0) + made[step] for total, step in self._accumulates.items()}
        self._carried = {lane.carried: made[lane.returned] for lane in lanes}
        self._altered = frame.totals
        self._steps_cut += frame.cut
        self._steps_clipped += bool(frame.clipped)

    def told(self) -> list[Record]:
        """Return what was done, one record for the carry and one for the whole: `what`, `cosine`, `sentence`."""
        told = []
        if self._setting.handover.truncate or self._setting.handover.clip:
            told.append(self._of_the_carry())
        if self._setting.clip_total is not None:
            told.append(self._of_all(self._setting.clip_total))
        return told

    def _of_the_carry(self) -> Record:
        cosines = {name: _cosine({name: self._totals[name]}, {name: self._altered[name]}) for name in self._totals}
        together = _cosine(self._totals, self._altered)
        done = " and ".join(
            f"{how} at {count} timestep{'s' * (count > 1)}"
            for how, count in (("cut", self._steps_cut), ("clipped", self._steps_clipped))
            if count
        )
        record: Record = {"what": "carry", "cosine": together, "factor": None}
        if not done:
            return {**record, "sentence": self._of_nothing()}
        if together is None:
            return {**record, "sentence": f"The carry was {done}. The gradients have no finite length to compare."}
        if together > 1 - SAME:
            words = "The gradient of all parameters still points the way it would have pointed (cosine 1)."
            return {**record, "sentence": f"The carry was {done}. {words}"}
        words = (
            "That turns the gradient of all parameters: its cosine with what it would have been is "
            f"{_written(together)}"
        )
        known = {name: cosine for name, cosine in cosines.items() if cosine is not None and cosine <= 1 - SAME}
        if not known:  # each keeps its direction, but not all are as much shorter as the others
            return {**record, "sentence": f"The carry was {done}. {words}, though each of them alone has kept its own."}
        worst = min(known, key=lambda name: known[name])
        return {**record, "sentence": f"The carry was {done}. {words}, that of {worst} alone {_written(known[worst])}."}

    def _of_nothing(self) -> str:
        truncate, clip = self._setting.handover.truncate, self._setting.handover.clip
        told = []
        if truncate:
            told.append("No piece ends before the backward pass does: nothing was cut.")
        if clip:
            told.append("No carry was above the limit: nothing was clipped.")
        return " ".join(told)

    def _of_all(self, most: float) -> Record:
        together = norm_together(self._altered)
        factor = most / max(most, together)
        record: Record = {"what": "all", "cosine": 1.0, "factor": factor}
        if not np.isfinite(together):
            sentence = "The gradient of all parameters has overflowed: no factor makes it finite again."
            return {**record, "cosine": None, "sentence": sentence}
        has = f"The gradient of all parameters together has the norm {figure(together, [most])}"
        if factor == 1:
            return {**record, "sentence": f"{has}, which is not above {most:g}: it is not clipped."}
        sentence = (
            f"{has}. It is clipped to {most:g}: all of it is multiplied by {figure(factor)}, so it is shorter and "
            "points the same way (cosine 1)."
        )
        return {**record, "sentence": sentence}


def _written(cosine: float) -> str:
    """Return a cosine in words that never round to 1 what is not 1."""
    return f"{cosine:.3g}" if cosine < 0.9995 else f"1 - {1 - cosine:.0e}"


def _cosine(one: Mapping[str, Array], other: Mapping[str, Array]) -> float | None:
    """Return the cosine of the angle between two sets of arrays, each taken as one vector; None where one has none."""
    lengths = norm_together(one), norm_together(other)
    if not all(0 < length < np.inf for length in lengths):
        return None
    product = sum(float(np.vdot(one[name] / lengths[0], other[name] / lengths[1])) for name in one)
    return min(max(product, -1.0), 1.0)
