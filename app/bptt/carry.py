"""What may be done to a carried gradient between two timesteps: cut it off (truncated BPTT), or clip its norm."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from .norms import norm
from .step import Array


@dataclass(frozen=True)
class Handed:
    """What t - 1 is given by t, by name, and what was done to it on the way."""

    carried: Mapping[str, Array]
    cut: bool = False
    clipped: Mapping[str, float] = field(default_factory=dict)  # carried name -> the factor, below 1, it was scaled by


@dataclass(frozen=True)
class HandOver:
    """The switches. With neither, everything is handed on as it is.

    `truncate` = k cuts the carry at every k-th timestep, counted from t = 0, so that the sequence falls into pieces of
    k timesteps (Williams and Peng, 1990). `clip` = c scales a carry whose Frobenius norm is above c down to c (Graves,
    2013, for the gradient on its way; Pascanu et al., 2013, clip the parameters' gradients by the same rule).
    """

    truncate: int | None = None
    clip: float | None = None

    def pass_on(self, carried: Mapping[str, Array], t: int) -> Handed:
        """Return what arrives at t - 1 of what leaves t. What leaves t = 0 is the gradient of the initial state."""
        if t == 0:
            return Handed(carried)
        if self.truncate is not None and t % self.truncate == 0:
            return Handed({name: np.zeros_like(value) for name, value in carried.items()}, cut=True)
        if self.clip is None:
            return Handed(carried)
        with np.errstate(over="ignore", invalid="ignore"):  # an infinite norm is clipped to 0, and ∞ × 0 is no number
            factors = {name: self.clip / max(self.clip, norm(v)) for name, v in carried.items()}
            clipped = {name: factor for name, factor in factors.items() if factor < 1}
            return Handed({name: value * factors[name] for name, value in carried.items()}, clipped=clipped)

    def code(self, carried: str) -> tuple[str, ...]:
        """Return the switches as lines of the loop's code, in the order in which they act."""
        # What leaves t = 0 is da0, and stays; what is handed on is a new array, so that da_prev keeps what it was.
        cut = (f"if t > 0 and t % {self.truncate} == 0: {carried} = np.zeros((n_a, m))",) if self.truncate else ()
        limit = repr(self.clip).removesuffix(".0")  # in full: the line is what ran
        scaled = f"{carried} = {carried} * ({limit} / max({limit}, np.linalg.norm({carried})))"
        return cut + ((f"if t > 0: {scaled}",) if self.clip else ())


AS_IT_IS = HandOver()
