"""A question in words, pasted where numbers are expected: the moment of a run that settles it, and one answer.

Only what the table declares is recognised, by the words that people use. What fits nothing is not guessed at.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 1_500
"""Characters of a question. What is longer is an essay, and holds many words by chance."""

MOST = 3
"""How many questions of one text are answered."""

COURSE: Mapping[str, Any] = {"scenario": "course", "cell": "rnn", "seed": 1}
LSTM: Mapping[str, Any] = {**COURSE, "cell": "lstm"}


@dataclass(frozen=True)
class Question:
    """What is asked, by groups of words of which one has to fit whole; its answer, and the moment that shows it."""

    name: str
    words: tuple[tuple[str, ...], ...]  # patterns over plain text in lower case without blanks inside brackets
    answer: str
    look: str  # what the link is called
    show: Mapping[str, Any]  # the page's address


WHY = r"\b(?:why|how come|reason|explain|understand|wonder|what for|purpose|confus\w+)\b"
WHAT = r"\b(?:what(?:'?s| is| are| does| do| exactly is)|where (?:is|does|do)|meaning of|mean(?:s|t)?\b|explain)"
DA_T = r"\bda\[:,:,t\]|\bda\[:,:,t-1\]|\bda_t\b"
CARRY = r"\bda_prev(?:t|_t)?\b"
PASSES = r"\b(?:pass(?:es|ed|ing)?|correct|right|works?|working|fine|match(?:es)?|ok|okay|green)\b"
FAILS = (
    r"\b(?:fail(?:s|ed|ing)?|wrong|incorrect|different|differs?|off|not (?:match|pass|work|correct|right)\w*|"
    r"(?:doesn|don|isn)'?t (?:match|pass|work)?)"
)

QUESTIONS = (
    Question(
        "why the sum",
        (
            (WHY, r"\b(?:add|adds|adding|added|sum|plus)\b", r"\bda_prevt?\b|\bcarr\w+|\btwo gradients\b"),
            (WHY, r"da\[:,:,t\] ?\+ ?da_prevt?"),
            (r"\b(?:what|difference)\b", r"\bda_next\b", r"\bda\b|\bda_prevt?\b|\brnn_cell_backward\b"),
            (WHAT + r" da_next\b",),
        ),
        "Going forward, a⟨t⟩ goes two ways: up to the prediction and right to the next timestep. Going back, gradient "
        "comes from both ways, and where a value is used twice its gradients add up: da_next = da[:, :, t] + da_prevt.",
        "See the two add up",
        {**COURSE, "t": 2, "step": "da_next"},
    ),
    Question(
        "carry and upstream",
        (
            (CARRY, DA_T, r"\b(?:why|not|same|equal|isn'?t|differen\w+|vs|versus|instead|use|just)\b|[!=]="),
            (r"\bdifference between\b", r"\bda\b", r"\bda_prev(?:t)?\b"),
        ),
        "da[:, :, t-1] is what comes to a⟨t-1⟩ from above, through its own prediction, and nothing else; it is given. "
        "da_prevt is what comes from all later timesteps, through the cell. They are two parts of one total, and only "
        "their sum is the gradient of the state.",
        "Compare the two, entry by entry",
        {**COURSE, "t": 2, "step": "da_next", "compare": 1},
    ),
    Question(
        "cell passes, loop fails",
        ((r"\b(?:cell|\w+_cell_backward)\b", PASSES, r"\b(?:loop|rnn_backward|lstm_backward|full|whole)\b", FAILS),),
        "A cell is tested with one da_next. What only the loop can get wrong is what it hands to the cell: at each t "
        "the sum of two gradients, what comes from above and what was carried back from t + 1; the cache of the same "
        "t; and that the parameters' gradients are added up. The last timestep has nothing carried yet, so see whether "
        "the last column of dx is right: then it is the carry.",
        "See what the loop hands to the cell",
        {**COURSE, "t": 2, "step": "da_next"},
    ),
    Question(
        "why zeros",
        (
            (WHY, r"\bzeros?\b|np\.zeros"),
            (r"\bda_prevt?\b", r"\b(?:initiali[sz]e\w*|start\w*|begin\w*|set)\b", r"\bzeros?\b|np\.zeros"),
        ),
        "Nothing comes after the last timestep, so nothing is carried back into it: da_prevt starts as zeros, of the "
        "shape of one timestep (n_a, m). The gradients of the parameters start as zeros too, because each timestep "
        "adds its own to them.",
        "See the last timestep, where the carry is zeros",
        {**COURSE, "t": 3, "step": "da_next"},
    ),
    Question(
        "why add up parameters",
        (
            (
                WHY,
                r"\+=|\baccumulat\w+|\b(?:add|sum) (?:up|over)\b|\bincrement\w*",
                r"\bd[wb]\w*\b|\bweights?\b|\bparam",
            ),
            (WHY, r"\bdw\w*\+=|\bd[wb]\w* ?\+="),
        ),
        "The same weights are used at every timestep, so each timestep has a gradient for them, and all of these add "
        "up: dWax += dWaxt. With = only the timestep that comes last in the loop, t = 0, would be left.",
        "See one timestep land on the running total",
        {**COURSE, "t": 2, "step": "dWaxt"},
    ),
    Question(
        "last gradient",
        ((WHY, r"\bda0\b"), (WHAT + r" da0\b",), (r"\bda0\b", CARRY, r"\b(?:why|is|equal|same)\b")),
        "da0 is the gradient of a0, the state before the first timestep: what leaves the cell at t = 0. That is "
        "da_prevt after the loop has ended.",
        "See what leaves the first timestep",
        {**COURSE, "t": 0, "step": "da_prev"},
    ),
    Question(
        "why reversed",
        ((WHY, r"\b(?:revers\w+|backwards?|last timestep first|t_x-1)\b", r"\bloop\w*|\brange\b|\breversed\b|\btime"),),
        "da_prevt of t is made by the cell at t + 1, so that has to run first: the loop starts at the last timestep.",
        "See t = 3 hand over to t = 2",
        {**COURSE, "t": 3, "step": "hand_over"},
    ),
    Question(
        "which cache",
        ((WHY + "|" + WHAT, r"\bcaches?\b"),),
        "The cell's gradient depends on the values of its own timestep, a_next, a_prev and xt, which the forward pass "
        "kept in caches[t]. Another timestep's cache has other values of the same shapes: nothing raises, and the "
        "numbers are wrong.",
        "See which values of t are read again",
        {**COURSE, "t": 2, "step": "dtanh"},
    ),
    Question(
        "derivative of tanh",
        (
            (WHY + "|" + WHAT, r"1-a_?\w*(?: ?2|\^2|²)|1-(?:np\.)?tanh|derivative of tanh"),
            (WHAT + r" dtanh\b",),
        ),
        "a_next = tanh(z), and the slope of tanh is 1 - tanh(z)², which is 1 - a_next²: the forward pass has made it "
        "already. dtanh is that slope, entry by entry, times the gradient of a_next.",
        "See the slope at work",
        {**COURSE, "t": 2, "step": "dtanh"},
    ),
    Question(
        "why sum over examples",
        ((WHY, r"\bkeepdims\b|\baxis ?= ?[01]\b|np\.sum", r"\bd?b\w*\b|\bbias\b|\bsum\b|\bkeepdims\b|\baxis\b"),),
        "One bias of shape (n_a, 1) is added to all m examples, so its gradient is the sum over the examples, axis=1; "
        "keepdims keeps it a column, (n_a, 1) and not (n_a,), as the bias is.",
        "See the examples add up",
        {**COURSE, "t": 2, "step": "dbat"},
    ),
    Question(
        "why transposed",
        ((WHY, r"\btranspos\w+|\w\.t\b"),),
        "z = Wax @ xt + …: going back, each entry of xt gets from every entry of z by the weight between them, and "
        "that is Wax.T @ dtanh. The shapes say the same: (n_x, n_a) times (n_a, m) is (n_x, m), as xt is.",
        "See the product",
        {**COURSE, "t": 2, "step": "dxt"},
    ),
    Question(
        "memory",
        (
            (WHY + "|" + WHAT, r"\bdc_next\b|\bdc_prevt?\b|\bdc\b"),
            (r"\bdifference between\b", r"\bdc_next\b|\bdc_prevt?\b"),
        ),
        "The LSTM hands on two states, a and c, and so carries two gradients back. What is carried for c, dc_prevt, is "
        "not the whole gradient of c⟨t⟩: a⟨t⟩ is made from it as well, so what comes through ot and tanh is added.",
        "See the memory's two parts",
        {**LSTM, "t": 2, "step": "dc_next"},
    ),
    Question(
        "what is da",
        (
            (WHAT + r" (?:the )?da(?:\[:,:,t\])?(?![\w\[])",),
            (r"\bwhere does da come from\b",),
            (r"\bda\b", r"\bgiven\b"),
        ),
        "da[:, :, t] is the gradient of the cost with respect to a⟨t⟩ through the prediction ŷ⟨t⟩ alone. In the "
        "exercise it is simply given, random numbers; in a network it is made from the loss at t, as here.",
        "See it made from a loss",
        {"scenario": "custom", "cell": "rnn", "seed": 1, "loss": "softmax_cross_entropy", "t": 2, "step": "da_t"},
    ),
)
"""The questions that are asked most, in the order in which they are answered where a text fits several."""


def asked(plain: str) -> list[Question]:
    """Return the questions that a text asks; `plain` has straight quotes. Empty where it is none that is known."""
    if len(plain) > LONGEST:
        return []
    text = re.sub(r"\s+", " ", plain.lower()).replace('"', "'")
    text = re.sub(r" *([\[\],:]) *(?=[:,\]\dt-])", r"\1", text)  # da[:, :, t - 1] in one spelling
    text = re.sub(r"(?<=[\w)])\s*([-^])\s*(?=[\dat])", r"\1", text).replace("da [", "da[")
    found = [one for one in QUESTIONS if any(all(re.search(word, text) for word in group) for group in one.words)]
    return found[:MOST]
