"""The plain RNN's two passes with few NumPy calls a timestep, where only the numbers are wanted and not the lesson.

The steps in `cells` are the source of truth; a test holds these numbers to theirs. What makes the difference: arrays
with time first and examples as rows, so that every timestep is contiguous; Z = [a_prev | xt | 1], so that one product
with [Waa | Wax | ba] is a forward step, and one with dtanh is dWaa, dWax and dba; buffers, and views of them, that are
made once; weight gradients in chunks of timesteps that are still in the cache.
"""

from collections.abc import Mapping

import numpy as np

from .carry import HandOver
from .cells import rnn
from .loop import LOOP
from .passes import Setting
from .step import Array

CHUNK = 16  # timesteps whose weight gradients are made by one call


class NotVectorised(ValueError):
    """A setting that only the steps can run. The message says why."""


class RNNPasses:
    """Buffers for one size, and the passes over them. Each run overwrites what the last one left."""

    def __init__(self, n_x: int, n_a: int, m: int, T_x: int) -> None:
        self.T_x = T_x
        self.Z = np.ones((T_x + 1, m, n_a + n_x + 1))  # Z[t] = [a_prev | xt | 1]; Z[T_x] holds the last a_next
        self.W = np.empty((n_a + n_x + 1, n_a))  # [Waa | Wax | ba], transposed
        self.z = np.empty((T_x, m, n_a))
        self.slope = np.empty((T_x, m, n_a))  # 1 - a_next²
        self.da = np.empty((T_x, m, n_a))
        self.carry = np.zeros((T_x + 1, m, n_a))  # carry[t] leaves t as da_prev, carry[t + 1] arrived as da_prevt
        self.da_next = np.empty((T_x, m, n_a))
        self.dtanh = np.empty((T_x, m, n_a))
        self.dx = np.empty((T_x, m, n_x))
        self.dW = np.empty((T_x, n_a, n_a + n_x + 1))  # [dWaat | dWaxt | dbat]
        self.totals = np.zeros((T_x + 1, n_a, n_a + n_x + 1))  # totals[t]: added up from the last timestep to t

        self.a, self.x = self.Z[:, :, :n_a], self.Z[:T_x, :, n_a:-1]
        self._waa, self._wax, self._ba = self.W[:n_a], self.W[n_a:-1], self.W[-1]
        self._forward = list(zip(self.Z[:-1], self.z, self.a[1:], strict=True))
        backward = zip(self.da, self.carry[1:], self.da_next, self.slope, self.dtanh, self.carry[:-1], strict=True)
        sums = zip(self.totals[1:], self.dW, self.totals[:-1], strict=True)
        self._backward, self._sums = list(backward)[::-1], list(sums)[::-1]
        self._chunks = [
            (slice(T_x - hi, T_x - lo), self.dtanh[lo:hi].transpose(0, 2, 1), self.Z[lo:hi], self.dW[lo:hi])
            for hi in range(T_x, 0, -CHUNK)
            for lo in (max(0, hi - CHUNK),)
        ]

    def run(self, setting: Setting) -> None:
        """Run both passes. Raises NotVectorised for another cell, other lines, a loss, a shorter da, other sizes."""
        require_plain(setting)
        if setting.x.shape != self.x.T.shape or setting.initial["a0"].shape != self.a[0].T.shape:
            made_for, given = (self.x.T.shape, self.a[0].T.shape), (setting.x.shape, setting.initial["a0"].shape)
            raise NotVectorised(f"these buffers are for x and a0 of the shapes {made_for}, not {given}")
        parameters = setting.parameters
        self._waa[:], self._wax[:], self._ba[:] = parameters["Waa"].T, parameters["Wax"].T, parameters["ba"][:, 0]
        self.a[0], self.x[:], self.da[:] = setting.initial["a0"].T, setting.x.T, setting.da.T  # type: ignore[union-attr]
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # an exploding run is a lesson, not an error
            self._run(np.ascontiguousarray(parameters["Waa"]))
            np.matmul(self.dtanh, parameters["Wax"], self.dx)

    def _run(self, Waa: Array) -> None:
        W, tanh, add, multiply = self.W, np.tanh, np.add, np.multiply
        for Z, z, a_next in self._forward:
            Z.dot(W, z)
            tanh(z, a_next)
        multiply(self.a[1:], self.a[1:], self.slope)
        np.subtract(1.0, self.slope, self.slope)
        for steps, dtanh_T, Z_chunk, dW in self._chunks:
            for da, da_prevt, da_next, slope, dtanh, da_prev in self._backward[steps]:
                add(da, da_prevt, da_next)
                multiply(slope, da_next, dtanh)
                dtanh.dot(Waa, da_prev)
            np.matmul(dtanh_T, Z_chunk, dW)
            for before, dW_t, after in self._sums[steps]:
                add(before, dW_t, after)

    def backward(self, t: int) -> tuple[Mapping[str, Array], Mapping[str, Array]]:
        """Return values and totals of one timestep as the trace has them: same names, examples as columns; views."""
        values = {
            "da_t": self.da[t].T,
            "da_prevt": self.carry[t + 1].T,
            "da_next": self.da_next[t].T,
            "dtanh": self.dtanh[t].T,
            "dxt": self.dx[t].T,
            **_apart(self.dW[t], "dWaat", "dWaxt", "dbat"),
            "da_prev": self.carry[t].T,
        }
        return values, _apart(self.totals[t], "dWaa", "dWax", "dba")


def _apart(joined: Array, waa: str, wax: str, ba: str) -> dict[str, Array]:
    """Return views of the three gradients that one product made: [Waa | Wax | ba] (n_a, n_a + n_x + 1)."""
    n_a = len(joined)
    return {waa: joined[:, :n_a], wax: joined[:, n_a:-1], ba: joined[:, -1:]}


def require_plain(setting: Setting) -> None:
    """Raise NotVectorised for a setting that is not the RNN as it is, with da given for every timestep."""
    if setting.cell is not rnn.CELL or setting.loop != LOOP or setting.handover != HandOver() or setting.arriving:
        raise NotVectorised(f"only the unchanged RNN can be run at once, not {setting.cell.title} with other lines")
    if setting.da is None or setting.T_backward != setting.T_x:
        raise NotVectorised("da must be given for every timestep")
