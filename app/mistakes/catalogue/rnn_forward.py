"""Mistakes in the RNN's cell on the way forward, and in the prediction, which the LSTM makes in the same way."""

import numpy as np

from ..mistake import Mistake, Swap, form

WAY_UP = (
    "The prediction is softmax(zy). zy is the output weights, Wya in the RNN and Wy in the LSTM, times a_next, plus by."
)

MISTAKES = (
    Mistake(
        "no_ba",
        title="Forward: the bias ba is left out",
        hint="Count what is added up before tanh.",
        explanation="Three things are added before tanh: Wax @ xt, Waa @ a_prev and ba.",
        symptom="Every state is wrong.",
        forms=(form("rnn", Swap("z", lambda Wax, xt, Waa, a_prev: Wax @ xt + Waa @ a_prev)),),
    ),
    Mistake(
        "waa_transposed_forward",
        title="Forward: Waa is transposed",
        hint="Waa is square, so NumPy does not notice how it lies. How should it lie on the way forward?",
        explanation="Forward, a_prev goes through Waa as it is; the transpose belongs to the way back.",
        symptom="Every state is wrong.",
        forms=(form("rnn", Swap("z", lambda Wax, xt, Waa, a_prev, ba: Wax @ xt + Waa.T @ a_prev + ba)),),
    ),
    Mistake(
        "no_tanh_forward",
        title="Forward: tanh is left out",
        hint="Can a state be larger than 1?",
        explanation="a_next is tanh of the sum, not the sum.",
        symptom="Every state is wrong.",
        forms=(form("rnn", Swap("a_next", lambda z: z)),),
    ),
    Mistake(
        "sigmoid_forward",
        title="Forward: a sigmoid instead of tanh",
        hint="Can a state be negative?",
        explanation="The RNN's state is made by tanh, which lies between -1 and 1.",
        symptom="Every state is wrong, and none is negative.",
        forms=(form("rnn", Swap("a_next", lambda z: 1 / (1 + np.exp(-z)))),),
    ),
    Mistake(
        "no_waa_forward",
        title="Forward: the state is left out",
        hint="Count what is added up before tanh.",
        explanation="Three things are added before tanh: Wax @ xt, Waa @ a_prev and ba.",
        symptom="Every state is wrong.",
        forms=(form("rnn", Swap("z", lambda Wax, xt, ba: Wax @ xt + ba)),),
    ),
    Mistake(
        "no_by",
        title="Forward: the prediction's bias by is left out",
        hint="Count what goes into softmax.",
        explanation=WAY_UP,
        symptom="States are right, predictions are wrong.",
        forms=(
            form("rnn", Swap("zy", lambda Wya, a_next: Wya @ a_next)),
            form("lstm", Swap("zy", lambda Wy, a_next: Wy @ a_next)),
        ),
    ),
    Mistake(
        "prediction_from_a_prev",
        title="Forward: the prediction is made from a_prev",
        hint="Which state is the prediction made from?",
        explanation="ŷ⟨t⟩ is made from the state that this timestep made, a_next.",
        symptom="States are right, predictions are wrong.",
        forms=(
            form("rnn", Swap("zy", lambda Wya, a_prev, by: Wya @ a_prev + by)),
            form("lstm", Swap("zy", lambda Wy, a_prev, by: Wy @ a_prev + by)),
        ),
    ),
    Mistake(
        "softmax_wrong_axis",
        title="Forward: softmax over the wrong axis",
        hint="What should add up to 1?",
        explanation="The shares of one example's outputs add up to 1: a column. Here those of all examples, or of one "
        "output over the examples, do.",
        symptom="States are right. The predictions of one example do not add up to 1.",
        forms=(
            form("rnn lstm", Swap("yt_pred", lambda zy: np.exp(zy) / np.exp(zy).sum(axis=1, keepdims=True))),
            form("rnn lstm", Swap("yt_pred", lambda zy: np.exp(zy) / np.exp(zy).sum())),
        ),
    ),
    Mistake(
        "no_softmax",
        title="Forward: softmax is left out",
        hint="Can a share be larger than 1?",
        explanation=WAY_UP,
        symptom="States are right. The predictions of one example do not add up to 1.",
        forms=(form("rnn lstm", Swap("yt_pred", lambda zy: zy)),),
    ),
    Mistake(
        "sigmoid_prediction",
        title="Forward: a sigmoid instead of softmax",
        hint="What should the predictions of one example add up to?",
        explanation=f"{WAY_UP} Its entries for one example add up to 1.",
        symptom="States are right. The predictions of one example do not add up to 1.",
        forms=(form("rnn lstm", Swap("yt_pred", lambda zy: 1 / (1 + np.exp(-zy)))),),
    ),
)
