"""Recognising a traceback: which mistakes raise this error, in the very words of the NumPy that is installed."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from ..bptt.passes import Setting
from ..bptt.step import Array
from ..mistakes.mistake import with_forms
from ..runs.exercises.exercise import Exercise
from .candidates import Candidate, singles
from .evidence import Block, agrees


class _Dotted(np.ndarray[Any, Any]):
    """An array whose `@` is np.dot, which the notebook uses: the two say different things about shapes."""

    def __matmul__(self, other: Any) -> Any:
        return np.dot(self, other)


def recognise(message: str, block: Block, exercises: Iterable[Exercise]) -> list[tuple[Exercise, Candidate]]:
    """Return the mistakes that raise this error after having printed what the block holds, by exercise."""
    said = _normalised(message)
    return [
        (exercise, candidate)
        for exercise in exercises
        for candidate, texts in _raising(exercise)
        if said in texts and all(agrees(reading, candidate.printed.get(text)) for text, reading in block.items())
    ]


@cache
def _raising(exercise: Exercise) -> tuple[tuple[Candidate, frozenset[str]], ...]:
    """Return the mistakes that raise in an exercise, each with what NumPy says for `@` and for np.dot."""
    setting = exercise.draw()
    dotted = _dotted(setting)
    found = []
    for candidate in singles(exercise):
        if candidate.error:
            wrong = with_forms(dotted, [made.form for made in candidate.made])
            said = {candidate.error, _error(exercise, wrong)}
            found.append((candidate, frozenset(map(_normalised, said))))
    return tuple(found)


def messages(exercise: Exercise, candidate: Candidate) -> list[str]:
    """Return what NumPy says where a candidate raises: of `@`, and of np.dot where that differs."""
    wrong = with_forms(_dotted(exercise.draw()), [made.form for made in candidate.made])
    return list(dict.fromkeys((candidate.error, _error(exercise, wrong))))


def _dotted(setting: Setting) -> Setting:
    def view(array: Array) -> Array:
        return array.view(_Dotted)

    return replace(
        setting,
        parameters={name: view(value) for name, value in setting.parameters.items()},
        initial={name: view(value) for name, value in setting.initial.items()},
        arriving={name: view(value) for name, value in setting.arriving.items()},
        x=view(setting.x),
        da=None if setting.da is None else view(setting.da),
    )


def _error(exercise: Exercise, setting: Setting) -> str:
    try:
        for _ in exercise.lines(setting):
            pass
    except (ValueError, IndexError) as error:
        return str(error)
    return ""


def _normalised(message: str) -> str:
    """Return a message without what depends on the order in which a learner wrote a sum or a product."""
    words = " ".join(message.lower().replace('"', "'").replace(", ", ",").split())
    shapes = re.findall(r"\(\d+(?:,\d*)*\)", words)
    if words.startswith("operands could not be broadcast"):
        return f"operands could not be broadcast {sorted(set(shapes))}"
    return words
