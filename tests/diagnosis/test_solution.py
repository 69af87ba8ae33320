"""Ten files as learners write them, right and wrong, checked from the command line; and what is taken from a file."""

import json
import os
import select
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from app.__main__ import main
from app.diagnosis.report import page
from app.diagnosis.solution.check import check
from app.diagnosis.solution.notebook import arguments, caches_of, functions, returned
from app.diagnosis.solution.source import Unreadable, functions_of
from app.runs.exercises import EXERCISES

FILES = Path(__file__).parent / "solutions"

OUTCOMES = {
    "right_loop.py": (0, ["rnn_backward  passes (seeds 1, 7, 42)"]),
    "drops_the_carry.py": (
        1,
        ["rnn_cell_backward  passes", "2   2  da[:, :, 2] alone  <- the first that is wrong", "[drop_carry]"],
    ),
    "forgets_the_upstream.py": (1, ["1   3  da_prevt alone  <- the first that is wrong", "[drop_upstream]"]),
    "runs_forward.py": (1, ["1   0  the cache of another timestep", "[forward_loop]"]),
    "writes_into_da.py": (1, ["It writes into da", "da[:, :, 2] + da_prevt twice", "[upstream_in_place]"]),
    "shapes_do_not_fit.py": (
        1,
        [
            "raises: ValueError: shapes (5,3) and (5,10) not aligned",
            "at: dxt = np.dot(Wax, dtanh)",
            "[wax_not_transposed]",
        ],
    ),
    "returns_nothing.py": (1, ["wrong type: it has to return a dictionary of gradients, and returned nothing (None)"]),
    "returns_a_tuple.py": (1, ["wrong type: it has to return a dictionary of gradients, and returned a tuple of 5"]),
    "numbers_written_in.py": (1, ["rnn_cell_backward  differs with seed 7"]),
    "endless_loop.py": (1, ["no answer: no answer within 2 s: is there an endless loop?"]),
    "leaves.py": (1, ["no answer: the process ended by itself, with exit code 3"]),
    "nothing_to_check.py": (2, ["nothing_to_check.py defines plot, but none of rnn_cell_forward"]),
    "forgets_dc.ipynb": (
        1,
        ["cell 6, line 1: not Python", "lstm_cell_forward  passes", "2   2  right and zeros", "[drop_dc_carry]"],
    ),
}


def test_every_file_has_an_outcome() -> None:
    assert {path.name for path in FILES.iterdir()} == set(OUTCOMES)


@pytest.mark.process
@pytest.mark.parametrize("name", OUTCOMES)
def test_a_file_is_checked_from_the_command_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = OUTCOMES[name]
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["check", str(FILES / name), "--seconds", "2" if name == "endless_loop.py" else "60"])
    told = "".join(capsys.readouterr())
    for words in said:
        assert words in told
    assert ended.value.code == code
    assert list(tmp_path.iterdir()) == [], "what stands outside of functions is not run"
    if code < 2:
        assert "on this machine with your rights" in told


def write(tmp_path: Path, source: str, name: str = "mine.py") -> Path:
    path = tmp_path / name
    path.write_text(source)
    return path


CELL = """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dtanh = {dtanh}
    return dict(dxt=parameters["Wax"].T @ dtanh, da_prev=parameters["Waa"].T @ dtanh, dWax=dtanh @ xt.T,
                dWaa=dtanh @ a_prev.T, dba=dtanh.sum(axis=1, keepdims=True))
"""


@pytest.mark.process
def test_a_mistake_inside_the_cell_is_named(tmp_path: Path) -> None:
    solution = check(write(tmp_path, CELL.format(dtanh="(1 - a_next) ** 2 * da_next")))
    (one,) = solution.checked
    assert one.status == "differs"
    assert one.diagnosis is not None
    assert one.diagnosis.as_record()["mistakes"] == [["one_minus_a_squared"]]
    assert page(one) == "/?scenario=course&cell=rnn&seed=1&mistake=one_minus_a_squared&first=1"
    assert "rnn_backward" in solution.missing


LOOP = """
def rnn_backward(da, caches):
    caches, x = caches
    dx = 0 * x
    total = dict(dWax=0, dWaa=0, dba=0)
    carry = 0 * da[:, :, 0]
    for t in reversed(range(da.shape[2])):
        gradients = rnn_cell_backward({da_next}, {cache})
        carry, dx[:, :, t] = gradients["da_prev"], gradients["dxt"]
        total = {{name: total[name] + gradients[name] for name in total}}
    return dict(dx=dx, da0=carry, **total)
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("da_next", "t", "equals"),
    [
        ("da[:, :, t]", 2, "da[:, :, 2] alone"),
        ("carry", 3, "da_prevt alone"),
        ("da[:, :, t] + da[:, :, t - 1]", 3, "da[:, :, 3] + da[:, :, 2]"),
        ("da[:, :, t - 1] + carry", 3, "da[:, :, 2] alone"),
        ("da[:, :, t] + 2 * carry", 2, "da[:, :, 2] + da_prevt twice"),
        ("0 * carry", 3, "da_prevt alone"),
        ("da[:, :, -1] + carry", 2, "da[:, :, 3] + da_prevt"),
        ("da[:, :, t] + carry / 2", 2, "something else, of shape (5, 10)"),
    ],
)
def test_the_first_wrong_argument_is_told_by_what_it_equals(tmp_path: Path, da_next: str, t: int, equals: str) -> None:
    (one,) = check(write(tmp_path, LOOP.format(da_next=da_next, cache="caches[t]"))).checked
    assert one.first_wrong is not None
    assert (one.first_wrong["t"], one.first_wrong["given"]) == (t, [equals])


@pytest.mark.process
def test_the_cache_of_another_timestep_is_noticed(tmp_path: Path) -> None:
    (one,) = check(write(tmp_path, LOOP.format(da_next="da[:, :, t] + carry", cache="caches[0]"))).checked
    assert one.first_wrong is not None
    assert (one.first_wrong["number"], one.first_wrong["t"]) == (1, 0)


@pytest.mark.process
def test_a_right_loop_passes_with_keyword_arguments_as_well(tmp_path: Path) -> None:
    source = LOOP.format(da_next="da_next=da[:, :, t] + carry", cache="cache=caches[t]")
    assert check(write(tmp_path, source)).passes


@pytest.mark.process
@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ("return {}", "wrong type", "it returned no 'dxt', only nothing"),
        ("return {'dxt': 'text'}", "wrong type", "its 'dxt' is a str"),
        ("raise SystemExit(0)", "raises", "SystemExit"),
        ("return input()", "raises", "EOFError"),
        ("return rnn_cell_backward(da_next, cache)", "raises", "RecursionError"),
        ("return np.zeros((10**6, 10**6))", "raises", "MemoryError"),
        ("undefined_name", "raises", "NameError"),
        ("print('x' * 10**6); return {'dxt': 1, 'da_prev': 1, 'dWax': 1, 'dWaa': 1, 'dba': 1}", "differs", None),
    ],
)
def test_whatever_a_function_does_is_one_clear_answer(tmp_path: Path, body: str, status: str, said: str | None) -> None:
    (one,) = check(write(tmp_path, f"import numpy as np\ndef rnn_cell_backward(da_next, cache):\n    {body}")).checked
    assert one.status == status
    assert said is None or said in one.outcome["error"]


@pytest.mark.process
def test_what_the_function_starts_is_ended_with_it(tmp_path: Path) -> None:
    marker = tmp_path / "started"
    child = "import signal; signal.pause()"
    source = (
        "def rnn_cell_forward(xt, a_prev, parameters):\n"
        f"    child = __import__('subprocess').Popen([__import__('sys').executable, '-c', {child!r}])\n"
        f"    with open({str(marker)!r}, 'w') as file: file.write(str(child.pid))\n"
        "    while True: pass\n"
    )
    (one,) = check(write(tmp_path, source), seconds=3).checked
    assert one.status == "no answer"
    with suppress(ProcessLookupError):  # it is gone already
        child_ends = os.pidfd_open(int(marker.read_text()))
        assert select.select([child_ends], [], [], 60)[0], "it is still running"
        os.close(child_ends)


# What is taken from a file ----------------------------------------------------------------------------------------


def test_only_definitions_and_numpy_are_taken(tmp_path: Path) -> None:
    source, left_out = functions_of(
        write(
            tmp_path,
            "import os, sys\nimport numpy as np\nfrom numpy import tanh\nfrom rnn_utils import *\n"
            "open('must_not_exist', 'w')\nx = 1\nclass A: pass\n@print\ndef f(): return 1\nprint(f())\n",
        )
    )
    assert source == "import numpy as np\nfrom numpy import tanh\n\ndef f():\n    return 1"
    assert left_out == []


@pytest.mark.process
def test_a_later_definition_replaces_an_earlier_one(tmp_path: Path) -> None:
    both = CELL.format(dtanh="da_next") + CELL.format(dtanh="(1 - a_next ** 2) * da_next")
    assert check(write(tmp_path, both)).passes


@pytest.mark.process
def test_a_notebook_s_own_cache_is_handed_to_its_backward_function(tmp_path: Path) -> None:
    """A learner who nests the cache in another way is right as long as both functions do."""
    source = """
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, {"a": a_next, "before": a_prev, "x": xt, "p": parameters}

def rnn_cell_backward(da_next, cache):
    dtanh = (1 - cache["a"] ** 2) * da_next
    p = cache["p"]
    return dict(dxt=p["Wax"].T @ dtanh, da_prev=p["Waa"].T @ dtanh, dWax=dtanh @ cache["x"].T,
                dWaa=dtanh @ cache["before"].T, dba=dtanh.sum(axis=1, keepdims=True))
"""
    assert check(write(tmp_path, source)).passes


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.py", "x = 1", "defines no function"),
        ("a.py", "def f(:", "line 1: not Python"),
        ("a.py", "def f(): pass", "defines f, but none of rnn_cell_forward"),
        ("a.ipynb", "not json", "is not a notebook"),
        ("a.ipynb", "[]", "is not a notebook"),
        ("a.ipynb", json.dumps({"cells": [{"cell_type": "code"}]}), "is not a notebook"),
        ("a.ipynb", "[" * 100_000, "is not a notebook"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, content: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        check(write(tmp_path, content, name))


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read: No such file"):
        check(tmp_path / "nope.py")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable, match="cannot be read"):
        check(tmp_path / "a.py")


@pytest.mark.parametrize("name", EXERCISES)
def test_what_a_file_does_not_define_is_provided_and_right(name: str) -> None:
    exercise = EXERCISES[name]
    setting = exercise.draw(5)
    given = arguments(exercise, setting, caches_of(exercise.cell, setting))
    results = returned(exercise, functions()[name](*given))
    for (text, value), true in zip(exercise.texts(results), exercise.printed(setting).values(), strict=True):
        np.testing.assert_allclose(value, true, rtol=1e-12, err_msg=text)
