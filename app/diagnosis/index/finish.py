"""A mistake that prints most of a block, and beside it one more in each line that nothing else is made from.

What a weight earns, what leaves a cell, and how a total is gathered touch no other line. So which edit prints such a
line is told by its own step, on the values of the run that is right but for it; then all of it is run.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import islice, product

import numpy as np

from ...bptt.cells import CELLS
from ...bptt.step import Array
from ...mistakes.mistake import Made, Swap
from ...runs.exercises.exercise import Exercise
from ..candidates import Candidate
from ..evidence import Block, agrees, digits, is_exact
from .build import edits_in, made_by
from .compose import wrong_in
from .runs import Runs
from .table import Table

MOST_BASES = 6
"""How many mistakes that print some of the lines are begun with."""

MOST_CHOICES = 6

EACH_DIGITS = 7
"""How many digits must speak for each line that is put in: there are some dozens to choose from."""


def bases(block: Block, table: Table, texts: Sequence[str]) -> list[int]:
    """Return the rows of one or two mistakes that print most of these lines, the simplest of them first."""
    if not texts:
        return []
    fits = table.fits({text: block[text] for text in texts})
    hits = np.sum([fits[text] for text in texts], axis=0)
    order = np.lexsort((table.counts, -hits))
    return [int(k) for k in order[: 4 * MOST_BASES] if hits[k] > 0 and table.counts[k] <= 2][:MOST_BASES]


def finished(block: Block, runs: Runs, table: Table, rows: Sequence[int]) -> Iterator[Candidate]:
    """Yield what is put together beside each of some rows, as it was run."""
    for made in ((), *(made_by(table.codes[k], runs.exercise) for k in rows)):
        base = runs.make(made)
        wrong = [text for text in wrong_in(block, base) if not is_exact(text)] if base else []
        if wrong and all(digits(block, [text]) >= EACH_DIGITS for text in wrong):
            yield from _beside(block, runs, made, wrong)


def _beside(block: Block, runs: Runs, made: tuple[Made, ...], wrong: Sequence[str]) -> Iterator[Candidate]:
    turns = runs.turns(made) if all(ends_of(text, runs.exercise) for text in wrong) else []
    fixing = [
        [one for one in ends_of(text, runs.exercise) if _prints(block, text, one, turns, runs.exercise)]
        for text in wrong
        if turns
    ]
    for chosen in islice(product(*fixing), MOST_CHOICES) if fixing else ():
        one = runs.make((*made, *dict.fromkeys(chosen)))
        if one is not None:
            yield one


@cache
def ends_of(text: str, exercise: Exercise) -> tuple[Made, ...]:
    """Return the edits of the one line that makes what a text prints, where nothing else is made from that line."""
    name = result_of(text)
    step, cell = step_of(name, exercise), CELLS[exercise.cell]
    if not exercise.name.endswith("backward") or step not in {one.name for one in cell.backward}:
        return ()
    if exercise.T_x > 1 and name == "da0":
        return tuple(made for made in edits_in(exercise) if _lines(made) == {("initial_gradient", "a")})
    lines = {(step, ""), ("accumulate", name)}
    return tuple(made for made in edits_in(exercise) if len(_lines(made)) == 1 and _lines(made) <= lines)


def _lines(made: Made) -> set[tuple[str, str]]:
    return {(swap.name, swap.lane) for swap in made.form.swaps}


def result_of(text: str) -> str:
    """Return the name of the gradient that a text prints an entry of."""
    return re.findall(r"\w+", text.removeprefix("gradients"))[0]


def step_of(name: str, exercise: Exercise) -> str:
    """Return the step that a gradient is made by at each timestep."""
    cell = CELLS[exercise.cell]
    return {**cell.accumulates, **cell.stacks, "da0": "da_prev"}.get(name, name)


def _prints(block: Block, text: str, made: Made, turns: Sequence[Mapping[str, Array]], exercise: Exercise) -> bool:
    """Whether an edit prints a line, by what its own line makes of each timestep's values."""
    (swap,) = made.form.swaps
    with suppress(ValueError, IndexError, KeyError, TypeError), np.errstate(all="ignore"):
        value = _made(swap, text, turns, exercise)
        printed = value[tuple(int(index) for index in re.findall(r"\[(\d+)\]", text))]
        return agrees(block[text], printed if np.ndim(printed) else float(printed), brackets=False)
    return False


def _made(swap: Swap, text: str, turns: Sequence[Mapping[str, Array]], exercise: Exercise) -> Array:
    name = result_of(text)
    step = step_of(name, exercise)
    if swap.name == "initial_gradient":
        da = np.stack([values["da_t"] for values in reversed(turns)], axis=2)
        last: Array = swap.line(turns[-1]["da_prev"], da)
        return last
    if swap.name == "accumulate":
        total = np.zeros_like(turns[0][step])
        for values in turns:
            total = swap.line(total, values[step])
        return total
    every = [_line(swap, values) for values in turns]
    if name in CELLS[exercise.cell].stacks:
        return np.stack(every[::-1], axis=2)
    return np.sum(every, axis=0) if exercise.T_x > 1 else every[0]


def _line(swap: Swap, values: Mapping[str, Array]) -> Array:
    code = swap.line.__code__
    made: Array = swap.line(*[values[name] for name in code.co_varnames[: code.co_argcount]])
    return made
