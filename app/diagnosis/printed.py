"""Printed output in, the mistakes that reproduce it out. A finding is a finding: every line that was pasted is printed.

Simple explanations first: the right answer, then one mistake, then two. What is neither is said to be unknown, with
what the lines and columns that do agree can tell.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from ..runs.exercises import EARLIER, EXERCISES
from ..runs.exercises.exercise import Exercise
from .candidates import differing, right
from .diagnosis import MOST_CANDIDATES, Diagnosis, distinct
from .evidence import ENOUGH_DIGITS, Block, Match, digits, explains, is_exact, match
from .paste import Paste, read
from .raised import recognise
from .sieve import sieves
from .verdict import columns, say

MOST_BLOCKS = 12

RANKS = ("mistake", "partial", "error_recognised", "unknown", "too_few", "correct", "unreadable")
"""Of several blocks the first in this order is reported: people paste the expected output beside their own."""


def diagnose(text: str, exercise: str = "auto") -> Diagnosis:
    """Diagnose pasted text. Nothing is evaluated and nothing raised, whatever it holds.

    `exercise` is the name of one, or "auto". Raises KeyError for a name that does not exist.
    """
    paste = read(text)
    asked = _editions(EXERCISES) if exercise == "auto" else _editions([EXERCISES[exercise].name])
    results = [_diagnose_block(block, asked) for block in paste.blocks[:MOST_BLOCKS]]
    errors = _diagnose_errors(paste, asked)
    if errors is not None:
        results = [errors, *(one for one in results if one.verdict in ("mistake", "correct"))]
    if not results:
        return Diagnosis("unreadable", say("unreadable"))
    results.sort(key=lambda one: RANKS.index(one.verdict))
    best = results[0]
    also = tuple((one.exercise, one.verdict) for one in results[1:] if one.exercise)
    return Diagnosis(**{**vars(best), "also": also})


def _scenario(exercise: Exercise) -> dict[str, Any]:
    """Return what to show a mistake in. The LSTM's course exercise makes no predictions, which a mistake may be in."""
    forward = exercise.name.endswith("forward")
    return {"scenario": "custom" if forward else "course", "cell": exercise.cell, "seed": 1}


def _editions(names: Iterable[str]) -> list[Exercise]:
    return [one for name in names for one in (EXERCISES[name], EARLIER.get(name)) if one is not None]


def _diagnose_block(block: Block, asked: Sequence[Exercise]) -> Diagnosis:
    known = [one for one in asked if any(text in one.prints for text in block)]
    whole = [one for one in known if all(text in one.prints for text in block)]
    results = [_diagnose_exercise(block, one) for one in whole or known]
    if not results:
        return Diagnosis("unreadable", say("unreadable"))
    order = ("correct", "mistake", "partial", "unknown", "too_few")
    return min(results, key=lambda one: (order.index(one.verdict), one.earlier, -len(one.matched)))


def _diagnose_exercise(block: Block, exercise: Exercise) -> Diagnosis:
    block = {text: reading for text, reading in block.items() if text in exercise.prints}
    about: dict[str, Any] = {
        "exercise": exercise.name,
        "earlier": exercise is not EXERCISES[exercise.name],
        "columns": columns(block, right(exercise)),
        "scenario": _scenario(exercise),
    }
    truth = match(block, right(exercise), brackets=False)
    about |= {"matched": truth.matched, "unmatched": truth.unmatched}
    if digits(block, block) < ENOUGH_DIGITS:
        return Diagnosis("too_few", say("too_few", truth), **about)
    found = [] if explains(block, right(exercise)) else _found(block, exercise, truth)
    if found:
        about |= {"matched": tuple(block), "unmatched": ()}
        return Diagnosis("mistake", say("mistake", found[0], alike=len(found)), **about, found=tuple(found),
                         tell_apart=_tell_apart(exercise, block, found))  # fmt: skip
    if not truth.unmatched:
        return Diagnosis("correct", say("correct", truth, len(exercise.prints)), **about)
    part = _partial(block, exercise, truth)
    if part is not None:
        about |= {"matched": part.matched, "unmatched": part.unmatched}
        return Diagnosis("partial", say("partial", part), **about, found=(part,))
    return Diagnosis("unknown", say("unknown", truth, columns=about["columns"]), **about)


def _found(block: Block, exercise: Exercise, truth: Match) -> list[Match]:
    """Return the mistakes, or where there are none the pairs, that print every line of the block."""
    if not _is_evidence(block, truth.unmatched):
        return []
    for sieve in sieves(exercise):
        found = distinct(one for one in sieve.whole(block) if explains(block, one))
        if found:
            return [Match(one, tuple(block), ()) for one in found[:MOST_CANDIDATES]]
    return []


def _is_evidence(block: Block, texts: Iterable[str]) -> bool:
    """Whether lines that differ from the right answer say enough: digits, or a shape beside digits that agree."""
    texts = tuple(texts)
    return digits(block, texts) >= ENOUGH_DIGITS or not any(map(_is_number, texts))


def _is_number(text: str) -> bool:
    return not is_exact(text)


def _partial(block: Block, exercise: Exercise, truth: Match) -> Match | None:
    """Return the simplest of the candidates that print more lines than the right answer does, and most of all."""
    best: Match | None = None
    least = len([text for text in truth.matched if _is_number(text)])
    for candidate in chain.from_iterable(sieve.better(block, least) for sieve in sieves(exercise)):
        one = match(block, candidate)
        gained = [text for text in one.matched if text in truth.unmatched]
        lines = len([text for text in one.matched if _is_number(text)])
        if lines > least and digits(block, gained) >= ENOUGH_DIGITS:
            best, least = one, lines
    return best


def _tell_apart(exercise: Exercise, block: Block, found: Sequence[Match]) -> tuple[str, ...]:
    different = {
        text for one in found[1:] for text in differing(found[0].candidate, one.candidate) if text not in block
    }
    return tuple(text for text in exercise.prints if text in different)


def _diagnose_errors(paste: Paste, asked: Sequence[Exercise]) -> Diagnosis | None:
    """Return what the errors in a paste tell, None where none is one that a mistake of the catalogue raises."""
    last = paste.blocks[-1] if paste.blocks else {}
    named = [one for one in asked if one.name in paste.functions] or list(asked)
    printing = [one for one in named if all(text in one.prints for text in last)]
    for kind, message in paste.errors:
        block, hits = last, recognise(message, last, printing)
        if not hits:  # what was printed may be another exercise's
            block, hits = {}, recognise(message, {}, named)
        if hits:
            exercise = hits[0][0]
            found = distinct(candidate for one, candidate in hits if one is exercise)
            return Diagnosis(
                "error_recognised",
                say("error_recognised"),
                exercise=exercise.name,
                scenario=_scenario(exercise),
                found=tuple(Match(one, tuple(block), ()) for one in found[:MOST_CANDIDATES]),
                matched=tuple(block),
                error=f"{kind}: {message}",
            )
    return None
