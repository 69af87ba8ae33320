"""What learners would print is explained: the notebook's functions with a line or two changed, run in its own cells.

Some of the slips are taken here, each in another of the ways in which text is pasted; `figures.py` takes all of them.
"""

from collections.abc import Sequence

import pytest

from app.diagnosis.diagnosis import Diagnosis
from app.diagnosis.printed import diagnose
from app.runs.exercises import EXERCISES
from tests.diagnosis.learners.cells import printed
from tests.diagnosis.learners.pastes import PASTES, Paste
from tests.diagnosis.learners.slips import Slip, slips

EACH = 9
"""So many slips of each exercise are made here."""

each_exercise = pytest.mark.parametrize("name", EXERCISES)


def of(name: str) -> Sequence[Slip]:
    """Return some of an exercise's slips that print something, evenly taken from all of them."""
    every = [one for one in slips() if one.exercise == name and one.word and not one.raises]
    return every[:: max(1, len(every) // EACH)]


def said(answer: Diagnosis) -> str:
    """Return all that is said of the first explanation, and the titles of the others."""
    first = " ".join(
        f"{one.code} {one.mistake.title} {one.mistake.explanation}" for one in answer.found[0].candidate.made
    )
    return f"{first} {' '.join(one.mistake.title for found in answer.found for one in found.candidate.made)}".lower()


@each_exercise
@pytest.mark.parametrize("paste", PASTES, ids=lambda one: one.__name__)
def test_right_output_is_right_however_it_is_pasted(name: str, paste: Paste) -> None:
    for legacy, suffix in ((False, ""), (True, "_tmp")):
        answer = diagnose(paste(printed(name, (), suffix=suffix, legacy=legacy)))
        assert (answer.verdict, answer.exercise) == ("correct", name)
        assert len(answer.matched) == len(EXERCISES[name].prints)


@each_exercise
def test_a_slip_is_explained_by_what_was_changed(name: str) -> None:
    for number, slip in enumerate(of(name)):
        paste = PASTES[number % len(PASTES)]
        text = paste(printed(name, slip.changes, suffix=("", "_tmp")[number % 2], legacy=number % 3 == 0))
        answer = diagnose(text)
        assert (answer.verdict, answer.exercise, answer.unmatched) == ("mistake", name, ()), (slip, paste.__name__)
        assert slip.word.lower() in said(answer), slip


def test_a_part_of_what_was_printed_tells_the_same_or_less() -> None:
    for slip in of("rnn_backward"):
        lines = [line for line in printed("rnn_backward", slip.changes).splitlines() if "shape" not in line]
        for kept in (lines[:2], lines[2:]):
            answer = diagnose("\n".join(kept))
            assert answer.verdict in ("mistake", "correct", "too_few"), (slip, kept)
