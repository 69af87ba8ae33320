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
from .words import always, when


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


ASKED_ONCE = when("own loss", "The network is asked at the last timestep alone.")

VANISHING = Scenario(
    name="vanishing",
    title="A gradient that vanishes",
    description=(always("The spectral radius of Waa is {radius}, and tanh takes its share too."), ASKED_ONCE),
    look_for=(
        when(
            "own",
            "On the logarithmic chart the carried gradient falls nearly along a line: tanh and Waa take their share "
            "again and again.",
        ),
    ),
    sizes={"rnn": Sizes(n_x=3, n_a=8, n_y=3, m=4, T_x=20)},
    draw=_noise,
    loss=LAST,
    radius=0.5,
)

SATURATED = Scenario(
    name="saturated",
    title="A gradient that tanh stops",
    description=(
        when(
            "own",
            "The input is so loud that most entries of a⟨t⟩ are beyond ±0.9, where the slope of tanh, 1 - a², is less "
            "than 0.19. The spectral radius of Waa is {radius}, and yet the gradient vanishes.",
        ),
        when(
            "not own",
            "The input is loud: noise with a standard deviation of 20. The spectral radius of Waa is {radius}.",
        ),
    ),
    look_for=(
        when("own", "At dtanh nearly every bar of da_next is gone: what vanishes, vanishes there, and not in Waa."),
        when("not own", "At dtanh, see how much of da_next is left where a⟨t⟩ is near -1 or 1."),
    ),
    sizes={"rnn": Sizes(n_x=3, n_a=8, n_y=3, m=4, T_x=20)},
    draw=_loud,
    loss=LAST,
    radius=1.5,
)

EXPLODING = Scenario(
    name="exploding",
    title="A gradient that explodes",
    description=(
        when("own", "The spectral radius of Waa is {radius}, and tanh does not take away as much as Waa adds."),
        when("not own", "The spectral radius of Waa is {radius}."),
        ASKED_ONCE,
    ),
    look_for=(
        when(
            "own",
            "The carry grows on its way back, and with it all that is made from it: dWax, dWaa and dba explode "
            "together.",
        ),
        when("uncut; over time", "Clip the carry, or the gradient of all parameters, and compare."),
    ),
    sizes={"rnn": Sizes(n_x=3, n_a=24, n_y=3, m=4, T_x=30)},
    draw=_murmur,
    loss=LAST,
    radius=4.0,
)

SILENCE = Scenario(
    name="silence",
    title="Nothing but Waa",
    description=(
        when(
            "unchanged",
            "Nothing is heard, so every a⟨t⟩ is 0, where tanh has slope 1: a step back is Waa.T and nothing else.",
        ),
        always("The spectral radius of Waa is {radius}."),
        when("unchanged; uncut", "Over many steps it alone decides."),
    ),
    look_for=(
        when("own", "The carry explodes, and dba with it."),
        when("unchanged", "dWax, dWaa and dWya stay exactly 0, because x and a are."),
        when(
            "own",
            "Raise the radius or T_x until the numbers overflow: Infinity, and then NaN, where infinities are "
            "subtracted or met with 0.",
        ),
    ),
    sizes={"rnn": Sizes(n_x=3, n_a=8, n_y=3, m=4, T_x=30)},
    draw=_silence,
    loss=LAST,
    radius=1.5,
)

ORTHOGONAL = Scenario(
    name="orthogonal",
    title="A gradient that holds",
    description=(
        when("own radius; unchanged", "Waa is orthogonal: it turns a gradient and keeps its length."),
        when(
            "not own radius; unchanged",
            "Waa is {radius} times an orthogonal matrix: it turns a gradient and multiplies its length by that.",
        ),
        when("own", "The input is quiet, so that tanh is close to a straight line."),
        when("not own", "The input is quiet: noise with a standard deviation of 0.02."),
    ),
    look_for=(
        when("own", "The norm of the carried gradient hardly changes on its whole way back."),
        when("own", "Now lower the radius to 0.9."),
    ),
    sizes={"rnn": Sizes(n_x=3, n_a=8, n_y=3, m=4, T_x=30)},
    draw=_orthogonal,
    loss=LAST,
)

LONG = Scenario(
    name="long",
    title="A long sequence",
    description=(
        when("every t; over time", "{T_x} timesteps, with a loss at each of them."),
        when("not every t; over time", "{T_x} timesteps."),
        when("own sizes", "The strip above keeps the whole of it in sight."),
        when("not over time", "A single timestep, of what may be hundreds."),
    ),
    look_for=(
        when(
            "every t; over time",
            "How far back does the loss of one timestep reach before it is lost among the others?",
        ),
    ),
    sizes=dict.fromkeys(CELLS, Sizes(n_x=4, n_a=8, n_y=4, m=4, T_x=200)),
    draw=_noise,
    loss=SOFTMAX_CROSS_ENTROPY,
)
