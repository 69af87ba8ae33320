"""What several scenarios draw: weights that do not saturate a cell, tasks, and a spectral radius."""

from dataclasses import replace

import numpy as np

from ...bptt.cell import Cell
from ...bptt.passes import Setting
from ...bptt.sizes import Sizes
from ...bptt.step import Array

RECURRENT = "Waa"
"""The parameter whose spectral radius can be set. Gated cells have no single matrix that a state passes through."""


def parameters(random: np.random.Generator, cell: Cell, sizes: Sizes) -> dict[str, Array]:
    """Return normal weights over √(columns), so that their sums have variance 1 and tanh is not saturated."""

    def scaled(shape: tuple[int, ...]) -> Array:
        return random.standard_normal(shape) / np.sqrt(shape[-1])

    return {parameter.name: scaled(sizes.shape(parameter.dims)) for parameter in cell.parameters}


def without_biases(drawn: dict[str, Array]) -> dict[str, Array]:
    """Return the same parameters with every bias zero."""
    return {
        name: np.zeros_like(value) if value.shape[1] == 1 and name[0] == "b" else value for name, value in drawn.items()
    }


def zeros(cell: Cell, sizes: Sizes) -> dict[str, Array]:
    """Return the initial state of each lane as zeros (n_a, m)."""
    return {lane.initial: np.zeros(sizes.shape("n_a, m")) for lane in cell.lanes}


def one_hot(labels: Array, rows: int) -> Array:
    """Return labels (m, T_x), whole numbers below `rows`, as columns with a single 1: (rows, m, T_x)."""
    return (labels[np.newaxis] == np.arange(rows)[:, np.newaxis, np.newaxis]).astype(float)


def answers(random: np.random.Generator, sizes: Sizes) -> Array:
    """Return a right answer for every example and timestep, drawn evenly: one-hot (n_y, m, T_x)."""
    return one_hot(random.integers(sizes.n_y, size=(sizes.m, sizes.T_x)), sizes.n_y)


def spectral_radius(matrix: Array) -> float:
    """Return the largest absolute eigenvalue of a square matrix."""
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def largest_singular_value(matrix: Array) -> float:
    """Return the most by which a matrix, or its transpose, lengthens any vector."""
    return float(np.linalg.norm(matrix, 2))


def with_radius(setting: Setting, radius: float) -> Setting:
    """Return the setting with Waa scaled to this spectral radius.

    Raises KeyError for a cell without Waa, ZeroDivisionError where its radius is 0 and no scaling can change it.
    """
    recurrent = setting.parameters[RECURRENT]
    scaled = recurrent * (radius / spectral_radius(recurrent))
    return replace(setting, parameters={**setting.parameters, RECURRENT: scaled})


def with_bias(setting: Setting, amount: float) -> Setting:
    """Return the setting with this added to the bias of the gate that keeps the memory.

    Raises ValueError for a cell that has no such gate.
    """
    memory = setting.cell.memory
    if memory is None:
        raise ValueError(f"cell {setting.cell.name!r} has no gate that keeps a memory")
    moved = setting.parameters[memory.bias] + amount  # (n_a, 1)
    return replace(setting, parameters={**setting.parameters, memory.bias: moved})
