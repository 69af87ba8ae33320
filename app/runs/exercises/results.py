"""What a learner's functions return: the frames of a run, put together as the notebook does."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...bptt.passes import Forward, Gradients, Setting, backward_pass, run_steps
from ...bptt.step import Array
from .exercise import Results

CACHED = {
    "rnn": ("a_next", "a_prev", "xt"),
    "lstm": ("a_next", "c_next", "a_prev", "c_prev", "ft", "it", "cct", "ot", "xt"),
}
"""What a cell's forward function puts into its cache, before the parameters."""


def cache_of(cell: str, frame: Forward, parameters: Mapping[str, Array]) -> tuple[Any, ...]:
    """Return a timestep's cache as the notebook nests it."""
    return (*(frame.values[name] for name in CACHED[cell]), dict(parameters))


def _over_time(setting: Setting, frames: Sequence[Forward], name: str) -> Array:
    rows, m = frames[0].values[name].shape
    stacked = np.zeros((rows, m, setting.T_x))  # what no timestep writes into stays zero
    for frame in frames:
        stacked[:, :, frame.t] = frame.values[name]
    return stacked


def rnn_cell_forward(setting: Setting, frames: Sequence[Forward]) -> Results:
    (frame,) = frames
    return frame.values


def rnn_forward(setting: Setting, frames: Sequence[Forward]) -> Results:
    caches = (frames, setting.x)
    return {
        "a": _over_time(setting, frames, "a_next"),
        "y_pred": _over_time(setting, frames, "yt_pred"),
        "caches": caches,
    }


def lstm_cell_forward(setting: Setting, frames: Sequence[Forward]) -> Results:
    (frame,) = frames
    return {**frame.values, "yt": frame.values["yt_pred"], "cache": cache_of("lstm", frame, setting.parameters)}


def lstm_forward(setting: Setting, frames: Sequence[Forward]) -> Results:
    stacked = {"a": "a_next", "y": "yt_pred", "c": "c_next"}
    return {
        **{name: _over_time(setting, frames, value) for name, value in stacked.items()},
        "caches": (frames, setting.x),
    }


def backward(setting: Setting, frames: Sequence[Forward]) -> Results:
    *_, gradients = backward_pass(setting, frames)
    assert isinstance(gradients, Gradients)
    return {**gradients.values, "dx": gradients.values["dx"][:, :, : setting.T_backward]}  # as long as da


def cell_backward(setting: Setting, frames: Sequence[Forward]) -> Results:
    """Run the steps alone, since the notebook's function has no loop that would add up or store what they make."""
    assert setting.da is not None
    (frame,) = frames
    arriving = {lane.carried: np.zeros_like(setting.da[:, :, 0]) for lane in setting.cell.lanes} | dict(
        setting.arriving
    )
    arriving |= {lane.upstream: setting.da[:, :, 0] for lane in setting.cell.lanes if lane.upstream}
    made = run_steps(setting.backward_steps, {**setting.constants, **frame.values, **arriving})
    return made | {total: made[step] for total, step in setting.cell.accumulates.items() if step in made}
