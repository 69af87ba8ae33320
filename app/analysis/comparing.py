"""What is said beside the question whether two gradients are equal: one sentence for each thing that a carry can be."""

from collections.abc import Mapping
from functools import cache

from ..bptt.cell import Lane
from ..bptt.sentence import Sentence, choose
from .facts import (
    CLIPPED_ABOVE,
    CLIPPED_HERE,
    CUT_ABOVE,
    CUT_HERE,
    FROM_THE_LOSS,
    GIVEN,
    MIXED,
    NO_LOSS,
    NOTHING,
    WHOLE,
)

TWO_PARTS = (
    "{carried} is everything that comes from after t = {t}, brought back by the cell at t = {t+1}. They are two parts "
    "of one sum: only {total} is the gradient of {state}⟨{t}⟩."
)

ON_ARRIVAL = (
    Sentence(
        "why: mixed",
        "mixed",
        "In this run a wrong line has mixed other numbers in. In the right one {upstream} is what comes from above and "
        "{carried} what comes from the right: two parts of the one sum {total}.",
    ),
    Sentence(
        "why: shorter",
        f"carried {NOTHING}; shorter",
        "No da is given after t = {t}, so the backward pass starts here: {carried} is zeros, and {total} is {upstream} "
        "alone.",
    ),
    Sentence(
        "why: nothing",
        f"carried {NOTHING}",
        "Nothing comes after t = {t}: {carried} is zeros, so {total} is {upstream} alone.",
    ),
    Sentence(
        "why: cut here",
        f"carried {CUT_HERE}",
        "{carried} of t = {t} is zeros: what t = {t+1} sent back was cut off on the way. So {total} is {upstream} "
        "alone, and leaves out everything from later timesteps.",
    ),
    Sentence(
        "why: cut above",
        f"carried {CUT_ABOVE}",
        "{carried} of t = {t} is what was sent back since the last cut. It is added to {upstream}, and {total} leaves "
        "out everything from beyond the cut.",
    ),
    Sentence(
        "why: clipped here",
        f"carried {CLIPPED_HERE}",
        "{carried} of t = {t} is what t = {t+1} sent back, clipped on the way. It is added to {upstream}, and {total} "
        "is not the whole gradient of {state}⟨{t}⟩.",
    ),
    Sentence(
        "why: clipped above",
        f"carried {CLIPPED_ABOVE}",
        "{carried} of t = {t} was made from a carry that was clipped at a later timestep. It is added to {upstream}, "
        "and what comes from beyond the clip is not in {total} in full.",
    ),
    Sentence(
        "why: given",
        f"upstream {GIVEN}; carried {WHOLE}",
        "{upstream} is given: it stands for all that comes to {state}⟨{t}⟩ from above. " + TWO_PARTS,
    ),
    Sentence(
        "why: loss",
        f"upstream {FROM_THE_LOSS}; carried {WHOLE}",
        "{upstream} is only what comes back through ŷ⟨{t}⟩. " + TWO_PARTS,
    ),
    Sentence(
        "why: no loss",
        f"upstream {NO_LOSS}; carried {WHOLE}",
        "{upstream} is zeros, as no loss is taken at t = {t}. {carried} is everything that comes from after t = {t}, "
        "and {total} is that alone.",
    ),
    Sentence("why: sum", "", "{upstream} and {carried} are two parts of the one sum {total}."),
)

ON_LEAVING = (
    *(one for one in ON_ARRIVAL if one.id in ("why: mixed", "why: cut here", "why: clipped here")),
    Sentence(
        "becomes",
        "",
        "{returned} of t = {t+1} becomes {carried} of t = {t}: the same numbers under another name. There {upstream} "
        "is added to it: neither replaces the other.",
    ),
)


def comparing(lane: Lane, facts: Mapping[str, str], *, shorter: bool, last: bool) -> dict[str, str]:
    """Return the ids of what is said when upstream and carried are compared: where they arrive, "da_prevt?", and
    before, where the carry leaves the timestep above, "da_prev?"; not where the pass starts, `last`."""
    if lane.upstream is None:
        return {}
    kinds = (facts[lane.upstream], facts[lane.carried], facts[lane.total])
    return dict(_of_lane(lane, kinds, shorter=shorter, last=last))


@cache  # of a hundred timesteps most are alike
def _of_lane(lane: Lane, kinds: tuple[str, str, str], *, shorter: bool, last: bool) -> Mapping[str, str]:
    upstream, carried, _ = kinds
    situation = {f"upstream {upstream}", f"carried {carried}"}
    if MIXED in kinds:
        situation.add("mixed")
    if shorter:
        situation.add("shorter")
    said = {f"{lane.carried}?": choose(ON_ARRIVAL, situation)}
    return said if last else said | {f"{lane.returned}?": choose(ON_LEAVING, situation)}


COMPARING = {one.id: one.text for one in (*ON_ARRIVAL, *ON_LEAVING)}
