"""What can be said of a run's weights before it starts: how many there are, how Waa scales, what a gate would keep.

The two sizes of Waa say different things. A step back is Waa.T after a slope of tanh that is at most 1: so no step
lengthens a gradient by more than the largest singular value. Where the slope stays near 1, many steps are a power of
Waa.T, and that grows in the long run as the spectral radius does, whatever a single step does.
"""

from collections.abc import Iterable
from math import prod

import numpy as np

from ..bptt.cell import Cell
from ..bptt.ops import sigmoid
from ..bptt.sizes import Sizes
from .figures import figure


def of_two_sizes(radius: float, largest: float) -> str:
    """Return what the two sizes of Waa decide, in words."""
    decides = (
        "Below 1: every carry that is not zeros is shorter than the da_next that it came from."
        if largest < 1
        else "Not below 1, it does not decide alone whether a carry shrinks."
    )
    return (
        f"No step back lengthens a gradient by more than the largest singular value of Waa, {figure(largest)}. "
        f"{decides} "
        f"Where tanh's slope stays near 1, many steps scale it by about the spectral radius each, {figure(radius)}."
    )


def count(cell: Cell, sizes: Sizes) -> int:
    """Return how many numbers there are in the parameters of a cell, those of the way up to ŷ included."""
    return sum(prod(sizes.shape(parameter.dims)) for parameter in cell.parameters)


def of_counts(cells: Iterable[Cell], sizes: Sizes) -> str:
    """Return how many numbers cells of the same sizes have in their parameters, in words."""
    listed = [f"{cell.title} {count(cell, sizes):,}" for cell in cells]
    return f"Numbers in the parameters, at these sizes: {', '.join(listed)}."


def of_bias(cell: Cell, bias: float, steps: int) -> str:
    """Return what was added to the bias of the gate that keeps the memory, and what it would keep alone, in words."""
    memory = cell.memory
    assert memory is not None, f"cell {cell.name!r} has no gate that keeps a memory"
    meaning = next(parameter.meaning for parameter in cell.parameters if parameter.name == memory.bias)
    kept = float(sigmoid(np.array(memory.sign * bias)))
    over = f", {figure(kept**steps)} over {steps} steps" if steps > 1 else ""
    return (
        f"{bias:g} is added to {memory.bias}, the {meaning}. With nothing else at that gate it would keep "
        f"{figure(kept)} of the memory a step{over}."
    )
