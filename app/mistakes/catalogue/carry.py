"""Mistakes in the one addition, da_next = da[:, :, t] + da_prevt, and in what is carried from t + 1 to t."""

import numpy as np

from ...bptt.cell import Cell
from ...bptt.step import line_of
from ..mistake import Mistake, Swap, form, form_of


def _without_the_carries(cell: Cell) -> tuple[Swap, ...]:
    """Return for each lane the line of its total with everything but what is carried."""
    steps = {step.name: step for step in cell.backward}
    swaps = []
    for lane in cell.lanes:
        step = steps.get(lane.total)
        others = [one for one in step.operands if one.symbol != lane.carried] if step and step.kind == "add" else []
        if step and 0 < len(others) < len(step.operands):
            reads = [name for name in step.reads if name != lane.carried]
            expression = " + ".join(one.expression for one in others)
            swaps.append(Swap(step.name, line_of(expression, reads, step.function.__globals__)))
    return tuple(swaps)


MISTAKES = (
    Mistake(
        "drop_carry",
        title="The carried gradient is dropped",
        hint="Two gradients arrive at t. How many of them reach your cell?",
        explanation="a⟨t⟩ goes two ways: up to ŷ⟨t⟩ and right to a⟨t+1⟩. da[:, :, t] is what comes back from above "
        "only. da_prevt, which the cell at t + 1 returned, is computed and then not used: it has to be "
        "added.",
        symptom="The last column of dx is right. Every column before it is wrong.",
        forms=(form_of(_without_the_carries),),
    ),
    Mistake(
        "drop_upstream",
        title="The upstream gradient is dropped",
        hint="Where does the first gradient of all come from? Follow what your cell is given at the last timestep.",
        explanation="da_prevt is zeros at the last timestep, since nothing comes after it. Where da[:, :, t] is not "
        "added, zeros are all that is ever carried back.",
        symptom="Every gradient of the cell is zero.",
        forms=(form("", Swap("da_next", lambda da_prevt: da_prevt)),),
    ),
    Mistake(
        "last_upstream_only",
        title="Only the last timestep's upstream gradient is used",
        hint="How many of the columns of da have you read?",
        explanation="The carry starts as da[:, :, T_x-1] and is handed back rightly, but the upstream gradients of "
        "the earlier timesteps are never added: that is the gradient of a loss at the last timestep alone.",
        symptom="The last column of dx is right; the ones before it hold the carried part without their own.",
        forms=(
            form(
                "",
                Swap("initial_carry", lambda _n_a, _m, da: da[:, :, -1], lane="a"),
                Swap("da_next", lambda da_prevt: da_prevt),
            ),
        ),
    ),
    Mistake(
        "carry_starts_as_upstream",
        title="The carry starts as the last upstream gradient",
        hint="What has been carried to the last timestep, before the loop has run once?",
        explanation="da_prevt starts as da[:, :, T_x-1], and da[:, :, T_x-1] is added to it again: the last "
        "timestep's upstream gradient counts twice. Nothing comes after the last timestep, so the carry starts as "
        "zeros.",
        symptom="Even the last column of dx is wrong: it is twice what it should be.",
        forms=(form("", Swap("initial_carry", lambda _n_a, _m, da: da[:, :, -1], lane="a")),),
    ),
    Mistake(
        "carry_is_upstream",
        title="da[:, :, t-1] is taken for da_prevt",
        hint="Two gradients with nearly the same name: one is given, the other is computed. Which one do you carry?",
        explanation="da[:, :, t-1] is what comes to a⟨t-1⟩ from above, and no more. da_prevt is what comes from all "
        "later timesteps through the cell. They are two parts of one total, never the same thing.",
        symptom="What the cell at t returns as da_prev reaches no other timestep.",
        forms=(
            form("", Swap("hand_over", lambda _da_prev, da, t, _prevt, _made: da[:, :, t - 1], lane="a")),
            form(
                "", Swap("hand_over", lambda da_prev, da, t, _prevt, _made: da[:, :, t - 1] if t else da_prev, lane="a")
            ),
            form(
                "",
                Swap("upstream", lambda da, t, _da_prevt: da[:, :, t] + da[:, :, t - 1], lane="a"),
                Swap("da_next", lambda da_t: da_t),
            ),
            form(
                "",
                Swap("upstream", lambda da, t, _da_prevt: da[:, :, t] + (da[:, :, t - 1] if t else 0), lane="a"),
                Swap("da_next", lambda da_t: da_t),
            ),
        ),
    ),
    Mistake(
        "upstream_off_by_one",
        title="da[:, :, t-1] is added instead of da[:, :, t]",
        hint="Print t and the index into da side by side.",
        explanation="The cell at t wants the upstream gradient of t. With t - 1, each timestep is given that of its "
        "neighbour, and t = 0 is given the last one, since index -1 counts from the end.",
        symptom="Every column of dx is wrong, the last one too.",
        forms=(
            form("", Swap("upstream", lambda da, t, _da_prevt: da[:, :, t - 1], lane="a")),
            form(
                "",
                Swap("upstream", lambda da, t, _da_prevt: da[:, :, t - 1], lane="a"),
                Swap("da_next", lambda da_t: da_t),
            ),
        ),
    ),
    Mistake(
        "one_upstream_for_all",
        title="The same upstream gradient is added at every timestep",
        hint="Does the index into da change while the loop runs?",
        explanation="One slice of da, its last or its first, is added at every t. Each timestep has its own "
        "upstream gradient, da[:, :, t].",
        symptom="Every column of dx before the last is wrong. The last is right where da[:, :, -1] is what is added.",
        forms=(
            form("", Swap("upstream", lambda da, _t, _da_prevt: da[:, :, -1], lane="a")),
            form("", Swap("upstream", lambda da, _t, _da_prevt: da[:, :, 0], lane="a")),
            form(
                "",
                Swap("upstream", lambda da, _t, _da_prevt: da[:, :, -1], lane="a"),
                Swap("da_next", lambda da_t: da_t),
            ),
        ),
    ),
    Mistake(
        "upstream_in_place",
        title="The carry is added into da itself, and then once more",
        hint="How often is da_prevt added between two timesteps? Look for a += that changes what was given.",
        explanation="`da[:, :, t] += da_prevt` writes the sum into da, and `da[:, :, t] + da_prevt` adds the carry a "
        "second time. Do not write into what you were given: make a new array.",
        symptom="The last column of dx is right. Before it the carry counts twice.",
        forms=(
            form(
                "", Swap("upstream", lambda da, t, da_prevt: np.add(da[:, :, t], da_prevt, out=da[:, :, t]), lane="a")
            ),
        ),
    ),
    Mistake(
        "carry_never_updated",
        title="The carry stays zeros",
        hint="Print da_prevt at each t. What should have happened to it at the end of each turn of the loop?",
        explanation="The cell returns da_prev, but it is never put into da_prevt, so zeros are added at every t, and "
        "da0 is what the carry was made as: zeros.",
        symptom="dx is as when the carry is dropped, and da0 is zeros.",
        forms=(form("", Swap("hand_over", lambda da_prev, _da, _t, _prevt, _made: np.zeros_like(da_prev))),),
    ),
    Mistake(
        "da0_is_zeros",
        title="da0 is never set",
        hint="Which gradient is set after the loop and not in it?",
        explanation="da0 is what has been carried back through all timesteps: da_prevt after the loop has ended. "
        "Here it is still the zeros that it was made as.",
        symptom="da0 is zeros, in the LSTM dc0 too. All else is right.",
        forms=(form("", Swap("initial_gradient", lambda da_prevt, _da: np.zeros_like(da_prevt))),),
    ),
    Mistake(
        "da0_is_upstream",
        title="da[:, :, 0] is returned as da0",
        hint="Which state does da0 belong to, and which da[:, :, 0]?",
        explanation="da0 is the gradient of a0, the state before the first timestep: what leaves the cell at t = 0. "
        "da[:, :, 0] is what comes from above, and it belongs to the state that the first timestep makes.",
        symptom="Everything is right but da0.",
        forms=(form("", Swap("initial_gradient", lambda _da_prevt, da: da[:, :, 0], lane="a")),),
    ),
    Mistake(
        "da_not_sliced",
        title="All of da is handed to the cell",
        hint="Your cell works on one timestep. What is the shape of what you give it?",
        explanation="The cell wants the upstream gradient of one timestep, da[:, :, t] of shape (n_a, m), and is "
        "given da with all its timesteps, or a slice along another axis.",
        symptom="NumPy says that shapes do not fit, unless sizes happen to be equal.",
        forms=(
            form("", Swap("upstream", lambda da, _t, _da_prevt: da, lane="a")),
            form("", Swap("upstream", lambda da, t, _da_prevt: da[t], lane="a")),
            form("", Swap("upstream", lambda da, t, _da_prevt: da[:, t], lane="a")),
            form(
                "",
                Swap("upstream", lambda da, _t, _da_prevt: da, lane="a"),
                Swap("da_next", lambda da_t: da_t),
            ),
        ),
    ),
)
