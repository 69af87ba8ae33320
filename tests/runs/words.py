"""What each phrase of a scenario claims, as a test of the run of which it is said."""

import re
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

import numpy as np

from app.bptt.passes import Backward, Gradients, backward_pass, forward_pass
from app.runs.run import Run, make_run


class Ran:
    """A run, driven once when something is asked of it."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.setting = run.setting

    @cached_property
    def forward(self) -> list[Any]:
        return [frame.values for frame in forward_pass(self.setting)]

    @cached_property
    def _passed(self) -> tuple[list[Backward], Gradients]:
        *frames, end = backward_pass(self.setting, list(forward_pass(self.setting)))
        assert isinstance(end, Gradients)
        return [one for one in frames if isinstance(one, Backward)], end

    @property
    def frames(self) -> list[Backward]:
        return self._passed[0]

    @property
    def gradients(self) -> Any:
        return self._passed[1].values

    def norms(self, name: str) -> np.ndarray[Any, Any]:
        return np.array([np.linalg.norm(frame.values[name]) for frame in self.frames])

    @property
    def reach(self) -> float:
        """How much of what enters at the last timestep arrives at the first; told of one loss at the end alone."""
        sums = self.norms("da_next")
        return float(sums[-1] / sums[0])

    def again(self, **asked: Any) -> "Ran":
        run = self.run
        cell, sizes = asked.pop("cell", run.cell.name), vars(run.sizes)
        own = {name: size for name, size in sizes.items() if name not in run.scenario.fixed}
        return Ran(make_run(run.scenario.name, cell, run.seed or 1, own, **asked))


Holds = Callable[[Ran], bool]


def asked_once(one: Ran) -> bool:
    weights = [values["w_t"].any() for values in one.forward]
    return weights == [t == len(weights) - 1 for t in range(len(weights))]


def every_t(one: Ran) -> bool:
    return len(one.forward) > 1 and all(values["w_t"].any() for values in one.forward)


def explodes(one: Ran) -> bool:
    entered = one.norms("da_next")[0]
    return all(np.linalg.norm(one.gradients[name]) > 100 * entered for name in ("dWax", "dWaa", "dba"))


def beyond(one: Ran) -> bool:
    states = np.array([values["a_next"] for values in one.forward])
    far = np.abs(states) > 0.9
    return bool(far.mean() > 0.5 and (1 - states[far] ** 2).max() < 0.19 + 1e-12)


def gone_at_dtanh(one: Ran) -> bool:
    gone = [np.abs(f.values["dtanh"]) < 0.19 * np.abs(f.values["da_next"]) for f in one.frames]
    in_tanh, in_Waa = one.norms("dtanh") / one.norms("da_next"), one.norms("da_prev") / one.norms("dtanh")
    return bool(np.mean(gone) > 0.7 and np.exp(np.log(in_tanh).mean()) < 0.3 and np.exp(np.log(in_Waa).mean()) > 0.6)


def nearly_a_line(one: Ran) -> bool:
    """The norms fall along a line over t: their logarithms are as good as on one."""
    logs = np.log(one.norms("da_next"))
    return bool(np.corrcoef(np.arange(len(logs)), logs)[0, 1] < -0.97)


def radius_is_said(one: Ran) -> bool:
    return re.search(rf"\b{re.escape(f'{one.run.radius:.4g}')}(?![\d])", one.run.description) is not None


def silent(one: Ran) -> bool:
    still = not any(values["a_next"].any() for values in one.forward)
    return still and all(np.array_equal(f.values["dtanh"], f.values["da_next"]) for f in one.frames)


def no_weights(one: Ran) -> bool:
    return not any(one.gradients[name].any() for name in ("dWax", "dWaa", "dWya") if name in one.gradients)


def orthogonal_times(one: Ran) -> bool:
    Waa = one.setting.parameters["Waa"]
    return np.allclose(Waa.T @ Waa, (one.run.radius or 0) ** 2 * np.eye(len(Waa)))


def holds_length(one: Ran) -> bool:
    norms = one.norms("da_next")
    return bool(norms.max() / norms.min() < 1.5)


def gates_decide(one: Ran) -> bool:
    return _gates_decide(one.run.seed or 1)


@cache  # the same for every cell of it
def _gates_decide(seed: int) -> bool:
    def reach(cell: str, bias: float | None = None) -> float:
        return Ran(make_run("lstm-vs-rnn", cell, seed, {}, bias=bias)).reach

    gated = [(reach(cell, bias), reach(cell, 0)) for cell, bias in (("lstm", 3), ("gru", -3))]
    return reach("rnn") < 1e-2 and all(without < 1e-2 < left_alone for left_alone, without in gated)


def zero_but_last(one: Ran) -> bool:
    from_above = [f.values["da_t"].any() for f in one.frames]
    return len(from_above) > 1 and from_above == [True] + [False] * (len(from_above) - 1)


def two_parts(one: Ran) -> bool:
    apart = [not (f.values["da_t"] == f.values["da_prevt"]).any() for f in one.frames]
    met = [f.values["da_prevt"].any() for f in one.frames]
    return met == [False] + [True] * (len(met) - 1) and len(met) > 1 and all(apart[1:])


def from_the_prediction(one: Ran) -> bool:
    weights = one.setting.parameters.get("Wya", one.setting.parameters.get("Wy"))
    made = [weights.T @ (now["w_t"] * (now["yt_pred"] - now["yt"])) for now in (one.forward[f.t] for f in one.frames)]
    back = [np.allclose(f.values["da_t"], da_t) for f, da_t in zip(one.frames, made, strict=True)]
    return all(back) and all(f.values["da_t"].any() for f in one.frames)


def letters(one: Ran) -> bool:
    said = one.run.scenario.stands_for(one.run.sizes)
    reads = f"reads {', '.join(said['x'])} and should say {', '.join(said['y'])}"
    return reads in one.run.description and len(said["x"]) == one.setting.T_x


def overflows(one: Ran) -> bool:
    last = one.again(radius=1e12)
    return not np.isfinite(last.gradients["dba"]).all()


PHRASES: list[tuple[str, Holds]] = [
    (r"asked at the last timestep alone|asked once, at the last|at the end the network is asked", asked_once),
    (r"Everywhere else w⟨t⟩ is 0", lambda one: asked_once(one) and len(one.forward) > 1),
    (r"dWax, dWaa and dba explode together|carry grows on its way|does not take away as much as Waa adds", explodes),
    (r"most entries of a⟨t⟩ are beyond", beyond),
    (r"nearly every bar of da_next is gone", gone_at_dtanh),
    (r"yet the gradient vanishes", lambda one: one.reach < 1e-2 and (one.run.radius or 0) > 1),
    (r"falls nearly along a line", lambda one: nearly_a_line(one) and one.reach < 1e-2),
    (r"again and again", lambda one: bool((one.norms("dtanh") < one.norms("da_next")).all())),
    (r"spectral radius of Waa is|times an orthogonal matrix", radius_is_said),
    (r"standard deviation of 20", lambda one: one.setting.x.size < 50 or 15 < one.setting.x.std() < 25),
    (r"every a⟨t⟩ is 0|a step back is Waa.T and nothing else|Over many steps it alone", silent),
    (r"The carry explodes, and dba with it", lambda one: np.linalg.norm(one.gradients["dba"])
        > 100 * one.norms("da_next")[0]),
    (r"stay exactly 0, because x and a are", no_weights),
    (r"until the numbers overflow", overflows),
    (r"Waa is orthogonal: |times an orthogonal matrix", orthogonal_times),
    (r"straight line|hardly changes", holds_length),
    (r"bias that its gates start from|Set the bias to 0", gates_decide),
    (r"same for every cell", lambda one: all(np.array_equal(one.setting.x, one.again(cell=cell).setting.x)
        for cell in one.run.scenario.cells)),
    (r"da_t is zero at every timestep but the last", zero_but_last),
    (r"never da\[:, :, t-1\]", two_parts),
    (r"These are its own numbers", lambda one: one.run.seed == 1),
    (r"With seed 1 they are", lambda one: one.run.seed != 1),
    (r"da is simply given", lambda one: one.setting.da is not None),
    (r"one timestep, so nothing|no later timestep that could", lambda one: len(one.frames) == 1
        and not one.frames[0].values["da_prevt"].any()),
    (r"comes down from ŷ - y", from_the_prediction),
    (r"every gradient is 0", lambda one: not any(np.abs(value).max() > 1e-15 for value in one.gradients.values())),
    (r"comes down from the loss", lambda one: one.setting.da is None),
    (r"untrained network reads", letters),
    (r"Each timestep has its loss|with a loss at each of them", every_t),
    (r"\d+ timesteps", lambda one: f"{one.setting.T_x} timesteps" in one.run.description and one.setting.T_x > 1),
    (r"strip above|of one timestep reach before", lambda one: one.setting.T_x > 1),
    (r"A single timestep", lambda one: one.setting.T_x == 1),
    (r"standard deviation of 0.02", lambda one: np.sort(np.abs(one.setting.x), axis=None)[:-1].max(initial=0) < 0.1),
    (r"A symbol is shown at t = 0", lambda one: bool((one.setting.x[:, :, 0].sum(axis=0) == 1).all())),
    (r"drawn as the notebook draws|^Sizes and a seed|drawn at random|Change T_x|A network reads noise|A task of memory",
        lambda one: True),
    (r"A loop that forgets|test of the cell|^Clip the carry|^Now lower|^At dtanh, see", lambda one: True),
]  # fmt: skip
