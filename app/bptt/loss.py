"""Where the upstream gradient `da` comes from: given, as in the course's exercise, or a loss on the predictions.

The cost is the sum over t of each timestep's loss, and that is the mean over the m examples: so dzy, and all that
follows from it, is divided by m. Every cell hands a loss `zy` and `yt_pred` = softmax(zy), and reads `dzy` from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .cell import Symbol
from .ops import log_softmax
from .sentence import Sentence
from .step import Array, Step, step


def every_timestep(t: int, T_x: int) -> bool:
    return True


def last_timestep(t: int, T_x: int) -> bool:
    return t == T_x - 1


@dataclass(frozen=True, eq=False)
class Loss:
    """What is appended to the forward pass, and what the backward pass of a timestep begins with."""

    name: str
    title: str
    forward: tuple[Step, ...] = ()
    backward: tuple[Step, ...] = ()
    given: tuple[Symbol, ...] = ()  # what its steps read besides the cell's values
    counts: Callable[[int, int], bool] = every_timestep  # whether timestep t of T_x is part of the cost

    @property
    def gives_da(self) -> bool:
        """Whether da[:, :, t] is handed over instead of being computed from predictions."""
        return not self.backward

    def weight(self, t: int, T_x: int, m: int) -> Array:
        """Return w_t, what one example counts at timestep t, as a 1 × 1 matrix: 1/m, or 0 where no loss is."""
        return np.full((1, 1), 1 / m if self.counts(t, T_x) else 0.0)


NOT_COUNTED = Sentence(
    "no loss", "no loss here", "No loss is taken at t = {t}: {w_t} is 0, so ŷ⟨{t}⟩ is no part of the cost."
)


# Softmax cross-entropy -------------------------------------------------------------------------------------------


@step(
    "1, m",
    kind="sum",
    symbol=r"\mathcal{L}^{\langle t\rangle}",
    formula=r"-\sum_{n_y} w_t\, yt \odot \log \mathrm{softmax}(zy)",
    when="loss here",
    others=[NOT_COUNTED],
)
def loss_t(w_t: Array, yt: Array, zy: Array) -> Array:
    """How wrong is ŷ⟨{t}⟩? For each example minus the log of the share ŷ that the right answer {yt} was given,
    taken from {zy} in one go so that no share is rounded to 0 before its log; each example counts {w_t}."""
    return (-w_t * yt * log_softmax(zy)).sum(axis=0, keepdims=True)


NO_LOSS = Sentence(
    "no loss",
    "no loss here",
    "No loss is taken at t = {t}: {w_t} is 0, because the network is asked at the last timestep alone (many to one). "
    "So nothing starts here, and what a⟨{t}⟩ learns from is what is carried back to it.",
)


@step(
    "n_y, m",
    kind="hadamard",
    symbol=r"dz_{y}^{\langle t\rangle}",
    formula=r"w_t\, (yt_pred - yt)",
    when="loss here",
    others=[NO_LOSS],
)
def dzy(w_t: Array, yt_pred: Array, yt: Array) -> Array:
    """The y stream's gradient starts here: {dzy=} is what was predicted less what was right, times {w_t}, which
    is 1/m: the cost is the mean over the examples. log and softmax cancel to this one difference."""
    return w_t * (yt_pred - yt)


# Squared error of the predicted shares (the Brier score) ---------------------------------------------------------


@step(
    "1, m",
    kind="sum",
    symbol=r"\mathcal{L}^{\langle t\rangle}",
    formula=r"\frac{1}{2} \sum_{n_y} w_t\, (yt_pred - yt)^{2}",
    name="loss_t",
)
def squared_loss_t(w_t: Array, yt_pred: Array, yt: Array) -> Array:
    """How wrong is ŷ⟨{t}⟩? For each example half the squared distance from {yt_pred} to {yt}; each counts {w_t}."""
    return (0.5 * w_t * (yt_pred - yt) ** 2).sum(axis=0, keepdims=True)


@step("n_y, m", kind="hadamard", symbol=r"d\hat{y}^{\langle t\rangle}", formula=r"w_t\, (yt_pred - yt)")
def dyt_pred(w_t: Array, yt_pred: Array, yt: Array) -> Array:
    """The y stream's gradient starts here: {dyt_pred=} is what was predicted less what was right, times {w_t}, which
    is 1/m: the cost is the mean over the examples."""
    return w_t * (yt_pred - yt)


@step(
    "1, m", kind="sum", symbol=r"\overline{d\hat{y}}^{\langle t\rangle}", formula=r"\sum_{n_y} yt_pred \odot dyt_pred"
)
def dyt_mean(yt_pred: Array, dyt_pred: Array) -> Array:
    """softmax cannot raise all shares at once: {dyt_mean} is the mean of {dyt_pred}, weighted by the shares."""
    return (yt_pred * dyt_pred).sum(axis=0, keepdims=True)


@step(
    "n_y, m",
    kind="hadamard",
    symbol=r"dz_{y}^{\langle t\rangle}",
    formula=r"yt_pred \odot (dyt_pred - dyt_mean)",
    name="dzy",
)
def squared_dzy(yt_pred: Array, dyt_pred: Array, dyt_mean: Array) -> Array:
    """Back through softmax: {dzy=} is how far {dyt_pred} is from its mean, times the share {yt_pred}."""
    return yt_pred * (dyt_pred - dyt_mean)


ASKED = (
    Symbol("yt", r"y^{\langle t\rangle}", "n_y, m", "the right answer; each column adds up to 1", code="y[:, :, t]"),
    Symbol("w_t", r"w^{\langle t\rangle}", "1, 1", "what an example counts: 1/m, or 0 where no loss is", code="w[t]"),
)

GIVEN = Loss("given", "da is given")

SOFTMAX_CROSS_ENTROPY = Loss(
    "softmax_cross_entropy",
    "softmax cross-entropy at every timestep",
    forward=(loss_t,),
    backward=(dzy,),
    given=ASKED,
)

SQUARED_ERROR = Loss(
    "squared_error",
    "squared error of ŷ at every timestep",
    forward=(squared_loss_t,),
    backward=(dyt_pred, dyt_mean, squared_dzy),
    given=ASKED,
)

LAST = replace(
    SOFTMAX_CROSS_ENTROPY,
    name="last",
    title="softmax cross-entropy at the last timestep alone",
    counts=last_timestep,
)

LOSSES: dict[str, Loss] = {loss.name: loss for loss in (GIVEN, SOFTMAX_CROSS_ENTROPY, SQUARED_ERROR, LAST)}
