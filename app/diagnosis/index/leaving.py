"""What leaves the cell, dx and da0: every gate reaches it, so it is looked at last, beside all that was put in before.

Which edit may print a line is told by the line's own step alone, made from the values of the run; then it is run.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import islice, product

import numpy as np

from ...bptt.step import Array
from ...mistakes.mistake import Made, Swap
from ...runs.exercises.exercise import Exercise
from ..candidates import Candidate, setting_of
from ..evidence import Block, agrees, digits
from ..paste import Reading
from .build import edits_in
from .runs import Runs

MADE_BY = {"dx": "dxt", "dxt": "dxt", "da0": "da_prev", "da_prev": "da_prev", "dc_prev": "dc_prev"}
"""The step that each gradient which leaves a cell is made by."""

MOST_CHOICES = 8

EACH_DIGITS = 8
"""How many digits must speak for each edit: there are hundreds to choose from."""


def is_outer(text: str) -> bool:
    """Whether a line prints a gradient that every gate reaches."""
    return any(f'"{name}"]' in text for name in MADE_BY)


def leaving(block: Block, runs: Runs, one: Candidate, wrong: Sequence[str]) -> Iterator[Candidate]:
    """Yield what comes of one more edit, or two, in what leaves the cell, where only that is wrong yet."""
    numbers = [text for text in wrong if digits(block, [text]) >= EACH_DIGITS]
    if len(numbers) < len([text for text in wrong if not text.endswith(".shape")]):
        return
    turns = runs.turns(one.made)
    if not turns:
        return
    fixing = [[made for made in _edits(runs.exercise) if _prints(block[text], made, turns, runs)] for text in numbers]
    every = sorted(product(*fixing), key=lambda chosen: len(set(chosen)))
    for chosen in islice(every, MOST_CHOICES):
        more = runs.make((*one.made, *dict.fromkeys(chosen)))
        if more is not None:
            yield more


@cache
def _edits(exercise: Exercise) -> tuple[Made, ...]:
    """Return the edits of the lines that nothing else is made from, where nothing is carried."""
    last = {*MADE_BY.values(), "initial_gradient"}
    return tuple(made for made in edits_in(exercise) if {swap.name for swap in made.form.swaps} <= last)


def _prints(reading: Reading, made: Made, turns: Sequence[Mapping[str, Array]], runs: Runs) -> bool:
    """Whether an edit may print a line: by what its own step makes of one timestep's values."""
    name, row, column = re.findall(r"\w+", reading.text)[1:4]
    for swap in made.form.swaps:
        with suppress(ValueError, IndexError, KeyError, TypeError), np.errstate(all="ignore"):
            if swap.name == "initial_gradient" and name == "da0":
                value = swap.line(turns[-1]["da_prev"], setting_of(runs.exercise).da)
                return agrees(reading, value[int(row)][int(column)], brackets=False)
            if swap.name == MADE_BY[name]:
                value = _line(swap, turns[0] if name == "dx" else turns[-1])[int(row), int(column)]
                return agrees(_last(reading) if name == "dx" else reading, float(value), brackets=False)
    return False


def _last(reading: Reading) -> Reading:
    """Return the last number of a row over time: that of the timestep which is the first on the way back."""
    return replace(reading, numbers=(reading.last or reading.numbers)[-1:], last=None)


def _line(swap: Swap, values: Mapping[str, Array]) -> Array:
    code = swap.line.__code__
    made: Array = swap.line(*[values[name] for name in code.co_varnames[: code.co_argcount]])
    return made
