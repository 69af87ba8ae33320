"""The right run beside a wrong one: what it has instead, and where the two first differ."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..analysis.facts import Facts
from ..bptt.cell import Cell
from ..bptt.norms import norm
from ..bptt.passes import Backward, Forward, Setting, Values, backward_pass, forward_pass
from ..bptt.step import Array
from ..bptt.tolerances import ROUNDING, agree
from ..mistakes.lines import WrongLine


def differs(wrong: Array, right: Array) -> bool:
    """Whether two arrays differ by more than rounding, in shape or in an entry. NaN equals NaN."""
    return not agree(wrong, right, ROUNDING)


def made_forward(cell: Cell) -> list[str]:
    """Return what a cell's forward function gives to others: its states, and what none of its steps reads on."""
    read = {name for step in cell.forward for name in step.reads}
    states = [lane.next for lane in cell.lanes]
    return states + [step.name for step in cell.forward if step.name not in read and step.name not in states]


def made_backward(cell: Cell) -> list[str]:
    """Return what a cell's backward function gives to others: dxt, what leaves t, and what is gathered in the loop."""
    return [*cell.stacks.values(), *(lane.returned for lane in cell.lanes), *cell.accumulates]


class Beside:
    """Runs the right setting along, as far as the wrong run needs it, and remembers where the two first differ."""

    def __init__(self, setting: Setting, lines: Sequence[WrongLine] = ()) -> None:
        self.first: dict[str, Any] | None = None
        self._lines = lines
        self._returned = {"forward": made_forward(setting.cell), "backward": made_backward(setting.cell)}
        self._totals = {step: total for total, step in setting.cell.accumulates.items()}
        self._frames: list[Forward] = []
        self._different: list[set[str]] = []  # by t, of the forward pass
        self._done: dict[int, Backward] = {}
        self._told: dict[int, dict[str, str]] = {}
        self._facts = Facts(setting)
        self._forward = forward_pass(setting)
        self._backward: Iterator[Any] = self._run_backward(setting)

    def _run_backward(self, setting: Setting) -> Iterator[Any]:
        yield from backward_pass(setting, self._frames)

    def instead(self, frame: Forward | Backward) -> dict[str, Array]:
        """Return what differs in a frame of the wrong run, by name: the right values and totals."""
        right = self._right(frame)
        wrong: Mapping[str, Array] = {**frame.values, **(frame.totals if isinstance(frame, Backward) else {})}
        different = {name: right[name] for name in wrong if differs(wrong[name], right[name])}
        if isinstance(frame, Forward):
            self._different.append(set(different))
        if different and self.first is None:
            keys = [name for name in self._returned[frame.kind] if name in different]
            self.first = {"direction": frame.kind, "t": frame.t, "step": next(iter(different)), "keys": keys}
        return different

    def different_forward(self, t: int) -> set[str]:
        """Return the names of the forward values that differ at t."""
        return self._different[t]

    def facts(self, t: int) -> dict[str, str]:
        """Return what each gradient of a timestep is in the right run."""
        return self._told[t]

    def lines(self, direction: str) -> dict[str, str]:
        """Return the wrong lines of a pass by their names, each with the name of what it makes."""
        ours = [line for line in self._lines if line.direction == direction]
        return {line.name: self._totals.get(line.name, line.name) if line.in_loop else line.name for line in ours}

    def at_end(self, gradients: Values) -> dict[str, Array]:
        """Return the right gradients where they differ; a mistake after the loop shows in them alone."""
        if not gradients:
            return {}
        right: Values = {}
        for done in self._backward:
            right = done.values
        different = {name: right[name] for name in gradients if differs(gradients[name], right[name])}
        if different and self.first is None:
            self.first = {"direction": "end", "t": None, "step": next(iter(different)), "keys": list(different)}
        return different

    @staticmethod
    def off_by(gradients: Values, right: Values) -> dict[str, float]:
        """Return how far gradients are off, as shares of the right one's norm, where shapes and numbers allow it."""
        known = {name: value for name, value in right.items() if gradients[name].shape == value.shape and value.any()}
        with np.errstate(over="ignore", invalid="ignore"):
            shares = {name: norm(gradients[name] - value) / norm(value) for name, value in known.items()}
        return {name: share for name, share in shares.items() if np.isfinite(share)}

    def _right(self, frame: Forward | Backward) -> Values:
        if isinstance(frame, Forward):
            return self.forward(frame.t)
        done = self.backward(frame.t)
        return {**done.values, **done.totals}

    def forward(self, t: int) -> Values:
        """Return the right run's forward values at t; it is run as far as is needed."""
        while len(self._frames) <= t:
            self._frames.append(next(self._forward))
        return self._frames[t].values

    def backward(self, t: int) -> Backward:
        """Return the right run's backward frame at t; a wrong loop may visit the timesteps in another order."""
        while t not in self._done:
            self._frames += self._forward
            done = next(self._backward)
            self._done[done.t] = done
            self._told[done.t] = self._facts.at(done)
        return self._done[t]
