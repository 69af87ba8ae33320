"""Mistakes in what the LSTM's parameters get and how they are cut: slices, stacks, sums over examples, the cache."""

import numpy as np

from ..mistake import Mistake, Swap, form

MISTAKES = (
    Mistake(
        "c0_is_a_view",
        title="The first memory is a view that was written over",
        hint="What does the first cache hold as c_prev, after the forward loop has ended?",
        explanation="`c_next = c[:, :, 0]` makes no copy: it is a window on c, and `c[:, :, t] = c_next` writes the "
        "first memory into it. The first cache's c_prev is no longer what the loop started from. Use "
        "np.zeros.",
        symptom="The first column of dx, da0, dWf and dbf are wrong, all else is right.",
        forms=(
            form(
                "lstm",
                Swap("cache", lambda caches, t: caches[t] if t else {**caches[0], "c_prev": caches[0]["c_next"]}),
            ),
        ),
    ),
    Mistake(
        "weight_slices_swapped",
        title="The columns of the weights are taken the wrong way round",
        hint="Look at the shapes, and at the order in which a_prev and xt were stacked.",
        explanation="The gates read [a_prev; xt], so the first n_a columns of each weight matrix met a_prev and the "
        "rest met xt: da_prev comes back through W[:, :n_a].T, dxt through W[:, n_a:].T.",
        symptom="In one timestep dxt and da_prev are wrong or have each other's shape, all else is right.",
        forms=(
            form(
                "lstm",
                Swap(
                    "da_prev",
                    lambda Wf, dft, Wi, dit, Wc, dcct, Wo, dot, xt: (
                        Wf[:, xt.shape[0] :].T @ dft
                        + Wi[:, xt.shape[0] :].T @ dit
                        + Wc[:, xt.shape[0] :].T @ dcct
                        + Wo[:, xt.shape[0] :].T @ dot
                    ),
                ),
                Swap(
                    "dxt",
                    lambda Wf, dft, Wi, dit, Wc, dcct, Wo, dot, xt: (
                        Wf[:, : xt.shape[0]].T @ dft
                        + Wi[:, : xt.shape[0]].T @ dit
                        + Wc[:, : xt.shape[0]].T @ dcct
                        + Wo[:, : xt.shape[0]].T @ dot
                    ),
                ),
            ),
            form(
                "lstm",
                Swap(
                    "da_prev",
                    lambda Wf, dft, Wi, dit, Wc, dcct, Wo, dot, n_a: (
                        Wf[:, n_a:].T @ dft + Wi[:, n_a:].T @ dit + Wc[:, n_a:].T @ dcct + Wo[:, n_a:].T @ dot
                    ),
                ),
                Swap(
                    "dxt",
                    lambda Wf, dft, Wi, dit, Wc, dcct, Wo, dot, n_a: (
                        Wf[:, :n_a].T @ dft + Wi[:, :n_a].T @ dit + Wc[:, :n_a].T @ dcct + Wo[:, :n_a].T @ dot
                    ),
                ),
            ),
        ),
    ),
    Mistake(
        "weights_not_sliced",
        title="All columns of the weights are used for da_prev and for dxt",
        hint="Look at the shapes. How many rows should da_prev have, and how many dxt?",
        explanation="The gates read [a_prev; xt], so W.T @ … is the gradient of the two stacked: its first n_a rows "
        "are da_prev, the rest is dxt. Take W[:, :n_a] for the one and W[:, n_a:] for the other.",
        symptom="dxt and da_prev have the shape (n_a + n_x, m). In the loop dxt does not fit into dx[:, :, t].",
        forms=(
            form(
                "lstm",
                Swap(
                    "da_prev",
                    lambda Wf, dft, Wi, dit, Wc, dcct, Wo, dot: Wf.T @ dft + Wi.T @ dit + Wc.T @ dcct + Wo.T @ dot,
                ),
                Swap(
                    "dxt",
                    lambda Wf, dft, Wi, dit, Wc, dcct, Wo, dot: Wf.T @ dft + Wi.T @ dit + Wc.T @ dcct + Wo.T @ dot,
                ),
            ),
        ),
    ),
    Mistake(
        "stacked_wrong_way",
        title="The weights' gradients are made with [xt; a_prev]",
        hint="In which order did the forward pass stack a_prev and xt?",
        explanation="The forward pass stacked [a_prev; xt], so the columns of every dW follow that order.",
        symptom="Everything is right but the gates' and the candidate's dW. In these each number stands in "
        "another column.",
        forms=(
            form(
                "lstm",
                Swap("dWft", lambda dft, xt, a_prev: dft @ np.concatenate((xt, a_prev)).T),
                Swap("dWit", lambda dit, xt, a_prev: dit @ np.concatenate((xt, a_prev)).T),
                Swap("dWct", lambda dcct, xt, a_prev: dcct @ np.concatenate((xt, a_prev)).T),
                Swap("dWot", lambda dot, xt, a_prev: dot @ np.concatenate((xt, a_prev)).T),
            ),
        ),
    ),
    Mistake(
        "dw_uses_a_next",
        title="The weights' gradients are made with a_next instead of a_prev",
        hint="Which state did the gates read?",
        explanation="The gates read [a_prev; xt], the state that arrived, not the one that was made.",
        symptom="Everything is right but the gates' and the candidate's dW.",
        forms=(
            form(
                "lstm",
                Swap("dWft", lambda dft, a_next, xt: dft @ np.concatenate((a_next, xt)).T),
                Swap("dWit", lambda dit, a_next, xt: dit @ np.concatenate((a_next, xt)).T),
                Swap("dWct", lambda dcct, a_next, xt: dcct @ np.concatenate((a_next, xt)).T),
                Swap("dWot", lambda dot, a_next, xt: dot @ np.concatenate((a_next, xt)).T),
            ),
        ),
    ),
    Mistake(
        "gate_biases_wrong_axis",
        title="The biases' gradients are summed over the wrong axis",
        hint="One bias belongs to one unit: over what must its gradient be summed?",
        explanation="A bias was added to every example, so its gradient is the sum over the examples: axis=1.",
        symptom="In one timestep everything is right but the biases' gradients, whose shape is wrong. In the "
        "loop, += fails where m is not 1.",
        forms=(
            form(
                "lstm",
                Swap("dbft", lambda dft: dft.sum(axis=0, keepdims=True)),
                Swap("dbit", lambda dit: dit.sum(axis=0, keepdims=True)),
                Swap("dbct", lambda dcct: dcct.sum(axis=0, keepdims=True)),
                Swap("dbot", lambda dot: dot.sum(axis=0, keepdims=True)),
            ),
            form(
                "lstm",
                Swap("dbft", lambda dft: dft.sum(axis=0)),
                Swap("dbit", lambda dit: dit.sum(axis=0)),
                Swap("dbct", lambda dcct: dcct.sum(axis=0)),
                Swap("dbot", lambda dot: dot.sum(axis=0)),
            ),
        ),
    ),
    Mistake(
        "gate_biases_no_keepdims",
        title="The biases' gradients lose their second axis",
        hint="Look at the shapes of the biases' gradients.",
        explanation="A sum over axis=1 has the shape (n_a,). With keepdims=True it stays a column, as the bias is.",
        symptom="In one timestep the biases' numbers are right and stand without brackets: the shapes are "
        "(n_a,). In the loop, += fails.",
        forms=(
            form(
                "lstm",
                Swap("dbft", lambda dft: dft.sum(axis=1)),
                Swap("dbit", lambda dit: dit.sum(axis=1)),
                Swap("dbct", lambda dcct: dcct.sum(axis=1)),
                Swap("dbot", lambda dot: dot.sum(axis=1)),
            ),
        ),
    ),
    Mistake(
        "gate_biases_from_weights",
        title="The biases' gradients are summed from those of the weights",
        hint="What did a bias meet on the way forward, and what did it not?",
        explanation="A bias was added as it is, so its gradient is what comes back to the sum it was added in, "
        "summed over the examples. The weights' gradient is that times what the cell read, which the "
        "bias never met.",
        symptom="Everything is right but the cell's biases' gradients.",
        forms=(
            form(
                "lstm",
                Swap("dbft", lambda dWft: dWft.sum(axis=1, keepdims=True)),
                Swap("dbit", lambda dWit: dWit.sum(axis=1, keepdims=True)),
                Swap("dbct", lambda dWct: dWct.sum(axis=1, keepdims=True)),
                Swap("dbot", lambda dWot: dWot.sum(axis=1, keepdims=True)),
            ),
            form(
                "rnn",
                Swap("dbat", lambda dWaxt: dWaxt.sum(axis=1, keepdims=True)),
            ),
            form(
                "rnn",
                Swap("dbat", lambda dWaat: dWaat.sum(axis=1, keepdims=True)),
            ),
        ),
    ),
)
