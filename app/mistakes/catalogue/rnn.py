"""Mistakes in the RNN's cell on the way back."""

import numpy as np

from ..mistake import Mistake, Swap, form

SLOPE = (
    "tanh has the slope 1 - tanh², and what it has already returned is kept: a_next in the RNN, cct for the LSTM's "
    "candidate."
)
SLOPE_HINT = "What is the slope of tanh, written with what tanh has already returned?"
SLOPE_SYMPTOM = "dx is wrong in every column, the last one too."
TOO_LARGE = "At the last timestep no entry of dtanh, of dcct in the LSTM, is smaller in size than it should be."

MISTAKES = (
    Mistake(
        "no_tanh_derivative",
        title="The slope of tanh is left out",
        hint="What happens to a gradient on its way back through tanh?",
        explanation=f"The gradient that arrives is used as it is. {SLOPE}",
        symptom=f"{SLOPE_SYMPTOM} {TOO_LARGE}",
        forms=(
            form("rnn", Swap("dtanh", lambda da_next: da_next)),
            form("lstm", Swap("dcct", lambda dc_next, it: dc_next * it)),
        ),
    ),
    Mistake(
        "one_minus_a_squared",
        title="(1 - tanh)² instead of 1 - tanh²",
        hint="What exactly is squared in the slope of tanh?",
        explanation=f"The square is taken of the whole bracket. {SLOPE}",
        symptom=SLOPE_SYMPTOM,
        forms=(
            form("rnn", Swap("dtanh", lambda a_next, da_next: (1 - a_next) ** 2 * da_next)),
            form("lstm", Swap("dcct", lambda dc_next, it, cct: dc_next * it * (1 - cct) ** 2)),
        ),
    ),
    Mistake(
        "one_minus_a",
        title="1 - tanh instead of 1 - tanh²",
        hint=SLOPE_HINT,
        explanation=f"The square is missing. {SLOPE}",
        symptom=SLOPE_SYMPTOM,
        forms=(
            form("rnn", Swap("dtanh", lambda a_next, da_next: (1 - a_next) * da_next)),
            form("lstm", Swap("dcct", lambda dc_next, it, cct: dc_next * it * (1 - cct))),
        ),
    ),
    Mistake(
        "inverse_tanh_derivative",
        title="1 / (1 - a²) instead of 1 - a²",
        hint=SLOPE_HINT,
        explanation=f"That is the slope of the inverse of tanh. {SLOPE}",
        symptom=f"{SLOPE_SYMPTOM} {TOO_LARGE}",
        forms=(
            form("rnn", Swap("dtanh", lambda a_next, da_next: 1 / (1 - a_next**2) * da_next)),
            form("lstm", Swap("dcct", lambda dc_next, it, cct: dc_next * it / (1 - cct**2))),
        ),
    ),
    Mistake(
        "tanh_derivative_of_tanh",
        title="tanh is taken twice: 1 - tanh(a)²",
        hint="In the line that goes back through tanh: has tanh not been applied already?",
        explanation=f"tanh is taken of what is already its result. {SLOPE}",
        symptom=SLOPE_SYMPTOM,
        forms=(
            form("rnn", Swap("dtanh", lambda a_next, da_next: (1 - np.tanh(a_next) ** 2) * da_next)),
            form("lstm", Swap("dcct", lambda dc_next, it, cct: dc_next * it * (1 - np.tanh(cct) ** 2))),
        ),
    ),
    Mistake(
        "tanh_derivative_of_a_prev",
        title="The slope of tanh is taken at a_prev",
        hint="Look at dtanh: which state did this timestep's tanh return?",
        explanation="The cell at t made a_next, so its tanh has the slope 1 - a_next**2. a_prev was made at t - 1.",
        symptom=SLOPE_SYMPTOM,
        forms=(form("rnn", Swap("dtanh", lambda a_prev, da_next: (1 - a_prev**2) * da_next)),),
    ),
    Mistake(
        "tanh_derivative_without_brackets",
        title="1 - a² · da_next, without the brackets",
        hint="Look at dtanh: in which order does Python work this line out?",
        explanation="`1 - a_next**2 * da_next` multiplies first and takes the product from 1. The slope needs "
        "brackets: (1 - a_next**2) * da_next.",
        symptom=SLOPE_SYMPTOM,
        forms=(form("rnn", Swap("dtanh", lambda a_next, da_next: 1 - a_next**2 * da_next)),),
    ),
    Mistake(
        "tanh_derivative_negated",
        title="a² - 1 instead of 1 - a²",
        hint="Look at the sign of each gradient.",
        explanation=f"The slope of tanh is never negative. {SLOPE}",
        symptom="At the last timestep every number of the cell has the right size and the wrong sign.",
        forms=(form("rnn", Swap("dtanh", lambda a_next, da_next: (a_next**2 - 1) * da_next)),),
    ),
    Mistake(
        "da_next_forgotten",
        title="The slope of tanh alone, without da_next",
        hint="Look at dtanh: does what arrives at this timestep occur in it?",
        explanation="dtanh is the gradient that arrives, da_next, times the slope of tanh. The slope alone does not "
        "know the cost.",
        symptom="The cell's gradients do not change with da at all.",
        forms=(form("rnn", Swap("dtanh", lambda a_next: 1 - a_next**2)),),
    ),
    Mistake(
        "waa_not_transposed",
        title="da_prev goes through Waa instead of its transpose",
        hint="One matrix is used as it was on the way forward. Back, rows and columns change places.",
        explanation="Forward, a_prev went through Waa. Back, the gradient goes through its transpose: Waa.T @ dtanh. "
        "Waa is square, so NumPy does not notice.",
        symptom="In one timestep only da_prev is wrong. In the loop the last column of dx is right and the others not.",
        forms=(form("rnn", Swap("da_prev", lambda Waa, dtanh: Waa @ dtanh)),),
    ),
    Mistake(
        "da_prev_skips_tanh",
        title="da_prev is made from da_next instead of dtanh",
        hint="What did a_prev go through on its way forward? Count two things, and go back through both.",
        explanation="a_prev went through Waa and then through tanh. Back it goes the other way round: through tanh, "
        "which gives dtanh, and then through Waa.T.",
        symptom="In one timestep only da_prev is wrong. In the loop the last column of dx is right and the others not.",
        forms=(form("rnn", Swap("da_prev", lambda Waa, da_next: Waa.T @ da_next)),),
    ),
    Mistake(
        "dwaa_uses_a_next",
        title="dWaa is made with a_next instead of a_prev",
        hint="Look at dWaa. Which state did Waa meet on the way forward?",
        explanation="Waa met the state that it was given, a_prev, not the one it helped to make.",
        symptom="Everything is right but dWaa.",
        forms=(form("rnn", Swap("dWaat", lambda dtanh, a_next: dtanh @ a_next.T)),),
    ),
    Mistake(
        "dwaa_transposed",
        title="dWaa is transposed",
        hint="Look at dWaa. Would its shape tell which way round it lies?",
        explanation="dWaa is dtanh @ a_prev.T: rows for what was made, columns for what it was made from. The other "
        "way round it has the same shape, since it is square.",
        symptom="Everything is right but dWaa.",
        forms=(form("rnn", Swap("dWaat", lambda dtanh, a_prev: a_prev @ dtanh.T)),),
    ),
    Mistake(
        "dba_wrong_axis",
        title="The bias's gradient is summed over the wrong axis",
        hint="One bias belongs to one unit: over what must its gradient be summed?",
        explanation="ba was added to every example, so its gradient is the sum over the examples: axis=1, which "
        "leaves one number for each unit.",
        symptom="Everything is right but dba. Where its shape does not fit, += fails in the loop.",
        forms=(
            form("rnn", Swap("dbat", lambda dtanh: dtanh.sum(axis=0, keepdims=True))),
            form("rnn", Swap("dbat", lambda dtanh: dtanh.sum(axis=0))),
            form("rnn", Swap("dbat", lambda dtanh: dtanh.sum(keepdims=True))),
            form("rnn", Swap("dbat", lambda dtanh: dtanh.sum())),
        ),
    ),
    Mistake(
        "dba_no_keepdims",
        title="The bias's gradient loses its second axis",
        hint="Look at the shape of dba.",
        explanation="A sum over axis=1 has the shape (n_a,). With keepdims=True it stays a column, (n_a, 1), as ba is.",
        symptom="In one timestep the numbers of dba are right and stand without brackets: its shape is (n_a,). "
        "In the loop, += fails.",
        forms=(form("rnn", Swap("dbat", lambda dtanh: dtanh.sum(axis=1))),),
    ),
    Mistake(
        "dba_not_summed",
        title="The bias's gradient is not summed",
        hint="Look at the shape of dba. How many examples share one bias?",
        explanation="ba was added to each of the m examples, so what they all say is summed: over axis=1.",
        symptom="dba has the shape of dtanh. In the loop, += fails.",
        forms=(form("rnn", Swap("dbat", lambda dtanh: dtanh)),),
    ),
    Mistake(
        "averaged_over_examples",
        title="Gradients are divided by the number of examples",
        hint="Does your cell divide by the number of examples? Where does that belong?",
        explanation="Whether the cost is a mean over the examples is settled where da comes from. The cell adds up "
        "what the examples say and divides nothing.",
        symptom="dx and da0 are right. What is divided is m times too small.",
        forms=(
            form(
                "rnn",
                Swap("dWaxt", lambda dtanh, xt: dtanh @ xt.T / xt.shape[1]),
                Swap("dWaat", lambda dtanh, a_prev: dtanh @ a_prev.T / a_prev.shape[1]),
                Swap("dbat", lambda dtanh: dtanh.sum(axis=1, keepdims=True) / dtanh.shape[1]),
            ),
            form("rnn", Swap("dbat", lambda dtanh: dtanh.mean(axis=1, keepdims=True))),
        ),
    ),
    Mistake(
        "wax_not_transposed",
        title="dxt goes through Wax instead of its transpose",
        hint="Which shape must dxt have? Which shapes are you multiplying?",
        explanation="Forward, xt went through Wax. Back, the gradient goes through its transpose: Wax.T @ dtanh.",
        symptom="NumPy says that shapes do not fit where n_a and n_x differ.",
        forms=(form("rnn", Swap("dxt", lambda Wax, dtanh: Wax @ dtanh)),),
    ),
    Mistake(
        "dxt_through_waa",
        title="dxt goes through Waa",
        hint="Look at the shape of dxt. Which matrix did xt meet?",
        explanation="xt met Wax on the way forward, so its gradient comes back through Wax.T.",
        symptom="dxt has the shape of a state. In the loop it does not fit into dx[:, :, t] where n_a and n_x differ.",
        forms=(form("rnn", Swap("dxt", lambda Waa, dtanh: Waa.T @ dtanh)),),
    ),
    Mistake(
        "dwax_not_transposed",
        title="xt is not transposed in dWax",
        hint="Which shape must dWax have? Which shapes are you multiplying?",
        explanation="dWax is dtanh @ xt.T: the examples are summed over, so they have to be the inner axis.",
        symptom="NumPy says that shapes do not fit, unless sizes happen to be equal.",
        forms=(
            form("rnn", Swap("dWaxt", lambda dtanh, xt: dtanh @ xt)),
            form("rnn", Swap("dWaxt", lambda dtanh, xt: xt @ dtanh)),
        ),
    ),
    Mistake(
        "dwax_transposed",
        title="dWax is transposed",
        hint="Look at the shape of dWax.",
        explanation="dWax has the shape of Wax, (n_a, n_x): dtanh @ xt.T, with dtanh first.",
        symptom="dWax has the shape (n_x, n_a). In the loop, += fails where n_a and n_x differ.",
        forms=(form("rnn", Swap("dWaxt", lambda dtanh, xt: xt @ dtanh.T)),),
    ),
    Mistake(
        "dwaa_not_transposed",
        title="a_prev is not transposed in dWaa",
        hint="Which shape must dWaa have? Which shapes are you multiplying?",
        explanation="dWaa is dtanh @ a_prev.T: the examples are summed over, so they have to be the inner axis.",
        symptom="NumPy says that shapes do not fit, unless sizes happen to be equal.",
        forms=(form("rnn", Swap("dWaat", lambda dtanh, a_prev: dtanh @ a_prev)),),
    ),
)
