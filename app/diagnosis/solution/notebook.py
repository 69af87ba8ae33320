"""The notebook's functions, right, in its own signatures: what a learner's file does not define is taken from here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ...bptt.cells import CELLS
from ...bptt.passes import Backward, Forward, Gradients, Setting, backward_pass, forward_pass
from ...bptt.step import Array
from ...runs.exercises.exercise import Exercise
from ...runs.exercises.results import CACHED, cache_of

Cache = tuple[Any, ...]
Caches = tuple[list[Cache], Array]


def sigmoid(x: Array) -> Array:
    """As in the notebook's rnn_utils."""
    return 1 / (1 + np.exp(-x))


def softmax(x: Array) -> Array:
    """As in the notebook's rnn_utils."""
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum(axis=0)


def caches_of(cell: str, setting: Setting) -> Caches:
    """Return what the notebook's forward function returns as caches."""
    return [cache_of(cell, frame, setting.parameters) for frame in forward_pass(setting)], setting.x


def arguments(exercise: Exercise, setting: Setting, caches: Caches) -> tuple[Any, ...]:
    """Return what the notebook calls the exercise's function with."""
    x, parameters = setting.x, dict(setting.parameters)
    states = [setting.initial[lane.initial] for lane in setting.cell.lanes]
    da = setting.da
    if exercise.name.endswith("cell_forward"):
        return (x[:, :, 0], *states, parameters)
    if exercise.name.endswith("forward"):
        return (x, states[0], parameters)
    assert da is not None
    if exercise.name.endswith("cell_backward"):
        return (da[:, :, 0], *setting.arriving.values(), caches[0][0])
    return (da, caches)


def returned(exercise: Exercise, result: Any) -> Mapping[str, Any]:
    """Return a function's result by the names that the notebook prints. Raises TypeError where it is something else."""
    if exercise.name.endswith("backward"):
        if not isinstance(result, dict):
            raise TypeError(f"it has to return a dictionary of gradients, and returned {_kind(result)}")
        return result
    names = RETURNS[exercise.name]
    if not isinstance(result, tuple) or len(result) != len(names):
        raise TypeError(f"it has to return {', '.join(names)}, and returned {_kind(result)}")
    return dict(zip(names, result, strict=True))


RETURNS = {
    "rnn_cell_forward": ("a_next", "yt_pred", "cache"),
    "rnn_forward": ("a", "y_pred", "caches"),
    "lstm_cell_forward": ("a_next", "c_next", "yt", "cache"),
    "lstm_forward": ("a", "y", "c", "caches"),
}


def _kind(result: Any) -> str:
    if result is None:
        return "nothing (None): is there a return line?"
    size = f" of {len(result)}" if isinstance(result, (tuple, list)) else ""
    return f"a {type(result).__name__}{size}"


def functions() -> dict[str, Callable[..., Any]]:
    """Return the notebook's eight functions and the helpers that it imports."""
    cells: dict[str, Callable[..., Any]] = {
        "rnn_cell_forward": lambda xt, a_prev, parameters: _cell_forward("rnn", xt, (a_prev,), parameters),
        "lstm_cell_forward": lambda xt, a_prev, c_prev, parameters: _cell_forward(
            "lstm", xt, (a_prev, c_prev), parameters
        ),
        "rnn_cell_backward": lambda da_next, cache: _cell_backward("rnn", (da_next,), cache),
        "lstm_cell_backward": lambda da_next, dc_next, cache: _cell_backward("lstm", (da_next, dc_next), cache),
        "rnn_forward": lambda x, a0, parameters: _forward("rnn", x, a0, parameters),
        "lstm_forward": lambda x, a0, parameters: _forward("lstm", x, a0, parameters),
        "rnn_backward": lambda da, caches: _backward("rnn", da, caches),
        "lstm_backward": lambda da, caches: _backward("lstm", da, caches),
    }
    return {**cells, "sigmoid": sigmoid, "softmax": softmax}


def _setting(cell: str, x: Array, states: Sequence[Array], parameters: Mapping[str, Array], **more: Any) -> Setting:
    lanes = CELLS[cell].lanes
    initial = {lane.initial: state for lane, state in zip(lanes, states, strict=True)}
    return Setting(CELLS[cell], parameters, x, initial, **more)


def _cell_forward(cell: str, xt: Array, states: Sequence[Array], parameters: Mapping[str, Array]) -> tuple[Any, ...]:
    (frame,) = forward_pass(_setting(cell, xt[:, :, np.newaxis], states, parameters))
    made = (frame.values[lane.next] for lane in CELLS[cell].lanes)
    return (*made, frame.values["yt_pred"], cache_of(cell, frame, parameters))


def _forward(cell: str, x: Array, a0: Array, parameters: Mapping[str, Array]) -> tuple[Any, ...]:
    states = [a0, *(np.zeros_like(a0) for _ in CELLS[cell].lanes[1:])]
    setting = _setting(cell, x, states, parameters)
    frames = list(forward_pass(setting))

    def over_time(name: str) -> Array:
        return np.stack([frame.values[name] for frame in frames], axis=2)

    a, *others = (over_time(lane.next) for lane in CELLS[cell].lanes)
    return (a, over_time("yt_pred"), *others, caches_of(cell, setting))


def _cell_backward(cell: str, arriving: Sequence[Array], cache: Cache) -> dict[str, Array]:
    lanes = CELLS[cell].lanes
    frame = _frame(cell, 0, cache)
    setting = _setting(
        cell,
        frame.values["xt"][:, :, np.newaxis],
        [frame.values[lane.previous] for lane in lanes],
        cache[-1],
        da=arriving[0][:, :, np.newaxis],
        arriving={lane.carried: value for lane, value in zip(lanes[1:], arriving[1:], strict=True)},
    )
    done, gradients = backward_pass(setting, [frame])
    assert isinstance(done, Backward)
    assert isinstance(gradients, Gradients)
    previous = {lane.returned: done.values[lane.returned] for lane in lanes}
    return {**gradients.values, **previous, "dxt": done.values["dxt"]}


def _backward(cell: str, da: Array, caches: Caches) -> dict[str, Array]:
    frames = [_frame(cell, t, cache) for t, cache in enumerate(caches[0])]
    states = [frames[0].values[lane.previous] for lane in CELLS[cell].lanes]
    *_, gradients = backward_pass(_setting(cell, caches[1], states, caches[0][0][-1], da=da), frames)
    assert isinstance(gradients, Gradients)
    return {**gradients.values, "dx": gradients.values["dx"][:, :, : da.shape[2]]}


def _frame(cell: str, t: int, cache: Cache) -> Forward:
    """Return the forward values of a cache, with those that the notebook does not keep made again."""
    kept = dict(zip(CACHED[cell], cache, strict=False))
    states = [kept[lane.previous] for lane in CELLS[cell].lanes]
    (frame,) = forward_pass(_setting(cell, kept["xt"][:, :, np.newaxis], states, cache[-1]))
    return Forward(t, {**frame.values, **kept})
