"""Where no known mistake prints the numbers, there is something to look at and something to press."""

import numpy as np
import pytest

from app.bptt.cells import CELLS
from app.diagnosis.candidates import right
from app.diagnosis.further import suspects
from app.diagnosis.printed import diagnose
from app.runs.exercises import EXERCISES
from tests.notebook import newest


def changed(name: str, *keys: str) -> str:
    """Return the right output of an exercise with some results at random."""
    lines = dict(right(EXERCISES[name]).printed)
    for text, value in lines.items():
        if any(f'"{key}"' in text for key in keys) and "shape" not in text:
            lines[text] = np.asarray(value) + 0.1234567 if np.ndim(value) else float(np.asarray(value)) + 0.1234567
    return newest(lines)


@pytest.mark.parametrize(
    ("name", "keys", "first"),
    [
        ("rnn_cell_backward", ("dWaa",), "dWaat"),
        ("rnn_cell_backward", ("dxt", "da_prev", "dWax", "dWaa", "dba"), "da_next"),
        ("lstm_cell_backward", ("dWf", "dbf"), "dWft"),
        ("lstm_cell_backward", ("dbo",), "dbot"),
        ("lstm_cell_backward", ("dc_prev",), "dc_prev"),
    ],
)
def test_what_only_differing_results_are_made_from_is_named_first(name: str, keys: tuple[str, ...], first: str) -> None:
    answer = diagnose(changed(name, *keys))
    assert answer.verdict == "unknown"
    assert f"in this order: {first}" in answer.summary
    ((text, show),) = answer.links
    assert text == f"See how {first} is made"
    assert show["step"] in {step.name for step in CELLS[str(show["cell"])].backward}


def test_nothing_is_said_of_lines_where_a_loop_may_be_what_is_wrong() -> None:
    assert suspects(EXERCISES["rnn_backward"], (), ('gradients["dx"][1][2]',)) == ()


def test_the_timestep_that_differs_first_can_be_opened() -> None:
    lines = dict(right(EXERCISES["rnn_backward"]).printed)
    row = np.array(lines['gradients["dx"][1][2]'])
    row[1] = 0.7654321
    answer = diagnose(newest({**lines, 'gradients["dx"][1][2]': row}))
    assert (answer.verdict, answer.links[0][1]["t"]) == ("unknown", 1)


@pytest.mark.parametrize(("name", "cell"), [("rnn_backward", "rnn"), ("lstm_backward", "lstm")])
def test_all_gradients_of_the_loop_can_be_sent_as_arrays(name: str, cell: str) -> None:
    answer = diagnose(changed(name, "da0")).as_record()
    assert answer["arrays"] == {"scenario": "course", "cell": cell, "seed": 1}
    assert diagnose(changed("rnn_cell_backward", "dWaa")).as_record()["arrays"] is None
