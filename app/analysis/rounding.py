"""Whether a run's gradients are known well enough to be checked: rounding may be as large as what is checked.

Where a run explodes, rounding explodes with it. Where a gate or a tanh is saturated, its slope is what is left of
1 - 1: of 1 - Γ with Γ = 1 - 1e-20 no digit is left. Then two right ways to differentiate differ, and neither is wrong.
So every number that is made on the way is moved in its last digit, and it is seen how far that moves each gradient.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from ..bptt.passes import Gradients, Setting, Values, backward_pass, forward_pass
from ..bptt.step import Array, Line, Step

LAST_DIGIT = 2.0**-52
AS_MUCH = 100
"""A difference up to this many times what the last digit makes may be rounding's."""


def blurred(setting: Setting, errors: Mapping[str, float]) -> dict[str, float]:
    """Return those gradients whose error rounding may have made, each with how far the last digits move it.

    `errors` are relative to the size of a gradient, by its name or, for several that were checked together, by theirs
    with commas between.
    """
    own, moved = _gradients(setting), _gradients(_moved(setting))
    change = {name: _change(own[name], moved[name]) for name in own}
    moves = {names: max(change[name] for name in names.split(", ")) for names in errors}
    return {names: moves[names] for names, error in errors.items() if error <= AS_MUCH * moves[names]}


def _moved(setting: Setting) -> Setting:
    """Return the setting in which what it starts from and what each step makes is moved in its last digit."""
    random = np.random.default_rng(0)

    def moved(array: Array) -> Array:
        return array + array * LAST_DIGIT * random.choice([-1, 1], np.shape(array))

    def squashed(array: Array) -> Array:  # σ is made of 1 + tanh: of what is far below 1 the last digits are lost
        return moved(array) + 2 * LAST_DIGIT * random.choice([-1, 1], np.shape(array))

    def moving(steps: Iterable[Step]) -> tuple[Step, ...]:
        ways = {"map": squashed}
        return tuple(replace(one, function=_after(one.function, ways.get(one.kind, moved))) for one in steps)

    def all_of(arrays: Mapping[str, Array]) -> dict[str, Array]:
        return {name: moved(array) for name, array in arrays.items()}

    cell, loss = setting.cell, setting.loss
    return replace(
        setting,
        x=moved(setting.x),
        initial=all_of(setting.initial),
        parameters=all_of(setting.parameters),
        cell=replace(cell, forward=moving(cell.forward), output=moving(cell.output), backward=moving(cell.backward)),
        loss=replace(loss, forward=moving(loss.forward), backward=moving(loss.backward)),
    )


def _after(line: Line, moved: Callable[[Array], Array]) -> Line:
    return lambda *values: moved(line(*values))


def _gradients(setting: Setting) -> Values:
    *_, done = backward_pass(replace(setting, clip_total=None), list(forward_pass(setting)))
    assert isinstance(done, Gradients)
    return done.values


def _change(one: Array, other: Array) -> float:
    largest = max(float(np.abs(one).max()), float(np.abs(other).max()))
    return float(np.abs(one - other).max()) / largest if 0 < largest < np.inf else 0.0
