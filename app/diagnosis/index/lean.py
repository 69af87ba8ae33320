"""What a backward exercise prints with mistakes made, at half the price: what ends in a total alone is made once.

The loop is run as it is, but for the steps that nothing else is made from. Those are run once over all timesteps, with
the examples of one beside those of the next: a product or a sum over the examples is then the total itself.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from ...bptt.cell import Cell
from ...bptt.passes import Backward, Gradients, Setting, backward_pass, run_steps
from ...bptt.step import Array, Step
from ...mistakes.mistake import Made, with_forms
from ...runs.exercises.exercise import Exercise
from ..candidates import Candidate, frames_of, makes, setting_of


def quickly(exercise: Exercise, made: Sequence[Made]) -> Candidate:
    """Return what an exercise prints with mistakes made, but for rounding. Raises NotPossible, and what a run raises
    is in the candidate, as `makes` has it."""
    if exercise.T_x == 1 or not exercise.name.endswith("_backward"):
        return makes(exercise, made)
    setting = with_forms(setting_of(exercise), [one.form for one in made])
    if not _is_lean(exercise, setting, made):
        return makes(exercise, made)
    try:
        with np.errstate(all="ignore"):
            return Candidate(tuple(made), dict(exercise.texts(_results(setting, exercise, made))))
    except (ValueError, IndexError, TypeError):
        return makes(exercise, made)  # with what came before the error


def _is_lean(exercise: Exercise, setting: Setting, made: Sequence[Made]) -> bool:
    """Whether the steps that end in totals are the right ones, are added up, and over each timestep at most once."""
    last = {step.name for step in _ends(setting_of(exercise).cell)}
    if last != {step.name for step in _ends(setting.cell)}:
        return False  # a wrong line reads what a weight earns
    names = {swap.name for one in made for swap in one.form.swaps}
    times = list(setting.loop.backward_timesteps(setting.T_backward))
    return not names & (last | {"accumulate"}) and len(set(times)) == len(times) > 0 and max(times) < setting.T_backward


def _results(setting: Setting, exercise: Exercise, made: Sequence[Made]) -> dict[str, Array]:
    frames = frames_of(exercise, made)
    caches = [frame.values for frame in frames]
    cell, ends = setting.cell, _ends(setting.cell)
    *turns, returned = backward_pass(replace(setting, cell=_without_ends(cell)), frames)
    assert isinstance(returned, Gradients)
    turned = [one for one in turns if isinstance(one, Backward)]
    reads = {name for step in ends for name in step.reads} - setting.constants.keys()
    given = [{**setting.loop.cache(caches, one.t), **one.values} for one in turned]
    beside = {name: np.concatenate([values[name] for values in given], axis=1) for name in reads}  # (n, m T)
    totals = run_steps(ends, {**setting.constants, **beside})
    results = dict(returned.values)
    results |= {total: totals[name] for total, name in cell.accumulates.items() if name in totals}
    m = setting.x.shape[1]
    for stack, name in cell.stacks.items():
        results[stack] = np.zeros_like(setting.x[:, :, : setting.T_backward])  # as long as da
        for number, one in enumerate(turned):
            results[stack][:, :, one.t] = totals[name][:, number * m : (number + 1) * m]
    return results


@lru_cache(maxsize=256)
def _ends(cell: Cell) -> tuple[Step, ...]:
    """Return the backward steps that nothing else is made from and nothing is handed on of."""
    reads = {name for step in cell.backward for name in step.reads} | {lane.returned for lane in cell.lanes}
    return tuple(step for step in cell.backward if step.name not in reads)


@lru_cache(maxsize=256)
def _without_ends(cell: Cell) -> Cell:
    ends = {step.name for step in _ends(cell)}
    return replace(
        cell, backward=tuple(step for step in cell.backward if step.name not in ends), accumulates={}, stacks={}
    )
