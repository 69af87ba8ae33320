"""The course notebook's eight exercises: what each draws, computes and prints.

Arrays are drawn as the notebook does, from NumPy's legacy generator and in its order. An exercise on a single cell is
a run over one timestep: then a_next is its only state, and da_prev what leaves it.

Two of the published outputs changed over the years, and learners still post the earlier ones. The earlier notebook's
rnn_cell_backward drew a bias that it then did not use, but the `ba` left over from the rnn_forward exercise: EARLIER.
And the earlier lstm_backward printed what a loop gives that carries neither da_prevt nor dc_prevt back, with biases
that were gathered wrongly as well: mistakes.
"""

import re
from dataclasses import replace

from . import results
from .exercise import BACKWARD_RNN, FORWARD_RNN, GATES, Exercise, Printed

__all__ = ["EARLIER", "EXERCISES", "Exercise", "Printed"]


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
            results=results.rnn_cell_forward,
        ),
        Exercise(
            name="rnn_forward",
            cell="rnn",
            draws=("x", "a0", *FORWARD_RNN),
            prints=("a[4][1]", "a.shape", "y_pred[1][3]", "y_pred.shape", "caches[1][1][3]", "len(caches)"),
            results=results.rnn_forward,
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
            results=results.lstm_cell_forward,
        ),
        Exercise(
            name="lstm_forward",
            cell="lstm",
            draws=("x", "a0", *GATES, "Wy", "by"),
            prints=(
                *("a[4][3][6]", "a.shape", "y[1][4][3]", "y.shape"),
                *("caches[1][1][1]", "c[1][2][1]", "len(caches)"),
            ),
            results=results.lstm_forward,
            T_x=7,
        ),
        Exercise(
            name="rnn_cell_backward",
            cell="rnn",
            draws=("xt", "a_prev", *BACKWARD_RNN, "da_next"),
            prints=_gradients("dxt[1][2]", "da_prev[2][3]", *RNN_GRADIENTS),
            results=results.cell_backward,
        ),
        Exercise(
            name="rnn_backward",
            cell="rnn",
            draws=("x", "a0", *BACKWARD_RNN, "da"),
            prints=_gradients("dx[1][2]", "da0[2][3]", *RNN_GRADIENTS),
            results=results.backward,
            T_x=4,
            T_backward=4,
        ),
        Exercise(
            name="lstm_cell_backward",
            cell="lstm",
            draws=("xt", "a_prev", "c_prev", *GATES, "Wy", "by", "da_next", "dc_next"),
            prints=_gradients("dxt[1][2]", "da_prev[2][3]", "dc_prev[2][3]", *LSTM_GRADIENTS),
            results=results.cell_backward,
        ),
        Exercise(
            name="lstm_backward",
            cell="lstm",
            draws=("x", "a0", *GATES, "da"),  # Wy and by are zeros
            prints=_gradients("dx[1][2]", "da0[2][3]", *LSTM_GRADIENTS),
            results=results.backward,
            T_x=7,
            T_backward=4,
        ),
    )
}

EARLIER: dict[str, Exercise] = {
    name: replace(EXERCISES[name], leftover={"ba": EXERCISES["rnn_forward"]}) for name in ("rnn_cell_backward",)
}
"""Exercises whose published output was another one in earlier notebooks, as they were then."""
