"""Derivatives of the cost by complex step: the forward pass alone, moved by ih, many directions at once.

Im J / h is the derivative, to the last digits, because nothing is subtracted (Squire and Trapp, 1998). The steps run as
they are, on arrays with one direction each; where a line cannot be done to many, on one direction after another.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..bptt.passes import Setting, Values, forward_pass, needed
from ..bptt.step import Array
from .moved import NOT_EACH, STEP, Moved

ROOM = 300_000
"""Numbers that the directions of one batch take at a time, about: two megabytes, what stays near the processor."""

Direction = Mapping[str, tuple[Any, Any]]
"""What is moved, by the array's name: which of its entries, as an index, and by how much in units of h."""


def cost(setting: Setting) -> Any:
    """Return J: the sum of the losses, or of da ⊙ a over the timesteps of da, and of what is carried in at its end."""
    T = setting.T_backward
    if not setting.loss.gives_da:
        return sum(frame.values["loss_t"].sum() for frame in forward_pass(setting))
    assert setting.da is not None
    (upstream,) = (lane for lane in setting.cell.lanes if lane.upstream)
    J: Any = 0.0
    last: Values = {}
    for t, frame in enumerate(forward_pass(replace(setting, x=setting.x[:, :, :T]))):
        last = frame.values
        J = J + (setting.da[:, :, t] * last[upstream.next]).sum()
    return J + sum(
        (setting.arriving[lane.carried] * last[lane.next]).sum()
        for lane in setting.cell.lanes
        if lane.carried in setting.arriving
    )


def derivatives(setting: Setting, directions: Iterable[Direction]) -> Iterator[float]:
    """Yield the derivative of the cost along each direction. Directions are asked for as they are needed.

    Those that begin to move something later are best given last.
    """
    wanted = [lane.next for lane in setting.cell.lanes]
    if not setting.loss.gives_da:
        wanted += [name for step in setting.loss.forward for name in step.reads]
    setting = replace(setting, cell=replace(setting.cell, forward=needed(setting.cell.forward, wanted)))
    for some in _batches(setting, directions):
        try:
            found = _together(setting, some)
        except NOT_EACH:
            found = [_alone(setting, one) for one in some]
        yield from found


def _batches(setting: Setting, directions: Iterable[Direction]) -> Iterator[list[Direction]]:
    """Yield directions in batches that have room: one at least."""
    sizes = {name: array.size for name, array in _arrays(setting).items()}
    frame = next(forward_pass(setting))
    values = sum(value.size for value in frame.values.values())  # of one timestep
    some: list[Direction] = []
    moved: set[str] = set()
    for direction in directions:
        moved |= direction.keys()
        if some and (len(some) + 1) * (values + sum(sizes[name] for name in moved)) > ROOM:
            yield some
            some, moved = [], set(direction)
        some.append(direction)
    if some:
        yield some


def _together(setting: Setting, directions: Sequence[Direction]) -> list[float]:
    """Return the derivative along each direction, from one forward pass. Raises one of NOT_EACH."""

    def move(name: str, array: Array) -> Any:
        rows = [(row, *direction[name]) for row, direction in enumerate(directions) if name in direction]
        if not rows:
            return array
        by = np.zeros((rows[-1][0] + 1, *array.shape))
        for row, index, entry in rows:
            by[row][index] = entry
        return Moved(array, by)

    J = cost(_with_arrays(setting, move))
    found = np.zeros(len(directions))
    if isinstance(J, Moved):
        found[: len(J.by)] = J.by
    return found.tolist()


def _alone(setting: Setting, direction: Direction) -> float:
    """Return the derivative along one direction, in NumPy's own complex numbers."""

    def move(name: str, array: Array) -> Array:
        if name not in direction:
            return array
        by = np.zeros(array.shape)
        index, entry = direction[name]
        by[index] = entry
        return array + 1j * STEP * by

    return float(np.imag(cost(_with_arrays(setting, move)))) / STEP


def _arrays(setting: Setting) -> Values:
    return {"x": setting.x, **setting.initial, **setting.parameters}


def _with_arrays(setting: Setting, move: Callable[[str, Array], Any]) -> Setting:
    return replace(
        setting,
        x=move("x", setting.x),
        initial={name: move(name, array) for name, array in setting.initial.items()},
        parameters={name: move(name, array) for name, array in setting.parameters.items()},
    )
