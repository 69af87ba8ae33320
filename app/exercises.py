"""The course notebook's eight exercises: what each draws, computes and prints.

Arrays are drawn as the notebook does, from NumPy's legacy generator and in its order. An exercise on a single cell is
a run over one timestep: then a_next is its only state, and da_prev what leaves it.

Two of the published outputs changed over the years, and learners still post the earlier ones. The earlier notebook's
rnn_cell_backward drew a bias that it then did not use, but the `ba` left over from the rnn_forward exercise: EARLIER.
And the earlier lstm_backward printed what a loop gives that carries neither da_prevt nor dc_prevt back: a mistake.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from app.cells import CELLS
from app.sizes import Sizes
from app.step import Array
from app.trace import Forward, Gradients, Setting, backward_pass, forward_pass, run_steps

Printed = Array | float | int | tuple[int, ...]
"""What one line prints: a row of numbers, one number, a length, or a shape."""

Results = Mapping[str, Any]
"""What a learner's function returns, by name: arrays, and caches as the notebook nests them."""

DIMS = {
    "xt": "n_x, m",
    "x": "n_x, m, T_x",
    "da": "n_a, m, T_x",
    **dict.fromkeys(("a0", "a_prev", "c_prev", "da_next", "dc_next"), "n_a, m"),
    **{parameter.name: parameter.dims for cell in (CELLS["rnn"], CELLS["lstm"]) for parameter in cell.parameters},
}
"""The shape of each array that an exercise draws."""

FORWARD_RNN = ("Waa", "Wax", "Wya", "ba", "by")  # the forward exercises draw Waa before Wax,
BACKWARD_RNN = ("Wax", "Waa", "Wya", "ba", "by")  # the backward ones Wax before Waa
GATES = ("Wf", "bf", "Wi", "bi", "Wo", "bo", "Wc", "bc")


@dataclass(frozen=True, eq=False)
class Exercise:
    """One cell of the notebook. `prints` are the texts before the equals signs, of results by their names."""

    name: str
    cell: str
    draws: tuple[str, ...]
    prints: tuple[str, ...]
    results: Callable[[Setting, Sequence[Forward]], Results]  # of the setting and its forward pass
    T_x: int = 1
    T_backward: int = 1  # the timesteps that da has; the LSTM's has fewer than its x
    leftover: Mapping[str, str] = field(default_factory=dict)  # parameter -> the exercise whose value is still in use

    @property
    def sizes(self) -> Sizes:
        """The notebook's own sizes."""
        return Sizes(n_x=3, n_a=5, n_y=2, m=10, T_x=self.T_x)

    def draw(self, seed: int = 1, sizes: Sizes | None = None) -> Setting:
        """Draw the arrays. The notebook's seed is 1. With another T_x, da keeps its distance to x in length."""
        random = np.random.RandomState(seed)
        sizes = sizes or self.sizes
        T_backward = max(1, sizes.T_x - self.T_x + self.T_backward)
        lengths = {"da": replace(sizes, T_x=T_backward)}
        drawn = {name: random.randn(*lengths.get(name, sizes).shape(DIMS[name])) for name in self.draws}
        cell = CELLS[self.cell]
        parameters = {p.name: drawn.get(p.name, np.zeros(sizes.shape(p.dims))) for p in cell.parameters}
        left = {name: EXERCISES[source].draw(seed).parameters[name] for name, source in self.leftover.items()}
        zeros = np.zeros(sizes.shape("n_a, m"))
        setting = Setting(
            cell,
            parameters | left,
            drawn["x"] if "x" in drawn else drawn["xt"][:, :, np.newaxis],
            {lane.initial: drawn.get(lane.initial, drawn.get(lane.previous, zeros)) for lane in cell.lanes},
        )
        if "da" in drawn:
            return replace(setting, da=drawn["da"])
        if "da_next" in drawn:
            arriving = {"dc_prevt": drawn["dc_next"]} if "dc_next" in drawn else {}
            return replace(setting, da=drawn["da_next"][:, :, np.newaxis], arriving=arriving)
        return setting

    def printed(self, setting: Setting) -> dict[str, Printed]:
        """Return what the notebook prints of a run, by the text before the equals sign, in its order.

        `setting` is what `draw` returned, or the same with a wrong cell or loop: then what NumPy raises is raised.
        """
        return dict(self.lines(setting))

    def lines(self, setting: Setting, frames: Sequence[Forward] | None = None) -> Iterator[tuple[str, Printed]]:
        """Yield what the notebook prints, line by line: a wrong run may print some of them before it raises.

        `frames` is the setting's forward pass, where it has been made already.
        """
        yield from self.texts(self.results(setting, list(forward_pass(setting)) if frames is None else frames))

    def texts(self, results: Results) -> Iterator[tuple[str, Printed]]:
        """Yield what the notebook prints of results, line by line."""
        for text in self.prints:
            yield text, _value(text, results)


def _value(text: str, results: Results) -> Printed:
    """Return what a text such as `gradients["dx"][1][2]`, `a.shape` or `len(caches)` prints."""
    name, *indices = re.findall(r"\w+", text.removeprefix("gradients"))
    if name == "len":
        return len(results[indices[0]])
    if indices == ["shape"]:
        return np.shape(results[name])
    value = results[name]
    for index in indices:
        value = value[int(index)]
    return value if np.ndim(value) else float(value)


# What the learner's functions return ------------------------------------------------------------------------------


def _over_time(frames: Sequence[Forward], name: str) -> Array:
    return np.stack([frame.values[name] for frame in frames], axis=2)  # (rows, m, T_x)


def _rnn_cell_forward(setting: Setting, frames: Sequence[Forward]) -> Results:
    (frame,) = frames
    return frame.values


def _rnn_forward(setting: Setting, frames: Sequence[Forward]) -> Results:
    caches = (frames, setting.x)
    return {"a": _over_time(frames, "a_next"), "y_pred": _over_time(frames, "yt_pred"), "caches": caches}


def _lstm_cell_forward(setting: Setting, frames: Sequence[Forward]) -> Results:
    (frame,) = frames
    cached = ("a_next", "c_next", "a_prev", "c_prev", "ft", "it", "cct", "ot", "xt")
    cache = (*(frame.values[name] for name in cached), setting.parameters)
    return {**frame.values, "yt": frame.values["yt_pred"], "cache": cache}


def _lstm_forward(setting: Setting, frames: Sequence[Forward]) -> Results:
    stacked = {"a": "a_next", "y": "yt_pred", "c": "c_next"}
    return {**{name: _over_time(frames, value) for name, value in stacked.items()}, "caches": (frames, setting.x)}


def _backward(setting: Setting, frames: Sequence[Forward]) -> Results:
    *_, gradients = backward_pass(setting, frames)
    assert isinstance(gradients, Gradients)
    return {**gradients.values, "dx": gradients.values["dx"][:, :, : setting.T_backward]}  # as long as da


def _cell_backward(setting: Setting, frames: Sequence[Forward]) -> Results:
    """Run the steps alone, since the notebook's function has no loop that would add up or store what they make."""
    assert setting.da is not None
    (frame,) = frames
    arriving = {lane.carried: np.zeros_like(setting.da[:, :, 0]) for lane in setting.cell.lanes} | dict(
        setting.arriving
    )
    arriving |= {lane.upstream: setting.da[:, :, 0] for lane in setting.cell.lanes if lane.upstream}
    made = run_steps(setting.backward_steps, {**setting.constants, **frame.values, **arriving})
    return made | {total: made[step] for total, step in setting.cell.accumulates.items() if step in made}


# What the notebook prints -----------------------------------------------------------------------------------------


def _gradients(*printed: str) -> tuple[str, ...]:
    """Return the lines of a backward exercise: each gradient's number or row, then its shape."""
    texts = [re.sub(r"^\w+", r'gradients["\g<0>"]', text) for text in printed]
    return tuple(line for text in texts for line in (text, re.sub(r"\]\[.*", "].shape", text)))


RNN_GRADIENTS = ("dWax[3][1]", "dWaa[1][2]", "dba[4]")
LSTM_GRADIENTS = ("dWf[3][1]", "dWi[1][2]", "dWc[3][1]", "dWo[1][2]", "dbf[4]", "dbi[4]", "dbc[4]", "dbo[4]")

EXERCISES: dict[str, Exercise] = {
    exercise.name: exercise
    for exercise in (
        Exercise(
            name="rnn_cell_forward",
            cell="rnn",
            draws=("xt", "a_prev", *FORWARD_RNN),
            prints=("a_next[4]", "a_next.shape", "yt_pred[1]", "yt_pred.shape"),
            results=_rnn_cell_forward,
        ),
        Exercise(
            name="rnn_forward",
            cell="rnn",
            draws=("x", "a0", *FORWARD_RNN),
            prints=("a[4][1]", "a.shape", "y_pred[1][3]", "y_pred.shape", "caches[1][1][3]", "len(caches)"),
            results=_rnn_forward,
            T_x=4,
        ),
        Exercise(
            name="lstm_cell_forward",
            cell="lstm",
            draws=("xt", "a_prev", "c_prev", *GATES, "Wy", "by"),
            prints=(
                *("a_next[4]", "a_next.shape", "c_next[2]", "c_next.shape"),
                *("yt[1]", "yt.shape", "cache[1][3]", "len(cache)"),
            ),
            results=_lstm_cell_forward,
        ),
        Exercise(
            name="lstm_forward",
            cell="lstm",
            draws=("x", "a0", *GATES, "Wy", "by"),
            prints=(
                *("a[4][3][6]", "a.shape", "y[1][4][3]", "y.shape"),
                *("caches[1][1][1]", "c[1][2][1]", "len(caches)"),
            ),
            results=_lstm_forward,
            T_x=7,
        ),
        Exercise(
            name="rnn_cell_backward",
            cell="rnn",
            draws=("xt", "a_prev", *BACKWARD_RNN, "da_next"),
            prints=_gradients("dxt[1][2]", "da_prev[2][3]", *RNN_GRADIENTS),
            results=_cell_backward,
        ),
        Exercise(
            name="rnn_backward",
            cell="rnn",
            draws=("x", "a0", *BACKWARD_RNN, "da"),
            prints=_gradients("dx[1][2]", "da0[2][3]", *RNN_GRADIENTS),
            results=_backward,
            T_x=4,
            T_backward=4,
        ),
        Exercise(
            name="lstm_cell_backward",
            cell="lstm",
            draws=("xt", "a_prev", "c_prev", *GATES, "Wy", "by", "da_next", "dc_next"),
            prints=_gradients("dxt[1][2]", "da_prev[2][3]", "dc_prev[2][3]", *LSTM_GRADIENTS),
            results=_cell_backward,
        ),
        Exercise(
            name="lstm_backward",
            cell="lstm",
            draws=("x", "a0", *GATES, "da"),  # Wy and by are zeros
            prints=_gradients("dx[1][2]", "da0[2][3]", *LSTM_GRADIENTS),
            results=_backward,
            T_x=7,
            T_backward=4,
        ),
    )
}

EARLIER: dict[str, Exercise] = {
    name: replace(EXERCISES[name], leftover={"ba": "rnn_forward"}) for name in ("rnn_cell_backward",)
}
"""Exercises whose published output was another one in earlier notebooks, as they were then."""
