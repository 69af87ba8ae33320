"""A text, letter by letter: what is read next is the right letter, and what should be said is the one after it."""

import itertools
import re

import numpy as np

from ...bptt.cell import Cell
from ...bptt.cells import CELLS
from ...bptt.loss import SOFTMAX_CROSS_ENTROPY
from ...bptt.passes import Setting
from ...bptt.refused import NotAllowed
from ...bptt.sizes import Sizes
from .draw import one_hot, parameters, without_biases, zeros
from .scenario import Scenario
from .words import always, when

LONGEST = 24
SPELLABLE = rf"^[a-z]{{2,{LONGEST}}}$"
IN_WORDS = f"2 to {LONGEST} letters from a to z, without capitals"
"""What a text may be, as a pattern and in words."""


class NotSpelled(NotAllowed):
    """A text was asked for that cannot be read letter by letter. The message says which can."""


DESCRIPTION = (
    when(
        "over time",
        "An untrained network reads {x} and should say {y}: what is read next is the right letter, whatever was said "
        "(teacher forcing).",
    ),
    when("not over time", "An untrained network reads {x} and should say {y}."),
    when("every t; over time", "Each timestep has its loss."),
)
LOOK_FOR = (
    when("own loss", "da_t is not given here: it comes down from ŷ - y, out of the prediction, at every timestep."),
    when("not own loss", "da_t is not given here: it comes down from the loss, out of the prediction."),
)
ONE_LETTER = (
    always(
        "There is one letter alone, so that every prediction is certain and right: there is nothing to learn, and "
        "every gradient is 0."
    ),
)


def spelled(text: str) -> Scenario:
    """Return the scenario that reads this text. Raises NotSpelled where it is not SPELLABLE."""
    if not re.fullmatch(SPELLABLE, text):
        raise NotSpelled(f"text must be {IN_WORDS}, not {text[: LONGEST + 1]!r}")
    letters = list(dict.fromkeys(text))  # each once, in the order in which they come

    def draw(cell: Cell, sizes: Sizes, seed: int) -> Setting:
        """Draw the weights; the text is what it is."""
        x, y = (
            one_hot(np.array([[letters.index(one) for one in said]]), len(letters))
            for said in _read(text, sizes).values()
        )
        drawn = without_biases(parameters(np.random.default_rng(seed), cell, sizes))
        return Setting(cell, drawn, x, zeros(cell, sizes), y=y)

    count = len(letters)
    return Scenario(
        name="hello",
        title=f"{text}, letter by letter",
        description=DESCRIPTION,
        look_for=LOOK_FOR if count > 1 else ONE_LETTER,
        sizes=dict.fromkeys(CELLS, Sizes(n_x=count, n_a=3, n_y=count, m=1, T_x=len(text) - 1)),
        draw=draw,
        loss=SOFTMAX_CROSS_ENTROPY,
        fixed={"n_x": count, "n_y": count, "m": 1},
        stands_for=lambda sizes: _read(text, sizes),
        spelled=spelled,
    )


def _read(text: str, sizes: Sizes) -> dict[str, list[str]]:
    """Return what is read and what should be said, always the next letter; where T_x is longer, hellohello…"""
    read = list(itertools.islice(itertools.cycle(text), sizes.T_x + 1))
    return {"x": read[:-1], "y": read[1:]}


HELLO = spelled("hello")
