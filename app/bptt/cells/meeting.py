"""What is said where an upstream and a carried gradient meet in one sum: one sentence for each thing the two can be."""

from ..sentence import Sentence

CARRY_WHOLE = "da_prevt: whole; da_next: whole"

SUM_OF_A = (
    Sentence(
        "last and shorter",
        "last; da_prevt: zero: nothing was given or carried; da_t: given; shorter",
        "The backward pass starts here: no da is given for a later timestep, though there are some. So {da_prevt} is "
        "zeros, and {da_next=} is {da_t=} alone.",
    ),
    Sentence(
        "last and given",
        "last; da_prevt: zero: nothing was given or carried; da_t: given",
        "Nothing comes after t = {t}, so {da_prevt} arrives as zeros: {da_next=} is {da_t=} alone, which is given.",
    ),
    Sentence(
        "last",
        "last; da_prevt: zero: nothing was given or carried; da_t: from the loss at t",
        "Nothing comes after t = {t}, so {da_prevt} arrives as zeros: {da_next=} is {da_t=} alone, and that came "
        "through ŷ⟨{t}⟩.",
    ),
    Sentence(
        "nothing",
        f"da_t is zeros; da_prevt is zeros; {CARRY_WHOLE}; not last",
        "At t = {t} both parts are zeros: nothing comes to a⟨{t}⟩ from above, and nothing is left of what the later "
        "timesteps sent back. So {da_next} is zeros as well.",
    ),
    Sentence(
        "nothing from above",
        f"da_t is zeros; not da_t: zero: no loss here; {CARRY_WHOLE}; not last",
        "At t = {t} nothing comes to a⟨{t}⟩ from above: {da_t} is zeros. So {da_next=} is {da_prevt=} alone, "
        "everything the later timesteps sent back.",
    ),
    Sentence(
        "nothing from the right",
        f"da_prevt is zeros; {CARRY_WHOLE}; not last",
        "At t = {t} nothing is left of what the later timesteps sent back: {da_prevt} is zeros. So {da_next=} is "
        "{da_t=} alone, and that is the gradient of a⟨{t}⟩.",
    ),
    Sentence(
        "given",
        f"da_t: given; {CARRY_WHOLE}",
        "At t = {t} two gradients meet: {da_t=} is given, and stands for all that comes to a⟨{t}⟩ from above; "
        "{da_prevt=} is everything the later timesteps sent back. Only their sum {da_next=} is the gradient of a⟨{t}⟩.",
    ),
    Sentence(
        "no loss",
        f"da_t: zero: no loss here; {CARRY_WHOLE}",
        "No loss is taken at t = {t}, so {da_t} is zeros. {da_next=} is {da_prevt=} alone: everything the later "
        "timesteps sent back.",
    ),
    Sentence(
        "cut here",
        "da_prevt: cut here; not da_t: mixed by a wrong line",
        "What t = {t+1} sent back was cut off on the way, so {da_prevt} is zeros. {da_next=} is {da_t=} alone, and "
        "leaves out everything from later timesteps.",
    ),
    Sentence(
        "cut above",
        "da_prevt: cut above; not da_t: mixed by a wrong line",
        "{da_prevt=} is what was sent back since the last cut. {da_next=} is its sum with {da_t=}, and leaves out "
        "everything from beyond the cut.",
    ),
    Sentence(
        "clipped here",
        "da_prevt: clipped here; not da_t: mixed by a wrong line",
        "{da_prevt=} is what t = {t+1} sent back, clipped on the way: all its entries were scaled by the same factor, "
        "below 1. To that {da_t=} is added as it is, so the sum {da_next=} is not the whole gradient of a⟨{t}⟩.",
    ),
    Sentence(
        "clipped above",
        "da_prevt: clipped above; not da_t: mixed by a wrong line",
        "{da_prevt=} was made from a carry that was clipped at a later timestep. {da_next=} is its sum with {da_t=}, "
        "and what comes from beyond the clip is not in it in full.",
    ),
    Sentence(
        "all given",
        "da_prevt: given; da_t: given",
        "Both parts are given here: {da_t=} from above, {da_prevt=} from the right. Their sum is {da_next=}.",
    ),
)
"""For da_next = da_t + da_prevt."""

SUM_OF_C = (
    Sentence(
        "nothing from the right",
        "dc_prevt is zeros; dc_prevt: whole; dc_next: whole; not last",
        "The memory went two ways as well, but nothing is left of what came straight back: {dc_prevt} is zeros. So "
        "{dc_next=} is {dc_t=} alone, and that is the gradient of c⟨{t}⟩.",
    ),
    Sentence(
        "last",
        "last; dc_prevt: zero: nothing was given or carried; not da_next: mixed by a wrong line",
        "The backward pass starts at t = {t}, so {dc_prevt} arrives as zeros: {dc_next=} is {dc_t=} alone.",
    ),
    Sentence(
        "cut here",
        "dc_prevt: cut here",
        "What t = {t+1} sent back along the memory was cut off on the way, so {dc_prevt} is zeros. {dc_next=} is "
        "{dc_t=} alone, and leaves out everything from later timesteps.",
    ),
    Sentence(
        "cut above",
        "dc_prevt: cut above",
        "{dc_prevt=} is what was sent back along the memory since the last cut. {dc_next=} is its sum with {dc_t=}, "
        "and leaves out everything from beyond the cut.",
    ),
    Sentence(
        "clipped",
        "dc_prevt: clipped here",
        "{dc_prevt=} is what t = {t+1} sent back along the memory, clipped on the way: all its entries were scaled by "
        "the same factor, below 1. {dc_next=} is its sum with {dc_t=}.",
    ),
    Sentence(
        "all given",
        "dc_prevt: given",
        "{dc_prevt=} is given here, and {dc_t=} comes through a⟨{t}⟩. Their sum is {dc_next=}.",
    ),
)
"""For the LSTM's dc_next = dc_t + dc_prevt."""
