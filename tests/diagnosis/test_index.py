"""What is searched is made once and kept; until it is there the catalogue answers, and says that more is to come."""

import random
from pathlib import Path

import numpy as np
import pytest

from app.diagnosis.index import store
from app.diagnosis.index.build import edits_in
from app.diagnosis.index.lean import quickly
from app.diagnosis.index.runs import made_once
from app.diagnosis.index.table import row_of
from app.diagnosis.printed import diagnose
from app.mistakes.catalogue import find
from app.mistakes.mistake import NotPossible
from app.runs.exercises import EXERCISES
from tests.notebook import newest

SMALL = EXERCISES["rnn_cell_forward"]  # its table is made in no time


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for what is kept, and nothing in memory."""
    monkeypatch.setattr(store, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(store, "_kept", {})
    return tmp_path / "kept"


def test_until_it_is_made_the_catalogue_answers_and_says_so(empty: Path) -> None:
    exercise = EXERCISES["rnn_backward"]
    answer = diagnose(newest(made_once(exercise, find("drop_carry", "rnn")).printed), wait=False)
    assert (answer.verdict, answer.found[0].candidate.ids) == ("mistake", ("drop_carry",))
    unknown = diagnose(newest(exercise.printed(exercise.draw(7))), wait=False)
    assert unknown.verdict == "unknown"
    assert "still being prepared" in unknown.summary
    assert not empty.exists()


def test_what_was_made_is_kept_and_read_again_alike(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = store.stored(SMALL)
    monkeypatch.setattr(store, "_kept", {})
    monkeypatch.setattr(store, "table_of", None)  # nothing is made a second time
    read = store.stored(SMALL)
    assert read.whole
    assert read.codes == made.codes
    np.testing.assert_array_equal(read.values, made.values)
    assert store.at_hand(SMALL) is read


def test_what_is_half_written_or_of_other_code_is_not_read(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.stored(SMALL)
    (path,) = empty.glob("*.npz")
    path.write_bytes(path.read_bytes()[:100])
    monkeypatch.setattr(store, "_kept", {})
    assert not store.at_hand(SMALL).whole
    assert store.stored(SMALL).whole
    monkeypatch.setattr(store, "_kept", {})
    monkeypatch.setattr(store, "made_from", lambda: "other")
    assert not store.at_hand(SMALL).whole


@pytest.mark.parametrize("name", ["rnn_backward", "lstm_backward"])
def test_what_is_made_at_half_the_price_is_the_same_but_for_rounding(name: str) -> None:
    exercise = EXERCISES[name]
    slices = store.stored(exercise).slices
    for made in random.Random(name).sample(edits_in(exercise), 60):
        try:
            whole = made_once(exercise, (made,))
        except (NotPossible, KeyError):
            continue
        lean = quickly(exercise, (made,))
        assert lean.error == whole.error
        rows = (row_of(one.printed, slices) for one in (lean, whole))
        np.testing.assert_allclose(*rows, rtol=1e-11, atol=1e-11, err_msg=made.code)
