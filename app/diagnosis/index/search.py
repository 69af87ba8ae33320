"""Looking up a block: the right answer is known already; here one mistake, then two or three, then what fits together.

Every answer is run again and must print every line. How many digits must agree grows with how many mistakes it takes.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ...bptt.step import Array
from ...mistakes.mistake import Made
from ..candidates import Candidate, numbers_alike
from ..diagnosis import MOST_CANDIDATES
from ..evidence import Block, Match, agrees, digits, explains, is_exact, match
from .build import commonest, made_by
from .compose import compositions
from .finish import bases, finished
from .runs import Runs
from .table import Table

DIGITS = {0: 99, 1: 6, 2: 8, 3: 10, 4: 12, 5: 14, 6: 16, 7: 18}
"""How many digits of the lines that are not right must agree, by the number of mistakes."""

OF_AN_EDIT = 2
"""How many more where one is an edit: there are ten times as many of them, and a hundred times as many pairs."""

BEYOND_CHANCE = 4
"""How many digits must speak beyond what tells apart the rows that print all that is right: one in 10,000."""

A_SHAPE = 2
"""How many digits a shape or a length counts for that is another one than the right answer's."""

MOST_VERIFIED = 24
"""How many rows of one look-up are run again."""


def enough(made: Sequence[Made], said: int, possible: int | None = None) -> bool:
    """Whether so many digits are evidence for some mistakes, and no chance.

    `possible` is how many rows print all that is right, where something is: a digit more makes a tenth of them.
    """
    edited = any(is_edit(one) for one in made)
    needed: float = DIGITS.get(len(made), 99) + OF_AN_EDIT * edited
    if possible is not None:
        needed = min(needed, BEYOND_CHANCE + math.log10(max(1, possible)))
    return said >= needed


def speaking(block: Block, texts: Sequence[str]) -> int:
    """Return how many digits the lines hold that are not right, shapes among them."""
    return digits(block, texts) + A_SHAPE * sum(map(is_exact, texts))


def is_edit(made: Made) -> bool:
    """Whether a mistake is one of the grammar's edits and not one of the catalogue."""
    return "." in made.mistake.id


def found(block: Block, truth: Match, runs: Runs, table: Table) -> list[Match]:
    """Return the explanations with the fewest mistakes that print every line of a block; empty where there is none."""
    said = speaking(block, truth.unmatched)
    only_exact = all(is_exact(text) for text in truth.unmatched)
    fitting = table.fits(block)
    fits = np.all(list(fitting.values()), axis=0)
    agreeing = [fitting[text] for text in _saying(block, truth.matched)]
    possible = int(np.all(agreeing, axis=0).sum()) if agreeing else None
    for count in range(1, max(DIGITS) + 1):
        rows = np.flatnonzero(fits & (table.counts == count))
        good = [
            one
            for one in _run(rows[:MOST_VERIFIED], runs, table)
            if (only_exact or enough(one.made, said, possible)) and explains(block, one)
        ]
        if good:
            return [Match(one, tuple(block), ()) for one in _distinct(good, runs)[:MOST_CANDIDATES]]
    return []


def composed(block: Block, truth: Match, runs: Runs, table: Table) -> tuple[list[Match], Match | None]:
    """Return what is put together and prints every line, fewest mistakes first; and else what prints most lines.

    What prints most breaks no line that the right answer prints, and prints more of those that say something.
    """
    whole: list[Candidate] = []
    best = None
    said = speaking(block, truth.unmatched)
    for one in compositions(block, runs, table, ["", *(made.code for made in commonest(runs.exercise)[:2])]):
        if not one.made:
            continue
        if explains(block, one) and enough(one.made, said):
            whole.append(one)
        else:
            best = _better(block, truth, one, best)
    if not whole:
        return [], best
    fewest = min(len(one.made) for one in whole)
    alike = _distinct([one for one in whole if len(one.made) == fewest], runs)
    return [Match(one, tuple(block), ()) for one in alike[:MOST_CANDIDATES]], None


def beside(block: Block, truth: Match, runs: Runs, table: Table, rows: Sequence[int]) -> list[Match]:
    """Return what prints every line by one of these rows, and one mistake more in lines that nothing is made from."""
    said = speaking(block, truth.unmatched)
    whole = [
        one
        for one in finished(block, runs, table, rows)
        if one.made and explains(block, one) and enough(one.made, said)
    ]
    fewest = min((len(one.made) for one in whole), default=0)
    alike = _distinct([one for one in whole if len(one.made) == fewest], runs)
    return [Match(one, tuple(block), ()) for one in alike[:MOST_CANDIDATES]]


def nearest(block: Block, truth: Match, table: Table) -> list[int]:
    """Return the rows that print most of the lines that say something and that the right answer does not print."""
    return bases(block, table, _saying(block, truth.unmatched))


def partial(block: Block, truth: Match, best: Match | None, runs: Runs, table: Table) -> Match | None:
    """Return what prints more lines than the right answer and breaks none that it prints."""
    texts = _saying(block, block)
    if not texts:
        return best
    fits = table.fits({text: block[text] for text in texts})
    kept = np.ones(len(table.codes), dtype=bool)
    for text in _saying(block, truth.matched):
        kept &= fits[text]
    hits: Array = np.where(kept, np.sum([fits[text] for text in texts], axis=0), 0)
    least = len(_saying(block, (best or truth).matched))
    rows = sorted(np.flatnonzero(hits > least), key=lambda k: (-hits[k], table.counts[k], k))[:MOST_VERIFIED]
    for one in _run(rows, runs, table):
        best = _better(block, truth, one, best)
    return best


def _better(block: Block, truth: Match, one: Candidate, best: Match | None) -> Match | None:
    """Return the better of two that print some lines: one that breaks a line that the right answer prints is none."""
    if any(not agrees(block[text], one.printed.get(text), brackets=False) for text in truth.matched):
        return best
    got = match(block, one)
    gained = [text for text in _saying(block, got.matched) if text in truth.unmatched]
    if not enough(one.made, digits(block, gained)):
        return best
    if best is None:
        return got
    more = len(_saying(block, got.matched)) - len(_saying(block, best.matched))
    return got if more > 0 or (more == 0 and len(one.made) < len(best.candidate.made)) else best


def _saying(block: Block, texts: Sequence[str] | Block) -> list[str]:
    """Return the lines that say something: numbers, and not zeros, which many mistakes print."""
    return [
        text
        for text in texts
        if not is_exact(text) and any(number.value != 0 for number in (*block[text].numbers, *(block[text].last or ())))
    ]


def _run(rows: Iterable[Any], runs: Runs, table: Table) -> list[Candidate]:
    made = (runs.make(made_by(table.codes[k], runs.exercise)) for k in rows)
    return [one for one in made if one is not None]


def _distinct(candidates: Sequence[Candidate], runs: Runs) -> list[Candidate]:
    """Return one candidate for each cause, the catalogue's own first.

    What gives the same arrays as a mistake of the catalogue, to the last entry, is that mistake in another line; and so
    is, in one line, what gives the same arrays as another edit of it. A view is another cause, whatever it gives.
    """
    kept: list[tuple[Candidate, frozenset[tuple[str, str]]]] = []
    for one in sorted(candidates, key=lambda one: sum(map(is_edit, one.made))):
        places = frozenset((swap.name, swap.lane) for made in one.made for swap in made.form.swaps)
        edited = any(map(is_edit, one.made)) and not any(made.mistake.id.startswith("view.") for made in one.made)
        if any(set(one.ids) == set(other.ids) for other, _ in kept):
            continue
        if edited and any(
            (not any(map(is_edit, other.made)) or there == places) and numbers_alike(runs.exercise, one, other)
            for other, there in kept
        ):
            continue
        kept.append((one, places))
    return [one for one, _ in kept]
