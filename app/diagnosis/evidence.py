"""Whether printed numbers are those of a run, and whether there are enough of them to say so."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..bptt.tolerances import REORDERED
from ..runs.exercises.exercise import Printed
from .candidates import Candidate, numbers
from .paste import Number, Reading

ENOUGH_DIGITS = 6
"""How many digits have to agree before that is called a finding: a catalogue has thousands of pairs."""

ZERO_DIGITS = 8
"""What a float that is printed as 0.0 counts for: an exact zero is no coincidence."""

Block = Mapping[str, Reading]


def is_exact(text: str) -> bool:
    """Whether a line prints whole numbers: a shape or a length, which are no evidence of a calculation."""
    return text.endswith(".shape") or text.startswith("len(")


def agrees(reading: Reading, printed: Printed | None, *, brackets: bool = True) -> bool:
    """Whether a reading is what a run prints, at the precision printed; with `brackets`, also in brackets or not."""
    if printed is None:
        return False
    true = numbers(printed).tolist()
    if brackets and not is_exact(reading.text) and reading.bracketed == isinstance(printed, float):
        return False
    if reading.last is None:
        return len(reading.numbers) == len(true) and _all_agree(reading.numbers, true)
    left_out = len(true) - len(reading.numbers) - len(reading.last)
    return (
        left_out >= 0
        and _all_agree(reading.numbers, true[: len(reading.numbers)])
        and _all_agree(reading.last, true[len(true) - len(reading.last) :])
    )


def _all_agree(read: Iterable[Number], true: Iterable[float]) -> bool:
    return all(
        number.agrees(value, REORDERED * max(1.0, abs(value)) if math.isfinite(value) else 0.0)
        for number, value in zip(read, true, strict=True)
    )


@dataclass(frozen=True)
class Match:
    """Which lines of a block a candidate prints, and which not."""

    candidate: Candidate
    matched: tuple[str, ...]
    unmatched: tuple[str, ...]


def match(block: Block, candidate: Candidate, *, brackets: bool = True) -> Match:
    """Compare every line of a block with what a candidate prints."""
    good = {text: agrees(reading, candidate.printed.get(text), brackets=brackets) for text, reading in block.items()}
    return Match(candidate, tuple(t for t in good if good[t]), tuple(t for t in good if not good[t]))


def explains(block: Block, candidate: Candidate) -> bool:
    """Whether a candidate prints every line of a block. Stops at the first that it does not."""
    return all(agrees(reading, candidate.printed.get(text)) for text, reading in block.items())


def digits(block: Block, texts: Iterable[str]) -> int:
    """Return how many significant digits the lines hold, shapes and lengths apart."""
    return sum(
        ZERO_DIGITS if number.value == 0 else number.digits
        for text in texts
        if not is_exact(text)
        for number in (*block[text].numbers, *(block[text].last or ()))
    )
