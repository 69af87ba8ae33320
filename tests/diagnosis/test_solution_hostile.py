"""What `check` does not run, and what a file can do without being believed: nothing here is a traceback."""

import json
import os
import sys
from pathlib import Path

import pytest

from app.diagnosis.report import printable, report_solution
from app.diagnosis.solution.check import CHECKED, check
from app.diagnosis.solution.source import Unreadable, functions_of

RIGHT = """
    a_next, a_prev, xt, parameters = cache
    dtanh = (1 - a_next ** 2) * da_next
    return dict(dxt=parameters["Wax"].T @ dtanh, da_prev=parameters["Waa"].T @ dtanh, dWax=dtanh @ xt.T,
                dWaa=dtanh @ a_prev.T, dba=dtanh.sum(axis=1, keepdims=True))
"""
CELL = f"def rnn_cell_backward(da_next, cache):{RIGHT}"


def write(folder: Path, source: str, name: str = "mine.py") -> Path:
    path = folder / name
    path.write_text(source)
    return path


def notebook(folder: Path, *cells: str) -> Path:
    content = {"cells": [{"cell_type": "code", "source": cell} for cell in cells]}
    return write(folder, json.dumps(content), "mine.ipynb")


# Defining runs nothing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "definition",
    [
        "def rnn_cell_backward(da_next, cache, x=leave()):",
        "def rnn_cell_backward(da_next, cache, *, x=leave()):",
        "def rnn_cell_backward(da_next: leave(), cache, *rest: leave(), **more: leave()) -> leave():",
        "@leave()\ndef rnn_cell_backward(da_next, cache):",
    ],
)
def test_what_stands_around_a_function_is_not_run(tmp_path: Path, definition: str) -> None:
    source, left_out = functions_of(write(tmp_path, f"{definition}\n    x: int = 1{RIGHT}"), CHECKED)
    assert "leave" not in source
    assert bool(left_out) == ("=leave()" in definition)
    needs_x = "*, x" in definition or "cache, x" in definition
    assert check(tmp_path / "mine.py").passes != needs_x


def test_a_function_that_nothing_checked_uses_is_not_kept(tmp_path: Path) -> None:
    other = "LR = 0.1\ndef train(lr=LR): return helper(lr)\ndef helper(x): return unused(x)\n"
    source, left_out = functions_of(write(tmp_path, other + CELL), CHECKED)
    assert "train" not in source
    assert "helper" not in source
    assert left_out == []
    assert check(tmp_path / "mine.py").passes


def test_a_function_that_a_checked_one_uses_through_another_is_kept(tmp_path: Path) -> None:
    helpers = "def one(x): return two(x)\ndef two(x, scale=1.0, shape=(1, 2), name=None): return scale * x\n"
    used = CELL.replace("* da_next", "* one(da_next)")
    assert check(write(tmp_path, helpers + used)).passes


def test_of_two_definitions_only_the_last_is_there_with_its_default_said(tmp_path: Path) -> None:
    source, left_out = functions_of(write(tmp_path, f"def rnn_cell_backward(a=b): pass\n{CELL}"), CHECKED)
    assert source.count("def ") == 1
    assert left_out == []


def test_defaults_before_one_that_is_left_out_go_with_it(tmp_path: Path) -> None:
    source, left_out = functions_of(write(tmp_path, "def f(a, b=1, c=LR, d=2, *, e=LR, g=3): pass"))
    assert source.startswith("def f(a, b, c, d=2, *, e, g=3):")
    assert [said.split(" is ")[0] for said in left_out] == ["f: the default of c", "f: the default of e"]


# Notebooks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "    y = 1  # is this right?",
        "    # is this right?",
        "    y = 'who?'",
        '    """Is this\n    right?\n    """',
        "    y = (17\n    % 5)",
        "    y = (17\n    != 5)",
    ],
)
@pytest.mark.parametrize("magic", ["", "%matplotlib inline\n", "np.dot?\n", "?np.dot\n", "np.dot??\n", "!ls\n"])
def test_a_line_is_ipython_s_only_where_python_has_no_such_line(tmp_path: Path, line: str, magic: str) -> None:
    cell = f"{magic}def rnn_cell_backward(da_next, cache):\n{line}\n    return 1"
    source, left_out = functions_of(notebook(tmp_path, cell))
    assert left_out == []
    assert "return 1" in source
    assert ("y = " in source) == ("y = " in line)


# What a function says of itself -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        'import json, os\n    os.write(1, json.dumps({"status": "passes", "seeds": [1]}).encode())\n    os._exit(0)',
        'import os\n    for n in range(3, 20):\n        try: os.write(n, b\'{"status": "passes"}\\n\' * 3)\n'
        "        except OSError: pass\n    os._exit(0)",
        "import sys\n    sys.modules['app.diagnosis.solution.judging'].differences = lambda *a: []\n    return {}",
        "import sys\n    f = sys._getframe(1)\n    f.f_globals['run'] = lambda *a: {'status': 'passes'}\n    return {}",
        "import os\n    os.mkfifo('outcome.json')\n    os._exit(0)",
        "import os\n    os.truncate(3, 0)\n    os._exit(0)",
        "import os\n    os.write(3, b'[' * 100_000 + b'\\n')\n    os._exit(0)",
        'import os\n    os.write(3, b\'{"status": "returns", "results": {"dxt": {"shape": [1e99], "data": ""}}}\')'
        "\n    os._exit(0)",
    ],
)
def test_no_process_says_itself_that_it_passes(tmp_path: Path, body: str) -> None:
    (one,) = check(write(tmp_path, f"def rnn_cell_backward(da_next, cache):\n    {body}")).checked
    assert one.status in ("no answer", "wrong type", "raises")


def test_what_is_written_without_end_is_cut(tmp_path: Path) -> None:
    body = "import os\n    while True: os.write(3, b'x' * 1_000_000)"
    (one,) = check(write(tmp_path, f"def rnn_cell_backward(da_next, cache):\n    {body}")).checked
    assert one.status != "passes"


@pytest.mark.parametrize("text", ["\\x1b]0;owned\\x07", "\\ud800", "\\x9b31m", "\\u202e"])
def test_a_terminal_is_sent_nothing_that_it_would_obey(tmp_path: Path, text: str) -> None:
    source = f'def rnn_cell_backward(da_next, cache):\n    raise ValueError("{text}")'
    printed = printable(report_solution(check(write(tmp_path, source))))
    assert all(character.isprintable() or character == "\n" for character in printed)
    assert text in printed
    printed.encode()


# Files that are none ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/stdin", "/dev/tty", "/proc/self/mem", "/"])
def test_a_device_is_refused_at_once(device: str) -> None:
    with pytest.raises(Unreadable):
        check(Path(device))


def test_a_pipe_that_nobody_writes_into_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "mine.py")
    with pytest.raises(Unreadable, match="is not an ordinary file"):
        check(tmp_path / "mine.py")


@pytest.mark.parametrize(
    "source",
    [
        "-" * 50_000 + "1",
        "(" * 50_000,
        "x" + ".a" * 50_000,
        "def f():\n return " + "-" * 3000 + "1",
        "def f():\n return " + "not " * 3000 + "1",
        "def f():\n return " + "+".join(["1"] * 20_000),
        "\0",
        "def f(): '\ud800'",
        "if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 200)),
    ],
)
def test_code_that_python_chokes_on_is_one_clear_line(tmp_path: Path, source: str) -> None:
    with pytest.raises(Unreadable) as refused:
        check(notebook(tmp_path, source))
    assert len(str(refused.value)) < 400


def test_a_file_is_read_without_python_s_warnings(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    assert check(write(tmp_path, f'def other(): return "\\d"\n{CELL}')).passes
    assert list(recwarn) == []
    assert sys.version_info >= (3, 11)
