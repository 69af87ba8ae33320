"""The catalogue as a page shows it: each mistake, its lines beside the right ones, and what the notebook prints."""

from functools import cache
from typing import Any

from ..bptt.cell import Cell
from ..bptt.cells import CELLS
from ..bptt.passes import Gradients
from ..bptt.together import one_by_one
from ..mistakes.catalogue import CATALOGUE, find
from ..mistakes.mistake import Mistake
from ..records.beside import Beside
from ..records.wrong import describe_lines, wrong_run
from ..runs.exercises import EXERCISES
from ..runs.exercises.exercise import Exercise, Printed
from ..runs.run import make_run
from ..runs.scenarios import SCENARIOS
from .candidates import Candidate, differing, right, singles
from .raised import messages

EXERCISE_RUN = "course"
ANY_RUN = "custom"


@cache
def catalogue() -> list[dict[str, Any]]:
    """Return every mistake with all that is known of it, ready to be serialised."""
    return [_entry(mistake) for mistake in CATALOGUE.values()]


def _entry(mistake: Mistake) -> dict[str, Any]:
    cells = [cell for name, cell in CELLS.items() if mistake.forms_for(name)]
    return {
        **mistake.as_record(),
        "cells": [cell.name for cell in cells],
        "reach": {cell.name: _reach(mistake, cell) for cell in cells},
        "lines": {cell.name: describe_lines(mistake.forms_for(cell.name)[0], cell) for cell in cells},
        "prints": [
            _prints(exercise, candidate)
            for exercise in EXERCISES.values()
            for candidate in singles(exercise)
            if candidate.ids == (mistake.id,)
        ],
    }


def run_of(cell: str) -> str:
    """Return the scenario in which a cell's mistakes are shown: the course's, or any for a cell that it has not."""
    return EXERCISE_RUN if cell in SCENARIOS[EXERCISE_RUN].cells else ANY_RUN


def _reach(mistake: Mistake, cell: Cell) -> list[dict[str, Any]]:
    """Return, for each timestep of the course's run in the order it runs, which values are not the right ones.

    The picture of a mistake: where it enters, and how it spreads. A mistake that raises ends it early.
    """
    true = make_run(run_of(cell.name), cell.name, seed=1, sizes={})
    beside = Beside(true.setting)
    reached: list[dict[str, Any]] = []
    try:
        for done in one_by_one(wrong_run(true, find(mistake.id, cell.name)).setting):
            for frame in () if isinstance(done, Gradients) else done.frames:
                wrong = list(beside.instead(frame))
                reached.append({"direction": frame.kind, "t": frame.t, "wrong": wrong})
    except (ValueError, IndexError):  # the mistake's own: shapes that do not fit
        pass
    return reached


def _prints(exercise: Exercise, candidate: Candidate) -> dict[str, Any]:
    """Return what the notebook prints with the mistake made, as text, and which of these lines are wrong."""
    different = set(differing(candidate, right(exercise)))
    return {
        "exercise": exercise.name,
        "code": candidate.code,
        "printed": [
            {"text": text, "value": as_printed(value), "wrong": text in different}
            for text, value in candidate.printed.items()
        ],
        "errors": messages(exercise, candidate) if candidate.error else [],
    }


def as_printed(value: Printed) -> str:
    """Return a value as the notebook prints it."""
    return str(value)
