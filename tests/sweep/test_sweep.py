"""Nothing is said that does not hold: every sentence of many traces, held against what is true of the run."""

from collections import Counter
from pathlib import Path

import pytest

from app.bptt.cells import CELLS
from app.runs.run import make_run
from tests.sweep.phrases import broken
from tests.sweep.traces import right, traces
from tests.sweep.walk import sentences


@pytest.mark.parametrize("cell", CELLS)
def test_every_sentence_of_every_trace_holds(cell: str) -> None:
    said = traced = 0
    wrong: Counter[tuple[str, str]] = Counter()
    examples = {}
    for trace in traces(cell):
        traced += 1
        for text, moment in sentences(trace):
            said += 1
            for phrase in broken(text, moment):
                wrong[moment.name, phrase] += 1
                mistakes = [one["code"] for one in trace[2][0].get("mistakes", [])]
                where = trace[0].cell.name, trace[0].setting.loss.name, trace[0].setting.handover, mistakes
                examples.setdefault((moment.name, phrase), (text, moment.t, *where))
    assert not wrong, "\n".join(f"{count} × {key}: {examples[key]}" for key, count in wrong.most_common())
    assert traced >= 170, traced  # of each of three cells: more than 500
    assert said >= 8_000, said


RUNS = {
    "GIVEN": right(make_run("custom", "rnn", 1, {})),
    "COURSE_LSTM": right(make_run("course", "lstm", 1, {})),
    "LAST": right(make_run("custom", "rnn", 1, {}, loss="last")),
    "GRU": right(make_run("custom", "gru", 1, {})),
    "CUT": right(make_run("custom", "rnn", 1, {"T_x": 6}, loss="softmax_cross_entropy", truncate=3)),
    "CLIPPED": right(make_run("custom", "rnn", 1, {"T_x": 6}, loss="softmax_cross_entropy", clip=0.01)),
    "CLIPPED_ALL": right(make_run("custom", "rnn", 1, {}, clip_total=1e6)),
    "SILENCE": right(make_run("silence", "rnn", 1, {"T_x": 4}, radius=1.5)),
    "SATURATED": right(make_run("silence", "rnn", 1, {"T_x": 4})),
}

OLD = [line.split(" | ") for line in Path(__file__).with_name("old.txt").read_text("utf-8").splitlines()]
"""What was said once and did not hold: what is wrong with it, the run in which it was said, the step, the sentence."""


@pytest.mark.parametrize(("run", "name", "text"), [pytest.param(*old, id=case) for case, *old in OLD])
def test_an_old_sentence_put_back_is_found(run: str, name: str, text: str) -> None:
    said = sentences(RUNS[run], {name: text})
    assert [phrase for told, moment in said if told == text for phrase in broken(text, moment)]
