"""What people really ask about these exercises, with how often it was found, what is behind it, and where it is seen.

Each is data and nothing else: a question, two or three sentences (code between `backticks`), the address of a moment at
which they hold, and the mistake of the catalogue that comes of it. What each says is held against that moment's trace.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from .catalogue import EXERCISE_RUN


@dataclass(frozen=True)
class Misconception:
    """A question as it is asked, and what is said to it."""

    id: str
    question: str
    answer: str
    seen: Mapping[str, str | int]  # the moment, beside scenario and seed: cell, t, step, and what is open
    mistake: str  # of the catalogue: what is written by who thinks so
    found: int = 0  # in how many threads it was counted; 0: often, and not counted

    @property
    def cell(self) -> str:
        """The cell in which it is shown."""
        return str(self.seen["cell"])

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The answer in pieces, each with whether it is code."""
        return [(piece, bool(k % 2)) for k, piece in enumerate(self.answer.split("`")) if piece]

    @property
    def moment(self) -> str:
        """The address of the moment, beside that of the page."""
        return "?" + urlencode({"scenario": EXERCISE_RUN, **self.seen}, safe=",")

    @property
    def wrong(self) -> str:
        """The address of the run with the mistake, where it first shows."""
        asked = {"scenario": EXERCISE_RUN, "cell": self.cell, "seed": 1, "mistake": self.mistake, "first": 1}
        return "?" + urlencode(asked)


RNN: Mapping[str, str | int] = {"cell": "rnn", "seed": 1}
LSTM: Mapping[str, str | int] = {"cell": "lstm", "seed": 1}

MISCONCEPTIONS = (
    Misconception(
        "da_or_da_prevt",
        "da is given and da_prevt is computed. Why is da_prevt not da[:, :, t-1]?",
        "They are two parts of one sum. `da[:, :, t]` is what comes back through the prediction ŷ⟨t⟩ alone; "
        "`da_prevt` is what all later timesteps send back through the cell. No entry of one needs to be like the "
        "other's, and only `da_next = da[:, :, t] + da_prevt` is the gradient of a⟨t⟩.",
        {**RNN, "t": 2, "step": "da_next", "entry": "2,3", "compare": 1},
        "carry_is_upstream",
        8,
    ),
    Misconception(
        "cell_passes",
        "My rnn_cell_backward passes its test, and rnn_backward prints other digits. Where is the mistake?",
        "In the loop, most likely in what it hands to the cell: the cell's test gives it one whole gradient, and the "
        "loop has to make it, `da[:, :, t] + da_prevt`. At the last timestep `da_prevt` is zeros, so whoever leaves "
        "it out is right there and wrong at every t before: look which columns of dx agree.",
        {**RNN, "t": 2, "step": "da_next", "ask": "passes"},
        "drop_carry",
        5,
    ),
    Misconception(
        "a0_ignored",
        "What is a0 for? Is the first state not zeros?",
        "The exercise draws an a0 that is not zeros, and the first timestep reads it as the state before it. With "
        "zeros in its place a⟨0⟩ is wrong, and with it every later state and every gradient. Going back, what leaves "
        "t = 0 is its gradient, `da0`.",
        {**RNN, "t": 0, "step": "da_prev"},
        "a0_zeros",
        3,
    ),
    Misconception(
        "zeros",
        "Why are there zeros?",
        "`da_prevt` is zeros at the last timestep, and that is right: nothing comes after it. It is zeros at no "
        "other timestep. Where all of dx is zeros, `da[:, :, t]` was never added: the carry alone starts from "
        "nothing and stays nothing.",
        {**RNN, "t": 3, "step": "da_next", "ask": "zeros"},
        "drop_upstream",
    ),
    Misconception(
        "dba_shape",
        "Which shape has dba, and over which axis is it summed?",
        "The shape of ba, (n_a, 1). ba is added in every example, so its gradient is summed over the examples, which "
        "are the columns: axis 1. `keepdims=True` keeps the second axis; without it the shape is (n_a,), and `dba "
        "+= ` in the loop fails.",
        {**RNN, "t": 2, "step": "dbat"},
        "dba_no_keepdims",
    ),
    Misconception(
        "slices",
        "Which columns of Wf belong to a_prev, and which to xt?",
        "The cell stacks `[a_prev; xt]` in this order, so the first n_a columns of each W met a_prev and the others "
        "xt. Going back, da_prev takes `Wf[:, :n_a].T` and dxt takes `Wf[:, n_a:].T`.",
        {**LSTM, "t": 2, "step": "da_prev"},
        "weight_slices_swapped",
    ),
    Misconception(
        "db_from_dw",
        "Can db be summed up from dW?",
        "No. `dba` sums dtanh over the examples; `dWax` sums it too, but each example weighted by its inputs. A bias "
        "is the weight of an input that is 1 in every example, and no row of x is that.",
        {**RNN, "t": 2, "step": "dbat"},
        "gate_biases_from_weights",
    ),
    Misconception(
        "brackets",
        "Where do the brackets go in the formulas of the gates?",
        "Around the whole sum. What reaches the memory is `dc_next`, the part through a⟨t⟩ plus dc_prevt, and all of "
        "it goes on to each gate: `dc_next * cct * it * (1 - it)`. Written out without brackets only the last term "
        "is multiplied.",
        {**LSTM, "t": 2, "step": "dit"},
        "missing_brackets",
    ),
    Misconception(
        "weights_summed",
        "Why are the weights' gradients added up over t, and those of the inputs not?",
        "Waa is the same matrix at every timestep. Moved by ε, it changes the cost through each of them, so its "
        "gradient is the sum of what each sends: `dWaa += `. x⟨t⟩ is read once, at t, so `dx[:, :, t] = ` is written "
        "once.",
        {**RNN, "t": 1, "step": "dWaat", "entry": "2,3", "lens": "nudge", "of": "Waa"},
        "overwrite_parameters",
    ),
)
