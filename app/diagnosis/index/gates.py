"""What each gate's weights and bias earn by each line that its gradient may be made by, where nothing is carried.

Then a gate's line shows in its own two numbers, whatever the other gates do: each gate is looked up by itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from ...bptt.step import Array
from ...mistakes.catalogue import find
from ...mistakes.edits.edit import SCOPE
from ...mistakes.edits.gates import PARTNERS, UPSTREAM, gate_edit, lines_of, slopes_of
from ...mistakes.edits.together import BRACKETS, LETTERS
from ...mistakes.mistake import Made
from ...runs.exercises.exercise import Exercise
from ..evidence import Block
from .runs import turns_of
from .table import fits_column

UNCARRIED = {"lstm_cell_backward": ("",), "lstm_backward": ("drop_carry", "carry_never_updated")}
"""Where gates are apart from each other: the exercises, and the mistakes with which they are."""


MOST_ALIKE = 3
"""How many lines that print the same are tried for one gate."""

MOST_LINES = 100


@dataclass(frozen=True, eq=False)
class Gate:
    """What a gate's two printed numbers are by each line: (lines,) each."""

    name: str
    lines: tuple[str, ...]
    values: Mapping[str, Array]

    def made_for(self, block: Block, texts: list[str]) -> list[Made]:
        """Return the lines that print all these texts, as edits; the nearest first, at most a few."""
        fits = np.all([fits_column(self.values[text], block[text]) for text in texts], axis=0)
        lines = dict.fromkeys(self.lines[k] for k in np.flatnonzero(fits)[:MOST_LINES])
        possible = [line for line in lines if self.name != "dot" or "dc_next" not in line]  # it is made before that
        edits = [gate_edit(self.name, line) for line in possible[:MOST_ALIKE]]
        return [Made(one, one.forms[0], 0) for one in edits]


@cache
def gates_of(exercise: Exercise, context: str) -> tuple[Gate, ...]:
    """Return what each gate's lines print in a context, "" or a mistake that keeps the gates apart."""
    values = _values(exercise, context)
    return tuple(_gate(exercise, name, values) for name in LETTERS)


def _values(exercise: Exercise, context: str) -> dict[str, Array]:
    """Return every value over the timesteps back: (rows, m, T)."""
    every = turns_of(exercise, find(context, exercise.cell) if context else ())
    shape = every[0]["a_next"].shape
    names = [name for name in every[0] if np.shape(every[0][name]) == shape or name == "concat"]
    return {name: np.stack([values[name] for values in every], axis=2) for name in names}


def _gate(exercise: Exercise, name: str, values: dict[str, Array]) -> Gate:
    letter = LETTERS[name]
    weights = next(text for text in exercise.prints if f'"dW{letter}"][' in text)
    bias = next(text for text in exercise.prints if f'"db{letter}"][' in text)
    row, column = (int(index) for index in re.findall(r"\[(\d+)\]", weights))
    (unit,) = (int(index) for index in re.findall(r"\[(\d+)\]", bias))
    stacked = values["concat"][column]  # (m, T)
    return Gate(
        name,
        lines_of(name),
        {
            weights: _sums(name, {key: value[row] for key, value in values.items() if key != "concat"}, stacked),
            bias: _sums(name, {key: value[unit] for key, value in values.items() if key != "concat"}, 1.0),
        },
    )


def _sums(name: str, unit: dict[str, Array], times: Array | float) -> Array:
    """Return what one unit's gradient sums up to over examples and time, by each line: every line is a few products."""

    def row(text: str) -> Array:
        value = eval(text or "1.0", {**SCOPE, **unit})  # a text of the grammar: nothing of it was sent
        return np.broadcast_to(value, shape).ravel()

    shape = unit["a_next"].shape
    with np.errstate(all="ignore"):
        upstream, partners = (np.array([row(text) for text in texts]) for texts in (UPSTREAM, PARTNERS))
        slopes = np.array([row(text) for text in slopes_of(name)]) * np.broadcast_to(times, shape).ravel()
        products = _products(upstream, partners, slopes)
        one_p, one_s = PARTNERS.index(""), slopes_of(name).index("")
        prevt, t = (products[UPSTREAM.index(text)] for text in ("dc_prevt", "dc_t"))
        no_p = {True: lambda part: part, False: lambda part: part[[one_p]]}
        no_s = {True: lambda part: part, False: lambda part: part[:, [one_s]]}
        sums = [
            no_s["{s}" in first](no_p["{p}" in first](prevt)) + no_s["{s}" in second](no_p["{p}" in second](t))
            for first, second in map(_terms, BRACKETS)
        ]
    every = [np.broadcast_to(one, products.shape[1:]) for one in sums]
    return np.concatenate([products.ravel(), *(one.ravel() for one in every)])


def _products(upstream: Array, partners: Array, slopes: Array) -> Array:
    """Return the sums of all products of one of each: (upstream, partners, slopes)."""
    return np.array([(one * partners) @ slopes.T for one in upstream])


def _terms(shape: str) -> tuple[str, str]:
    """Return what the two terms of a sum are multiplied by, brackets opened."""
    inner, _, outer = shape.removeprefix("(").partition(")") if shape.startswith("(") else (shape, "", "")
    first, second = inner.split(" + ")
    return first + outer, second + outer
