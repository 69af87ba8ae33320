"""Scenes on the one addition: where it starts, what is added, and that the two parts are not the same."""

from .facts import Fact
from .scene import COURSE, Option, Question, Scene
from .ways import norm

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
        Fact(norm(3, "da_prevt"), "is", 0),
        Fact(("backward", 3, "facts", "da_t"), "is", "given"),
        Fact(("backward", 3, "facts", "da_prevt"), "is", "zero: nothing was given or carried"),
    ),
    question=Question(
        "A solution forgets to add `da_prevt`. What does it get at t = 3?",
        (
            Option(
                "the right numbers",
                "Adding zeros changes nothing, so this timestep hides the bug: the last column of dx comes out right.",
                (Fact(norm(3, "da_next"), "is", other=norm(3, "da_t")), Fact(norm(3, "da_prevt"), "is", 0)),
            ),
            Option(
                "wrong numbers",
                "Not here: what it forgets is zeros. It goes wrong one timestep further back.",
                (Fact(norm(3, "da_prevt"), "above", 0),),
            ),
            Option(
                "zeros",
                "No: da[:,:,3] still comes from above.",
                (Fact(norm(3, "da_t"), "is", 0),),
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
        Fact(norm(2, "da_prevt"), "above", 0),
        Fact(norm(2, "da_prevt"), "is", other=norm(3, "da_prev")),
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
        "same a⟨1⟩: one stands for what comes from ŷ⟨1⟩, the other is what comes from all later timesteps.",
    ),
    address={**COURSE, "t": "1", "step": "da_next"},
    lights="da_prevt",
    facts=(
        Fact(norm(1, "da_prevt"), "is", other=norm(2, "da_prev")),
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
