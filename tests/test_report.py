"""`python -m app diagnose`: from a file, from standard input, as text and as JSON."""

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from app.__main__ import main
from app.diagnosis.candidates import right, singles
from app.runs.exercises import EXERCISES
from tests.notebook import newest

EXERCISE = EXERCISES["rnn_backward"]


def wrong(name: str) -> str:
    """Return what rnn_backward prints with a mistake made."""
    return newest(next(one for one in singles(EXERCISE) if one.ids == (name,)).printed)


def test_a_file_is_diagnosed_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pasted.txt").write_text(wrong("drop_carry"))
    main(["diagnose", str(tmp_path / "pasted.txt")])
    said = capsys.readouterr().out
    assert said.startswith("rnn_backward: mistake\nOne mistake of the catalogue")
    assert "[drop_carry]" in said
    assert "see it: /?scenario=course&cell=rnn&seed=1&mistake=drop_carry&first=1" in said
    assert "columns of dx that are right: t = 3" in said


def test_standard_input_is_diagnosed_as_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(wrong("forward_loop").encode())))
    main(["diagnose", "-", "--exercise", "rnn_backward", "--json"])
    assert json.loads(capsys.readouterr().out)["mistakes"] == [["forward_loop"]]


def test_an_npz_file_is_diagnosed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.savez(tmp_path / "mine.npz", dx=np.zeros((3, 10, 7)), dbf=np.zeros((5, 1)))
    main(["diagnose", str(tmp_path / "mine.npz"), "--cell", "lstm"])
    assert "[drop_upstream]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (newest(right(EXERCISE).printed), "rnn_backward: correct"),
        ("hello", "no exercise: unreadable"),
        ("in rnn_cell_backward\nValueError: shapes (5,3) and (5,10) not aligned: 3 (dim 1) != 5 (dim 0)", "[wax_not_t"),
    ],
)
def test_other_verdicts_are_told_too(text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pasted.txt").write_text(text)
    main(["diagnose", str(tmp_path / "pasted.txt")])
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope.txt"], "cannot read nope.txt: No such file or directory"),
        (["README", "--exercise", "nope"], "exercise must be auto or one of rnn_cell_forward"),
    ],
)
def test_what_cannot_be_diagnosed_ends_with_one_line(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("README").write_text("x")
    with pytest.raises(SystemExit) as ended:
        main(["diagnose", *arguments])
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
