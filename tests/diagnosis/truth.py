"""Whether what a diagnosis says is true: outputs that no mistake prints, and outputs that one does, by the hundred.

`test_truth.py` takes a few of each; `python -m tests.diagnosis.figures` takes thousands.
"""

import random
import re
from collections.abc import Iterator, Sequence

import numpy as np

from app.diagnosis.candidates import Candidate, right, same
from app.diagnosis.evidence import is_exact, match
from app.diagnosis.index.build import edits_in
from app.diagnosis.index.runs import made_once
from app.diagnosis.index.store import stored
from app.diagnosis.paste import read
from app.diagnosis.printed import diagnose
from app.mistakes.catalogue import find
from app.mistakes.mistake import Made, NotPossible
from app.runs.exercises import EXERCISES
from app.runs.exercises.exercise import Exercise, Printed
from tests.notebook import newest

# What no mistake prints ------------------------------------------------------------------------------------------


def random_lines(exercise: Exercise, chooser: random.Random) -> dict[str, Printed]:
    """Return an output of an exercise's shapes with numbers at random, of the size that they really have."""
    drawn = np.random.default_rng(chooser.getrandbits(64))
    scale = 10 ** chooser.uniform(-2, 1)
    return {
        text: value if is_exact(text) else drawn.normal(0, scale, np.shape(value)) if np.ndim(value) else drawn.normal()
        for text, value in right(exercise).printed.items()
    }


def of_another_seed(exercise: Exercise, chooser: random.Random) -> dict[str, Printed]:
    """Return what right functions print of other numbers."""
    return exercise.printed(exercise.draw(chooser.randrange(2, 10**6)))


def with_one_digit_changed(text: str, chooser: random.Random) -> str:
    """Return text with a digit of a number changed, not one that rounding reaches: the last four, or beyond 1e-12."""
    spots = [
        at for match in re.finditer(r"\d+\.\d{5,}(?!\d)", text) for at in range(*match.span()) if text[at] != "."
        if at < min(match.end() - 4, match.start() + match.group().index(".") + 13)
    ]  # fmt: skip
    at = chooser.choice(spots)
    return text[:at] + chooser.choice([digit for digit in "0123456789" if digit != text[at]]) + text[at + 1 :]


def foreign(chooser: random.Random) -> Iterator[tuple[str, str]]:
    """Yield outputs that no mistake of ours prints, without end: the exercise, and the text."""
    while True:
        for name, exercise in EXERCISES.items():
            yield name, newest(random_lines(exercise, chooser))
            yield name, newest(of_another_seed(exercise, chooser))
            yield name, with_one_digit_changed(newest(right(exercise).printed), chooser)


# What a mistake prints -------------------------------------------------------------------------------------------


def edits(exercise: Exercise, count: int, chooser: random.Random) -> Iterator[Candidate]:
    """Yield what single edits of the grammar print, at random; those that raise or change nothing are left out."""
    every = list(edits_in(exercise))
    chooser.shuffle(every)
    yield from _changing(exercise, ((made,) for made in every), count)


def pairs(exercise: Exercise, count: int, chooser: random.Random) -> Iterator[Candidate]:
    """Yield what two mistakes that the index has beside each other print, drawn at random."""
    codes = [code for code in stored(exercise).codes if len(code) == 2]
    chooser.shuffle(codes)
    yield from _changing(exercise, (find(",".join(code), exercise.cell) for code in codes), count)


def any_two(exercise: Exercise, count: int, chooser: random.Random) -> Iterator[Candidate]:
    """Yield what any two edits print, whether the index has them beside each other or not."""
    every = edits_in(exercise)
    drawn = (tuple(chooser.sample(every, 2)) for _ in range(20 * count))
    yield from _changing(exercise, drawn, count)


def _changing(exercise: Exercise, every: Iterator[tuple[Made, ...]], count: int) -> Iterator[Candidate]:
    for made in every:
        try:
            one = made_once(exercise, made)
        except (NotPossible, KeyError):
            continue
        if not one.error and not same(one, right(exercise)):
            count -= 1
            yield one
        if count <= 0:
            return


def found_again(exercise: Exercise, one: Candidate) -> str:
    """Return what is wrong with the diagnosis of what a candidate prints; nothing where it is found.

    It is found where it is named, or what is named prints the same; never by more mistakes than were made.
    """
    answer = diagnose(newest(one.printed), exercise.name)
    if answer.verdict != "mistake":
        return answer.verdict
    if any(not same(match.candidate, one) for match in answer.found):
        return "other numbers"
    if any(len(match.candidate.made) > len(one.made) for match in answer.found):
        return "more mistakes than were made"
    return ""


def broken(exercise: Exercise, text: str) -> list[str]:
    """Return the lines of a text that the right answer prints, and what is named does not."""
    true = match(read(text).blocks[0], right(exercise), brackets=False).matched
    return [line for one in diagnose(text, exercise.name).found for line in one.unmatched if line in true]


def spoilt(one: Candidate, chooser: random.Random) -> str:
    """Return what a candidate prints with some of its lines at random, so that something else is wrong as well."""
    lines = dict(one.printed)
    for text, value in lines.items():
        if not is_exact(text) and chooser.random() < 0.3:
            lines[text] = np.asarray(value) + chooser.random() if np.ndim(value) else float(value) + chooser.random()
    return newest(lines)


def printed_with(exercise: Exercise, code: Sequence[str]) -> dict[str, Printed]:
    """Return what an exercise prints with the mistakes of a row of the index made."""
    return made_once(exercise, find(",".join(code), exercise.cell)).printed
