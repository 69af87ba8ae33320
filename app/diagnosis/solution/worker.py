"""Runs a learner's function on the exercise and on fresh seeds; check.py starts it in a process of its own.

Reads {"source", "function"} as JSON from standard input; writes what came of it to standard output, a line a seed: the
numbers that were returned, not whether they are right. What the learner's code prints is thrown away.
"""

import contextlib
import io
import json
import os
import sys
import traceback
import types
from collections.abc import Mapping
from typing import Any

import numpy as np

from ...bptt.passes import Setting
from ...bptt.step import Array
from ...runs.exercises import EXERCISES
from ...runs.exercises.exercise import Exercise
from .calls import Recorder
from .judging import differences, result_names
from .notebook import Caches, arguments, caches_of, functions, returned
from .sending import MOST, packed

SEEDS = (1, 7, 42)
"""The notebook's seed, then fresh ones: numbers that are written into a function are not those of another seed."""

MOST_CALLS = 20  # that are told; a loop has four
MEMORY = 4 << 30  # bytes of address space
LONGEST = 500  # characters of an error, of a line, of what is printed of a number
FILE = "your file"  # what the learner's code is called in a traceback

PROVIDED = functions()
"""What a learner's file may use without defining it: the notebook's other functions, softmax and sigmoid."""


class _Nowhere(io.TextIOBase):
    """Where prints go: an endless loop may print, and must not fill the memory."""

    def write(self, text: str) -> int:
        """Forget the text."""
        return len(text)


def main() -> None:
    """Run one function with every seed and write what it returned."""
    answer = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is printed past Python's own stdout goes nowhere as well
    _limit()
    asked = json.load(sys.stdin)
    with contextlib.redirect_stdout(_Nowhere()), contextlib.redirect_stderr(_Nowhere()):
        for seed in SEEDS:
            answer.write(json.dumps(run(asked["source"], EXERCISES[asked["function"]], seed)) + "\n")
            answer.flush()  # what was returned so far counts, whatever the code does with the next seed


def run(source: str, exercise: Exercise, seed: int) -> dict[str, Any]:
    """Return what came of a function with a seed: its results, or what it raised, and its calls of the cell."""
    theirs = exercise.draw(seed)
    recorder: Recorder | None = None
    try:
        namespace = _define(source)
        caches = _caches(namespace, exercise, theirs)
        if exercise.name == f"{exercise.cell}_backward":
            recorder = Recorder(namespace[f"{exercise.cell}_cell_backward"], caches[0])
            namespace[f"{exercise.cell}_cell_backward"] = recorder
        result = namespace[exercise.name](*arguments(exercise, theirs, caches))
    except BaseException as error:  # noqa: BLE001 - whatever a learner's code raises, SystemExit included, is the answer
        return {"status": "raises", "error": _shown(error), "line": _line(error, source), "calls": _calls(recorder)}
    try:
        named = returned(exercise, result)
        results = _results(exercise, named)
    except TypeError as error:
        return {"status": "wrong type", "error": str(error)[:LONGEST], "calls": _calls(recorder)}
    return {
        "status": "returns",
        "results": {name: packed(value) for name, value in results.items()},
        "printed": _printed(exercise, named),
        "da": None if theirs.da is None else packed(theirs.da),
        "calls": _calls(recorder),
    }


def _caches(namespace: dict[str, Any], exercise: Exercise, setting: Setting) -> Caches:
    """Return the learner's own caches where their forward function is right, since they may nest them their own way."""
    right = caches_of(exercise.cell, setting)
    one_timestep = exercise.T_x == 1
    name = f"{exercise.cell}_cell_forward" if one_timestep else f"{exercise.cell}_forward"
    forward = EXERCISES[name]
    if namespace[name] is PROVIDED[name] or exercise.name == name:
        return right
    with contextlib.suppress(Exception):  # it is checked on its own
        result = namespace[name](*arguments(forward, setting, right))
        if not differences(forward, setting, _results(forward, returned(forward, result))):
            return ([result[-1]], setting.x) if one_timestep else result[-1]
    return right


def _define(source: str) -> dict[str, Any]:
    module = types.ModuleType("solution")
    module.__dict__.update({"np": np, "numpy": np, **PROVIDED})
    exec(compile(source, FILE, "exec", dont_inherit=True), module.__dict__)
    return module.__dict__


def _results(exercise: Exercise, named: Mapping[str, Any]) -> dict[str, Array]:
    """Return the results that are compared. Raises TypeError where one is missing or no array."""
    results = {}
    for name in result_names(exercise):
        if name not in named:
            raise TypeError(f"it returned no {name!r}, only {', '.join(map(str, named)) or 'nothing'}")
        try:
            results[name] = np.asarray(named[name], dtype=float)
        except (TypeError, ValueError):
            raise TypeError(f"its {name!r} is a {type(named[name]).__name__}, not an array of numbers") from None
    return results


def _printed(exercise: Exercise, results: Mapping[str, Any]) -> dict[str, str]:
    """Return what the notebook would print of the results, as far as it gets."""
    printed: dict[str, str] = {}
    with contextlib.suppress(Exception):
        for text, value in exercise.texts(results):
            printed[text] = str(value)[:LONGEST]
    return printed


def _calls(recorder: Recorder | None) -> list[dict[str, Any]]:
    """Return what the loop gave its cell and got back, as far as it is arrays."""
    calls: list[dict[str, Any]] = []
    if recorder is None:
        return calls
    with contextlib.suppress(Exception):  # a learner's arrays may be anything
        for number, (t, given) in enumerate(recorder.calls[:MOST_CALLS]):
            got = recorder.returned[number] if number < len(recorder.returned) else None
            arrays = {name: one for name, one in got.items() if _is_plain(one)} if isinstance(got, dict) else {}
            sent = {str(name): packed(one) for name, one in arrays.items()}
            calls.append({"t": t, "given": [packed(one) for one in given], "returned": sent})
    return calls


def _is_plain(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiub"


def _shown(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST]


def _line(error: BaseException, source: str) -> str | None:
    """Return the learner's own line that raised."""
    numbers = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE]
    lines = source.splitlines()
    return lines[numbers[-1] - 1].strip()[:LONGEST] if numbers and numbers[-1] and numbers[-1] <= len(lines) else None


def _limit() -> None:
    """Bound the memory and the files of this process for good: code that runs in it cannot raise them again."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST, MOST))


if __name__ == "__main__":
    main()
