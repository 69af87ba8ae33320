"""The arithmetic of one entry of one step, written out: which numbers were combined, and to what.

This is what the focus entry on the page shows. It is computed here so that the browser never multiplies.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..bptt.step import Array, Step, as_matrix

Entry = tuple[int, int]

SUMS_TERMS = ("add", "subtract", "hadamard", "matmul", "outer", "sum")
"""Kinds whose terms add up to the entry. The others put the terms through a function."""


@dataclass(frozen=True)
class Factor:
    """One number that was read: entry `at` of operand number `operand`."""

    operand: int
    at: Entry
    value: float


@dataclass(frozen=True)
class Term:
    """Factors multiplied with each other, and their product."""

    factors: tuple[Factor, ...]
    value: float


@dataclass(frozen=True)
class Arithmetic:
    """How entry `at` of a step's result came to be."""

    at: Entry
    value: float
    terms: tuple[Term, ...]
    summed: bool

    def as_record(self) -> dict[str, Any]:
        """Return the wire form: the fields by name. By hand, because `dataclasses.asdict` takes ten times as long."""
        terms = [{"factors": [vars(factor) for factor in term.factors], "value": term.value} for term in self.terms]
        return {"at": self.at, "value": self.value, "terms": terms, "summed": self.summed}


def write_out(step: Step, values: Mapping[str, Array], focus: Entry) -> Arithmetic:
    """Write out the focus entry of a step's result. Where the result is smaller, its nearest entry is taken."""
    result = as_matrix(values[step.name])
    at = clamp(focus, result)
    operands = [as_matrix(operand.value(values)) for operand in step.operands]
    terms = tuple(_terms(step, values, operands, at))
    return Arithmetic(at, float(result[at]), terms, step.kind in SUMS_TERMS)


def clamp(focus: Entry, matrix: Array) -> Entry:
    """Return the entry of the matrix (rows, columns) that is nearest to the focus."""
    rows, columns = matrix.shape
    return min(focus[0], rows - 1), min(focus[1], columns - 1)


def _terms(step: Step, values: Mapping[str, Array], operands: list[Array], at: Entry) -> list[Term]:
    i, j = at
    match step.kind:
        case "matmul" | "outer":
            left, right = operands
            return [_term((0, left, (i, k)), (1, right, (k, j))) for k in range(left.shape[1])]
        case "hadamard":
            return [_term(*((k, operand, clamp(at, operand)) for k, operand in enumerate(operands)))]
        case "sum":
            (whole,) = operands
            return [_term((0, whole, cell)) for cell in _summed_cells(step, whole, at)]
        case "slice":
            return [_term((0, operands[0], _sliced_from(step, values, at)))]
        case "softmax":
            return [_term((0, operands[0], (k, j))) for k in range(operands[0].shape[0])]
        case "subtract":
            minuend, taken = (_term((k, operand, clamp(at, operand))) for k, operand in enumerate(operands))
            return [minuend, Term(taken.factors, -taken.value)]
        case "concat":
            ends = np.cumsum([operand.shape[0] for operand in operands])
            k = int(np.searchsorted(ends, i, side="right"))
            return [_term((k, operands[k], (i - int(ends[k]) + operands[k].shape[0], j)))]
    return [_term((k, operand, clamp(at, operand))) for k, operand in enumerate(operands)]


def _summed_cells(step: Step, whole: Array, at: Entry) -> list[Entry]:
    """Return the cells that were summed. The axis is read from the step's line: shapes alone can be ambiguous."""
    rows, columns = range(whole.shape[0]), range(whole.shape[1])
    kept = sum(at)  # the result is one row or one column, so one of the two is 0
    if "axis=1" in step.expression:
        return [(kept, k) for k in columns]
    if "axis=0" in step.expression:
        return [(k, kept) for k in rows]
    return [(i, k) for i in rows for k in columns]


def _sliced_from(step: Step, values: Mapping[str, Array], at: Entry) -> Entry:
    """Return where a slice's entry stands in the whole: the same slice is taken of a matrix of positions."""
    whole = values[step.operands[0].expression]
    positions = np.arange(whole.size).reshape(whole.shape)
    position = as_matrix(step.run({**values, step.operands[0].expression: positions}))[at]
    row, column = np.unravel_index(position, whole.shape)
    return int(row), int(column)


def _term(*parts: tuple[int, Array, Entry]) -> Term:
    factors = tuple(Factor(k, at, float(operand[at])) for k, operand, at in parts)
    return Term(factors, math.prod(factor.value for factor in factors))
