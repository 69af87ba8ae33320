"""The gradients of a run with wrong lines, split by the prediction that they came through.

Nothing is taken for granted of such a run: a line may read another slice of da, and a loop may run in any order. So it
is not its gradients that are carried back side by side, as `attribution` does, but the run itself: S = T copies of its
examples, each with the upstream gradient of one timestep alone and zeros elsewhere, driven at once by the same driver.
What the copies have in their totals adds up to the run's own, wherever its backward pass is linear in da; it is held
against them, frame by frame.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ..bptt.cell import Cell
from ..bptt.passes import Backward, Forward, Setting, Values, backward_pass, forward_pass, needed
from ..bptt.step import Array
from .attribution import NotASum, Split, require_sum


class Superposition:
    """Splits a run frame by frame, as Attribution does, in the order in which its loop visits the timesteps."""

    drop_below = 0.0

    def __init__(self, setting: Setting) -> None:
        self.dropped: dict[int, int] = {}  # none: every source is carried on its own
        self._T = setting.T_backward
        self._totals = [lane.total for lane in setting.cell.lanes]
        self._frames = self._driven(setting)

    def split(self, frame: Backward, _cache: Values) -> Split:
        """Return the split at the frame's timestep, of sources 0 … T - 1. Raises NotASum where they do not add up."""
        try:
            copies = next(self._frames)
        except (ValueError, IndexError, StopIteration) as error:  # a wrong line may count its examples
            raise NotASum(f"at t = {frame.t} it does not run on several examples more") from error
        totals = {name: copies.values[name] for name in self._totals}  # (n_a, S · m)
        parts = {name: value.reshape(len(value), self._T, -1) for name, value in totals.items()}
        split = Split(frame.t, np.arange(self._T), parts)
        with np.errstate(over="ignore", invalid="ignore"):
            require_sum(split, frame)
        return split

    def _driven(self, setting: Setting) -> Iterator[Backward]:
        """Yield the backward frames of all copies: examples s · m … (s + 1) · m - 1 are those of source s."""
        S, m = self._T, setting.x.shape[1]
        copies = replace(setting, cell=_carrying(setting.cell), x=_tiled(setting.x, S))
        copies = replace(copies, initial={name: _tiled(value, S) for name, value in setting.initial.items()})
        if setting.da is not None:
            alone = np.zeros((*setting.da.shape[:1], S, m, S))  # (n_a, S, m, T)
            for s in range(S):
                alone[:, s, :, s] = setting.da[:, :, s]
            copies = replace(copies, da=alone.reshape(len(alone), S * m, S))
        if setting.y is not None:
            copies = replace(copies, y=_tiled(setting.y, S))
        frames = [self._through_one(frame, setting) for frame in forward_pass(copies)]
        for done in backward_pass(copies, frames):
            if isinstance(done, Backward):
                yield done

    def _through_one(self, frame: Forward, setting: Setting) -> Forward:
        """Under a loss, let each copy count one timestep alone: `w_t` is (1, S · m)."""
        if setting.y is None:
            return frame
        m = setting.x.shape[1]
        weight = setting.loss.weight(frame.t, setting.T_x, m)  # (1, 1)
        counts = np.repeat(np.arange(self._T) == frame.t, m)[np.newaxis]
        return Forward(frame.t, {**frame.values, "w_t": weight * counts})


def _carrying(cell: Cell) -> Cell:
    """Return the cell with only what is carried: the gradients of its parameters and inputs sum over the copies."""
    wanted = [name for lane in cell.lanes for name in (lane.total, lane.returned)]
    return replace(cell, backward=needed(cell.backward, wanted), accumulates={}, stacks={})


def _tiled(value: Array, S: int) -> Array:
    """Return S copies of the examples, which are the second axis."""
    return np.tile(value, (1, S, *[1] * (value.ndim - 2)))
