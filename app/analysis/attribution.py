"""How much of the gradient at t came from the upstream gradient of each timestep s ≥ t.

On the way back every step is linear in the gradients that arrive, so the total at t is a sum over s: what da[:, :, s]
alone would have brought to t. All these sources are carried back side by side, as if they were further examples,
through the very steps that made the trace: T_x(T_x + 1)/2 passes through one timestep, and memory for T_x of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..bptt.cell import Lane
from ..bptt.norms import SAFE, norm
from ..bptt.passes import Backward, Setting, Values, needed, run_lines, run_steps
from ..bptt.step import Array
from ..bptt.tolerances import ROUNDING

REST = -1
"""Stands in for a timestep where small sources are carried on together."""


class NotASum(ArithmeticError):
    """The gradients of a run are not what its upstream gradients add up to: its backward pass is not the true one."""


@dataclass(frozen=True)
class Split:
    """The totals of one timestep, split by the timestep whose upstream gradient they came from."""

    t: int
    sources: Array  # (S,) timesteps s ≥ t, ascending, then REST where there is one
    totals: Mapping[str, Array]  # by the total's name: (n_a, S, m); summed over S they are the total

    def norms(self, total: str) -> Array:
        """Return the Frobenius norm of each source's part of a total, (S,)."""
        parts = self.totals[total]
        norms = np.sqrt(np.einsum("isj,isj->s", parts, parts))
        for k in np.flatnonzero(~((norms > SAFE) & (norms < np.inf))):
            norms[k] = norm(parts[:, k])
        return norms

    def at(self, total: str, entry: tuple[int, int]) -> list[tuple[int, float]]:
        """Return what each source contributes to one entry of a total; REST only where it contributes anything."""
        contributions = zip(self.sources.tolist(), self.totals[total][entry[0], :, entry[1]].tolist(), strict=True)
        return [(source, value) for source, value in contributions if source != REST or value != 0]


class Attribution:
    """Carries every source back, one timestep a call, in the order of the backward pass.

    Once a source's part of every total is at most `drop_below` of that total, it is no longer carried on its own but
    together with the others like it: the parts still add up. With 0 that happens only to parts that are zero.
    """

    def __init__(self, setting: Setting, drop_below: float = 0.0) -> None:
        self.drop_below = drop_below
        self.dropped: dict[int, int] = {}  # source -> the last t visited at which its part was known on its own
        self._constants = setting.constants
        self._lanes = setting.cell.lanes
        wanted = [name for lane in self._lanes for name in (lane.total, lane.returned)]
        self._steps = needed(setting.cell.backward, wanted)
        made = {step.name for step in self._steps}
        self._upstream = [lane.upstream for lane in self._lanes if lane.upstream and lane.upstream not in made]
        self._sources = np.zeros(0, dtype=int)
        self._parts: dict[str, Array] = {}  # what each lane carries to the next call, by source: (n_a, S, m)
        self._returned: Values = {}  # the same in the trace itself, not split: (n_a, m)

    def split(self, frame: Backward, cache: Values) -> Split:
        """Return the split at the frame's timestep; `cache` holds the forward values that its steps have read.

        Raises NotASum where the parts do not add up to the frame's totals.
        """
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # an exploding run overflows here as well
            sources = np.append(frame.t, self._sources)
            made = self._one_timestep(frame, cache, len(sources))
            split = Split(frame.t, sources, {lane.total: made[lane.total] for lane in self._lanes})
            require_sum(split, frame)
            self._sources, self._parts = self._drop(split, {lane.carried: made[lane.returned] for lane in self._lanes})
        self._returned = {lane.carried: frame.values[lane.returned] for lane in self._lanes}
        return split

    def alone(self, frame: Backward, cache: Values) -> Mapping[str, Array]:
        """Return what the source of the first frame alone has become at this one, by the total's name, (n_a, m).

        What was carried into the first frame counts with its source. For objects that are not also asked to split.
        """
        first = not self._returned
        made: Values
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            if first:
                made = {name: frame.values[name] for lane in self._lanes for name in (lane.total, lane.returned)}
            else:
                arrived = {name: np.zeros_like(self._returned[self._lanes[0].carried]) for name in self._upstream}
                for lane in self._lanes:
                    arrived[lane.carried] = self._parts[lane.carried] * self._factor(lane, frame)
                made = run_lines(self._steps, {**self._constants, **cache, **arrived})
            self._parts = {lane.carried: made[lane.returned] for lane in self._lanes}
        self._returned = {lane.carried: frame.values[lane.returned] for lane in self._lanes}
        return {lane.total: made[lane.total] for lane in self._lanes}

    def _one_timestep(self, frame: Backward, cache: Values, S: int, new: int = 1) -> dict[str, Array]:
        """Run the steps on S sources side by side, the first `new` of them t itself; return all of it, (n_a, S, m)."""
        n_a, m = frame.values[self._lanes[0].carried].shape
        arrived = {name: np.zeros((n_a, S, m)) for name in self._upstream}
        for name, parts in arrived.items():
            if new:
                parts[:, 0] = frame.values[name]  # the first source is t itself, and nothing of it was carried here
        for lane in self._lanes:
            arrived[lane.carried] = np.zeros((n_a, S, m))
            if new < S:
                np.multiply(self._parts[lane.carried], self._factor(lane, frame), out=arrived[lane.carried][:, new:])
        columns = {name: parts.reshape(len(parts), -1) for name, parts in arrived.items()}  # (n_a, S·m)
        read = {name for step in self._steps for name in step.reads} & cache.keys() - columns.keys()
        caches = {name: np.tile(cache[name], S) for name in read}  # every source meets the same forward values
        made = run_steps(self._steps, {**self._constants, **caches, **columns})
        return {name: value.reshape(len(value), S, -1) for name, value in made.items()}

    def _factor(self, lane: Lane, frame: Backward) -> float:
        """Return what the loop multiplied the carry with on its way here: 1, less where clipped, 0 where cut."""
        returned, arrived = self._returned[lane.carried], frame.values[lane.carried]
        if arrived is returned:
            return 1.0
        largest = np.abs(returned).max()
        if not 0 < largest < np.inf:
            return 1.0
        direction = returned / largest
        return float(np.vdot(direction, arrived / largest) / np.vdot(direction, direction))

    def _drop(self, split: Split, parts: dict[str, Array]) -> tuple[Array, dict[str, Array]]:
        """Return the sources and their parts with the small ones put together as the last."""
        norms = np.array([split.norms(lane.total) for lane in self._lanes])  # (lanes, S)
        wholes = [[norm(split.totals[lane.total].sum(axis=1))] for lane in self._lanes]
        small = (norms <= self.drop_below * np.array(wholes)).all(axis=0)
        if not small.any():
            return split.sources, parts
        small |= split.sources == REST
        known = norms.any(axis=0) & small & (split.sources != REST)
        self.dropped |= dict.fromkeys(split.sources[known].tolist(), split.t)
        return np.append(split.sources[~small], REST), {
            name: np.concatenate((part[:, ~small], part[:, small].sum(axis=1, keepdims=True)), axis=1)
            for name, part in parts.items()
        }


def require_sum(split: Split, frame: Backward) -> None:
    """Raise NotASum where the parts of a split do not add up to the frame's totals."""
    for total, parts in split.totals.items():
        largest = np.abs(parts).max()
        error = np.abs(parts.sum(axis=1) - frame.values[total]).max()
        if error > ROUNDING * max(largest, np.abs(frame.values[total]).max()):
            raise NotASum(f"at t = {split.t} the parts of {total} miss it by {error:.1e}")
