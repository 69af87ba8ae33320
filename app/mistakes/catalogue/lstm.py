"""Mistakes in the LSTM's cell on the way back: the gates, the memory, and what is carried in two lanes."""

import numpy as np

from ..mistake import Mistake, Swap, form

SLOPE = "σ has the slope σ(1 - σ), so a gradient that comes back through a gate Γ is multiplied by Γ(1 - Γ)."
BRACKETS = (
    "The gradient of c⟨t⟩ is a sum, dc_next + da_next * ot * (1 - tanh(c_next)**2), and all of it is multiplied by "
    "what follows. Without brackets only its second term is."
)


def _no_sigmoid_derivative(gate: str, name: str, swap: Swap) -> Mistake:
    return Mistake(
        f"no_sigmoid_derivative_{gate}",
        title=f"The slope of σ is left out of d{gate}t",
        hint=f"Look at d{gate}t: what happens to a gradient on its way back through σ?",
        explanation=f"d{gate}t is the gradient of what goes into the {name} gate, so it comes back through σ. {SLOPE}",
        symptom=f"At the last timestep each entry of d{gate}t is at least four times too large. dW{gate}, db{gate} and "
        "every column of dx are wrong.",
        forms=(form("lstm", swap),),
    )


MISTAKES = (
    Mistake(
        "drop_da_carry",
        title="da_prevt is not carried",
        hint="Two gradients are handed from t + 1 to t. Which of them reach your cell?",
        explanation="a⟨t⟩ goes up to ŷ⟨t⟩ and right to a⟨t+1⟩, so its gradient is da[:, :, t] + da_prevt. dc_prevt is "
        "carried here, da_prevt is not added.",
        symptom="In the loop the last column of dx is right and the others not.",
        forms=(form("lstm", Swap("da_next", lambda da_t: da_t)),),
    ),
    Mistake(
        "drop_dc_carry",
        title="dc_prevt is not carried",
        hint="Two gradients are handed from t + 1 to t. Which of them reach your cell?",
        explanation="The memory c⟨t⟩ goes into a⟨t⟩ and straight on into c⟨t+1⟩, so what comes back along the memory, "
        "dc_prevt, is added to what comes down through a⟨t⟩.",
        symptom="In the loop the last column of dx is right and the others not.",
        forms=(form("lstm", Swap("dc_next", lambda dc_t: dc_t)),),
    ),
    _no_sigmoid_derivative("f", "forget", Swap("dft", lambda dc_next, c_prev: dc_next * c_prev)),
    _no_sigmoid_derivative("i", "update", Swap("dit", lambda dc_next, cct: dc_next * cct)),
    _no_sigmoid_derivative("o", "output", Swap("dot", lambda da_next, c_next: da_next * np.tanh(c_next))),
    Mistake(
        "missing_brackets",
        title="The sum in the gates' gradients has no brackets",
        hint="Which lines of your cell begin with a sum? What is multiplied by all that follows?",
        explanation=f"{BRACKETS} The notebook's formulas are easily read that way.",
        symptom="In one timestep dWo, dbo and dc_prev are right, all else is wrong. In the loop every gradient "
        "of the cell is wrong.",
        forms=(
            form(
                "lstm",
                Swap("dcct", lambda dc_prevt, it, dc_t, cct: dc_prevt * it + dc_t * it * (1 - cct**2)),
                Swap("dit", lambda dc_prevt, cct, dc_t, it: dc_prevt * cct + dc_t * cct * it * (1 - it)),
                Swap("dft", lambda dc_prevt, c_prev, dc_t, ft: dc_prevt * c_prev + dc_t * c_prev * ft * (1 - ft)),
            ),
            form(
                "lstm",
                Swap("dcct", lambda dc_prevt, it, dc_t, cct: dc_prevt * it + dc_t * it * (1 - np.tanh(cct) ** 2)),
                Swap("dit", lambda dc_prevt, cct, dc_t, it: dc_prevt * cct + dc_t * cct * it * (1 - it)),
                Swap("dft", lambda dc_prevt, c_prev, dc_t, ft: dc_prevt * c_prev + dc_t * c_prev * ft * (1 - ft)),
            ),
            form(
                "lstm",
                Swap("dcct", lambda dc_prevt, it, dc_t, cct: dc_prevt * it + dc_t * it * cct * (1 - np.tanh(cct) ** 2)),
                Swap("dit", lambda dc_prevt, cct, dc_t, it: dc_prevt * cct + dc_t * cct * it * (1 - it)),
                Swap("dft", lambda dc_prevt, c_prev, dc_t, ft: dc_prevt * c_prev + dc_t * c_prev * ft * (1 - ft)),
            ),
        ),
    ),
    Mistake(
        "missing_brackets_dcct",
        title="The sum in dcct has no brackets",
        hint="Look at dcct: what is multiplied by the slope, one term or the sum?",
        explanation=BRACKETS,
        symptom="In one timestep dWc, dbc, dxt and da_prev are wrong, all else is right.",
        forms=(form("lstm", Swap("dcct", lambda dc_prevt, it, dc_t, cct: dc_prevt * it + dc_t * it * (1 - cct**2))),),
    ),
    Mistake(
        "missing_brackets_dit",
        title="The sum in dit has no brackets",
        hint="Look at dit: what is multiplied by the slope, one term or the sum?",
        explanation=BRACKETS,
        symptom="In one timestep dWi, dbi, dxt and da_prev are wrong, all else is right.",
        forms=(form("lstm", Swap("dit", lambda dc_prevt, cct, dc_t, it: dc_prevt * cct + dc_t * cct * it * (1 - it))),),
    ),
    Mistake(
        "missing_brackets_dft",
        title="The sum in dft has no brackets",
        hint="Look at dft: what is multiplied by the slope, one term or the sum?",
        explanation=BRACKETS,
        symptom="In one timestep dWf, dbf, dxt and da_prev are wrong, all else is right.",
        forms=(
            form(
                "lstm",
                Swap("dft", lambda dc_prevt, c_prev, dc_t, ft: dc_prevt * c_prev + dc_t * c_prev * ft * (1 - ft)),
            ),
        ),
    ),
    Mistake(
        "dc_without_output_path",
        title="The memory's gradient lacks what comes down through a⟨t⟩",
        hint="The memory was used twice at t: it was handed on, and it was read. Which of the two comes back?",
        explanation="c⟨t⟩ was squeezed by tanh and let through by ot to make a⟨t⟩, so "
        "da_next * ot * (1 - tanh(c_next)**2) is added to what comes back along the memory.",
        symptom="In one timestep dWo and dbo are right. At the last timestep of the loop dcct, dit and dft are zero.",
        forms=(
            form("lstm", Swap("dc_next", lambda dc_prevt: dc_prevt)),
            form(
                "lstm",
                Swap("dcct", lambda dc_prevt, it, cct: dc_prevt * it * (1 - cct**2)),
                Swap("dit", lambda dc_prevt, cct, it: dc_prevt * cct * it * (1 - it)),
                Swap("dft", lambda dc_prevt, c_prev, ft: dc_prevt * c_prev * ft * (1 - ft)),
            ),
        ),
    ),
    Mistake(
        "dc_prev_without_output_path",
        title="dc_prev lacks what comes down through a⟨t⟩",
        hint="Which gradient leaves along the memory, and of what is it made?",
        explanation="ft times the whole gradient of c⟨t⟩ leaves along the memory: times what arrived along it and "
        "what came down through a⟨t⟩.",
        symptom="In one timestep only dc_prev is wrong. In the loop the last column of dx is right and the others not.",
        forms=(form("lstm", Swap("dc_prev", lambda dc_prevt, ft: dc_prevt * ft)),),
    ),
    Mistake(
        "dc_prev_without_ft",
        title="dc_prev is not multiplied by the forget gate",
        hint="What did c_prev meet on the way forward?",
        explanation="c_prev was multiplied by ft, so its gradient is too: dc_prev = dc_next * ft.",
        symptom="In one timestep only dc_prev is wrong. In the loop the last column of dx is right and the others not.",
        forms=(
            form("lstm", Swap("dc_prev", lambda dc_next: dc_next)),
            form("lstm", Swap("dc_prev", lambda dc_prevt, ft, dc_t: dc_prevt * ft + dc_t)),
        ),
    ),
    Mistake(
        "dc_no_tanh_derivative",
        title="The slope of tanh(c) is left out",
        hint="What stands between c⟨t⟩ and a⟨t⟩?",
        explanation="a⟨t⟩ is ot * tanh(c_next), so back to the memory the gradient is multiplied by ot and by the "
        "slope of tanh, 1 - tanh(c_next)**2.",
        symptom="In one timestep dWo and dbo are right, all else is wrong.",
        forms=(form("lstm", Swap("dc_t", lambda da_next, ot: da_next * ot)),),
    ),
    Mistake(
        "dc_slope_at_c",
        title="1 - c² instead of 1 - tanh(c)²",
        hint="Of what is the slope of tanh(c) made?",
        explanation="The slope of tanh is 1 minus the square of what tanh returned. c_next has not been through tanh: "
        "it is 1 - tanh(c_next)**2.",
        symptom="In one timestep dWo and dbo are right, all else is wrong.",
        forms=(form("lstm", Swap("dc_t", lambda da_next, ot, c_next: da_next * ot * (1 - c_next**2))),),
    ),
    Mistake(
        "dc_slope_without_square",
        title="1 - tanh(c) instead of 1 - tanh(c)²",
        hint="What is the slope of tanh?",
        explanation="The slope of tanh is 1 minus the square of what tanh returned: 1 - tanh(c_next)**2.",
        symptom="In one timestep dWo and dbo are right, all else is wrong.",
        forms=(form("lstm", Swap("dc_t", lambda da_next, ot, c_next: da_next * ot * (1 - np.tanh(c_next)))),),
    ),
    Mistake(
        "dot_without_tanh",
        title="tanh(c) is left out of dot",
        hint="Look at dot: what did the output gate scale on the way forward?",
        explanation="a⟨t⟩ is ot * tanh(c_next), so the gradient of ot is da_next * tanh(c_next), and dot is that "
        "times the slope ot * (1 - ot).",
        symptom="In one timestep dWo, dbo, dxt and da_prev are wrong, all else is right.",
        forms=(
            form("lstm", Swap("dot", lambda da_next, ot: da_next * ot * (1 - ot))),
            form("lstm", Swap("dot", lambda da_next, c_next, ot: da_next * c_next * ot * (1 - ot))),
        ),
    ),
    Mistake(
        "dft_with_c_next",
        title="dft is made with c_next instead of c_prev",
        hint="Look at dft: what did the forget gate scale on the way forward?",
        explanation="The forget gate scaled the memory that arrived, c_prev, not the one that was made.",
        symptom="In one timestep dWf, dbf, dxt and da_prev are wrong, all else is right.",
        forms=(form("lstm", Swap("dft", lambda dc_next, c_next, ft: dc_next * c_next * ft * (1 - ft))),),
    ),
)
