"""Clipping as it is done in practice: the gradient of all parameters, once it is whole, is scaled as one vector.

That keeps its direction (Pascanu et al., 2013), which clipping what is carried between two timesteps does not.
"""

import math
from collections.abc import Collection, Mapping

import numpy as np

from .norms import norm
from .step import Array


def norm_together(gradients: Mapping[str, Array]) -> float:
    """Return the norm of all arrays as one vector; inf or nan where a number in them is."""
    return math.hypot(*(norm(value) for value in gradients.values()))


def clip_together(gradients: Mapping[str, Array], most: float | None) -> tuple[dict[str, Array], float]:
    """Return the gradients, all multiplied by one factor so that their norm together is at most this, and the factor.

    None leaves them as they are. Where they have overflowed no factor brings them back: ∞ × 0 is no number.
    """
    if most is None:
        return dict(gradients), 1.0
    together = norm_together(gradients)
    factor = most / max(most, together)
    with np.errstate(over="ignore", invalid="ignore"):
        return {name: value * factor for name, value in gradients.items()} if factor < 1 else dict(gradients), factor


def code(totals: Collection[str], most: float | None) -> tuple[str, ...]:
    """Return what is done after the loop as lines of code."""
    if most is None:
        return ()
    limit, listed = repr(most).removesuffix(".0"), ", ".join(totals)
    return (
        f"norm = np.sqrt(sum(np.sum(d**2) for d in ({listed})))",
        f"for d in ({listed}): d *= {limit} / max({limit}, norm)",
    )
