"""Whether a run's gradients are known well enough to be checked: where a run explodes, rounding explodes with it.

What is larger by 1e9 at the first timestep than at the last was made by a forward pass in which the last digit of the
first timestep is larger by as much at the last. Then two right ways to differentiate differ, and neither is wrong.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..bptt.passes import Gradients, Setting, Values, backward_pass, forward_pass
from ..bptt.step import Array

LAST_DIGIT = 2.0**-52
AS_MUCH = 100
"""A difference up to this many times what the last digit makes may be rounding's."""


def unless_rounding(setting: Setting, point: Mapping[str, Array], found: dict[str, Any]) -> dict[str, Any]:
    """Return what a check found to be wrong, or that rounding alone may make such a difference.

    `point` are the arrays that the run starts from, by name; `found` has `worst` and `where` the check found it.
    """
    own, moved = _gradients(setting), _gradients(_moved(setting, point))
    names = [name for name in moved if name in str(found["where"]).split(", ")]
    change = max((_change(own[name], moved[name]) for name in names), default=0.0)
    if not found["worst"] <= AS_MUCH * change:
        return found
    return {
        "skipped": "This run magnifies rounding: moving each number that it starts from in its last digit changes "
        f"{found['where']} by {change:.1e} of its size. So much cannot be told from an error."
    }


def _moved(setting: Setting, point: Mapping[str, Array]) -> Setting:
    """Return the setting whose arrays were moved in their last digit, up or down by a fixed draw."""
    random = np.random.default_rng(0)
    moved = {name: array * (1 + LAST_DIGIT * random.choice([-1, 1], array.shape)) for name, array in point.items()}
    return replace(
        setting,
        x=moved["x"],
        initial={name: moved[name] for name in setting.initial},
        parameters={name: moved.get(name, array) for name, array in setting.parameters.items()},
    )


def _gradients(setting: Setting) -> Values:
    *_, done = backward_pass(replace(setting, clip_total=None), list(forward_pass(setting)))
    assert isinstance(done, Gradients)
    return done.values


def _change(one: Array, other: Array) -> float:
    largest = max(float(np.abs(one).max()), float(np.abs(other).max()))
    return float(np.abs(one - other).max()) / largest if 0 < largest < np.inf else 0.0
