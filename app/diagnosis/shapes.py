"""Right numbers in the wrong place: arrays that change places or are one, a slot, a length, a cache."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from ..bptt.passes import Forward
from ..bptt.step import Array
from ..mistakes.mistake import Form, Made, Mistake
from ..runs.exercises.exercise import Exercise, Printed
from ..runs.exercises.results import CACHED
from .candidates import Candidate, frames_of, numbers, right
from .evidence import Block
from .places import (
    A_IS_C,
    CACHES_ALONE,
    DX_NOT_STORED,
    EXCHANGED,
    IN_ONE_SLOT,
    OTHER_CACHE,
    STATE_IN_EVERY_SLOT,
    WRONG_LENGTH,
)

LONGEST = 16
"""How long a row of predictions may be that is said to have the wrong length."""

ORDER = {"lstm_forward": ("a", "y", "c"), "lstm_cell_forward": ("a_next", "c_next", "yt")}
"""What the LSTM's functions return, in their order, before the caches."""

FROM = {"a": "a_next", "y": "yt_pred", "c": "c_next", "yt": "yt_pred", "y_pred": "yt_pred"}


@dataclass(frozen=True)
class _Base:
    """What is printed but for the places: of the right run, or of one with mistakes made."""

    exercise: Exercise
    made: tuple[Made, ...]
    frames: Sequence[Forward]
    printed: Mapping[str, Printed]

    def with_texts(self, mistake: Mistake, texts: Mapping[str, Printed]) -> Candidate:
        made = Made(mistake, Form((self.exercise.cell,), ()), 0)
        return Candidate((*self.made, made), {**self.printed, **texts})

    def over_time(self, name: str) -> Array:
        """Return a value of every timestep: (rows, m, T_x); what no timestep writes into is zero."""
        stacked = np.zeros((*self.frames[0].values[name].shape, self.exercise.T_x))
        for frame in self.frames:
            stacked[:, :, frame.t] = frame.values[name]
        return stacked


def misplaced(block: Block, exercise: Exercise, one: Candidate | None = None) -> Iterator[Candidate]:
    """Yield what an exercise prints with the numbers of a run in the wrong places; of the right one, or of `one`."""
    one = one or right(exercise)
    base = _Base(exercise, one.made, frames_of(exercise, one.made), one.printed)
    if exercise.name in ORDER:
        yield from _exchanged(base, ORDER[exercise.name])
    if exercise.name in ("lstm_forward", "rnn_forward"):
        yield from _caches_alone(base)
    if exercise.name == "lstm_forward":
        a, c = base.over_time("a_next"), base.over_time("c_next")
        for kept in (c, a):
            texts = {"a[4][3][6]": float(kept[4, 3, 6]), "c[1][2][1]": float(kept[1, 2, 1])}
            yield base.with_texts(A_IS_C, texts)
    if exercise.name == "lstm_cell_forward":
        yield from _other_cache(block, base)
    if exercise.name == "rnn_forward":
        yield from _in_slots(block, base)
    if exercise.T_backward > 1:
        row = np.array(numbers(base.printed['gradients["dx"][1][2]']))
        yield base.with_texts(DX_NOT_STORED, {'gradients["dx"][1][2]': np.zeros_like(row)})
        yield base.with_texts(DX_NOT_STORED, {'gradients["dx"][1][2]': np.where(np.arange(row.size) == 0, row, 0)})


def _exchanged(base: _Base, names: tuple[str, ...]) -> Iterator[Candidate]:
    """Yield the arrays in every other order, where what is printed of each is in the one that stands for it."""
    exercise = base.exercise
    stacked = {name: base.over_time(FROM.get(name, name)) for name in names}
    if exercise.T_x == 1:
        stacked = {name: value[:, :, 0] for name, value in stacked.items()}
    for order in permutations(names):
        given = {name: stacked[other] for name, other in zip(names, order, strict=True)}
        if order != names and all(_index(text, value) for text, value in _lines(exercise, given)):
            yield base.with_texts(EXCHANGED, {text: _value(text, value) for text, value in _lines(exercise, given)})


def _lines(exercise: Exercise, given: Mapping[str, Array]) -> list[tuple[str, Array]]:
    return [(text, value) for text in exercise.prints for name, value in given.items() if _name(text) == name]


def _name(text: str) -> str:
    return text.split("[")[0].split(".")[0]


def _places(text: str) -> list[int]:
    return [int(part.rstrip("]")) for part in text.split("[")[1:]]


def _index(text: str, value: Array) -> bool:
    """Whether an array has the entry that a line prints of it."""
    return all(place < size for place, size in zip(_places(text), value.shape, strict=False))


def _value(text: str, value: Array) -> Printed:
    if text.endswith(".shape"):
        return value.shape
    entry = value[tuple(_places(text))]
    return entry if np.ndim(entry) else float(entry)


def _caches_alone(base: _Base) -> Iterator[Candidate]:
    """Yield what is printed of the list of caches where x was not put beside it."""
    exercise = base.exercise
    text = next(text for text in exercise.prints if text.startswith("caches["))
    if len(base.frames) < 2:
        return
    frame = base.frames[1]
    row = frame.values[CACHED[exercise.cell][1]][_places(text)[2]]
    yield base.with_texts(CACHES_ALONE, {text: row, "len(caches)": len(base.frames)})


def _other_cache(block: Block, base: _Base) -> Iterator[Candidate]:
    """Yield a cache with something else in its second place; how many entries it has is taken from what was given."""
    values = base.frames[0].values
    length = int(block["len(cache)"].numbers[0].value) if "len(cache)" in block else len(CACHED["lstm"]) + 1
    for name in CACHED["lstm"]:
        if name != CACHED["lstm"][1] and values[name].shape[0] > 3 and 2 <= length <= LONGEST:
            yield base.with_texts(OTHER_CACHE, {"cache[1][3]": values[name][3], "len(cache)": length})


def _in_slots(block: Block, base: _Base) -> Iterator[Candidate]:
    """Yield states or predictions that are all written into one slot, the first state in every one, and a length."""
    true, T_x = base.printed, base.exercise.T_x
    for text in ("a[4][1]", "y_pred[1][3]"):
        row = numbers(true[text])
        for slot in (0, row.size - 1):
            yield base.with_texts(IN_ONE_SLOT, {text: np.where(np.arange(row.size) == slot, row[-1], 0.0)})
    first = base.frames[0].values["a_prev"]
    yield base.with_texts(STATE_IN_EVERY_SLOT, {"a[4][1]": np.full(T_x, first[4, 1])})
    row, shape = numbers(true["y_pred[1][3]"]), "y_pred.shape"
    size = len(block["y_pred[1][3]"].numbers) if "y_pred[1][3]" in block else 0
    if row.size < size <= LONGEST:
        longer = np.concatenate((row, np.zeros(size - row.size)))
        yield base.with_texts(WRONG_LENGTH, {"y_pred[1][3]": longer, shape: (2, 10, size)})
