"""One exercise of the notebook: how its arrays are drawn, what is computed of them, and what is printed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from ...bptt.cells import CELLS
from ...bptt.passes import Forward, Setting, forward_pass
from ...bptt.sizes import Sizes
from ...bptt.step import Array

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
    leftover: Mapping[str, "Exercise"] = field(default_factory=dict)  # parameter -> the one whose value is still used

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
        left = {name: source.draw(seed).parameters[name] for name, source in self.leftover.items()}
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
    name, *indices = _words(text)
    if name == "len":
        return len(results[indices[0]])
    if indices == ["shape"]:
        return np.shape(results[name])
    value = results[name]
    for index in indices:
        value = value[int(index)]
    return value if np.ndim(value) else float(value)


@cache
def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.removeprefix("gradients"))
