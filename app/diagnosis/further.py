"""What there is to look at next, where no known mistake prints what was pasted."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..bptt.cell import Cell
from ..bptt.cells import CELLS
from ..bptt.step import Step
from ..runs.exercises.exercise import Exercise
from .evidence import is_exact
from .verdict import Columns

Links = tuple[tuple[str, Mapping[str, Any]], ...]


def suspects(exercise: Exercise, agrees: Iterable[str], differs: Iterable[str]) -> tuple[str, ...]:
    """Return the steps of a cell's function that only lines that differ are made from, in their order.

    Where a loop is around the cell, what is wrong may be what it hands over: then there is nothing to be told.
    """
    if exercise.T_x > 1:
        return ()
    cell = CELLS[exercise.cell]
    steps = cell.backward if exercise.name.endswith("backward") else cell.forward
    good, bad = (_made_from(steps, {_step(cell, text) for text in texts}) for texts in (agrees, differs))
    return tuple(step.name for step in steps if step.name in bad - good)


def _made_from(steps: Sequence[Step], wanted: set[str]) -> set[str]:
    """Return the names of the steps that some values are made from, their own among them."""
    for step in reversed(steps):
        if step.name in wanted:
            wanted = wanted | set(step.reads)
    return wanted & {step.name for step in steps}


def _step(cell: Cell, text: str) -> str:
    """Return the step that makes what a line prints; empty for a shape, a length or a cache."""
    if is_exact(text):
        return ""
    name = re.findall(r"\w+", text.removeprefix("gradients"))[0]
    return {**cell.accumulates, "yt": "yt_pred"}.get(name, name)


def advice(names: Sequence[str]) -> str:
    """Return where to look first, from the lines of code that only what differs is made from."""
    if not names:
        return ""
    listed = ", ".join(names)
    return f" Look first at what only the results that differ are made from, in this order: {listed}."


def further(exercise: Exercise, columns: Columns, names: Sequence[str]) -> Links:
    """Return the moments of the right run that show what to compare with one's own code."""
    backward = exercise.name.endswith("backward")
    run = {"scenario": "course" if backward else "custom", "cell": exercise.cell, "seed": 1}
    last = exercise.T_backward - 1 if exercise.T_backward > 1 else 3
    if names:
        return ((f"See how {names[0]} is made", {**run, "t": last if backward else 0, "step": names[0]}),)
    if not backward or columns.ok is None or columns.first_divergent_t is None:
        return ()
    t, total = columns.first_divergent_t, CELLS[exercise.cell].lanes[0].total
    return ((f"See what arrives at t = {t}, and what is made of it", {**run, "t": t, "step": total}),)
