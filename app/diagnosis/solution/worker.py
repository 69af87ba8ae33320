"""Runs a learner's function on the exercise and on fresh seeds; check.py starts it in a process of its own.

Reads {"source", "function"} as JSON from standard input; writes what came of it to the file that is named as argument.
What the learner's code prints is thrown away.
"""

import contextlib
import io
import json
import sys
import traceback
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...bptt.passes import Setting, forward_pass
from ...bptt.tolerances import ROUNDING, agree
from ...runs.exercises import EXERCISES
from ...runs.exercises.exercise import Exercise
from .calls import Recorder, explain
from .notebook import Caches, arguments, caches_of, functions, returned

SEEDS = (1, 7, 42)
"""The notebook's seed, then fresh ones: numbers that are written into a function are not those of another seed."""

MEMORY = 4 << 30  # bytes of address space
FILE = "your file"  # what the learner's code is called in a traceback

PROVIDED = functions()
"""What a learner's file may use without defining it: the notebook's other functions, softmax and sigmoid."""


class _Nowhere(io.TextIOBase):
    """Where prints go: an endless loop may print, and must not fill the memory."""

    def write(self, text: str) -> int:
        """Forget the text."""
        return len(text)


def main() -> None:
    """Check one function and write the outcome."""
    _limit_memory()
    asked = json.load(sys.stdin)
    with contextlib.redirect_stdout(_Nowhere()), contextlib.redirect_stderr(_Nowhere()):
        outcome = run(asked["source"], EXERCISES[asked["function"]])
    Path(sys.argv[1]).write_text(json.dumps(outcome))


def run(source: str, exercise: Exercise) -> dict[str, Any]:
    """Return what came of a function: its status, and what is known of where it goes wrong."""
    for seed in SEEDS:
        outcome = _run_seed(source, exercise, seed)
        if outcome["status"] != "passes":
            return {**outcome, "seed": seed}
    return {"status": "passes", "seeds": SEEDS}


def _run_seed(source: str, exercise: Exercise, seed: int) -> dict[str, Any]:
    setting, theirs = (
        exercise.draw(seed),
        exercise.draw(seed),
    )  # two, since a learner's code may write into what it gets
    recorder: Recorder | None = None
    try:
        namespace = _define(source)
        caches = _caches(namespace, exercise, theirs)
        if exercise.name == f"{exercise.cell}_backward":
            recorder = Recorder(namespace[f"{exercise.cell}_cell_backward"], caches[0])
            namespace[f"{exercise.cell}_cell_backward"] = recorder
        result = namespace[exercise.name](*arguments(exercise, theirs, caches))
    except BaseException as error:  # noqa: BLE001 - whatever a learner's code raises, SystemExit included, is the answer
        return {"status": "raises", "error": _shown(error), "line": _line(error, source), **_calls(recorder, setting)}
    try:
        results = returned(exercise, result)
        wrong = _wrong(exercise, setting, results)
    except TypeError as error:
        return {"status": "wrong type", "error": str(error), **_calls(recorder, setting)}
    if not wrong:
        return {"status": "passes"}
    return {
        "status": "differs",
        "wrong": wrong,
        "printed": _printed(exercise, results),
        "writes_into_da": setting.da is not None and not np.array_equal(setting.da, np.asarray(theirs.da)),
        **_calls(recorder, setting),
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
        if not _wrong(forward, setting, returned(forward, result)):
            return ([result[-1]], setting.x) if one_timestep else result[-1]
    return right


def _define(source: str) -> dict[str, Any]:
    module = types.ModuleType("solution")
    module.__dict__.update({"np": np, "numpy": np, **PROVIDED})
    exec(compile(source, FILE, "exec", dont_inherit=True), module.__dict__)
    return module.__dict__


def _wrong(exercise: Exercise, setting: Setting, results: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with each result, by name. Raises TypeError where one is missing or no array."""
    right = exercise.results(setting, list(forward_pass(setting)))
    wrong = []
    for name in dict.fromkeys(_name(text) for text in exercise.prints if "cache" not in text):
        if name not in results:
            raise TypeError(f"it returned no {name!r}, only {', '.join(map(str, results)) or 'nothing'}")
        try:
            value = np.asarray(results[name], dtype=float)
        except (TypeError, ValueError):
            raise TypeError(f"its {name!r} is a {type(results[name]).__name__}, not an array of numbers") from None
        true = np.asarray(right[name], dtype=float)
        if value.shape != true.shape:
            wrong.append(f"{name} has the shape {value.shape} instead of {true.shape}")
        elif not agree(value, true, ROUNDING, least=1.0):
            wrong.append(f"{name} differs")
    return wrong


def _name(text: str) -> str:
    return text.removeprefix("gradients").strip('["').split('"')[0].split("[")[0].split(".")[0]


def _printed(exercise: Exercise, results: Mapping[str, Any]) -> dict[str, str]:
    """Return what the notebook would print of the results, as far as it gets."""
    printed: dict[str, str] = {}
    with contextlib.suppress(Exception):
        for text, value in exercise.texts(results):
            printed[text] = str(value)
    return printed


def _calls(recorder: Recorder | None, setting: Setting) -> dict[str, Any]:
    if recorder is None:
        return {"calls": []}
    with contextlib.suppress(Exception):  # a learner's arrays may be anything
        return {"calls": [call.as_record() for call in explain(recorder, setting)]}
    return {"calls": []}


def _shown(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _line(error: BaseException, source: str) -> str | None:
    """Return the learner's own line that raised."""
    numbers = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE]
    lines = source.splitlines()
    return lines[numbers[-1] - 1].strip() if numbers and numbers[-1] and numbers[-1] <= len(lines) else None


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
