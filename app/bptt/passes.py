"""The driver: runs any cell's steps forward and back through time and records every value of every step."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .carry import AS_IT_IS, HandOver
from .cell import Cell
from .clipping import clip_together
from .loop import LENGTH, LENGTH_OF_DA, LOOP, Loop
from .loss import GIVEN, Loss
from .step import Array, Step

Values = Mapping[str, Array]


def steps_of(cell: Cell, loss: Loss) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return the steps of one timestep of a cell under a loss, forward and backward."""
    made = () if loss.gives_da else loss.backward + cell.output
    return cell.forward + loss.forward, made + cell.backward


@dataclass(frozen=True)
class Setting:
    """What one run starts from. Arrays of the course: examples as columns, time as the last axis."""

    cell: Cell
    parameters: Values
    x: Array  # (n_x, m, T_x)
    initial: Values  # the state before t = 0, by name: a0 (n_a, m)
    da: Array | None = None  # (n_a, m, T): the backward pass runs over the T timesteps that it has
    y: Array | None = None  # (n_y, m, T_x), where a loss makes da
    loss: Loss = GIVEN
    loop: Loop = LOOP
    handover: HandOver = AS_IT_IS
    clip_total: float | None = None  # the most that the norm of all parameters' gradients together may be
    arriving: Values = field(default_factory=dict)  # what is carried into the last timestep, by name; else zeros

    @property
    def backward_steps(self) -> tuple[Step, ...]:
        """The steps of one timestep backward: from the loss on where it makes da, else the cell's alone."""
        return steps_of(self.cell, self.loss)[1]

    @property
    def forward_steps(self) -> tuple[Step, ...]:
        """The steps of one timestep forward: the cell's, then the loss's."""
        return steps_of(self.cell, self.loss)[0]

    @property
    def constants(self) -> Values:
        """What steps read that is the same at every t: the parameters, and n_a, by which they slice, as a 0-d array."""
        n_a = next(iter(self.initial.values())).shape[0]
        return {**self.parameters, "n_a": np.array(n_a)}

    @property
    def T_x(self) -> int:
        """The number of timesteps forward."""
        return int(self.x.shape[2])

    @property
    def T_backward(self) -> int:
        """The number of timesteps backward. The course's LSTM exercise runs 7 forward and 4 back."""
        return self.T_x if self.da is None else int(self.da.shape[2])

    @property
    def length(self) -> str:
        """What the backward loop's number of timesteps is called in its code."""
        return LENGTH if self.T_backward == self.T_x else LENGTH_OF_DA


@dataclass(frozen=True)
class Forward:
    """All values of one timestep, forward."""

    t: int
    values: Values
    kind: str = "forward"


@dataclass(frozen=True)
class Backward:
    """All values of one timestep, backward: what arrived, every step, and the totals so far."""

    t: int
    values: Values
    totals: Values
    cut: bool = False  # whether what leaves t is kept from t - 1
    clipped: Mapping[str, float] = field(default_factory=dict)  # carried name -> the factor it was scaled by for t - 1
    handed: Values = field(default_factory=dict)  # carried name -> what the next timestep of the loop is given
    kind: str = "backward"


@dataclass(frozen=True)
class Gradients:
    """What rnn_backward returns, by name: dx (n_x, m, T_x), da0 (n_a, m), and one total for each parameter.

    `factor` is what the parameters' gradients were multiplied by after the loop: 1 where they were not clipped.
    """

    values: Values = field(default_factory=dict)
    factor: float = 1.0


def run_steps(steps: Sequence[Step], known: Mapping[str, Any]) -> dict[str, Array]:
    """Run steps in order on what is known; return what they made, by step name."""
    with np.errstate(over="ignore", invalid="ignore"):  # a run that explodes is a lesson, not an error
        return run_lines(steps, known)


def run_lines(steps: Sequence[Step], known: Mapping[str, Any]) -> dict[str, Array]:
    """Do the same, where it was said before what NumPy is to do of numbers that overflow."""
    made: dict[str, Array] = {}
    environment = dict(known)
    for step in steps:
        try:
            made[step.name] = environment[step.name] = step.run(environment)
        except (ValueError, IndexError) as error:  # a wrong line: shapes that do not fit
            error.add_note(step.name)
            raise
    return made


def needed(steps: Sequence[Step], wanted: Collection[str]) -> tuple[Step, ...]:
    """Return those of the steps that have to run to make what is wanted, in their order."""
    chosen: list[Step] = []
    reads = set(wanted)
    for step in reversed(steps):
        if step.name in reads:
            chosen.append(step)
            reads |= set(step.reads)
    return tuple(reversed(chosen))


def kept_forward(setting: Setting) -> set[str]:
    """Return the names of the forward values that are needed again after their timestep: by a step, a lane, a loss."""
    return (
        {name for step in setting.backward_steps for name in step.reads}
        | {lane.next for lane in setting.cell.lanes}
        | {step.name for step in setting.loss.forward}
    )


def forward_pass(setting: Setting) -> Iterator[Forward]:
    """Yield each timestep as it is computed, t = 0 … T_x - 1."""
    cell, loop = setting.cell, setting.loop
    constants = setting.constants
    lanes = [(lane, loop.of_lane(lane.state)) for lane in cell.lanes]
    state = {
        lane.previous: lines.initial_state(setting.initial[lane.initial], setting.initial) for lane, lines in lanes
    }  # each (n_a, m)
    for t in loop.forward_timesteps(setting.T_x):
        start = {"xt": loop.inputs(setting.x, t), **state}
        if setting.y is not None:
            start["yt"] = setting.y[:, :, t]
            start["w_t"] = setting.loss.weight(t, setting.T_x, setting.x.shape[1])
        made = run_steps(setting.forward_steps, {**constants, **start})
        yield Forward(t, {**start, **made})
        state = {
            lane.previous: lines.next_state(made[lane.next], setting.initial[lane.initial], made)
            for lane, lines in lanes
        }


def backward_pass(setting: Setting, frames: Sequence[Forward]) -> Iterator[Backward | Gradients]:
    """Yield each timestep as it is computed, from the last to the first, and the gradients at the end."""
    cell, loop = setting.cell, setting.loop
    steps = setting.backward_steps
    names = {step.name for step in steps}
    accumulates = {total: step for total, step in cell.accumulates.items() if step in names}
    constants = setting.constants
    caches = [frame.values for frame in frames]
    lanes = [(lane, loop.of_lane(lane.state)) for lane in cell.lanes]
    da = np.zeros(0) if setting.da is None else setting.da.copy()  # a copy: a wrong line may write into it

    carried = {lane.carried: lines.initial_carry(*caches[-1][lane.next].shape, da) for lane, lines in lanes}
    carried |= setting.arriving
    totals = {total: np.zeros_like(setting.parameters[total[1:]]) for total in accumulates}
    gathered = {total: loop.of_lane(total) for total in accumulates}
    stacks = {name: np.zeros_like(setting.x) for name in cell.stacks}  # what no timestep reaches stays zero
    for t in loop.backward_timesteps(setting.T_backward):
        arrived = dict(carried)
        if setting.da is not None:
            arrived |= {  # of what was given, whatever a wrong line has written into its copy
                lane.upstream: lines.upstream(setting.da, t, carried[lane.carried])
                for lane, lines in lanes
                if lane.upstream
            }
        made = run_steps(steps, {**constants, **loop.cache(caches, t), **arrived, "da": da, "t": t})
        for name, step in cell.stacks.items():
            stacks[name][:, :, t] = made[step]
        with np.errstate(over="ignore", invalid="ignore"):
            totals = {
                total: gathered[total].accumulate(totals[total], made[step]) for total, step in accumulates.items()
            }
        leaving = {
            lane.carried: lines.hand_over(made[lane.returned], da, t, carried[lane.carried], made)
            for lane, lines in lanes
        }
        handed = setting.handover.pass_on(leaving, t)
        yield Backward(t, {**arrived, **made}, totals, handed.cut, handed.clipped, handed.carried)
        carried = dict(handed.carried)
    initial = {lane.gradient: lines.initial_gradient(carried[lane.carried], da) for lane, lines in lanes}
    clipped, factor = clip_together(totals, setting.clip_total)
    yield Gradients({**stacks, **initial, **clipped}, factor)
