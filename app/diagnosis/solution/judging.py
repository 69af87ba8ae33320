"""Judges what a learner's function returned. This runs outside of the process that ran the learner's code.

That process sends numbers and no verdict: nothing that the code does there can make wrong numbers right.
"""

from collections.abc import Mapping
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import numpy as np

from ...bptt.passes import Setting, forward_pass
from ...bptt.step import Array
from ...bptt.tolerances import ROUNDING, agree
from ...runs.exercises.exercise import Exercise
from .calls import explain
from .sending import unpacked


def result_names(exercise: Exercise) -> list[str]:
    """Return the names of the arrays that are compared, in the order in which the notebook prints them."""
    texts = [text for text in exercise.prints if "cache" not in text]
    return list(dict.fromkeys(_name(text) for text in texts))


def judge(exercise: Exercise, seed: int, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return the outcome with a seed: its status, and what is known of where it goes wrong.

    Raises ValueError, TypeError or LookupError where what was sent is not what the worker sends.
    """
    setting = exercise.draw(seed)
    if sent["status"] in ("raises", "wrong type"):
        shown = {"status": sent["status"], "error": str(sent["error"]), "line": sent.get("line")}
        return {**shown, **_calls(sent, setting)}
    results = {name: unpacked(sent["results"][name]) for name in result_names(exercise)}
    wrong = differences(exercise, setting, results)
    if not wrong:
        return {"status": "passes"}
    return {
        "status": "differs",
        "wrong": wrong,
        "printed": {str(text): str(value) for text, value in sent["printed"].items()},
        "writes_into_da": setting.da is not None and not np.array_equal(setting.da, unpacked(sent["da"])),
        **_calls(sent, setting),
    }


def differences(exercise: Exercise, setting: Setting, results: Mapping[str, Array]) -> list[str]:
    """Return what is wrong with each result, a few words each."""
    right = exercise.results(setting, list(forward_pass(setting)))
    wrong = []
    for name, value in results.items():
        true = np.asarray(right[name], dtype=float)
        if value.shape != true.shape:
            wrong.append(f"{name} has the shape {value.shape} instead of {true.shape}")
        elif not agree(value, true, ROUNDING, least=1.0):
            wrong.append(f"{name} differs")
    return wrong


def _name(text: str) -> str:
    return text.removeprefix("gradients").strip('["').split('"')[0].split("[")[0].split(".")[0]


def _calls(sent: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Return the loop's calls of its cell in words, as far as they are arrays."""
    with suppress(ValueError, TypeError, LookupError):
        calls = [(call["t"], [unpacked(one) for one in call["given"]]) for call in sent["calls"]]
        returned = [{name: unpacked(one) for name, one in call["returned"].items()} for call in sent["calls"]]
        recorded: Any = SimpleNamespace(calls=calls, returned=returned)
        return {"calls": [call.as_record() for call in explain(recorded, setting)]}
    return {"calls": []}
