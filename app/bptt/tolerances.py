"""When two numbers are the same: each question asks for its own sharpness, and all of them stand here.

Where a tolerance is relative, it is so to the largest entry of the array that is right: entries near zero are sums of
larger ones, and carry their rounding.
"""

import numpy as np

from .step import Array

REORDERED = 2e-14
"""What two right programs print differently, relative to numbers near 1: they add in another order."""

SAME_RUN = 1e-11
"""Two runs of ours print the same below this: their lines are the same, or equal in exact arithmetic."""

ROUNDING = 1e-9
"""Below this nothing but rounding is at work, even over hundreds of timesteps; above it a line is wrong. Splits that
must add up, runs beside each other and a learner's arrays in float64 are held to it."""

SINGLE = 1e-6
"""As far as float32 carries: for arrays that were computed, saved or sent in single precision."""


def agree(value: Array, true: Array, tolerance: float, least: float = 0.0) -> bool:
    """Whether two arrays have one shape and agree to a tolerance, relative to the largest finite entry of the true one.

    `least` is what that entry counts for at least. NaN equals NaN, and an infinity itself.
    """
    if np.shape(value) != np.shape(true):
        return False
    if np.array_equal(value, true):  # most are: before a mistake enters, all of a run is the right one's
        return True
    finite = np.asarray(true)[np.isfinite(true)]
    scale = max(least, float(np.abs(finite).max(initial=0.0)))
    with np.errstate(invalid="ignore"):  # infinities from each other
        near = np.abs(np.subtract(value, true)) <= tolerance * scale
    return bool(np.all(near | np.equal(value, true) | (np.isnan(value) & np.isnan(true))))
