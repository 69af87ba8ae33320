"""Runs that are made while somebody waits: so many for a block and no more, whatever was pasted."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from ...bptt.passes import Backward, backward_pass, run_steps
from ...bptt.step import Array
from ...mistakes.mistake import Made, NotPossible, with_forms
from ...runs.exercises.exercise import Exercise
from ..candidates import Candidate, frames_of, makes, setting_of

MOST_RUNS = 60
"""How many runs one block is worth: what is answered depends on what was pasted, and never on how busy a machine is."""


class Runs:
    """Makes runs until they are used up."""

    def __init__(self, exercise: Exercise, left: int = MOST_RUNS) -> None:
        self.exercise = exercise
        self.left = left

    def make(self, made: Sequence[Made]) -> Candidate | None:
        """Return what some mistakes print; None where they cannot be made at once, raise, or no run is left."""
        if self.left <= 0:
            return None
        self.left -= 1
        try:
            one = made_once(self.exercise, tuple(made))
        except (NotPossible, KeyError):
            return None
        return None if one.error else one

    def turns(self, made: Sequence[Made]) -> list[dict[str, Array]]:
        """Return all values of each timestep back, the last one first; empty where no run is left."""
        if self.left <= 0:
            return []
        self.left -= 1
        return turns_of(self.exercise, made)


@lru_cache(maxsize=1024)
def made_once(exercise: Exercise, made: tuple[Made, ...]) -> Candidate:
    """Return what `makes` returns; what was made lately is not made again."""
    return makes(exercise, made)


def turns_of(exercise: Exercise, made: Sequence[Made]) -> list[dict[str, Array]]:
    """Return the values of each timestep back of a backward exercise, the last one first."""
    setting = with_forms(setting_of(exercise), [one.form for one in made])
    frames = frames_of(exercise, made)
    with np.errstate(all="ignore"):
        if exercise.T_x > 1:
            back = [one for one in backward_pass(setting, frames) if isinstance(one, Backward)]
            return [{**setting.constants, **frames[one.t].values, **one.values} for one in back]
        assert setting.da is not None
        zeros = {lane.carried: np.zeros_like(setting.da[:, :, 0]) for lane in setting.cell.lanes}
        arrived = {**zeros, **setting.arriving, "da_t": setting.da[:, :, 0]}
        known = {**setting.constants, **frames[0].values, **arrived}
        return [{**known, **run_steps(setting.backward_steps, known)}]
