"""Scenes on what goes wrong: a part that is never added, and a total that is thrown away."""

from .facts import Fact
from .scene import COURSE, Link, Option, Question, Scene
from .ways import norm

DROPPED = Scene(
    name="dropped",
    title="The usual bug",
    texts=(
        "“My rnn_cell_backward passes its tests, my rnn_backward does not.” Most often the loop hands the cell "
        "`da[:,:,t]` alone: `da_prevt` is computed at every timestep, and never added.",
        "This run does just that. Where outlines stand beside the bars, the right run has other numbers.",
    ),
    address={**COURSE, "t": "2", "step": "da_next", "mistake": "drop_carry"},
    facts=(Fact(("backward", 2, "right", "da_next"), "is not", None), Fact(norm(2, "da_prevt"), "above", 0)),
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
            (Fact(norm(3, "da_next"), "is", 0), Fact(norm(0, "da_next"), "is", 0)),
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
        Fact(norm(2, "dWaa"), "is", other=norm(2, "dWaat")),
        Fact(("backward", 2, "right", "dWaa"), "is not", None),
        *(Fact(norm(t, "dWaat"), "above", 0) for t in range(4)),
        Fact(("backward", 0, "right", "dxt"), "is", None),
    ),
    question=Question(
        "Which part of the four does it return in the end?",
        (
            Option(
                "the one of t = 0",
                "Going back, t = 0 comes last, and nothing overwrites it.",
                (Fact(norm(0, "dWaa"), "is", other=norm(0, "dWaat")),),
            ),
            Option(
                "the one of t = 3",
                "t = 3 comes first going back, and is overwritten three times.",
                (Fact(norm(0, "dWaa"), "is", other=norm(3, "dWaat")),),
            ),
            Option(
                "all four",
                "That is what += would do.",
                (Fact(("backward", 0, "right", "dWaa"), "is", None),),
            ),
        ),
    ),
)
