"""Which of thousands of candidates may print a block at all: told by the first number of each line, all at once.

A line that agrees has a first number that agrees, so nothing that explains a block is ever held back; what passes is
still compared line by line.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..bptt.step import Array
from ..bptt.tolerances import REORDERED
from ..runs.exercises.exercise import Exercise
from .candidates import Candidate, numbers, pairs, singles
from .evidence import Block, is_exact
from .paste import Reading


@dataclass(frozen=True, eq=False)
class Sieve:
    """Candidates, and by line the first number that each prints: (candidates,), with where there is one."""

    candidates: tuple[Candidate, ...]
    firsts: dict[str, tuple[Array, Array]]

    def whole(self, block: Block) -> list[Candidate]:
        """Return the candidates of which every line of a block may be."""
        return self._where(np.all([self._may_be(reading) for reading in block.values()], axis=0))

    def better(self, block: Block, least: int) -> list[Candidate]:
        """Return the candidates of which more than so many lines of numbers may be."""
        lines = [self._may_be(reading) for text, reading in block.items() if not is_exact(text)]
        return self._where(np.sum(lines, axis=0) > least) if lines else []

    def _where(self, chosen: Array) -> list[Candidate]:
        return [self.candidates[k] for k in np.flatnonzero(chosen)]

    def _may_be(self, reading: Reading) -> Array:
        """Return for each candidate whether the first number that was read may be the one that it prints."""
        printed, there = self.firsts[reading.text]
        if not reading.numbers:  # all that was read comes after an elision
            return there
        read = reading.numbers[0]
        with np.errstate(invalid="ignore"):
            close = np.abs(printed - read.value) <= read.half_unit * (1 + 1e-9) + REORDERED * np.maximum(
                1.0, abs(printed)
            )
        same = (printed == read.value) | (np.isnan(printed) & np.isnan(read.value))
        return there & np.where(np.isfinite(printed) & np.isfinite(read.value), close, same)


@cache
def sieves(exercise: Exercise) -> tuple[Sieve, Sieve]:
    """Return the sieves of what one mistake prints and of what two do; those that raise are left out."""
    return _sieve(exercise, singles(exercise)), _sieve(exercise, pairs(exercise))


def _sieve(exercise: Exercise, candidates: tuple[Candidate, ...]) -> Sieve:
    kept = tuple(one for one in candidates if not one.error)
    firsts: dict[str, tuple[Array, Array]] = {}
    for text in exercise.prints:
        rows = [numbers(one.printed[text]) if text in one.printed else np.empty(0) for one in kept]
        there = np.array([row.size > 0 for row in rows], dtype=bool)
        firsts[text] = np.array([row[0] if row.size else np.nan for row in rows]), there
    return Sieve(kept, firsts)
