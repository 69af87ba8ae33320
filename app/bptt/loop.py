"""The lines of the loops around a cell: `for t in reversed(range(T_x))` and what is handed from one t to the next.

They are one-line functions like the steps, so that a mistake in a loop is one of them swapped for another. Those that
speak of `a` run once for each lane of a cell, for `c` of the LSTM as well.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from .cell import Lane
from .step import Array, Line, expression_of

# Forward ---------------------------------------------------------------------------------------------------------


def forward_timesteps(T_x: int) -> Iterable[int]:
    return range(T_x)


def inputs(x: Array, t: int) -> Array:
    return x[:, :, t]  # (n_x, m)


def initial_state(a0: Array, initial: Mapping[str, Array]) -> Array:
    return a0  # (n_a, m); `initial` has every lane's


def next_state(a_next: Array, a0: Array, made: Mapping[str, Array]) -> Array:
    return a_next  # what t makes is what t + 1 is given; `made` has all that the cell has made, by name


# Backward --------------------------------------------------------------------------------------------------------


def backward_timesteps(T_x: int) -> Iterable[int]:
    return reversed(range(T_x))


def cache(caches: Sequence[Mapping[str, Array]], t: int) -> Mapping[str, Array]:
    return caches[t]


def initial_carry(n_a: int, m: int, da: Array) -> Array:
    return np.zeros((n_a, m))  # no timestep comes after the last


def upstream(da: Array, t: int, da_prevt: Array) -> Array:
    return da[:, :, t]  # (n_a, m)


def accumulate(total: Array, contribution: Array) -> Array:
    return np.add(total, contribution, out=total.copy())  # the shape of `total +=`, and its error


def hand_over(da_prev: Array, da: Array, t: int, da_prevt: Array, gradients: Mapping[str, Array]) -> Array:
    return da_prev  # what leaves t is what arrives at t - 1; `gradients` has all that the cell has made, by name


def initial_gradient(da_prevt: Array, da: Array) -> Array:
    return da_prevt  # what has left the first timestep


@dataclass(frozen=True)
class Loop:
    """The loops' lines, each replaceable by a wrong one.

    `lanes` replaces some for one lane alone, by its state, or `accumulate` for one parameter's total, by its name.
    """

    forward_timesteps: Line = forward_timesteps
    inputs: Line = inputs
    initial_state: Line = initial_state
    next_state: Line = next_state
    backward_timesteps: Line = backward_timesteps
    cache: Line = cache
    initial_carry: Line = initial_carry
    upstream: Line = upstream
    accumulate: Line = accumulate
    hand_over: Line = hand_over
    initial_gradient: Line = initial_gradient
    lanes: Mapping[str, Mapping[str, Line]] = field(default_factory=dict)

    def of_lane(self, state: str) -> "Loop":
        """Return the lines as they are for the lane of this state, or for the total of this name."""
        return replace(self, lanes={}, **self.lanes[state]) if state in self.lanes else self


LOOP = Loop()

FORWARD = {"forward_timesteps", "inputs", "initial_state", "next_state"}
"""The lines of the forward pass; the others are of the backward pass."""

ASSIGNED = {
    "forward_timesteps": "for t in {}:",
    "inputs": "xt = {}",
    "initial_state": "{lane.previous} = {}",
    "next_state": "{lane.previous} = {}",
    "backward_timesteps": "for t in {}:",
    "cache": "cache = {}",
    "initial_carry": "{lane.carried} = {}",
    "upstream": "upstream = {}",
    "hand_over": "{lane.carried} = {}",
    "initial_gradient": "{lane.gradient} = {}",
}
"""What a line assigns what its function returns to."""


LENGTH = "T_x"
"""What the loops call the number of timesteps."""

LENGTH_OF_DA = "da.shape[2]"
"""What the backward loop runs over where da is given for fewer timesteps than there are."""


def written(name: str, line: Line, lane: Lane, length: str = LENGTH) -> str:
    """Return a line of the loop as code, with the names of a lane: what is shown is the source of what runs.

    `length` is what the backward loop's T_x is called, where it is not that of x.
    """
    names = {
        "a0": lane.initial,
        "a_next": lane.next,
        "da_prev": lane.returned,
        "da_prevt": lane.carried,
        f"{lane.state}0": lane.initial,
        LENGTH: length if name == "backward_timesteps" else LENGTH,
    }
    own = r"(?<!')\b\w+"  # and no key of a dictionary, gradients['dc_prev'], which is the same in every lane
    expression = re.sub(own, lambda word: names.get(word.group(), word.group()), expression_of(line))
    return ASSIGNED[name].format(expression, lane=lane)
