"""What is true of a run, found without its backward pass: by pushing a state a complex step and running forward."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np

from app.bptt.passes import Setting, forward_pass, run_steps

Array = np.ndarray[Any, Any]
H = 1e-100


class Truth:
    """Derivatives of the cost with respect to the states of a right run. The cost may be taken over some t alone."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.frames = [frame.values for frame in forward_pass(setting)]
        self.gradient = cache(self._gradient)  # its arguments are numbers and names

    def _gradient(self, state: str, t: int, first: int, last: int) -> Array:
        """Return d(cost of t = first … last) / d(state after t), (n_a, m); t = -1 is the initial state."""
        lanes = self.setting.cell.lanes
        if t < 0:
            start = {lane.state: self.setting.initial[lane.initial] for lane in lanes}
        else:
            start = {lane.state: self.frames[t][lane.next] for lane in lanes}
        found = np.zeros(start[state].shape)
        for index in np.ndindex(*found.shape):
            moved = {name: value.astype(complex) for name, value in start.items()}
            moved[state][index] += 1j * H
            found[index] = self._cost(moved, t, first, last).imag / H
        return found

    def _cost(self, states: Mapping[str, Array], t: int, first: int, last: int) -> complex:
        total = self._at(states["a"], t) if first <= t <= last else 0j
        if t >= 0 and "c" in states and first <= t <= last:
            total = self._at(self._shown(states, t), t)
        for s, a in self._onwards(states, t, last):
            total += self._at(a, s) if first <= s <= last else 0j
        return total

    def _shown(self, states: Mapping[str, Array], t: int) -> Array:
        """Return a of a pushed state of the LSTM: a reads c of the same timestep, unless a itself was pushed."""
        if not states["c"].imag.any():
            return states["a"]
        return self.frames[t]["ot"] * np.tanh(states["c"])

    def _onwards(self, states: Mapping[str, Array], t: int, last: int) -> Iterator[tuple[int, Array]]:
        setting = self.setting
        state = {lane.previous: states[lane.state] for lane in setting.cell.lanes}
        if t >= 0 and "c_prev" in state:
            state["a_prev"] = self._shown(states, t)
        for s in range(t + 1, last + 1):
            known = {**setting.constants, "xt": setting.x[:, :, s], **state}
            made = run_steps(setting.cell.forward, known)
            yield s, made["a_next"]
            state = {lane.previous: made[lane.next] for lane in setting.cell.lanes}

    def _at(self, a: Array, t: int) -> complex:
        """Return the cost of one timestep as a function of its state: the loss of ŷ, or da ⊙ a."""
        setting = self.setting
        if setting.da is not None:
            return complex((setting.da[:, :, t] * a).sum())
        parameters = setting.parameters
        z = (parameters["Wya"] if "Wya" in parameters else parameters["Wy"]) @ a + parameters["by"]
        assert setting.y is not None
        y, m = setting.y[:, :, t], a.shape[1]
        shifted = z - z.real.max(axis=0)
        logs = shifted - np.log(np.exp(shifted).sum(axis=0))
        if setting.loss.name == "last" and t != setting.T_x - 1:
            return 0j
        if setting.loss.name == "squared_error":
            return complex((0.5 * (np.exp(logs) - y) ** 2).sum() / m)
        return complex(-(y * logs).sum() / m)


def near(one: Any, other: Array) -> bool:
    """Whether two are the same beyond rounding; what is as small as rounding of 1 counts as 0."""
    return bool(np.allclose(np.array(one, float), other, rtol=1e-8, atol=1e-13, equal_nan=True))
