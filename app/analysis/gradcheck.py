"""The proof on the screen: every gradient against the complex-step derivative of the cost it is the gradient of.

Each entry is moved by ih. Where there are too many entries for that, each array is moved along random directions,
drawn from a fixed seed; where even that is too much work, all arrays together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from ..bptt.passes import Setting, Values
from ..bptt.step import Array
from .complex_step import Direction, derivatives
from .gradcheck_said import checked, of_rounding
from .rounding import blurred

MAX_ENTRIES = 500  # above this, directions
DIRECTIONS = 4  # per array, where there is work enough left
MAX_WORK = 4e8  # multiplications in all forward runs together: about a quarter of a second
CALL = 10_000  # what a call of a step costs besides its multiplications, in multiplications
SEED = 0
TOLERANCE = 1e-9
"""A relative error above this is called wrong: far above what rounding makes, far below what a mistake makes."""

Record = dict[str, Any]


@dataclass(frozen=True)
class Compared:
    """Derivatives along directions, as shown and by complex step, and what their difference is held against."""

    name: str
    shown: Array
    checked: Array
    scale: float

    @property
    def error(self) -> float:
        """The largest difference, relative to the scale; 0 where all derivatives agree to the last bit.

        It is 1 where all that is shown is zero, and should not be.
        """
        difference = float(np.abs(self.shown - self.checked).max())
        return difference / (self.scale or difference) if difference else 0.0


def hold_against_cost(setting: Setting, gradients: Values, *, altered: bool = False, wrong: bool = False) -> Record:
    """Return the worst relative error of a run's gradients, or why they could not be checked.

    The error of an entry is relative to the largest entry of its array, that of a direction to the sum of the absolute
    values it is made of. `gradients` are those of `trace.Gradients`; `altered` says that a carry was cut or clipped,
    `wrong` that mistakes were made: the cost is then that of the wrong forward pass, as its author would have it.
    """
    point = _point(setting)
    if altered:
        return {"skipped": "The carry was cut or clipped on purpose: what is shown is not the gradient of the cost."}
    for name, array in point.items():
        gradient = _gradient(setting, name)
        shape = gradients[gradient].shape
        if shape != array.shape:
            return {"skipped": f"{gradient} has the shape {shape} and {name} {array.shape}: they do not fit."}
    if not all(np.isfinite(gradients[_gradient(setting, name)]).all() for name in point):
        return {"skipped": "The gradients have overflowed: there is no finite number to check them against."}
    runs = int(MAX_WORK // work_of(setting))
    entries = sum(array.size for array in point.values())
    if not runs:
        return {
            "skipped": f"One forward run takes {work_of(setting):.1e} multiplications, more than the {MAX_WORK:.0e} "
            "that a check may take; with a smaller size it runs."
        }
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        if entries <= min(MAX_ENTRIES, runs):
            return _verdict(setting, _along_entries(setting, point, gradients), entries=entries, wrong=wrong)
        return _verdict(setting, _along_directions(setting, point, gradients, runs), entries=0, wrong=wrong)


def _point(setting: Setting) -> dict[str, Array]:
    """Return every array that the run has a gradient of, by name."""
    made = {step.name for step in setting.backward_steps}
    used = [total[1:] for total, step in setting.cell.accumulates.items() if step in made]
    return {"x": setting.x, **setting.initial, **{name: setting.parameters[name] for name in used}}


def _gradient(setting: Setting, name: str) -> str:
    """Return what the gradient of an array is called: a cell names those of its initial states itself."""
    return {lane.initial: lane.gradient for lane in setting.cell.lanes}.get(name, f"d{name}")


def _along_entries(setting: Setting, point: Values, gradients: Values) -> list[Compared]:
    later = sorted(point, key=lambda name: name == "x")  # an input moves nothing before its own timestep
    derived = derivatives(setting, (one for name in later for one in _each_entry(name, point[name])))
    checked = {name: np.fromiter(derived, float, point[name].size).reshape(point[name].T.shape).T for name in later}
    compared = []
    for name in point:
        gradient = _gradient(setting, name)
        scale = float(max(np.abs(gradients[gradient]).max(), np.abs(checked[name]).max()))
        compared.append(Compared(gradient, gradients[gradient], checked[name], scale))
    return compared


def _each_entry(name: str, array: Array) -> Iterator[Direction]:
    """Yield a direction for each entry, timestep by timestep where the last axis is time."""
    for turned in np.ndindex(*array.shape[::-1]):
        yield {name: (turned[::-1], 1.0)}


def _along_directions(setting: Setting, point: Values, gradients: Values, runs: int) -> list[Compared]:
    random = np.random.default_rng(SEED)
    groups = [[name] for name in point] if runs >= len(point) else [list(point)]
    expected: list[tuple[str, float, float]] = []

    def directions() -> Iterator[Direction]:
        for group in groups:
            together = ", ".join(_gradient(setting, name) for name in group)
            for _ in range(min(DIRECTIONS, runs // len(groups))):
                direction = {name: random.standard_normal(point[name].shape) for name in group}
                products = [direction[name] * gradients[_gradient(setting, name)] for name in group]
                scale = float(sum(np.abs(product).sum() for product in products))
                expected.append((together, float(sum(product.sum() for product in products)), scale))
                yield {name: (..., array) for name, array in direction.items()}

    checked = list(derivatives(setting, directions()))
    return [
        Compared(name, np.array(shown), np.array(one), scale)
        for (name, shown, scale), one in zip(expected, checked, strict=True)
    ]


def _verdict(setting: Setting, compared: Sequence[Compared], *, entries: int, wrong: bool) -> Record:
    if not all(np.isfinite(one.checked).all() for one in compared):
        return {"skipped": "The cost overflows on the way, so that its derivative cannot be taken."}
    errors = {one.name: one.error for one in sorted(compared, key=lambda one: one.error)}  # of a name the largest
    if max(errors.values()) > TOLERANCE:
        unsure = blurred(setting, {name: error for name, error in errors.items() if error > TOLERANCE})
        errors = {name: error for name, error in errors.items() if name not in unsure}
        if unsure and max(errors.values(), default=0) <= TOLERANCE:
            return {"skipped": of_rounding(unsure, others=bool(errors))}
    where = max(errors, key=lambda name: errors[name])
    worst = errors[where]
    directions = 0 if entries else len(compared)
    return {
        "right": bool(worst <= TOLERANCE),
        "threshold": TOLERANCE,
        "worst": worst,
        "where": where,
        "entries": entries,
        "directions": directions,
        "method": "complex step",
        "sentence": checked(entries, directions, where, worst, TOLERANCE, wrong=wrong),
    }


def work_of(setting: Setting) -> float:
    """Return about how many multiplications one forward run takes, its calls counted as such."""
    steps = setting.cell.forward + setting.loss.forward
    m = setting.x.shape[1]
    weights = sum(prod(array.shape) for array in setting.parameters.values())
    return setting.T_x * (m * weights + CALL * len(steps))
