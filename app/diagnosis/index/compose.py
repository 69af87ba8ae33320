"""Putting mistakes together line by line: which edit prints each line of a block, beside one mistake made anyway.

A weight's gradient depends on few lines, so an edit shows in its own numbers, whatever else is wrong. What is put
together is run, and counts only by what the run prints. Bounded: a few edits for each line, a few dozen runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

import numpy as np

from ...mistakes.catalogue import find
from ...mistakes.mistake import Made, NotPossible
from ...runs.exercises.exercise import Exercise
from ..candidates import Candidate, makes
from ..evidence import Block, agrees, digits, is_exact
from .build import edits_in
from .gates import UNCARRIED, gates_of
from .table import Table

MOST_RUNS = 24
"""How many ways of putting inner edits together are run for one context."""

MOST_PARTS = 6
"""How many mistakes at once are still an explanation."""

EACH_DIGITS = 8
"""How many digits must speak for each edit that is put in: there are thousands to choose from."""

OUTER = ("dx", "dxt", "da0", "da_prev", "dc_prev")
"""Gradients that every gate reaches: they are looked at last."""


@dataclass(frozen=True)
class Part:
    """An edit that may be put in, and the lines of numbers that it prints."""

    made: tuple[Made, ...]
    texts: frozenset[str]


def compositions(block: Block, exercise: Exercise, table: Table, contexts: Sequence[str]) -> Iterator[Candidate]:
    """Yield what is put together in each context, "" for none, as it was run; the best is for the caller to choose."""
    for context in contexts:
        yield from _in_context(block, exercise, table, context)


def _in_context(block: Block, exercise: Exercise, table: Table, context: str) -> Iterator[Candidate]:
    made = find(context, exercise.cell) if context else ()
    base = makes(exercise, made)
    if base.error:
        return
    wrong = [text for text in block if not agrees(block[text], base.printed.get(text), brackets=False)]
    if not wrong:
        yield base
        return
    inner = [text for text in wrong if not is_outer(text) and not is_exact(text)]
    parts = _parts(block, exercise, table, context, wrong)
    choices = _choices(inner, parts)
    for chosen in islice(choices, MOST_RUNS):
        if len(chosen) > MOST_PARTS:
            continue
        one = _try(exercise, (*made, *(m for part in chosen for m in part.made)))
        if one is None:
            continue
        yield one
        yield from _outer(block, exercise, one)


def is_outer(text: str) -> bool:
    """Whether a line prints a gradient that every gate reaches."""
    return any(f'"{name}"]' in text for name in OUTER)


def _parts(block: Block, exercise: Exercise, table: Table, context: str, wrong: Sequence[str]) -> list[Part]:
    """Return the edits that print at least one of the wrong lines of numbers, those that print most first."""
    want = 1 if context else 0
    rows = np.array(
        [k for k, codes in enumerate(table.codes) if len(codes) == want + 1 and (not context or codes[0] == context)],
        dtype=int,
    )
    numbers = {text: block[text] for text in wrong if not is_exact(text)}
    fits = table.fits(numbers, rows)
    hits = np.sum([fits[text] for text in numbers], axis=0) if numbers and rows.size else np.zeros(0)
    found = []
    for k in np.argsort(-hits, kind="stable")[:MOST_RUNS]:
        texts = frozenset(text for text in numbers if fits[text][k])
        if texts and digits(block, texts) >= EACH_DIGITS:
            codes = table.codes[rows[k]][want:]
            found.append(Part(tuple(m for code in codes for m in find(code, exercise.cell)), texts))
    if context in UNCARRIED.get(exercise.name, ()):
        for gate in gates_of(exercise, context):
            texts_of = [text for text in gate.values if text in numbers]
            if texts_of and digits(block, texts_of) >= EACH_DIGITS:
                found += [Part((one,), frozenset(texts_of)) for one in gate.made_for(block, texts_of)]
    return found


def _choices(inner: Sequence[str], parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield sets of edits that together print the inner lines that any of them prints."""
    by_text: list[list[Part]] = []
    covered: set[str] = set()
    for text in inner:
        if text in covered:
            continue
        good = sorted((part for part in parts if text in part.texts), key=lambda part: -len(part.texts))
        if not good:
            continue
        best = [part for part in good if len(part.texts & set(inner)) == len(good[0].texts & set(inner))][:3]
        covered |= best[0].texts
        by_text.append(best)
    for chosen in product(*by_text):
        yield list(dict.fromkeys(chosen))


def _outer(block: Block, exercise: Exercise, one: Candidate) -> Iterator[Candidate]:
    """Yield what comes of one more edit, or two, in what leaves the cell, where only that is wrong yet."""
    wrong = [text for text in block if not agrees(block[text], one.printed.get(text), brackets=False)]
    if not wrong or not all(is_outer(text) for text in wrong):
        return
    fixing: dict[str, list[Made]] = {text: [] for text in wrong}
    for made in _leaving(exercise):
        more = _try(exercise, (*one.made, made))
        if more is None:
            continue
        good = [text for text in wrong if agrees(block[text], more.printed.get(text), brackets=False)]
        if len(good) == len(wrong):
            yield more
            return
        for text in good:
            if digits(block, [text]) >= EACH_DIGITS:
                fixing[text].append(made)
    for chosen in islice(product(*[made[:3] for made in fixing.values() if made]), MOST_RUNS):
        more = _try(exercise, (*one.made, *dict.fromkeys(chosen)))
        if more is not None:
            yield more


def _leaving(exercise: Exercise) -> list[Made]:
    """Return the edits of the lines that nothing else is made from, where nothing is carried."""
    last = {"dxt", "da_prev", "dc_prev", "initial_gradient"}
    return [made for made in edits_in(exercise) if {swap.name for swap in made.form.swaps} <= last]


def _try(exercise: Exercise, made: tuple[Made, ...]) -> Candidate | None:
    try:
        one = makes(exercise, made)
    except (NotPossible, KeyError):
        return None
    return None if one.error else one
