"""What a scenario says of a run, held against that run: many seeds, and all controls that the page has.

Every sentence that is said has a phrase in `words.py`, with what it claims as a test of the run that was driven.
"""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.bptt.refused import NotAllowed
from app.runs.run import Run, UnknownName, make_run
from app.runs.scenarios import SCENARIOS
from tests.runs.words import PHRASES, Ran, nearly_a_line

SEEDS = range(1, 9)

CONTROLS: list[dict[str, Any]] = [
    {"T_x": 1}, {"T_x": 2}, {"T_x": 12}, {"n_a": 1}, {"m": 1, "n_x": 1}, {"n_y": 1}, {"T_x": 3, "m": 1, "n_a": 1},
    *({"radius": r} for r in (0, 0.1, 0.9, 3, 1e3)),
    *({"loss": loss} for loss in ("given", "softmax_cross_entropy", "squared_error", "last")),
    {"truncate": 1}, {"truncate": 3}, {"clip": 0.01}, {"clip_total": 0.01}, {"bias": 0}, {"bias": 100},
    {"what": "x[0,0,0]:2"}, {"text": "aa"}, {"text": "abca"}, {"text": "zz", "T_x": 5},
]  # fmt: skip


def sentences(run: Run) -> list[str]:
    return re.split(r"(?<=[.?]) (?=[A-Z\d])", f"{run.description} {run.look_for}".strip())


def false(run: Run) -> list[str]:
    """Return what is said of a run and does not hold, and what no phrase is about."""
    one = Ran(run)
    found = []
    with np.errstate(all="ignore"):
        for sentence in sentences(run):
            claims = [holds for phrase, holds in PHRASES if re.search(phrase, sentence)]
            found += [sentence] if not claims or not all(holds(one) for holds in claims) else []
    return found


NAMES = [(name, cell) for name, scenario in SCENARIOS.items() for cell in scenario.cells]
each_scenario = pytest.mark.parametrize(("scenario", "cell"), NAMES)


@each_scenario
def test_what_it_says_holds_for_every_seed(scenario: str, cell: str) -> None:
    runs = [make_run(scenario, cell, seed, {}) for seed in SEEDS]
    assert {run.seed: told for run in runs if (told := false(run))} == {}


def asked_for(scenario: str, cell: str) -> Iterator[tuple[dict[str, Any], Run]]:
    for asked in CONTROLS:
        sizes = {name: asked[name] for name in asked if name in ("T_x", "n_a", "m", "n_x", "n_y")}
        switches = {name: value for name, value in asked.items() if name not in sizes}
        for seed in (1, 2):
            try:
                yield {**asked, "seed": seed}, make_run(scenario, cell, seed, sizes, **switches)
            except (NotAllowed, UnknownName):  # no control of this scenario
                continue


@each_scenario
def test_what_it_says_holds_with_every_control(scenario: str, cell: str) -> None:
    wrong = {str(asked): told for asked, run in asked_for(scenario, cell) if (told := false(run))}
    assert wrong == {}


def test_a_word_too_much_is_found() -> None:
    run = make_run("vanishing", "rnn", 1, {}, radius=3)
    assert "falls nearly" not in run.look_for
    assert not nearly_a_line(Ran(run))
