"""The traces that are swept: cells × losses × cuts × clips × sizes × seeds, and runs with one mistake or two."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from app.bptt.cells import CELLS
from app.mistakes.catalogue import CATALOGUE, Made, NotPossible
from app.records.trace import records
from app.records.wrong import records_side_by_side, wrong_run
from app.runs.run import Run, make_run
from app.runs.scenarios import SCENARIOS

SIZES = [
    {"n_x": 1, "n_a": 1, "n_y": 1, "m": 1, "T_x": 1},
    {"n_x": 2, "n_a": 2, "n_y": 2, "m": 1, "T_x": 2},
    {"n_x": 2, "n_a": 3, "n_y": 2, "m": 2, "T_x": 5},
]
LOSSES = ["given", "softmax_cross_entropy", "squared_error", "last"]
SWITCHES = [(None, None), (1, None), (2, None), (3, None), (None, 0.05), (None, 1.0), (2, 0.05), (3, 0.2)]
CLIPS_OF_ALL = [(0.01, None), (0.3, None), (1e6, None), (0.2, 0.05), (0.01, 1e6)]  # of all parameters, of the carry
BIASES = [-3.0, 0.0, 1.0, 3.0]
SMALL = {"n_x": 2, "n_a": 2, "n_y": 2, "m": 2, "T_x": 3}
PAIRS = 200

Trace = tuple[Run, Run, list[dict[str, Any]]]  # the right run, the one that ran, its records


def right(run: Run) -> Trace:
    """Return the trace of a run without a mistake."""
    return run, run, list(records(run))


def right_runs(cell: str) -> Iterator[Run]:
    """Yield the runs without a mistake."""
    for loss in LOSSES:
        for truncate, clip in SWITCHES:
            for number, sizes in enumerate(SIZES):
                yield make_run("custom", cell, 1 + number, sizes, loss=loss, truncate=truncate, clip=clip)
    for number, (clip_total, clip) in enumerate(CLIPS_OF_ALL):
        loss = LOSSES[number % len(LOSSES)]
        yield make_run("custom", cell, 1, SMALL, loss=loss, clip_total=clip_total, clip=clip)
    yield from scenario_runs(cell)


def scenario_runs(cell: str) -> Iterator[Run]:
    """Yield every scenario that has the cell, short and narrow where it may be, and what only some of them take."""
    for scenario in SCENARIOS.values():
        if cell not in scenario.cells:
            continue
        # The course's LSTM is given da for 4 of its 7 timesteps; a single timestep stays one.
        length = {} if scenario.name == "course" or "T_x" in scenario.fixed else {"T_x": 4}
        width = {} if scenario.name == "course" else {"n_a": 3}
        yield make_run(scenario.name, cell, 1, {**length, **width})
    for text in ("ab", "letter"):
        yield make_run("hello", cell, 2, {}, text=text)
    for bias in BIASES if CELLS[cell].memory else []:
        yield make_run("lstm-vs-rnn", cell, 1, {"T_x": 4, "n_a": 3}, bias=bias)
    if cell == "rnn":
        yield make_run("exploding", cell, 1, {"T_x": 5, "n_a": 6}, clip=0.1, clip_total=0.2)


def _made(cell: str) -> list[Made]:
    every = [(mistake, mistake.forms_for(cell)) for mistake in CATALOGUE.values()]
    return [Made(mistake, form, number) for mistake, forms in every for number, form in enumerate(forms)]


def wrong_runs(cell: str) -> Iterator[tuple[Run, tuple[Made, ...]]]:
    """Yield every mistake in every form, and pairs of them drawn from a fixed seed."""
    random = np.random.default_rng(1)
    made = _made(cell)
    pairs = list(combinations(made, 2))
    drawn = [pairs[k] for k in random.permutation(len(pairs))[: PAIRS // len(CELLS) + 20]]
    given, cut = (make_run("custom", cell, 2, SMALL, truncate=truncate) for truncate in (None, 2))
    made_a = make_run("custom", cell, 1, SMALL, loss="softmax_cross_entropy")
    yield from ((given, (one,)) for one in made)
    yield from ((made_a, (one,)) for one in made if not one.number)
    yield from ((cut if number % 4 == 0 else given, pair) for number, pair in enumerate(drawn))


def traces(cell: str) -> Iterator[Trace]:
    """Yield every trace of a cell that is swept."""
    for run in right_runs(cell):
        yield right(run)
    for run, made in wrong_runs(cell):
        try:
            wrong = wrong_run(run, made)
        except NotPossible:  # two mistakes in one line, or one that needs a da that is given
            continue
        yield run, wrong, list(records_side_by_side(wrong, run, made))
