"""Is the carried gradient equal to the upstream one? What a learner prints with == and allclose, for every timestep.

da_prevt of t is da_prev of t + 1, so comparing it with da[:, :, t] answers both forms of the question.
"""

from dataclasses import dataclass

import numpy as np

from ..bptt.cell import Cell
from ..bptt.passes import Values
from ..bptt.step import Array

RTOL, ATOL = 1e-5, 1e-8
"""Those of numpy.isclose, which is worked out here from the difference that is at hand: in a third of its time."""


@dataclass(frozen=True)
class Comparison:
    """Two matrices that are often taken for the same, entry by entry."""

    upstream: str
    carried: str
    entries: int
    equal: int  # entries for which numpy's == is true
    close: int  # entries for which numpy.isclose is true, with its own tolerances
    difference: Array  # upstream - carried, (n_a, m)


def compare(cell: Cell, values: Values) -> list[Comparison]:
    """Compare what arrives from above with what arrives from the right, for each lane that has both."""
    names = [name for lane in cell.lanes if lane.upstream for name in (lane.upstream, lane.carried)]
    return next(iter(compare_each(cell, {name: values[name][np.newaxis] for name in names})), [])


def compare_each(cell: Cell, stacks: Values) -> list[list[Comparison]]:
    """Return the same for each timestep of stacks, (T, n_a, m)."""
    lanes = [lane for lane in cell.lanes if lane.upstream]
    compared = [_compare_each(str(lane.upstream), lane.carried, stacks) for lane in lanes]
    return [list(each) for each in zip(*compared, strict=True)]


def _compare_each(upstream: str, carried: str, stacks: Values) -> list[Comparison]:
    left, right = stacks[upstream], stacks[carried]  # each (T, n_a, m)
    with np.errstate(invalid="ignore"):  # Infinity - Infinity: an exploded gradient is a lesson, not an error
        difference = np.subtract(left, right, order="C")
        near = np.abs(difference) <= ATOL + RTOL * np.abs(right)
    same = left == right
    close = np.count_nonzero(near & np.isfinite(right) | same, axis=(1, 2)).tolist()
    equal = np.count_nonzero(same, axis=(1, 2)).tolist()
    size = left[0].size
    told = zip(equal, close, difference, strict=True)
    return [Comparison(upstream, carried, size, same, near, apart) for same, near, apart in told]
