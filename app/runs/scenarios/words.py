"""What a scenario says of itself: sentence by sentence, each with the conditions under which it holds of a run.

A run may be asked for with other controls than the scenario's own, and then not all that is true of the scenario is
true of it. The conditions are `own sizes`, `own loss`, `own radius` and `own bias` where these are the scenario's,
`uncut` where nothing is cut or clipped, `unchanged` where no entry and no line was, `own` where all of these hold,
`seed 1`, `a choice` where there is more than one answer, `over time` where gradients go back through more than one
timestep, and `every t` where each timestep has a loss.
Places are `{x}` and `{y}` for what is read and should be said, `{radius}`, and `{T_x}`.
"""

from collections.abc import Collection, Mapping

from ...bptt.sentence import Sentence

Words = str | tuple[Sentence, ...]
"""A text that always holds, or sentences of which those are said that hold."""

CONTROLS = ("own sizes", "own loss", "own radius", "own bias", "uncut", "unchanged")


def when(conditions: str, text: str) -> Sentence:
    """Return a sentence that is said under these conditions, with semicolons between them."""
    return Sentence("", conditions, text)


def always(text: str) -> Sentence:
    """Return a sentence that holds of every run."""
    return when("", text)


def holding(words: Words, situation: Collection[str], places: Mapping[str, str]) -> str:
    """Return those of the sentences that hold, with what belongs in their places."""
    if isinstance(words, str):
        return words
    told = " ".join(one.text for one in words if one.holds(situation))
    for name, text in places.items():
        told = told.replace(f"{{{name}}}", text)
    return told
