"""The driver again, for many timesteps at a time: the same numbers to the last bit, in a fraction of the calls.

Only what a timestep hands to the next has to run timestep by timestep; all other steps of a stretch run in one go
(`lifting.py`). A wrong line may do anything: runs with mistakes go through `passes.py`, line by line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from .clipping import clip_together
from .lifting import Lifted
from .loop import LOOP
from .passes import Backward, Forward, Gradients, Setting, Values, backward_pass, forward_pass, kept_forward, needed
from .step import Array, Step

MOST = 60_000
"""Numbers that a stretch makes, about: they stay in the processor's cache."""

LONGEST = 64


@dataclass(frozen=True)
class Stretch:
    """Some timesteps of a pass in the order in which they run, and their values and totals by name, (T, rows, columns).

    Without stacks where they ran one by one.
    """

    frames: Sequence[Forward | Backward]
    stacks: Values = field(default_factory=dict)


@dataclass(frozen=True)
class _Plan:
    """The steps of one timestep, by when they can run: before what is handed on is known, with it, or after it."""

    before: tuple[Lifted, ...]
    turn: tuple[Step, ...]  # one timestep after the other
    after: tuple[Lifted, ...]


@lru_cache(maxsize=64)
def _plan(steps: tuple[Step, ...], handed: frozenset[str], wanted: frozenset[str]) -> _Plan:
    """`handed` are the names that a timestep is given by the one before, `wanted` those that it hands on."""
    hanging = set(handed)
    for step in steps:
        if hanging & set(step.reads):
            hanging.add(step.name)
    must = needed(steps, wanted)
    turn = tuple(step for step in must if step.name in hanging)
    before = tuple(step for step in must if step.name not in hanging)
    after = tuple(step for step in steps if step not in must)
    return _Plan(tuple(map(Lifted, before)), turn, tuple(map(Lifted, after)))


def passes(setting: Setting) -> Iterator[Stretch | Gradients]:
    """Yield both passes stretch by stretch, t = 0 … T_x - 1 and back, and the gradients at the end."""
    made = _together(setting) if can_run_together(setting) else one_by_one(setting)
    while True:
        with np.errstate(over="ignore", invalid="ignore"):  # a run that explodes is a lesson, not an error
            done = next(made, None)
        if done is None:
            return
        yield done


def can_run_together(setting: Setting) -> bool:
    """Whether nothing but the steps' own lines says what a run makes."""
    steps = (*setting.forward_steps, *setting.backward_steps)
    given = (*setting.parameters.values(), *setting.initial.values(), *setting.arriving.values())
    return (
        setting.loop == LOOP
        and len({step.name for step in steps}) == len(steps)
        and all(array.dtype == float and array.ndim == 2 and array.flags.c_contiguous for array in given)
        and not any(name in ("da", "t") for step in steps for name in step.reads)
    )


def one_by_one(setting: Setting) -> Iterator[Stretch | Gradients]:
    """Yield the same, each timestep a stretch of its own: any run, with whatever lines."""
    kept, frames = kept_forward(setting), []
    for frame in forward_pass(setting):
        yield Stretch([frame])
        frames.append(Forward(frame.t, held(frame, kept)))
    for done in backward_pass(setting, frames):
        yield Stretch([done]) if isinstance(done, Backward) else done


def held(frame: Forward | Backward, kept: set[str]) -> Values:
    """Return of a timestep's values those that are needed again: nothing more is held."""
    return {name: frame.values[name] for name in kept & frame.values.keys()}


def _together(setting: Setting) -> Iterator[Stretch | Gradients]:
    kept = kept_forward(setting)
    caches: list[Values] = []  # by t
    for stretch in _forward(setting):
        yield stretch
        caches += [held(frame, kept) for frame in stretch.frames]
    yield from _backward(setting, caches)


def _length(setting: Setting) -> int:
    """Return how many timesteps a stretch has."""
    steps = len(setting.forward_steps) + len(setting.backward_steps)
    state = next(iter(setting.initial.values())).size
    numbers = sum(array.size for array in setting.parameters.values()) + steps * state
    return max(1, min(LONGEST, MOST // numbers))


def _forward(setting: Setting) -> Iterator[Stretch]:
    size = _length(setting)
    lanes, constants = setting.cell.lanes, setting.constants
    plan = _plan(
        setting.forward_steps, frozenset(lane.previous for lane in lanes), frozenset(lane.next for lane in lanes)
    )
    names = [step.name for step in setting.forward_steps]
    state = {lane.previous: setting.initial[lane.initial] for lane in lanes}  # each (n_a, m)
    for timesteps in (range(low, min(low + size, setting.T_x)) for low in range(0, setting.T_x, size)):
        start = {"xt": _at(setting.x, timesteps)}
        if setting.y is not None:
            start["yt"] = _at(setting.y, timesteps)
            m = setting.x.shape[1]
            start["w_t"] = np.array([setting.loss.weight(t, setting.T_x, m) for t in timesteps])
        before = _lifted(plan.before, start, constants)
        rows: list[dict[str, Array]] = []
        for given in _by_timestep(plan, {**start, **before}, len(timesteps)):
            row = dict(state)
            _run(plan.turn, constants, given, row)
            state = {lane.previous: row[lane.next] for lane in lanes}
            rows.append(row)
        stacks = {"xt": start["xt"], **_stacked(rows), **start, **before}
        stacks |= _lifted(plan.after, stacks, constants)
        order = ["xt", *(lane.previous for lane in lanes), *([] if setting.y is None else ["yt", "w_t"]), *names]
        stacks = {name: stacks[name] for name in order}
        yield Stretch([Forward(t, values) for t, values in zip(timesteps, _frames(stacks, rows), strict=True)], stacks)


def _backward(setting: Setting, caches: Sequence[Values]) -> Iterator[Stretch | Gradients]:
    cell, lanes, constants = setting.cell, setting.cell.lanes, setting.constants
    steps = setting.backward_steps
    plan = _plan(steps, frozenset(lane.carried for lane in lanes), frozenset(lane.returned for lane in lanes))
    names = [step.name for step in steps]
    accumulates = {total: step for total, step in cell.accumulates.items() if step in names}
    totals = {total: np.zeros_like(setting.parameters[total[1:]]) for total in accumulates}
    gradients = {name: np.zeros_like(setting.x) for name in cell.stacks}
    upstream = [lane.upstream for lane in lanes if lane.upstream and setting.da is not None]
    read = {name for step in steps for name in step.reads} & caches[0].keys()
    carried: Values = {lane.carried: np.zeros(caches[-1][lane.next].shape) for lane in lanes} | dict(setting.arriving)
    size = _length(setting)
    for last in range(setting.T_backward - 1, -1, -size):
        timesteps = range(last, max(last - size, -1), -1)  # the last first
        start = {name: np.array([caches[t][name] for t in timesteps]) for name in read - {"xt"}}
        start["xt"] = _at(setting.x, timesteps)
        start |= {name: _at(setting.da, timesteps) for name in upstream if setting.da is not None}
        before = _lifted(plan.before, start, constants)
        rows, handed = [], []
        for t, given in zip(timesteps, _by_timestep(plan, {**start, **before}, len(timesteps)), strict=True):
            row = dict(carried)
            _run(plan.turn, constants, given, row)
            handed.append(setting.handover.pass_on({lane.carried: row[lane.returned] for lane in lanes}, t))
            carried = handed[-1].carried
            rows.append(row)
        made = {**_stacked(rows), **before}
        made |= _lifted(plan.after, {**start, **made}, constants)
        for name, step in cell.stacks.items():
            gradients[name][:, :, timesteps[-1] : timesteps[0] + 1] = made[step][::-1].transpose(1, 2, 0)
        sums = {total: _running(totals[total], made[step]) for total, step in accumulates.items()}
        totals = {total: stack[-1] for total, stack in sums.items()}
        order = [*carried, *upstream, *names]
        stacks = {name: made[name] if name in made else start[name] for name in order}
        frames = zip(timesteps, _frames(stacks, rows), _frames(sums, rows), handed, strict=True)
        yield Stretch([Backward(t, v, s, h.cut, h.clipped, h.carried) for t, v, s, h in frames], {**stacks, **sums})
    initial = {lane.gradient: carried[lane.carried] for lane in lanes}
    clipped, factor = clip_together(totals, setting.clip_total)
    yield Gradients({**gradients, **initial, **clipped}, factor)


def _at(whole: Array, timesteps: range) -> Array:
    """Return the slices of these timesteps, (T, rows, columns): views that lie in memory as `whole[:, :, t]` does."""
    stop = timesteps.stop if timesteps.stop >= 0 else None  # going back, the one before t = 0
    return whole.transpose(2, 0, 1)[timesteps.start : stop : timesteps.step]


def _by_timestep(plan: _Plan, stacks: Values, T: int) -> list[dict[str, Array]]:
    """Return what the steps that run timestep by timestep read of stacks, for each."""
    read = [name for name in {name for step in plan.turn for name in step.reads} if name in stacks]
    if not read:
        return [{} for _ in range(T)]
    return [dict(zip(read, values, strict=True)) for values in zip(*map(stacks.__getitem__, read), strict=True)]


def _lifted(steps: Sequence[Lifted], given: Values, constants: Values) -> dict[str, Array]:
    made: dict[str, Array] = {}
    known = dict(given)
    for one in steps:
        made[one.step.name] = known[one.step.name] = one.run(known, constants)
    return made


def _run(steps: Sequence[Step], constants: Values, given: Values, row: dict[str, Array]) -> None:
    """Run the steps of one timestep, and add what they make to what was handed to it."""
    known = {**constants, **given, **row}
    for step in steps:
        row[step.name] = known[step.name] = step.function(*[known[name] for name in step.reads])


def _stacked(rows: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _running(total: Array, contributions: Array) -> Array:
    """Return the running total after each contribution."""
    sums = np.empty_like(contributions)
    for k, contribution in enumerate(contributions):
        total = np.add(total, contribution, out=sums[k])
    return sums


def _frames(stacks: Values, rows: Sequence[Mapping[str, Array]]) -> list[dict[str, Array]]:
    """Return the values of each timestep; of what was handed on the very arrays, so that it is known again."""
    of_each = [[row[name] for row in rows] if name in rows[0] else list(stacks[name]) for name in stacks]
    return [dict(zip(stacks, values, strict=True)) for values in zip(*of_each, strict=True)]
