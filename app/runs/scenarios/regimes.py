"""Where gradients vanish, explode or hold: the same network, asked once at the end, in different states."""

from dataclasses import replace

import numpy as np

from ...bptt.cell import Cell
from ...bptt.cells import CELLS
from ...bptt.loss import LAST, SOFTMAX_CROSS_ENTROPY
from ...bptt.passes import Setting
from ...bptt.sizes import Sizes
from .draw import answers, parameters, without_biases, zeros
from .scenario import Scenario


def _read(cell: Cell, sizes: Sizes, seed: int, loudness: float) -> Setting:
    """Draw a network without biases that starts at zeros and reads normal noise of this standard deviation."""
    random = np.random.default_rng(seed)
    drawn = without_biases(parameters(random, cell, sizes))
    x = loudness * random.standard_normal(sizes.shape("n_x, m, T_x"))
    return Setting(cell, drawn, x, zeros(cell, sizes), y=answers(random, sizes))


def _noise(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    return _read(cell, sizes, seed, loudness=1.0)


def _murmur(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    return _read(cell, sizes, seed, loudness=0.3)


def _loud(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    return _read(cell, sizes, seed, loudness=20.0)


def _silence(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    return _read(cell, sizes, seed, loudness=0.0)


def _orthogonal(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    """Draw with an orthogonal Waa: the Q of a normal matrix's QR decomposition, with R's signs (Mezzadri, 2007)."""
    quiet = _read(cell, sizes, seed, loudness=0.02)
    q, r = np.linalg.qr(np.random.default_rng(seed).standard_normal(sizes.shape("n_a, n_a")))
    return replace(quiet, parameters={**quiet.parameters, "Waa": q * np.sign(np.diag(r))})


VANISHING = Scenario(
    name="vanishing",
    title="A gradient that vanishes",
    description="The spectral radius of Waa is 0.5 unless another is asked for, and tanh takes its share too. The "
    "network is asked at the last timestep alone.",
    look_for="On the logarithmic chart the carried gradient falls nearly along a line: every step takes its share.",
    sizes={"rnn": Sizes(n_x=3, n_a=8, n_y=3, m=4, T_x=20)},
    draw=_noise,
    loss=LAST,
    radius=0.5,
)

SATURATED = Scenario(
    name="saturated",
    title="A gradient that tanh stops",
    description="The input is so loud that most entries of a⟨t⟩ are beyond ±0.9, where the slope of tanh, 1 - a², is "
    "less than 0.19. The spectral radius of Waa is 1.5, and yet the gradient vanishes.",
    look_for="At dtanh nearly every bar of da_next is gone: what vanishes, vanishes there, and not in Waa.",
    sizes={"rnn": Sizes(n_x=3, n_a=8, n_y=3, m=4, T_x=20)},
    draw=_loud,
    loss=LAST,
    radius=1.5,
)

EXPLODING = Scenario(
    name="exploding",
    title="A gradient that explodes",
    description="The spectral radius of Waa is 4 unless another is asked for, and at 4 tanh does not take away as much "
    "as Waa adds. The network is asked at the last timestep alone.",
    look_for="The carry grows on its way back, and with it all that is made from it: dWax, dWaa and dba explode "
    "together. Clip the carry, or the gradient of all parameters, and compare.",
    sizes={"rnn": Sizes(n_x=3, n_a=24, n_y=3, m=4, T_x=30)},
    draw=_murmur,
    loss=LAST,
    radius=4.0,
)

SILENCE = Scenario(
    name="silence",
    title="Nothing but Waa",
    description="Nothing is heard, so every a⟨t⟩ is 0, where tanh has slope 1: a step back is Waa.T and nothing else. "
    "The spectral radius of Waa is 1.5 unless another is asked for, and over many steps it alone decides.",
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
    description="Waa is orthogonal unless another radius is asked for: it turns a gradient and keeps its length. The "
    "input is quiet, so that tanh is close to a straight line.",
    look_for="The norm of the carried gradient hardly changes on its whole way back. Now lower the radius to 0.9.",
    sizes={"rnn": Sizes(n_x=3, n_a=8, n_y=3, m=4, T_x=30)},
    draw=_orthogonal,
    loss=LAST,
)

LONG = Scenario(
    name="long",
    title="A long sequence",
    description="Two hundred timesteps unless another T_x is asked for, with a loss at each of them. The strip above "
    "keeps the whole of it in sight.",
    look_for="How far back does the loss of one timestep reach before it is lost among the others?",
    sizes=dict.fromkeys(CELLS, Sizes(n_x=4, n_a=8, n_y=4, m=4, T_x=200)),
    draw=_noise,
    loss=SOFTMAX_CROSS_ENTROPY,
)
