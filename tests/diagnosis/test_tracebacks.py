"""What a learner's code really raises is answered: in whose code, which line, and what to look at."""

import contextlib
import io

import pytest

from app.diagnosis.printed import diagnose
from tests.diagnosis.learners.raising import TRACEBACKS, Raises, last_line, raised, raising

EVERY = raising()


@pytest.mark.parametrize("slip", EVERY, ids=lambda one: f"{one.exercise}: {one.changes[0][0]} => {one.changes[0][1]}")
def test_an_error_is_answered_in_every_form_in_which_it_is_pasted(slip: Raises) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        one = raised(slip)
    last = one.frames[-1]
    assert last.function == slip.function
    place = f"your function {last.function}" if last.function else "the notebook's own cell"
    for form in TRACEBACKS:
        answer = diagnose(form(one))
        assert answer.verdict == "error_recognised", form.__name__
        assert answer.summary.startswith(f"It was raised in {place}, line {last.line}"), form.__name__
        assert slip.words.lower() in answer.meaning.lower(), form.__name__
    if not isinstance(one.error, KeyError):  # which says nothing but the key
        assert slip.words.lower() in diagnose(last_line(one)).meaning.lower()


def test_there_are_enough_of_them() -> None:
    assert len(EVERY) >= 40
    assert {slip.exercise for slip in EVERY} == {
        f"{cell}{part}_{direction}"
        for cell in ("rnn", "lstm")
        for part in ("_cell", "")
        for direction in ("forward", "backward")
    }
