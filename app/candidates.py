"""What the notebook would print of each exercise with each mistake made, alone and in pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from app.exercises import Exercise, Printed
from app.mistakes import CATALOGUE, Made, with_forms
from app.trace import Setting


@dataclass(frozen=True, eq=False)
class Candidate:
    """What is printed with some mistakes made: lines by their texts, and NumPy's words where a line raised."""

    made: tuple[Made, ...]
    printed: dict[str, Printed]
    error: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the mistakes made, in alphabetical order."""
        return tuple(sorted(made.mistake.id for made in self.made))


def applicable(exercise: Exercise) -> tuple[Made, ...]:
    """Return what can be got wrong in an exercise. Where only the cell's function is printed there is no loop."""
    upstream = {lane.total for lane in exercise.draw().cell.lanes if lane.upstream}
    return tuple(
        Made(mistake, form)
        for mistake in CATALOGUE.values()
        for form in mistake.forms_for(exercise.cell)
        if exercise.T_x > 1 or not any(swap.in_loop or swap.name in upstream for swap in form.swaps)
    )


def run(exercise: Exercise, made: Sequence[Made], seed: int = 1) -> Candidate:
    """Return what is printed with these mistakes made. Raises NotPossible where they cannot be made at once."""
    setting = with_forms(_setting(exercise, seed), [one.form for one in made])
    printed: dict[str, Printed] = {}
    with np.errstate(all="ignore"):  # a wrong run may overflow or divide by zero, and prints what came of it
        try:
            printed.update(exercise.lines(setting))
        except (ValueError, IndexError) as error:
            return Candidate(tuple(made), printed, str(error))
    return Candidate(tuple(made), printed)


@cache
def _setting(exercise: Exercise, seed: int) -> Setting:
    return exercise.draw(seed)
