"""A table of what candidates print: one row each, all numbers of all lines side by side, so that a look-up is a sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...bptt.step import Array
from ...bptt.tolerances import REORDERED
from ...runs.exercises.exercise import Exercise, Printed
from ..evidence import Block
from ..paste import Number, Reading

MARGIN = 1 + 1e-9


@dataclass(frozen=True, eq=False)
class Table:
    """Candidates by their codes; `values` is (candidates, columns), each text having the columns of its slice."""

    codes: tuple[tuple[str, ...], ...]  # "drop_carry", "dft.1a2b3c4d": the mistakes of each row
    values: Array
    slices: dict[str, slice]
    whole: bool = True  # False: of the catalogue's mistakes alone

    @cached_property
    def counts(self) -> Array:
        """How many mistakes each candidate has: (candidates,)."""
        return np.array([len(code) for code in self.codes], dtype=int)

    @cached_property
    def firsts(self) -> Array:
        """The first mistake of each candidate: (candidates,) of str."""
        return np.array([code[0] for code in self.codes], dtype=str)

    def beside(self, context: str) -> Array:
        """Return the rows of one mistake more than a context: alone where it is empty, else after that mistake."""
        if not context:
            return np.flatnonzero(self.counts == 1)
        return np.flatnonzero((self.counts == 2) & (self.firsts == context))

    def fits(self, block: Block, rows: Array | None = None) -> dict[str, Array]:
        """Return for each line of a block which rows print it: (rows,) of bool."""
        values = self.values if rows is None else self.values[rows]
        return {text: _fits(values[:, self.slices[text]], reading) for text, reading in block.items()}


def width_of(exercise: Exercise, right: dict[str, Printed]) -> dict[str, slice]:
    """Return which columns each line of an exercise takes: as many as the right output has numbers, and its length."""
    at, slices = 0, {}
    for text in exercise.prints:
        width = np.size(np.asarray(right[text], dtype=float)) + 1
        slices[text] = slice(at, at + width)
        at += width
    return slices


def row_of(printed: dict[str, Printed], slices: dict[str, slice]) -> Array:
    """Return what a candidate prints as a row; the first column of a line says how many numbers it has."""
    row = np.full(max(one.stop for one in slices.values()), np.nan)
    for text, columns in slices.items():
        if text not in printed:
            row[columns.start] = -1
            continue
        value = printed[text]
        flat = value.ravel() if isinstance(value, np.ndarray) else value if isinstance(value, tuple) else (value,)
        kept = flat[: columns.stop - columns.start - 1]
        row[columns.start] = len(flat)
        row[columns.start + 1 : columns.start + 1 + len(kept)] = kept
    return row


def _fits(columns: Array, reading: Reading) -> Array:
    """Return which rows may print a reading. Lengths beyond the right one's are compared in full elsewhere."""
    length, numbers = columns[:, 0], columns[:, 1:]
    if reading.last is not None:
        good: Array = length >= len(reading.numbers) + len(reading.last)
    else:
        good = length == len(reading.numbers)
    for k, number in enumerate(reading.numbers[: numbers.shape[1]]):
        good = good & _close(numbers[:, k], number)
    return good


def _close(column: Array, number: Number) -> Array:
    if not np.isfinite(number.value):
        return np.isnan(column) if np.isnan(number.value) else column == number.value
    with np.errstate(invalid="ignore"):
        close: Array = np.abs(column - number.value) <= number.half_unit * MARGIN + REORDERED * np.maximum(
            1.0, np.abs(column)
        )
    return close


def fits_column(column: Array, reading: Reading) -> Array:
    """Return which of a column's values a reading of one number may be."""
    if len(reading.numbers) != 1 or reading.last is not None:
        return np.zeros(column.shape, dtype=bool)
    return _close(column, reading.numbers[0])


def table(codes: Sequence[tuple[str, ...]], rows: Sequence[Array], slices: dict[str, slice]) -> Table:
    """Put rows together."""
    width = max(one.stop for one in slices.values())
    return Table(tuple(codes), np.array(rows) if rows else np.empty((0, width)), slices)
