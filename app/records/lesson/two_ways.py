"""Scenes on the way forward: a state goes two ways, and what a gradient of it asks."""

from .facts import Fact
from .scene import COURSE, Option, Question, Scene
from .ways import came, norm

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
                (Fact(came(1, 1), "above", 0), Fact(came(1, 2), "is", None)),
            ),
            Option(
                "ŷ⟨1⟩, ŷ⟨2⟩ and ŷ⟨3⟩",
                "ŷ⟨1⟩ by the way up, ŷ⟨2⟩ and ŷ⟨3⟩ by the way to the right. Only ŷ⟨0⟩ was there before.",
                (Fact(came(1, 1), "above", 0), Fact(came(1, 3), "above", 0), Fact(came(1, 0), "is", None)),
            ),
            Option(
                "all four",
                "Not ŷ⟨0⟩: it was made before a⟨1⟩ was.",
                (Fact(came(1, 0), "above", 0),),
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
        Fact(norm(1, "da_t"), "above", 0),
        Fact(norm(1, "da_prevt"), "above", 0),
    ),
    question=Question(
        "And an entry of a⟨3⟩, the state of the last timestep: along how many ways does J feel it?",
        (
            Option(
                "two, as any other",
                "Not here: there is no cell at t = 4 that reads a⟨3⟩. It goes up to ŷ⟨3⟩, and no further.",
                (Fact(norm(3, "da_prevt"), "above", 0),),
            ),
            Option(
                "one, through ŷ⟨3⟩",
                "a⟨3⟩ is read by ŷ⟨3⟩ alone: no later timestep is there to read it.",
                (Fact(norm(3, "da_t"), "above", 0), Fact(norm(3, "da_prevt"), "is", 0)),
            ),
            Option(
                "none",
                "ŷ⟨3⟩ is made of it, and is held against the right letter as each prediction is.",
                (Fact(norm(3, "da_t"), "is", 0),),
            ),
        ),
    ),
)
