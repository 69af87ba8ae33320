"""Scenes on what is carried: it is the whole future, and how far it reaches."""

from .facts import Fact
from .scene import COURSE, Link, Option, Question, Scene
from .ways import REACH, came

FUTURE = Scene(
    name="future",
    title="da_prevt is the whole future",
    texts=(
        "`da_prevt` is one matrix, but it has come many ways. At t = 0 it holds what came from above at t = 1, 2 and "
        "3, each passed on by every cell on its way.",
        "Below, the orange bar is unfolded into these parts. They add up to it, entry by entry.",
    ),
    address={**COURSE, "t": "0", "step": "da_next", "unfold": "1"},
    lights="da_prevt",
    facts=tuple(Fact(came(0, source), "above", 0) for source in (1, 2, 3)),
    question=Question(
        "And at t = 1: of how many timesteps is a part in `da_prevt`?",
        (
            Option(
                "of one, t = 2",
                "t = 2 is the nearest, but what came from above at t = 3 has passed through t = 2 as well.",
                (Fact(came(1, 3), "is", None),),
            ),
            Option(
                "of two, t = 2 and t = 3",
                "All that is later than t = 1.",
                (Fact(came(1, 2), "above", 0), Fact(came(1, 3), "above", 0), Fact(came(1, 0), "is", None)),
            ),
            Option(
                "of three, t = 1 too",
                "What comes from above at t = 1 is da[:,:,1]: it is the other part of the sum.",
                (Fact(("backward", 1, "facts", "da_t"), "is not", "given"),),
            ),
        ),
    ),
)


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
