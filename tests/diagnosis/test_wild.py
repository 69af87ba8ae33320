"""What learners really printed is explained: by the cause that was found, and by nothing that is false."""

from pathlib import Path

import pytest

from app.diagnosis.printed import diagnose

WILD = Path(__file__).parent / "wild"

EXPLAINED = {
    "01": ("lstm_backward", {"drop_carry", "dft.as.dcct"}),
    "04": ("lstm_cell_backward", "No gate has its own slope"),
    "06": ("rnn_backward", "The totals are added to themselves and stay zero"),
    "07": ("lstm_backward", {"random.dc"}),
    "08": ("lstm_forward", {"memory.from_a0"}),
    "16": ("lstm_backward", {"old_expected_output"}),
    "20": ("lstm_backward", {"drop_carry"}),
}
TOGETHER = {
    "02": ("lstm_backward", "dxt and da_prev go through dW instead of W"),
    "05": ("rnn_backward", "computes its state again"),
    "09": ("rnn_backward", "The carry starts as the sum of da over time"),
    "15": ("lstm_backward", "In dcct, the slope is"),
}
ERRORS = {
    "11": ("rnn_cell_backward", "None that the template put there"),
    "12": ("rnn_backward", "`gradients = None`"),
    "13": ("rnn_cell_backward", "caches[t] and not caches"),
    "14": (None, "NumPy was not imported"),
    "18": ("rnn_forward", "The unit test's numbers differ in a"),
    "19": (None, "keepdims=True"),
}


def text(number: str) -> str:
    return (WILD / f"{number}.txt").read_text()


@pytest.mark.parametrize(("number", "answer"), EXPLAINED.items())
def test_a_cause_is_found_alone_or_first(number: str, answer: tuple[str, set[str] | str]) -> None:
    found = diagnose(text(number))
    assert (found.exercise, found.verdict, found.unmatched) == (answer[0], "mistake", ())
    first = found.found[0].candidate
    assert answer[1] == (set(first.ids) if isinstance(answer[1], set) else first.made[0].mistake.title)


@pytest.mark.parametrize(("number", "answer"), TOGETHER.items())
def test_a_cause_beside_others_is_found(number: str, answer: tuple[str, str]) -> None:
    found = diagnose(text(number))
    assert (found.exercise, found.verdict, found.unmatched) == (answer[0], "mistake", ())
    assert any(answer[1] in made.mistake.title for made in found.found[0].candidate.made)


@pytest.mark.parametrize(("number", "answer"), ERRORS.items())
def test_an_error_is_answered_in_words(number: str, answer: tuple[str | None, str]) -> None:
    found = diagnose(text(number))
    assert (found.exercise, found.verdict) == (answer[0], "error_recognised")
    assert answer[1] in found.meaning


def test_right_numbers_by_own_labels_are_right() -> None:
    found = diagnose(text("10"))
    assert (found.exercise, found.verdict) == ("rnn_cell_forward", "correct")


def test_another_exercise_is_said_to_be_one() -> None:
    found = diagnose(text("17"))
    assert (found.exercise, found.found) == (None, ())
    assert "another exercise of the same week" in found.summary


def test_too_many_mistakes_at_once_are_not_called_explained() -> None:
    found = diagnose(text("03"))
    assert found.verdict == "partial"
    assert 'gradients["dWo"][1][2]' in found.matched
    assert 'gradients["dx"][1][2]' in found.unmatched
