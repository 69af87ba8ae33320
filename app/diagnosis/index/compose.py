"""Putting mistakes together line by line: which edit prints each line of a block, beside one mistake made anyway.

A weight's gradient depends on few lines, so an edit shows in its own numbers, whatever else is wrong. What is put
together is run, and counts only by what the run prints.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

import numpy as np

from ...mistakes.catalogue import find
from ...mistakes.mistake import Made
from ...runs.exercises.exercise import Exercise
from ..candidates import Candidate
from ..evidence import Block, agrees, digits, is_exact
from .build import places
from .gates import UNCARRIED, gates_of
from .leaving import is_outer, leaving
from .runs import Runs
from .table import Table

MOST_CHOICES = 12
"""How many ways of putting inner edits together are run for one context."""

MOST_PARTS = 6
"""How many mistakes at once are still an explanation."""

MOST_ROWS = 24

EACH_DIGITS = 8
"""How many digits must speak for each edit that is put in: there are hundreds to choose from."""

EACH_LINE_DIGITS = 11
"""How many for a gate's line that is put in: there are tens of thousands."""


@dataclass(frozen=True)
class Part:
    """An edit that may be put in, and the lines of numbers that it prints."""

    made: tuple[Made, ...]
    texts: frozenset[str]


def compositions(block: Block, runs: Runs, table: Table, contexts: Sequence[str]) -> Iterator[Candidate]:
    """Yield what is put together in each context, "" for none, as it was run; the best is for the caller to choose."""
    for context in contexts:
        yield from _in_context(block, runs, table, context)


def _in_context(block: Block, runs: Runs, table: Table, context: str) -> Iterator[Candidate]:
    made = find(context, runs.exercise.cell) if context else ()
    base = runs.make(made)
    if base is None:
        return
    wrong = wrong_in(block, base)
    if not wrong:
        yield base
        return
    inner = [text for text in wrong if not is_outer(text) and not is_exact(text)]
    parts = _parts(block, runs.exercise, table, context, wrong)
    for chosen in islice(_choices(inner, parts), MOST_CHOICES):
        one = runs.make((*made, *(m for part in chosen for m in part.made))) if len(chosen) <= MOST_PARTS else None
        if one is None:
            continue
        yield one
        still = wrong_in(block, one)
        if still and all(map(is_outer, still)):
            yield from leaving(block, runs, one, still)


def wrong_in(block: Block, one: Candidate) -> list[str]:
    """Return the lines of a block that a candidate does not print, brackets apart."""
    return [text for text in block if not agrees(block[text], one.printed.get(text), brackets=False)]


def _parts(block: Block, exercise: Exercise, table: Table, context: str, wrong: Sequence[str]) -> list[Part]:
    """Return the edits that print at least one of the wrong lines of numbers, those that print most first."""
    rows = table.beside(context)
    numbers = {text: block[text] for text in wrong if not is_exact(text)}
    fits = table.fits(numbers, rows)
    hits = np.sum([fits[text] for text in numbers], axis=0) if numbers and rows.size else np.zeros(0)
    found = []
    for k in np.argsort(-hits, kind="stable")[:MOST_ROWS]:
        texts = frozenset(text for text in numbers if fits[text][k])
        if texts and digits(block, texts) >= EACH_DIGITS:
            found.append(Part(find(table.codes[rows[k]][-1], exercise.cell), texts))
    if context in UNCARRIED.get(exercise.name, ()):
        for gate in gates_of(exercise, context):
            texts_of = [text for text in gate.values if text in numbers]
            if texts_of and digits(block, texts_of) >= EACH_LINE_DIGITS:
                found += [Part((one,), frozenset(texts_of)) for one in gate.made_for(block, texts_of)]
    return found


def _choices(inner: Sequence[str], parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield sets of edits that together print the inner lines that any of them prints."""
    by_text: list[list[Part]] = []
    covered: set[str] = set()
    for text in inner:
        if text in covered:
            continue
        good = sorted((part for part in parts if text in part.texts), key=lambda part: (-len(part.texts), _size(part)))
        if not good:
            continue
        best = [part for part in good if len(part.texts & set(inner)) == len(good[0].texts & set(inner))][:3]
        covered |= best[0].texts
        by_text.append(best)
    for chosen in product(*by_text):
        together = list(dict.fromkeys(chosen))
        lines = [place for part in together for made in part.made for place in places(made)]
        if len(lines) == len(set(lines)):  # no two of them are in one line
            yield together


def _size(part: Part) -> int:
    return sum(len(made.form.swaps) for made in part.made)
