"""Checks the course's functions that a file defines, each in a process of its own, with limits on time and memory.

The code that runs is the learner's, on the learner's machine, with the learner's rights: there is no sandbox around it.
It may read and change files, reach the network, and start a program that goes on after the check. What it cannot do is
say itself whether it passes: its process sends numbers, which are judged here.
"""

import ast
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ...runs.exercises import EXERCISES
from ..diagnosis import Diagnosis
from ..printed import diagnose
from .judging import judge
from .live import pieces_of
from .sending import MOST
from .source import functions_in, functions_of
from .worker import SEEDS

SECONDS = 10.0
"""How long one function may take; the right ones take milliseconds."""

CHECKED = tuple(EXERCISES)


@dataclass(frozen=True)
class Checked:
    """What came of one function."""

    function: str
    status: str  # passes, differs, raises, wrong type, no answer
    outcome: dict[str, Any]
    diagnosis: Diagnosis | None = None

    @property
    def first_wrong(self) -> dict[str, Any] | None:
        """The first call of the cell's function that was given something wrong, where there was one."""
        return next((call for call in self.outcome.get("calls", []) if not call["right"]), None)


@dataclass(frozen=True)
class Solution:
    """What came of a file: each function that was checked, those of the course that it lacks, and what was skipped."""

    checked: tuple[Checked, ...]
    missing: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether every function that was checked is right."""
        return all(one.status == "passes" for one in self.checked)


def check(path: Path, seconds: float = SECONDS) -> Solution:
    """Check a learner's .py or .ipynb. Raises Unreadable where it cannot be read or defines none of the functions."""
    return _checked(*functions_of(path, CHECKED), seconds)


def check_functions(functions: Collection[Callable[..., Any]], seconds: float = SECONDS) -> Solution:
    """Check functions as they are in a notebook, from their source, as a file of them would be checked.

    Raises Unreadable where the source of one cannot be found, or none of them is one of the course's.
    """
    return _checked(*functions_in(pieces_of(functions), "What was given", CHECKED), seconds)


def _checked(source: str, left_out: list[str], seconds: float) -> Solution:
    defined = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    results = tuple(_check(source, name, seconds) for name in CHECKED if name in defined)
    return Solution(results, tuple(name for name in EXERCISES if name not in defined), tuple(left_out))


def _check(source: str, function: str, seconds: float) -> Checked:
    outcome = _run(source, function, seconds)
    printed = outcome.get("printed") or {}
    found = None
    if printed and outcome.get("seed") == 1:
        found = diagnose("".join(f"{text} = {value}\n" for text, value in printed.items()), function)
    elif "error" in outcome and outcome["status"] == "raises":
        found = diagnose(f"{function}\n{outcome['error']}", function)
    return Checked(function, outcome["status"], outcome, found if found and found.found else None)


def _run(source: str, function: str, seconds: float) -> dict[str, Any]:
    """Run the worker and judge what it sent; where it is stopped or ends by itself, say so."""
    asked = json.dumps({"source": source, "function": function}).encode()
    with (
        # The answer has no name in the file system, so that nothing else can be put in its place.
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        process = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.worker"],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,  # so that what it starts itself is ended as well
        )
        stopped = False
        try:
            process.communicate(asked, timeout=seconds)
        except subprocess.TimeoutExpired:
            stopped = True
        finally:
            _end(process)
        answer.seek(0)
        sent = answer.read(MOST).splitlines()
    if stopped:
        ended = f"no answer within {seconds:g} s: is there an endless loop?"
    else:
        ended = f"the process ended by itself, with exit code {process.returncode}"
    return _judged(sent, function, ended)


def _judged(sent: list[bytes], function: str, ended: str) -> dict[str, Any]:
    """Return the first outcome that is not right, of a line a seed. `ended` is why there may be fewer of them."""
    for seed, line in zip_longest(SEEDS, sent[: len(SEEDS)]):
        try:
            outcome = judge(EXERCISES[function], seed, json.loads(line or b""))
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError):
            return {"status": "no answer", "error": ended}
        if outcome["status"] != "passes":
            return {**outcome, "seed": seed}
    return {"status": "passes", "seeds": SEEDS}


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process that was started, and all that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # it has ended by itself, and left nothing behind
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
