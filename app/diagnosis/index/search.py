"""Looking up a block: the right answer is known already; here one mistake, then two or three, then what fits together.

Every answer is run again and must print every line. How many digits must agree grows with how many mistakes it takes.
"""

from collections.abc import Sequence

import numpy as np

from ...bptt.step import Array
from ...mistakes.catalogue import CATALOGUE
from ...runs.exercises.exercise import Exercise
from ..candidates import Candidate, makes
from ..diagnosis import MOST_CANDIDATES
from ..evidence import Block, Match, digits, explains, is_exact, match
from .build import commonest, made_by
from .compose import compositions
from .store import stored
from .table import Table

DIGITS = {1: 6, 2: 8, 3: 10, 4: 12, 5: 14, 6: 16, 7: 18}
"""How many digits of the lines that are not right must agree, by the number of mistakes."""

MOST_VERIFIED = 48


def found(block: Block, exercise: Exercise, truth: Match) -> list[Match]:
    """Return the explanations with the fewest mistakes that print every line of a block; empty where there is none."""
    speaking = digits(block, truth.unmatched)
    only_exact = all(is_exact(text) for text in truth.unmatched)
    table = stored(exercise)
    fits = table.fits(block)
    whole = np.flatnonzero(np.all(list(fits.values()), axis=0))
    by_count: dict[int, list[int]] = {}
    for k in whole:
        by_count.setdefault(len(table.codes[k]), []).append(int(k))
    for count in sorted(by_count):
        if speaking >= DIGITS[count] or only_exact:
            good = [one for one in _run(by_count[count], exercise, table) if explains(block, one)]
            if good:
                return [Match(one, tuple(block), ()) for one in _distinct(good)[:MOST_CANDIDATES]]
    return []


def composed(block: Block, exercise: Exercise, truth: Match) -> tuple[list[Match], Match | None]:
    """Return what is put together and prints every line, fewest mistakes first; and else what prints most lines.

    What prints most breaks no line that the right answer prints, and prints more of those that say something.
    """
    whole: list[Candidate] = []
    best, most = None, len(_saying(block, truth.matched))
    for one in compositions(block, exercise, stored(exercise), ["", *(made.code for made in commonest(exercise)[:2])]):
        if not one.made:
            continue
        got = match(block, one)
        if not got.unmatched and digits(block, truth.unmatched) >= DIGITS.get(len(one.made), 99):
            whole.append(one)
        lines = _saying(block, got.matched)
        if set(_saying(block, truth.matched)) <= set(lines) and _better(len(lines), one, most, best):
            gained = [text for text in lines if text in truth.unmatched]
            if digits(block, gained) >= DIGITS.get(len(one.made), 99):
                best, most = got, len(lines)
    if not whole:
        return [], best
    fewest = min(len(one.made) for one in whole)
    alike = _distinct([one for one in whole if len(one.made) == fewest])
    return [Match(one, tuple(block), ()) for one in alike[:MOST_CANDIDATES]], None


def partial(block: Block, exercise: Exercise, truth: Match, best: Match | None) -> Match | None:
    """Return what prints more lines than the right answer and breaks none that it prints."""
    table = stored(exercise)
    texts = [text for text in block if not is_exact(text)]
    if not texts:
        return best
    fits = table.fits({text: block[text] for text in texts})
    kept = np.ones(len(table.codes), dtype=bool)
    for text in _saying(block, truth.matched):
        kept &= fits[text]
    hits: Array = np.where(kept, np.sum([fits[text] for text in _saying(block, texts)], axis=0), 0)
    most = len(_saying(block, best.matched)) if best else len(_saying(block, truth.matched))
    for k in sorted(np.flatnonzero(hits > most), key=lambda k: (-hits[k], len(table.codes[k]), k))[:MOST_VERIFIED]:
        (one,) = _run([int(k)], exercise, table)
        got = match(block, one)
        lines = _saying(block, got.matched)
        gained = [text for text in lines if text in truth.unmatched]
        if len(lines) > most and digits(block, gained) >= DIGITS[len(one.made)]:
            best, most = got, len(lines)
    return best


def _better(lines: int, one: Candidate, most: int, best: Match | None) -> bool:
    return lines > most or (best is not None and lines == most and len(one.made) < len(best.candidate.made))


def _saying(block: Block, texts: Sequence[str]) -> list[str]:
    """Return the lines that say something: numbers, and not zeros, which many mistakes print."""
    return [
        text
        for text in texts
        if not is_exact(text) and any(number.value != 0 for number in (*block[text].numbers, *(block[text].last or ())))
    ]


def _run(rows: Sequence[int], exercise: Exercise, table: Table) -> list[Candidate]:
    return [makes(exercise, made_by(table.codes[k], exercise)) for k in rows[:MOST_VERIFIED]]


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return one candidate for each set of ids and of lines; the catalogue's own first."""
    kept: dict[frozenset[str], Candidate] = {}
    lines: set[frozenset[tuple[str, str]]] = set()
    for one in sorted(candidates, key=lambda one: sum(made.mistake.id not in CATALOGUE for made in one.made)):
        places = frozenset((swap.name, swap.lane) for made in one.made for swap in made.form.swaps)
        if frozenset(one.ids) not in kept and places not in lines:
            kept[frozenset(one.ids)] = one
            lines.add(places)
    return list(kept.values())
