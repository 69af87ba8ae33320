"""Mistakes in the LSTM's cell on the way forward."""

import numpy as np

from ...bptt.ops import sigmoid
from ..mistake import Mistake, Swap, form

MISTAKES = (
    Mistake(
        "c_not_carried",
        title="Forward: the memory is not handed on",
        hint="What does the forward loop hand from one timestep to the next? There are two things.",
        explanation="The cell at t + 1 is given a_next and c_next. Here every timestep starts from the first memory.",
        symptom="The first timestep forward is right, and no later one.",
        forms=(form("lstm", Swap("next_state", lambda _c_next, c0, _made: c0, lane="c")),),
    ),
    Mistake(
        "stacked_wrong_way_forward",
        title="Forward: [xt; a_prev] instead of [a_prev; xt]",
        hint="In which order do the gates expect what they read?",
        explanation="The first n_a columns of each weight matrix are for a_prev: so a_prev is stacked on xt.",
        symptom="Every state is wrong.",
        forms=(form("lstm", Swap("concat", lambda xt, a_prev: np.concatenate((xt, a_prev), axis=0))),),
    ),
    Mistake(
        "gates_exchanged",
        title="Forward: the forget and the update gate are exchanged",
        hint="Look at c_next: what does each gate let through?",
        explanation="The forget gate keeps the old memory, the update gate writes the new one: ft * c_prev + it * cct.",
        symptom="Every memory is wrong.",
        forms=(form("lstm", Swap("c_next", lambda ft, c_prev, it, cct: ft * cct + it * c_prev)),),
    ),
    Mistake(
        "no_forget",
        title="Forward: the old memory is left out",
        hint="Look at c_next: is it a sum?",
        explanation="The memory is what is kept of the old one and what is written: ft * c_prev + it * cct.",
        symptom="Every memory is wrong, save the first where it starts as zeros.",
        forms=(form("lstm", Swap("c_next", lambda it, cct: it * cct)),),
    ),
    Mistake(
        "no_tanh_of_c",
        title="Forward: tanh is left out of a_next",
        hint="Look at a_next: what does the output gate let through?",
        explanation="The state is the memory squeezed by tanh and let through by the output gate: ot * tanh(c_next).",
        symptom="In one timestep c_next is right and a_next is not.",
        forms=(form("lstm", Swap("a_next", lambda ot, c_next: ot * c_next)),),
    ),
    Mistake(
        "a_next_from_cct",
        title="Forward: a_next is made from the candidate",
        hint="Look at a_next: what does the output gate let through?",
        explanation="The output gate shows the memory, not the candidate: ot * tanh(c_next).",
        symptom="In one timestep c_next is right and a_next is not.",
        forms=(
            form("lstm", Swap("a_next", lambda ot, cct: ot * np.tanh(cct))),
            form("lstm", Swap("a_next", lambda ot, cct: ot * cct)),
        ),
    ),
    Mistake(
        "candidate_sigmoid",
        title="Forward: a sigmoid makes the candidate",
        hint="Can what is written into the memory be negative?",
        explanation="The gates are sigmoids, since they are shares. The candidate is tanh: it may be negative.",
        symptom="Every memory is wrong.",
        forms=(form("lstm", Swap("cct", lambda Wc, concat, bc: sigmoid(Wc @ concat + bc))),),
    ),
    Mistake(
        "update_gate_reads_wf",
        title="Forward: the update gate uses the forget gate's weights",
        hint="Each gate has weights of its own. Compare the lines letter by letter.",
        explanation="it is made with Wi and bi.",
        symptom="Every memory is wrong.",
        forms=(form("lstm", Swap("it", lambda Wf, concat, bf: sigmoid(Wf @ concat + bf))),),
    ),
    Mistake(
        "no_gate_biases",
        title="Forward: the gates' biases are left out",
        hint="Count what is added up before σ and tanh.",
        explanation="Each gate is σ(W @ [a_prev; xt] + b), and the candidate tanh(Wc @ [a_prev; xt] + bc).",
        symptom="Every state is wrong.",
        forms=(
            form(
                "lstm",
                Swap("ft", lambda Wf, concat: sigmoid(Wf @ concat)),
                Swap("it", lambda Wi, concat: sigmoid(Wi @ concat)),
                Swap("cct", lambda Wc, concat: np.tanh(Wc @ concat)),
                Swap("ot", lambda Wo, concat: sigmoid(Wo @ concat)),
            ),
        ),
    ),
    Mistake(
        "prediction_from_c_next",
        title="Forward: the prediction is made from the memory",
        hint="Which state is the prediction made from?",
        explanation="ŷ⟨t⟩ is softmax(Wy @ a_next + by): what is shown, not what is remembered.",
        symptom="States are right, predictions are wrong.",
        forms=(form("lstm", Swap("zy", lambda Wy, c_next, by: Wy @ c_next + by)),),
    ),
)
