"""The scenes in their order: about ten minutes, from the two ways forward to one's own numbers."""

from .carried import FAR, FUTURE
from .facts import Fact
from .missing import ADDED_UP, DROPPED
from .one_sum import NOT_THE_SAME, SUM, ZEROS
from .scene import COURSE, Scene
from .two_ways import COST, TWO_WAYS

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
