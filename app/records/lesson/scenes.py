"""The scenes in their order: about ten minutes, from the two ways forward to one's own numbers."""

from .facts import Fact, Way
from .scene import COURSE, Link, Option, Question, Scene


def _from(t: int, source: int) -> Way:
    """The way to how much of the gradient of a⟨t⟩ came through ŷ of another timestep."""
    return ("end", "attribution", "norms", t, source)


def _norm(t: int, name: str) -> Way:
    return ("backward", t, "norms", name)


TWO_WAYS = Scene(
    name="two-ways",
    title="Every a⟨t⟩ goes two ways",
    texts=(
        "A recurrent network is one cell, used again at every timestep. At t = 1 it reads x⟨1⟩ and the state before, "
        "a⟨0⟩, and makes a⟨1⟩.",
        "From there a⟨1⟩ goes two ways: up, into the prediction ŷ⟨1⟩, and to the right, into the cell at t = 2. "
        "Press Watch.",
    ),
    address={**COURSE, "t": "1", "step": "z"},
    until=(1, "yt_pred"),
    lights="a_next",
    facts=(Fact(("head", "sizes", "T_x"), "is", 4),),
    question=Question(
        "If one number in a⟨1⟩ were another, which predictions could change?",
        (
            Option(
                "ŷ⟨1⟩ alone",
                "ŷ⟨1⟩ does. But a⟨1⟩ also goes on to the right, and ŷ⟨2⟩ and ŷ⟨3⟩ are made of what comes of it.",
                (Fact(_from(1, 1), "above", 0), Fact(_from(1, 2), "is", None)),
            ),
            Option(
                "ŷ⟨1⟩, ŷ⟨2⟩ and ŷ⟨3⟩",
                "ŷ⟨1⟩ by the way up, ŷ⟨2⟩ and ŷ⟨3⟩ by the way to the right. Only ŷ⟨0⟩ was there before.",
                (Fact(_from(1, 1), "above", 0), Fact(_from(1, 3), "above", 0), Fact(_from(1, 0), "is", None)),
            ),
            Option(
                "all four",
                "Not ŷ⟨0⟩: it was made before a⟨1⟩ was.",
                (Fact(_from(1, 0), "above", 0),),
            ),
        ),
    ),
)

COST = Scene(
    name="cost",
    title="What a gradient asks",
    texts=(
        "This network reads h, e, l, l. Each prediction is held against the right next letter, which gives a loss; all "
        "losses added up are one number, the cost J.",
        "The gradient of an entry of a⟨t⟩ asks: if this entry grew a little, how fast would J grow? J feels it along "
        "both ways, so the answer has two parts.",
    ),
    address={"scenario": "hello", "cell": "rnn", "seed": "1", "t": "1", "step": "yt_pred"},
    until=(1, "loss_t"),
    lights="loss_t",
    facts=(
        Fact(("end", "loss"), "above", 0),
        Fact(("backward", 1, "facts", "da_t"), "is", "from the loss at t"),
        Fact(("backward", 1, "facts", "da_prevt"), "is", "whole"),
        Fact(_norm(1, "da_t"), "above", 0),
        Fact(_norm(1, "da_prevt"), "above", 0),
    ),
)

ZEROS = Scene(
    name="zeros",
    title="Going back starts with zeros",
    texts=(
        "In the course exercise nobody sees the losses: `da` is given, drawn at random, and `da[:,:,t]` stands for "
        "what comes to a⟨t⟩ down from ŷ⟨t⟩.",
        "Going back, the last timestep comes first. From above comes `da[:,:,3]`. From the right nothing can come, "
        "since no timestep is later: `da_prevt` starts as zeros.",
    ),
    address={**COURSE, "t": "3", "step": "da_next"},
    lights="da_prevt",
    facts=(
        Fact(_norm(3, "da_prevt"), "is", 0),
        Fact(("backward", 3, "facts", "da_t"), "is", "given"),
        Fact(("backward", 3, "facts", "da_prevt"), "is", "zero: nothing was given or carried"),
    ),
    question=Question(
        "A solution forgets to add `da_prevt`. What does it get at t = 3?",
        (
            Option(
                "the right numbers",
                "Adding zeros changes nothing, so this timestep hides the bug: the last column of dx comes out right.",
                (Fact(_norm(3, "da_next"), "is", other=_norm(3, "da_t")), Fact(_norm(3, "da_prevt"), "is", 0)),
            ),
            Option(
                "wrong numbers",
                "Not here: what it forgets is zeros. It goes wrong one timestep further back.",
                (Fact(_norm(3, "da_prevt"), "above", 0),),
            ),
            Option(
                "zeros",
                "No: da[:,:,3] still comes from above.",
                (Fact(_norm(3, "da_t"), "is", 0),),
            ),
        ),
    ),
)

SUM = Scene(
    name="sum",
    title="Guess what the cell is given",
    texts=(
        "One timestep further back, at t = 2, two gradients arrive: `da[:,:,2]` from above and `da_prevt`, which the "
        "cell at t = 3 has sent.",
        "The cell at t = 2 wants one: `da_next`, the whole gradient of a⟨2⟩. It is covered here.",
    ),
    address={**COURSE, "t": "2", "step": "da_next", "predict": "1"},
    facts=(
        Fact(_norm(2, "da_prevt"), "above", 0),
        Fact(_norm(2, "da_prevt"), "is", other=_norm(3, "da_prev")),
        Fact(("backward", 2, "facts", "da_next"), "is", "whole"),
    ),
    question=Question("What is `da_next[2,3]`? Drag the bar, type a number, or pick the picture of all of `da_next`."),
)

NOT_THE_SAME = Scene(
    name="not-the-same",
    title="“Why is da_prevt not da[:, :, t-1]?”",
    texts=(
        "So people ask: “da is given, da_prevt is computed by rnn_cell_backward. Why is da_prevt not da[:, :, t-1]?”",
        "What left t = 2 as `da_prev` arrives at t = 1 as `da_prevt`. There it meets `da[:,:,1]`. Both are about the "
        "same a⟨1⟩: one is what comes through ŷ⟨1⟩, the other what comes from all later timesteps.",
    ),
    address={**COURSE, "t": "1", "step": "da_next"},
    lights="da_prevt",
    facts=(
        Fact(_norm(1, "da_prevt"), "is", other=_norm(2, "da_prev")),
        Fact(("backward", 1, "facts", "da_prevt"), "is", "whole"),
        Fact(("backward", 1, "comparisons", 0, "entries"), "is", 50),
    ),
    question=Question(
        "How many of the 50 entries of `da_prevt` and `da[:,:,1]` are equal?",
        (
            Option(
                "all 50",
                "Not one. They are two parts of one gradient, not two copies of it.",
                (Fact(("backward", 1, "comparisons", 0, "equal"), "is", 50),),
            ),
            Option(
                "about half",
                "Not one. They are two parts of one gradient, and each comes its own way.",
                (
                    Fact(("backward", 1, "comparisons", 0, "equal"), "above", 10),
                    Fact(("backward", 1, "comparisons", 0, "equal"), "below", 40),
                ),
            ),
            Option(
                "none",
                "None. There is no reason why what comes from above should be what comes from the right: only their "
                "sum means something to the cell.",
                (Fact(("backward", 1, "comparisons", 0, "equal"), "is", 0),),
            ),
        ),
        then=("compare",),
    ),
)

DROPPED = Scene(
    name="dropped",
    title="The usual bug",
    texts=(
        "“My rnn_cell_backward passes its tests, my rnn_backward does not.” Most often the loop hands the cell "
        "`da[:,:,t]` alone: `da_prevt` is computed at every timestep, and never added.",
        "This run does just that. Where outlines stand beside the bars, the right run has other numbers.",
    ),
    address={**COURSE, "t": "2", "step": "da_next", "mistake": "drop_carry"},
    facts=(Fact(("backward", 2, "right", "da_next"), "is not", None), Fact(_norm(2, "da_prevt"), "above", 0)),
    question=Question(
        "Which timesteps of `dx` does it still get right?",
        (
            Option(
                "none",
                "One is right: the last, where there was nothing to add.",
                (Fact(("backward", 3, "right", "dxt"), "is not", None),),
            ),
            Option(
                "the last, t = 3",
                "There the carry is zeros. If only your last column is right, look for a carry that is lost.",
                (
                    Fact(("backward", 3, "right", "dxt"), "is", None),
                    Fact(("backward", 2, "right", "dxt"), "is not", None),
                    Fact(("backward", 0, "right", "dxt"), "is not", None),
                ),
            ),
            Option(
                "the first, t = 0",
                "There most is missing: all that the later timesteps sent.",
                (Fact(("backward", 0, "right", "dxt"), "is", None),),
            ),
        ),
    ),
    links=(
        Link(
            "Drop da[:,:,t] instead: all is zeros, since nothing ever enters",
            {**COURSE, "t": "2", "step": "da_next", "mistake": "drop_upstream"},
            (Fact(_norm(3, "da_next"), "is", 0), Fact(_norm(0, "da_next"), "is", 0)),
        ),
    ),
)

FUTURE = Scene(
    name="future",
    title="da_prevt is the whole future",
    texts=(
        "`da_prevt` is one matrix, but it has come many ways. At t = 0 it holds what ŷ⟨1⟩, ŷ⟨2⟩ and ŷ⟨3⟩ have sent, "
        "each passed on by every cell on its way.",
        "Below, the orange bar is unfolded into these parts. They add up to it, entry by entry.",
    ),
    address={**COURSE, "t": "0", "step": "da_next", "unfold": "1"},
    lights="da_prevt",
    facts=tuple(Fact(_from(0, source), "above", 0) for source in (1, 2, 3)),
    question=Question(
        "And at t = 1: how many predictions have a part in `da_prevt`?",
        (
            Option(
                "one, ŷ⟨2⟩",
                "ŷ⟨2⟩ is the nearest, but what ŷ⟨3⟩ sent has come through t = 2 as well.",
                (Fact(_from(1, 3), "is", None),),
            ),
            Option(
                "two, ŷ⟨2⟩ and ŷ⟨3⟩",
                "All that is later than t = 1.",
                (Fact(_from(1, 2), "above", 0), Fact(_from(1, 3), "above", 0), Fact(_from(1, 0), "is", None)),
            ),
            Option(
                "three, ŷ⟨1⟩ too",
                "What comes through ŷ⟨1⟩ is da[:,:,1]: it is the other part of the sum.",
                (Fact(("backward", 1, "facts", "da_t"), "is not", "given"),),
            ),
        ),
    ),
)

ADDED_UP = Scene(
    name="added-up",
    title="+= for dW, = for dx",
    texts=(
        "Every timestep has an x of its own, so `dx[:,:,t]` is set once, with =. But Waa is the same matrix at every "
        "timestep: J feels it four times, and `dWaa` adds up four parts, with +=.",
        "This run writes `dWaa` = where += belongs: each timestep throws away what was there.",
    ),
    address={**COURSE, "t": "2", "step": "dWaat", "mistake": "overwrite_parameters"},
    facts=(
        Fact(_norm(2, "dWaa"), "is", other=_norm(2, "dWaat")),
        Fact(("backward", 2, "right", "dWaa"), "is not", None),
        *(Fact(_norm(t, "dWaat"), "above", 0) for t in range(4)),
        Fact(("backward", 0, "right", "dxt"), "is", None),
    ),
    question=Question(
        "Which part of the four does it return in the end?",
        (
            Option(
                "the one of t = 0",
                "Going back, t = 0 comes last, and nothing overwrites it.",
                (Fact(_norm(0, "dWaa"), "is", other=_norm(0, "dWaat")),),
            ),
            Option(
                "the one of t = 3",
                "t = 3 comes first going back, and is overwritten three times.",
                (Fact(_norm(0, "dWaa"), "is", other=_norm(3, "dWaat")),),
            ),
            Option(
                "all four",
                "That is what += would do.",
                (Fact(("backward", 0, "right", "dWaa"), "is", None),),
            ),
        ),
    ),
)

REACH: Way = ("end", "flow", 0, "reach")

FAR = Scene(
    name="far",
    title="How far back it reaches",
    texts=(
        "A symbol was shown at t = 0, and the one question comes at t = 29. On its way back the RNN's gradient is "
        "multiplied by Waa and the slope of tanh, again and again: its curve falls.",
        "An LSTM has a second lane, c, on which a gradient is multiplied by the forget gate alone. With a bias of 3 "
        "that gate is near 1, and the dotted curves hold.",
    ),
    address={
        "scenario": "lstm-vs-rnn",
        "cell": "rnn",
        "seed": "1",
        "t": "0",
        "step": "da_next",
        "lens": "flow",
        "log": "1",
    },
    facts=(Fact(("end", "flow", 0, "steps"), "is", 29),),
    question=Question(
        "How much of the RNN's gradient arrives at t = 0?",
        (
            Option(
                "about all of it",
                "Look at the left end of its curve, and at the scale.",
                (Fact(REACH, "above", 0.5), Fact(REACH, "below", 2)),
            ),
            Option(
                "under a hundredth",
                "It has vanished: what was shown at t = 0 can hardly be learned.",
                (Fact(REACH, "below", 0.01),),
            ),
            Option("a hundredfold", "That would be exploding. Here it shrinks.", (Fact(REACH, "above", 100),)),
        ),
    ),
    links=(
        Link(
            "The LSTM on the same sequence",
            {
                "scenario": "lstm-vs-rnn",
                "cell": "lstm",
                "seed": "1",
                "t": "0",
                "step": "da_next",
                "lens": "flow",
                "log": "1",
            },
            (Fact(REACH, "above", 0.01),),
        ),
        Link(
            "An RNN whose gradient explodes",
            {
                "scenario": "exploding",
                "cell": "rnn",
                "seed": "1",
                "t": "0",
                "step": "da_next",
                "lens": "flow",
                "log": "1",
            },
            (Fact(REACH, "above", 100),),
        ),
    ),
)

YOURS = Scene(
    name="yours",
    title="Now your numbers",
    texts=(
        "You have seen what `da_next` is made of, what happens where a part is missing, and where that shows first.",
        "Does your notebook print other numbers? Paste what it prints: it is held against all mistakes that are known, "
        "and the answer opens the very moment at which yours goes wrong. Nothing of it is run.",
    ),
    address={**COURSE, "t": "2", "step": "da_next"},
    facts=(Fact(("backward", 2, "facts", "da_next"), "is", "whole"),),
    diagnoses=True,
)

SCENES = (TWO_WAYS, COST, ZEROS, SUM, NOT_THE_SAME, DROPPED, FUTURE, ADDED_UP, FAR, YOURS)
