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
    return [_compare(lane.upstream, lane.carried, values) for lane in cell.lanes if lane.upstream]


def _compare(upstream: str, carried: str, values: Values) -> Comparison:
    left, right = values[upstream], values[carried]  # each (n_a, m)
    with np.errstate(invalid="ignore"):  # Infinity - Infinity: an exploded gradient is a lesson, not an error
        difference = left - right
        near = np.abs(difference) <= ATOL + RTOL * np.abs(right)
    same = left == right
    close = int(np.count_nonzero(near & np.isfinite(right) | same))
    return Comparison(upstream, carried, left.size, int(np.count_nonzero(same)), close, difference)
