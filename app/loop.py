"""The lines of the loop around a cell: `for t in reversed(range(T_x))` and what is handed from one t to the next.

They are one-line functions like the steps, so that a mistake in the loop is one of them swapped for another.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.step import Array


def backward_timesteps(T_x: int) -> Iterable[int]:
    return reversed(range(T_x))


def upstream(da: Array, t: int) -> Array:
    return da[:, :, t]  # (n_a, m)


def initial_carry(a_next: Array) -> Array:
    return np.zeros_like(a_next)  # (n_a, m): no timestep comes after the last


def accumulate(total: Array, contribution: Array) -> Array:
    return total + contribution


def hand_over(da_prev: Array, da: Array, t: int) -> Array:
    return da_prev  # what leaves t is what arrives at t - 1


def cache(caches: Sequence[Mapping[str, Array]], t: int) -> Mapping[str, Array]:
    return caches[t]


@dataclass(frozen=True)
class Loop:
    """The loop's lines, each replaceable by a wrong one."""

    backward_timesteps: Callable[[int], Iterable[int]] = backward_timesteps
    upstream: Callable[[Array, int], Array] = upstream
    initial_carry: Callable[[Array], Array] = initial_carry
    accumulate: Callable[[Array, Array], Array] = accumulate
    hand_over: Callable[[Array, Array, int], Array] = hand_over
    cache: Callable[[Sequence[Mapping[str, Array]], int], Mapping[str, Array]] = cache


LOOP = Loop()
