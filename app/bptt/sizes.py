"""The dimensions of a run, by the course's names, and the shapes that they give."""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Sizes:
    """How many units in x, a and y, how many examples, how many timesteps."""

    n_x: int
    n_a: int
    n_y: int
    m: int
    T_x: int

    def shape(self, dims: str) -> tuple[int, ...]:
        """Return the shape that dims such as "n_a, n_x", "n_a, 1" or "n_a, n_a + n_x" stand for."""
        known = vars(self)
        return tuple([sum([known.get(part) or int(part) for part in parts]) for parts in _parts(dims)])


@lru_cache(maxsize=256)  # a request asks for the same few dozen many times
def _parts(dims: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part.strip() for part in dim.split("+")) for dim in dims.split(","))
