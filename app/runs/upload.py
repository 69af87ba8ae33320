"""A run on one's own tensors: which cell they are for, and whether their names and shapes fit together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from ..bptt.carry import HandOver
from ..bptt.cell import Cell
from ..bptt.cells import CELLS
from ..bptt.loss import GIVEN, LOSSES, SOFTMAX_CROSS_ENTROPY, Loss
from ..bptt.passes import Setting
from ..bptt.sizes import Sizes
from ..bptt.step import Array
from ..bptt.tolerances import SINGLE
from .run import Run, UnknownName
from .scenarios.scenario import Scenario
from .tensors import BadTensors, read_tensors


def _not_drawn(cell: Cell, sizes: Sizes, seed: int) -> NoReturn:
    raise UnknownName("one's own tensors come with the request: POST them to /api/trace")


OWN = Scenario(
    name="own",
    title="Own tensors",
    description="The tensors that were sent.",
    look_for="Whether the gradients are those of your own notebook.",
    sizes={},
    draw=_not_drawn,
)


@dataclass(frozen=True)
class Room:
    """What may be sent: the numbers in all arrays together, and each dimension by its name."""

    numbers: int
    dimensions: Mapping[str, int]


def own_run(
    body: bytes,
    room: Room,
    cell: str | None = None,
    loss: str | None = None,
    *,
    truncate: int | None = None,
    clip: float | None = None,
) -> Run:
    """Return the run that an .npz file or a JSON object asks for. Raises BadTensors or UnknownName.

    It holds x (n_x, m, T_x), a0 (n_a, m), the cell's parameters, and either da (n_a, m, T) with T ≤ T_x or
    y (n_y, m, T_x). A cell that is not named is the one whose parameters these are. c0 is zeros where it is left out.
    `truncate` and `clip` are `HandOver`'s.
    """
    if cell is not None and cell not in CELLS:
        raise UnknownName(f"cell {cell!r} does not exist; choose one of {', '.join(CELLS)}")
    candidates = [CELLS[cell]] if cell else list(CELLS.values())
    allowed = dict.fromkeys(name for candidate in candidates for name in _names(candidate))
    arrays = read_tensors(body, allowed, room.numbers)
    chosen = max(candidates, key=lambda candidate: _fit(candidate, arrays))
    _require_complete(chosen, arrays)
    sizes = _sizes(chosen, arrays, room)
    initial = {lane.initial: arrays.get(lane.initial, np.zeros((sizes.n_a, sizes.m))) for lane in chosen.lanes}
    parameters = {p.name: arrays[p.name] for p in chosen.parameters}
    setting = Setting(
        chosen,
        parameters,
        arrays["x"],
        initial,
        da=arrays.get("da"),
        y=arrays.get("y"),
        loss=_loss(arrays, loss),
        handover=HandOver(truncate=truncate, clip=clip),
    )
    return Run(OWN, chosen, None, sizes, setting)


def _fit(cell: Cell, arrays: Mapping[str, Array]) -> tuple[bool, int]:
    """Return how well arrays fit a cell: whether its parameters are exactly theirs, and how many of them are there."""
    foreign = arrays.keys() - set(_names(cell))
    missing = {parameter.name for parameter in cell.parameters} - arrays.keys()
    return not foreign and not missing, len(cell.parameters) - len(missing)


def _names(cell: Cell) -> list[str]:
    return ["x", *(lane.initial for lane in cell.lanes), *(p.name for p in cell.parameters), "da", "y"]


def _require_complete(cell: Cell, arrays: Mapping[str, Array]) -> None:
    needed = ["x", cell.lanes[0].initial, *(p.name for p in cell.parameters)]
    expected = f"for the {cell.title} send {', '.join(needed)}, and either da or y"
    if missing := [name for name in needed if name not in arrays]:
        raise BadTensors(f"{', '.join(missing)} missing: {expected}.")
    if foreign := [name for name in arrays if name not in _names(cell)]:
        raise BadTensors(f"{', '.join(foreign)} not of this cell: {expected}.")
    if ("da" in arrays) == ("y" in arrays):
        raise BadTensors(f"{'Both' if 'da' in arrays else 'Neither'} of da and y: {expected}.")


def _sizes(cell: Cell, arrays: Mapping[str, Array], room: Room) -> Sizes:
    """Read the sizes off the arrays, then hold every array against them."""
    first = cell.lanes[0].initial
    for name, dims in {"x": "n_x, m, T_x", first: "n_a, m"}.items():
        if arrays[name].ndim != len(dims.split(",")):
            raise BadTensors(f"{name} has the shape {arrays[name].shape}; expected is ({dims}).")
    n_x, m, T_x = arrays["x"].shape
    predicts = next(parameter.name for parameter in cell.parameters if parameter.dims.startswith("n_y"))
    n_y = arrays[predicts].shape[0] if arrays[predicts].ndim else 1
    rows, columns = arrays[first].shape
    n_a = columns if rows == m != columns else rows  # a state that lies on its side is said to be so
    sizes = Sizes(n_x=n_x, n_a=n_a, n_y=n_y, m=m, T_x=T_x)
    for name, size in vars(sizes).items():
        if size > room.dimensions[name]:
            raise BadTensors(f"{name} is {size} in these arrays; at most {room.dimensions[name]} is allowed here.")
    for lane in cell.lanes:
        _require_shape(lane.initial, arrays, "n_a, m", sizes)
    for parameter in cell.parameters:
        _require_shape(parameter.name, arrays, parameter.dims, sizes)
    _require_shape("y", arrays, "n_y, m, T_x", sizes)
    _require_upstream(arrays, sizes)
    return sizes


def _require_shape(name: str, arrays: Mapping[str, Array], dims: str, sizes: Sizes) -> None:
    if name not in arrays:
        return
    expected, actual = sizes.shape(dims), arrays[name].shape
    if actual != expected:
        hint = "; its transpose would fit" if actual == expected[::-1] else ""
        raise BadTensors(f"{name} has the shape {actual}; expected is ({dims}) = {expected}{hint}.")


def _require_upstream(arrays: Mapping[str, Array], sizes: Sizes) -> None:
    if "da" in arrays:
        actual = arrays["da"].shape
        if actual[:-1] != (sizes.n_a, sizes.m) or actual[-1] > sizes.T_x:
            expected = f"({sizes.n_a}, {sizes.m}, T) with T from 1 to {sizes.T_x}"
            raise BadTensors(f"da has the shape {actual}; expected is (n_a, m, T) = {expected}.")
    else:
        columns = arrays["y"].sum(axis=0)  # (m, T_x)
        if (error := np.abs(columns - 1)).max() > SINGLE:
            example, t = np.unravel_index(error.argmax(), error.shape)
            total = columns[example, t]
            raise BadTensors(f"y[:, {example}, {t}] adds up to {total:.6g}; every column must add up to 1.")


def _loss(arrays: Mapping[str, Array], name: str | None) -> Loss:
    """Return the loss that is named; where none is, the one that goes with what was sent."""
    if name is not None and name not in LOSSES:
        raise UnknownName(f"loss {name!r} does not exist; choose one of {', '.join(LOSSES)}")
    loss = LOSSES[name] if name else GIVEN if "da" in arrays else SOFTMAX_CROSS_ENTROPY
    if loss.gives_da != ("da" in arrays):
        raise BadTensors(f"With the loss {loss.name} send {'da' if loss.gives_da else 'y'}.")
    return loss
