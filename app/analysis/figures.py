"""How a figure is written in a sentence: with three digits that matter, or with more where three would say more."""

from collections.abc import Iterable

MOST = 12  # digits: what is nearer than that is the same to any reader


def figure(value: float, apart: Iterable[float] = (1.0,)) -> str:
    """Return a number in words of a sentence, never as one of those that it is not: what is below 1 is not “1”."""
    for digits in range(3, MOST + 1):
        text = f"{value:.{digits}g}"
        if not any(float(text) == one != value for one in apart):
            return text
    return text
