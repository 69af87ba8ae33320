"""What is said of a whole run, and of what is asked of it: no plural of one, no figure that contradicts its words."""

import re
from collections.abc import Iterator

import pytest

from app.analysis.figures import figure
from app.analysis.nudge import nudge_parameter, nudge_state
from app.analysis.nudge_said import cost_sentence, verdict
from app.bptt.cells import CELLS
from app.records.asked import asked
from app.records.trace import records
from app.runs.run import Run, make_run

SIZES = [
    {"n_x": 1, "n_a": 1, "n_y": 1, "m": 1, "T_x": 1},
    {"n_x": 1, "n_a": 1, "n_y": 1, "m": 1, "T_x": 2},
    {"n_x": 2, "n_a": 2, "n_y": 2, "m": 2, "T_x": 3},
]
SWITCHES = [
    *({"loss": loss} for loss in ("given", "softmax_cross_entropy", "squared_error", "last")),
    *({"truncate": k} for k in (1, 2, 3, 5)),
    *({"clip": c} for c in (1e-12, 0.999, 1e6)),
    *({"clip_total": c} for c in (1e-12, 1e6)),
    {"truncate": 2, "clip": 0.01, "loss": "last"},
]
OF_WAA = [{"radius": r} for r in (0, 0.9999, 1, 1e3, 1e12)]
OF_GATES = [{"bias": b} for b in (-100, -30, 0, 30, 100)]

UNGRAMMATICAL = [
    r"\b1 (timesteps|steps|entries|numbers|mixtures|examples|predictions|lanes)\b",
    r"\bfirst 1\b|\b0 of 0\b|\b1 - 0e|\b(nan|inf)\b|\{|\}",
    r"t = -|⟨-|  |\bNone\b",
    r", and (The|A|It|Nothing)\b|[a-z], [A-Z][a-z]+ [a-z]+s\b",
    r"(^|[.?] )[a-z](?!\w*[_\[⟨(])(?!⟨|a0|dx)[a-z]* [a-z]+ (of|is|in)\b",
]


def runs(cell: str) -> Iterator[Run]:
    for sizes in SIZES:
        for switches in [*SWITCHES, *(OF_GATES if CELLS[cell].memory else OF_WAA)]:
            yield make_run("custom", cell, 1, sizes, **switches)
    if cell == "lstm":
        yield from (make_run("course", cell, 1, {"T_x": T_x}, truncate=k) for T_x, k in ((2, None), (5, 1), (7, None)))


def said(run: Run) -> Iterator[str]:
    head, *_, end, check = records(run, check=True)
    yield from (head["description"], head["look_for"], *head["notes"])
    yield from (str(one["sentence"]) for one in (*end["flow"], *end["clipping"]))
    yield str(check.get("sentence", check.get("skipped")))
    yield from (one["text"] for one in asked(run))
    yield cost_sentence(run.setting)
    for t in range(run.setting.T_backward):
        yield verdict(nudge_state(run.setting, t, (0, 0), 0.01), wrong=False)
    total = next(iter(run.setting.cell.accumulates))
    yield verdict(nudge_parameter(run.setting, total[1:], (0, 0), 0.01), wrong=False)


@pytest.mark.parametrize("cell", CELLS)
def test_no_sentence_has_a_plural_of_one_or_a_timestep_that_is_not_there(cell: str) -> None:
    found = {}
    for run in runs(cell):
        for text in said(run):
            if wrong := [pattern for pattern in UNGRAMMATICAL if re.search(pattern, text)]:
                found[text] = wrong[0]
            times = [int(t) for t in re.findall(r"t = (\d+)", text)]
            if any(t >= run.setting.T_x for t in times):
                found[text] = f"there are {run.setting.T_x} timesteps"
    assert found == {}


@pytest.mark.parametrize("cell", CELLS)
def test_a_right_run_is_never_called_wrong(cell: str) -> None:
    for run in runs(cell):
        *_, check = records(run, check=True)
        assert check.get("right", True), (run.setting.handover, check)


def test_what_is_below_is_not_written_as_what_it_is_below() -> None:
    assert (figure(0.99996), figure(1.0), figure(1.00004)) == ("0.99996", "1", "1.00004")
    assert (figure(0.009999, [0.01]), figure(0.5), figure(1234.5)) == ("0.009999", "0.5", "1.23e+03")
