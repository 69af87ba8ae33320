"""What gates do for a gradient, and what they do not: a task of memory, the same for every cell."""

import numpy as np

from ...bptt.cell import Cell
from ...bptt.loss import LAST
from ...bptt.passes import Setting
from ...bptt.sizes import Sizes
from .draw import one_hot, parameters, without_biases, zeros
from .scenario import Scenario
from .words import when


def _recall(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    """Draw a task of memory: a symbol at t = 0, then noise, and at the end the question which symbol it was.

    The task comes from its own generator, so that it is the same for every cell.
    """
    task, weights = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    symbol = task.integers(min(sizes.n_x, sizes.n_y), size=(sizes.m, 1))
    x = task.standard_normal(sizes.shape("n_x, m, T_x"))
    x[:, :, :1] = one_hot(symbol, sizes.n_x)
    drawn = without_biases(parameters(weights, cell, sizes))
    y = one_hot(np.repeat(symbol, sizes.T_x, axis=1), sizes.n_y)
    return Setting(cell, drawn, x, zeros(cell, sizes), y=y)


LSTM_VS_RNN = Scenario(
    name="lstm-vs-rnn",
    title="LSTM and GRU against RNN",
    description=(
        when(
            "own loss; over time; unchanged",
            "A symbol is shown at t = 0, noise follows, and at the end the network is asked which it was.",
        ),
        when("unchanged", "The sequence is the same for every cell."),
        when("not unchanged", "A task of memory: which symbol was shown first?"),
        when(
            "own loss; own sizes; uncut; unchanged",
            "How far the gradient of a gated cell reaches is decided by a bias that its gates start from.",
        ),
    ),
    look_for=(
        when(
            "own loss; own sizes; uncut; unchanged",
            "Set the bias to 0, and the gradient of the LSTM or the GRU vanishes as the RNN's does; left alone, it is "
            "3 on the LSTM's forget gate and -3 on the GRU's update gate, and the gradient comes home.",
        ),
    ),
    sizes=dict.fromkeys(("lstm", "rnn", "gru"), Sizes(n_x=4, n_a=8, n_y=4, m=4, T_x=30)),
    draw=_recall,
    loss=LAST,
    bias={"lstm": 3.0, "gru": -3.0},  # forgets little, overwrites little (Jozefowicz et al., 2015)
    beside=("rnn", "lstm", "gru"),
)
