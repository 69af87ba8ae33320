"""The forward pass once more, with something moved at one timestep: what each timestep then costs.

What is handed on from a timestep is moved where the loop hands it on, and what its prediction is made from where that
is made: so one can be moved while the other is held. Arrays may be complex, as a complex step needs them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from ..bptt.cell import Lane
from ..bptt.passes import Forward, Setting, Values, forward_pass, needed, run_steps
from ..bptt.step import Array


@dataclass(frozen=True)
class Moved:
    """What is changed at one timestep: of what it hands on, by state, and of its own values."""

    t: int
    handed: Values = field(default_factory=dict)  # "a" -> what is handed on in the place of a_next, (n_a, m)
    values: Values = field(default_factory=dict)  # what its cost is made from in the place of what it made


@dataclass(frozen=True)
class Costs:
    """What each timestep costs and hands on. `terms` are what J adds up, before anything is summed."""

    terms: tuple[Array, ...]  # one for each t, and last what is carried in at the end of the backward pass
    states: tuple[Array, ...]  # a⟨t⟩ as it was handed on, (n_a, m) for each t

    @cached_property
    def size(self) -> float:
        """How large all terms are together, whatever their signs: by it rounding is judged."""
        return float(sum(np.abs(term).sum() for term in self.terms))

    def less(self, other: "Costs") -> list[Any]:
        """Return by how much each term differs: subtracted entry by entry, so that little is lost to rounding."""
        return [(one - two).sum() for one, two in zip(self.terms, other.terms, strict=True)]


def costed(setting: Setting) -> Setting:
    """Return the setting with the timesteps that the cost is made of, and with the forward steps that it needs."""
    T = setting.T_backward
    wanted = [lane.next for lane in setting.cell.lanes] + [n for step in setting.loss.forward for n in step.reads]
    cell = replace(setting.cell, forward=needed(setting.cell.forward, wanted))
    return replace(setting, cell=cell, x=setting.x[:, :, :T])


def upstream_lane(setting: Setting) -> Lane:
    """Return the lane whose state the predictions are made from."""
    (lane,) = (lane for lane in setting.cell.lanes if lane.upstream)
    return lane


def run_forward(setting: Setting, moved: Moved | None = None) -> Costs:
    """Return what a forward pass costs. `setting` is a `costed` one; errors are those of its steps."""
    lane = upstream_lane(setting)
    lanes = setting.cell.lanes
    now = 0
    last: dict[str, Array] = {}

    def handing(state: str, line: Callable[..., Any]) -> Callable[..., Any]:
        def next_state(state_made: Array, initial: Array, made: Mapping[str, Array]) -> Array:
            if moved is not None and now == moved.t:
                state_made = moved.handed.get(state, state_made)
                made = {**made, **{one.next: moved.handed[one.state] for one in lanes if one.state in moved.handed}}
            last[state] = state_made
            return np.asarray(line(state_made, initial, made))

        return next_state

    own = {one.state: setting.loop.of_lane(one.state).next_state for one in setting.cell.lanes}
    lines = {
        state: {**setting.loop.lanes.get(state, {}), "next_state": handing(state, line)} for state, line in own.items()
    }
    terms: dict[int, Array] = {}
    states: dict[int, Array] = {}
    for frame in forward_pass(replace(setting, loop=replace(setting.loop, lanes={**setting.loop.lanes, **lines}))):
        now, values = frame.t, frame.values
        if moved is not None and now == moved.t:
            values = {**values, **moved.values}
        terms[now] = values["loss_t"] if setting.da is None else setting.da[:, :, now] * values[lane.next]
        states[now] = values[lane.next]
        if moved is not None and now == moved.t and lane.state in moved.handed:
            states[now] = moved.handed[lane.state]
    carried = [
        setting.arriving[one.carried] * last[one.state] for one in setting.cell.lanes if one.carried in setting.arriving
    ]
    arriving = np.array([term.sum() for term in carried])
    return Costs((*(terms[t] for t in sorted(terms)), arriving), tuple(states[t] for t in sorted(states)))


def predicted_from(setting: Setting, frame: Forward, state: Mapping[str, Array]) -> Values:
    """Return the values of a timestep that come after its state is made, made from a moved one: its prediction's."""
    lane = upstream_lane(setting)
    names = [step.name for step in setting.forward_steps]
    after = setting.forward_steps[names.index(lane.next) + 1 :]
    return {**state, **run_steps(after, {**setting.constants, **frame.values, **state})}


def with_parameter(setting: Setting, name: str, index: tuple[int, int], by: complex) -> Setting:
    """Return the setting with one entry of a parameter moved, at every timestep."""
    array = setting.parameters[name].astype(np.result_type(setting.parameters[name], type(by)))
    array[index] += by
    return replace(setting, parameters={**setting.parameters, name: array})


def remade(setting: Setting, frame: Forward) -> Moved:
    """Return what a timestep hands on and costs where it is run again, from the same start, in another setting."""
    made = run_steps(setting.forward_steps, {**frame.values, **setting.constants})
    return Moved(frame.t, {lane.state: made[lane.next] for lane in setting.cell.lanes}, made)
