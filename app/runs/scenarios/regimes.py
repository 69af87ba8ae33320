"""Where gradients vanish, explode or hold: the same network, asked once at the end, in different states."""

from dataclasses import replace

import numpy as np

from ...bptt.cell import Cell
from ...bptt.cells import CELLS
from ...bptt.loss import LAST, SOFTMAX_CROSS_ENTROPY
from ...bptt.passes import Setting
from ...bptt.sizes import Sizes
from .draw import answers, one_hot, parameters, without_biases, zeros
from .scenario import Scenario


def _read(cell: Cell, sizes: Sizes, seed: int, loudness: float) -> Setting:
    """Draw a network without biases that starts at zeros and reads normal noise of this standard deviation."""
    random = np.random.default_rng(seed)
    drawn = without_biases(parameters(random, cell, sizes))
    x = loudness * random.standard_normal(sizes.shape("n_x, m, T_x"))
    return Setting(cell, drawn, x, zeros(cell, sizes), y=answers(random, sizes))


def _noise(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    return _read(cell, sizes, seed, loudness=1.0)


def _silence(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    return _read(cell, sizes, seed, loudness=0.0)


def _orthogonal(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    """Draw with an orthogonal Waa: the Q of a normal matrix's QR decomposition, with R's signs (Mezzadri, 2007)."""
    quiet = _read(cell, sizes, seed, loudness=0.02)
    q, r = np.linalg.qr(np.random.default_rng(seed).standard_normal(sizes.shape("n_a, n_a")))
    return replace(quiet, parameters={**quiet.parameters, "Waa": q * np.sign(np.diag(r))})


def _recall(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    """Draw a task of memory: a symbol at t = 0, then noise, and at the end the question which symbol it was.

    The task comes from its own generator, so that it is the same for every cell; gates start out open for memory.
    """
    task, weights = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    symbol = task.integers(min(sizes.n_x, sizes.n_y), size=(sizes.m, 1))
    x = task.standard_normal(sizes.shape("n_x, m, T_x"))
    x[:, :, :1] = one_hot(symbol, sizes.n_x)
    drawn = without_biases(parameters(weights, cell, sizes))
    drawn |= {name: np.full_like(drawn[name], start) for name, start in MEMORY_FIRST.items() if name in drawn}
    y = one_hot(np.repeat(symbol, sizes.T_x, axis=1), sizes.n_y)
    return Setting(cell, drawn, x, zeros(cell, sizes), y=y)


MEMORY_FIRST = {"bf": 3.0, "bu": -3.0}
"""Biases with which the LSTM's forget gate starts near 1 and the GRU's update gate near 0 (Jozefowicz et al., 2015)."""

VANISHING = Scenario(
    name="vanishing",
    title="A gradient that vanishes",
    description="The spectral radius of Waa is 0.5 and tanh takes its share too. The network is asked at the last "
    "timestep alone.",
    look_for="On the logarithmic chart the carried gradient falls nearly along a line: every step takes its share.",
    sizes={"rnn": Sizes(n_x=3, n_a=8, n_y=3, m=4, T_x=20)},
    draw=_noise,
    loss=LAST,
    radius=0.5,
)

EXPLODING = Scenario(
    name="exploding",
    title="A gradient that explodes",
    description="Nothing is heard, so every a⟨t⟩ is 0, where tanh has slope 1 and saves nothing. The spectral radius "
    "of Waa is 1.5.",
    look_for="The carry explodes, and dba with it; dWax, dWaa and dWya stay exactly 0, because x and a are. "
    "Raise the radius or T_x until the numbers overflow: Infinity, and then NaN, where infinities are "
    "subtracted or met with 0.",
    sizes={"rnn": Sizes(n_x=3, n_a=8, n_y=3, m=4, T_x=30)},
    draw=_silence,
    loss=LAST,
    radius=1.5,
)

ORTHOGONAL = Scenario(
    name="orthogonal",
    title="A gradient that holds",
    description="Waa is orthogonal: it turns a gradient and keeps its length. The input is quiet, so that tanh is "
    "close to a straight line.",
    look_for="The norm of the carried gradient hardly changes over thirty steps. Now lower the radius to 0.9.",
    sizes={"rnn": Sizes(n_x=3, n_a=8, n_y=3, m=4, T_x=30)},
    draw=_orthogonal,
    loss=LAST,
)

LONG = Scenario(
    name="long",
    title="Two hundred timesteps",
    description="A long sequence with a loss at every timestep. The strip above keeps the whole of it in sight.",
    look_for="How far back does the loss of one timestep reach before it is lost among the others?",
    sizes=dict.fromkeys(CELLS, Sizes(n_x=4, n_a=8, n_y=4, m=4, T_x=200)),
    draw=_noise,
    loss=SOFTMAX_CROSS_ENTROPY,
)

LSTM_VS_RNN = Scenario(
    name="lstm-vs-rnn",
    title="LSTM against RNN",
    description="A symbol is shown once, thirty steps of noise follow, and then the question which it was. Every cell "
    "is given the very same sequence.",
    look_for="Both norms on one chart: the RNN's carry dies on the way back, the LSTM's memory lane brings it home.",
    sizes=dict.fromkeys(("lstm", "rnn", "gru"), Sizes(n_x=4, n_a=8, n_y=4, m=4, T_x=30)),
    draw=_recall,
    loss=LAST,
    beside=("rnn", "lstm"),
)
