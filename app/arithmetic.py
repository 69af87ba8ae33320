"""The arithmetic of one entry of one step, written out: which numbers were combined, and to what.

This is what the focus entry on the page shows. It is computed here so that the browser never multiplies.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.step import Array, Step, as_matrix

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


def explain(step: Step, values: Mapping[str, Array], focus: Entry) -> Arithmetic:
    """Write out the focus entry of a step's result. Where the result is smaller, its nearest entry is taken."""
    result = as_matrix(values[step.name])
    at = clamp(focus, result)
    operands = [as_matrix(operand.value(values)) for operand in step.operands]
    terms = tuple(_terms(step.kind, operands, at, result))
    return Arithmetic(at, float(result[at]), terms, step.kind in SUMS_TERMS)


def clamp(focus: Entry, matrix: Array) -> Entry:
    """Return the entry of the matrix (rows, columns) that is nearest to the focus."""
    rows, columns = matrix.shape
    return min(focus[0], rows - 1), min(focus[1], columns - 1)


def _terms(kind: str, operands: list[Array], at: Entry, result: Array) -> list[Term]:
    i, j = at
    if kind in ("matmul", "outer"):
        left, right = operands
        pairs = [((i, k), (k, j)) for k in range(left.shape[1])]
        return [_term((0, left, row), (1, right, column)) for row, column in pairs]
    if kind == "hadamard":
        return [_term(*((k, operand, clamp(at, operand)) for k, operand in enumerate(operands)))]
    if kind == "sum":
        (whole,) = operands
        across = whole.shape[0] == result.shape[0]
        cells = [(i, k) for k in range(whole.shape[1])] if across else [(k, j) for k in range(whole.shape[0])]
        return [_term((0, whole, cell)) for cell in cells]
    if kind == "softmax":
        return [_term((0, operands[0], (k, j))) for k in range(operands[0].shape[0])]
    if kind == "subtract":
        taken = _term((1, operands[1], clamp(at, operands[1])))
        return [_term((0, operands[0], clamp(at, operands[0]))), Term(taken.factors, -taken.value)]
    if kind == "concat":
        ends = np.cumsum([operand.shape[0] for operand in operands])
        k = int(np.searchsorted(ends, i, side="right"))
        return [_term((k, operands[k], (i - int(ends[k]) + operands[k].shape[0], j)))]
    return [_term((k, operand, clamp(at, operand))) for k, operand in enumerate(operands)]


def _term(*parts: tuple[int, Array, Entry]) -> Term:
    factors = tuple(Factor(k, at, float(operand[at])) for k, operand, at in parts)
    return Term(factors, float(np.prod([factor.value for factor in factors])))
