"""Timing side by side: alternating repetitions in one process, so that whatever slows the machine slows everyone."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

import numpy as np

REPETITION = 2e-3  # seconds that one repetition lasts at least; shorter calls are repeated within it


@dataclass(frozen=True)
class Contestant:
    """One way to compute something. `prepare` runs before each repetition and is not timed."""

    call: Callable[[], object]
    prepare: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Timing:
    """Seconds of one call, the median over the repetitions; and how many times the first contestant's."""

    seconds: float
    ratio: float


def side_by_side(contestants: Mapping[str, Contestant], repetitions: int) -> dict[str, Timing]:
    """Time each contestant once a repetition. Ratios are medians of the ratios within a repetition, not of medians."""
    calls = {name: _calls(contestant) for name, contestant in contestants.items()}  # this warms up as well
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for repetition in range(repetitions):
        order = list(contestants) if repetition % 2 else list(contestants)[::-1]
        for name in order:
            seconds[name].append(_seconds(contestants[name], calls[name]))
    first = next(iter(seconds.values()))
    return {
        name: Timing(median(taken), median(t / f for t, f in zip(taken, first, strict=True)))
        for name, taken in seconds.items()
    }


def seconds_of(call: Callable[[], object], repetitions: int) -> float:
    """Return the median time of one call."""
    return side_by_side({"": Contestant(call)}, repetitions)[""].seconds


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Return p of the power law seconds = c · size^p that fits best on logarithmic axes."""
    slope, _ = np.polyfit(np.log(sizes), np.log(seconds), 1)
    return float(slope)


def _calls(contestant: Contestant) -> int:
    _seconds(contestant, 1)
    return max(1, round(REPETITION / min(_seconds(contestant, 1) for _ in range(3))))


def _seconds(contestant: Contestant, calls: int) -> float:
    contestant.prepare()
    start = time.perf_counter()
    for _ in range(calls):
        contestant.call()
    return (time.perf_counter() - start) / calls
