"""The Frobenius norm, for numbers of any size: squares leave the range of float64 long before their roots do."""

import math
from collections.abc import Mapping

import numpy as np

from .step import Array

SAFE = 1e-140
"""A norm above this has lost no digit to squares that became too small."""


def norm(value: Array) -> float:
    """Return the Frobenius norm of an array; inf or nan only where a number in it is, or the norm is too large."""
    with np.errstate(over="ignore", invalid="ignore"):
        return _norm(value)


def norms(values: Mapping[str, Array]) -> dict[str, float]:
    """Return the Frobenius norm of each array, by name."""
    with np.errstate(over="ignore", invalid="ignore"):  # once: it takes longer than a small array's norm
        return {name: _norm(value) for name, value in values.items()}


def norms_of_each(stacks: Mapping[str, Array]) -> list[dict[str, float]]:
    """Return the same for each timestep of stacks (T, rows, columns): one pass over each stack, the very numbers."""
    with np.errstate(over="ignore", invalid="ignore"):
        columns = [_norms_of(stack) for stack in stacks.values()]
    return [dict(zip(stacks, row, strict=True)) for row in zip(*columns, strict=True)]


def _norms_of(stack: Array) -> list[float]:
    numbers = _as_rows(stack)
    plain = np.sqrt(np.vecdot(numbers, numbers))
    if ((plain > SAFE) & (plain < math.inf)).all():
        found: list[float] = plain.tolist()
        return found
    return [_norm(value) for value in stack]


def _as_rows(stack: Array) -> Array:
    """Return a stack as (T, rows · columns), each row as it lies in memory: products are added up in that order."""
    if stack.flags.c_contiguous:
        return stack.reshape(len(stack), -1)
    first = stack[0].ravel(order="K")
    if not np.may_share_memory(first, stack):
        return np.array([one.ravel(order="K") for one in stack])
    return np.lib.stride_tricks.as_strided(stack, (len(stack), first.size), (stack.strides[0], first.strides[0]))


def _norm(value: Array) -> float:
    numbers = np.asarray(value, dtype=float).ravel(order="K")
    plain = math.sqrt(numbers.dot(numbers))  # as np.linalg.norm does, at a third of its time for small arrays
    if SAFE < plain < math.inf:
        return plain
    largest = float(np.abs(value).max(initial=0.0))
    return largest * float(np.linalg.norm(value / largest)) if 0 < largest < math.inf else plain
