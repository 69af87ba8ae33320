"""What the notebook would print of each exercise with each mistake made, alone and in pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

import numpy as np

from ..bptt.loop import FORWARD
from ..bptt.passes import Forward, Setting, forward_pass
from ..bptt.step import Array
from ..bptt.tolerances import SAME_RUN, agree
from ..mistakes.catalogue import CATALOGUE
from ..mistakes.mistake import Form, Made, NotPossible, with_forms
from ..runs.exercises.exercise import Exercise, Printed


@dataclass(frozen=True, eq=False)
class Candidate:
    """What is printed with some mistakes made: lines by their texts, and NumPy's words where a line raised."""

    made: tuple[Made, ...]
    printed: dict[str, Printed]
    error: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the mistakes made."""
        return tuple(made.mistake.id for made in self.made)

    @property
    def code(self) -> str:
        """What to ask for, to see the mistakes made."""
        return ",".join(made.code for made in self.made)


def applicable(exercise: Exercise) -> tuple[Made, ...]:
    """Return what can be got wrong in an exercise. Where only the cell's function is printed there is no loop."""
    upstream = {lane.total for lane in setting_of(exercise).cell.lanes if lane.upstream}
    return tuple(
        Made(mistake, form, number)
        for mistake in CATALOGUE.values()
        for number, form in enumerate(mistake.forms_for(exercise.cell))
        if exercise.T_x > 1 or not any(swap.in_loop or swap.name in upstream for swap in form.swaps)
    )


@cache
def right(exercise: Exercise) -> Candidate:
    """Return what the notebook prints when nothing is wrong."""
    return makes(exercise, ())


@cache
def singles(exercise: Exercise) -> tuple[Candidate, ...]:
    """Return what each mistake that changes anything prints, in each of its forms."""
    made = (makes(exercise, (one,)) for one in applicable(exercise) if _possible(exercise, one))
    return tuple(one for one in made if one.error or not same(one, right(exercise)))


@cache
def pairs(exercise: Exercise) -> tuple[Candidate, ...]:
    """Return what two mistakes at once print. Those that raise alone are left out: they raise here as well."""
    alone = [one for one in singles(exercise) if not one.error]
    made = []
    for first, second in combinations(alone, 2):
        if first.ids == second.ids:
            continue
        try:
            made.append(makes(exercise, first.made + second.made))
        except NotPossible:  # both in the same line
            continue
    return tuple(one for one in made if not one.error)


def same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates print the same lines, but for rounding."""
    return one.error == other.error and not differing(one, other)


def differing(one: Candidate, other: Candidate) -> list[str]:
    """Return the texts after which two candidates print different things."""
    return [
        text
        for text in {**one.printed, **other.printed}
        if text not in one.printed or text not in other.printed or not _same(one.printed[text], other.printed[text])
    ]


def _same(one: Printed, other: Printed) -> bool:
    return agree(np.asarray(one), np.asarray(other), SAME_RUN)


def _possible(exercise: Exercise, made: Made) -> bool:
    try:
        with_forms(setting_of(exercise), [made.form])
    except NotPossible:
        return False
    return True


def makes(exercise: Exercise, made: Sequence[Made]) -> Candidate:
    """Return what an exercise prints with mistakes made. Raises NotPossible where they cannot be made at once."""
    setting = with_forms(setting_of(exercise), [one.form for one in made])
    printed: dict[str, Printed] = {}
    with np.errstate(all="ignore"):  # a wrong run may overflow or divide by zero, and prints what came of it
        try:
            for text, value in exercise.lines(setting, frames_of(exercise, made)):
                printed[text] = value  # noqa: PERF403 - one by one: what came before an error was printed
        except (ValueError, IndexError, TypeError) as error:
            return Candidate(tuple(made), printed, str(error))
    return Candidate(tuple(made), printed)


def numbers_alike(exercise: Exercise, one: Candidate, other: Candidate) -> bool:
    """Whether two candidates give the same arrays, all entries of them and not those alone that are printed."""
    ours, theirs = _arrays(exercise, one.made), _arrays(exercise, other.made)
    return ours.keys() == theirs.keys() and all(agree(ours[name], theirs[name], SAME_RUN) for name in ours)


@lru_cache(maxsize=128)
def _arrays(exercise: Exercise, made: tuple[Made, ...]) -> dict[str, Array]:
    """Return the arrays that an exercise's functions return. Forward, that is what a timestep makes."""
    setting = with_forms(setting_of(exercise), [one.form for one in made])
    with np.errstate(all="ignore"):
        results = exercise.results(setting, frames_of(exercise, made))
    return {name: value for name, value in results.items() if isinstance(value, np.ndarray)}


def frames_of(exercise: Exercise, made: Sequence[Made]) -> tuple[Forward, ...]:
    """Return the forward pass with the mistakes that are made in it; most are not, and then it is the right one."""
    steps = {step.name for step in setting_of(exercise).cell.forward}
    forward = [one.form for one in made if any(swap.name in steps | FORWARD for swap in one.form.swaps)]
    return _forward_pass(exercise, tuple(forward))


@lru_cache(maxsize=512)
def _forward_pass(exercise: Exercise, forms: tuple[Form, ...]) -> tuple[Forward, ...]:
    return tuple(forward_pass(with_forms(setting_of(exercise), forms)))


@cache
def setting_of(exercise: Exercise) -> Setting:
    """Return an exercise's arrays, drawn once."""
    return exercise.draw()


def numbers(printed: Printed) -> Array:
    """Return what a line prints as a flat row of numbers."""
    return np.asarray(printed, dtype=float).ravel()
