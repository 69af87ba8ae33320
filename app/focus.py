"""Which entry to look at first: one where both parts of the sum are large, so that the addition is seen."""

from collections.abc import Mapping

import numpy as np

from app.arithmetic import Entry
from app.cell import Cell
from app.step import Array


def suggest(cell: Cell, values: Mapping[str, Array]) -> Entry:
    """Return the entry (row, column) with the largest min(|upstream|, |carried|) in a backward timestep's values.

    Where no number is finite, or the cell has no lane with an upstream gradient, it is (0, 0).
    """
    for lane in cell.lanes:
        if lane.upstream is not None:
            both = np.minimum(np.abs(values[lane.upstream]), np.abs(values[lane.carried]))  # (n_a, m)
            row, column = np.unravel_index(np.argmax(np.where(np.isfinite(both), both, 0.0)), both.shape)
            return int(row), int(column)
    return 0, 0
