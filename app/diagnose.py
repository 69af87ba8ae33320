"""Printed output in, the mistakes that reproduce it out. A finding is a finding: every line that was pasted is printed.

Simple explanations first: the right answer, then one mistake, then two. What is neither is said to be unknown, with
what the lines and columns that do agree can tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.candidates import Candidate, differing, pairs, right, same, singles
from app.evidence import ENOUGH_DIGITS, Block, Match, digits, explains, is_exact, match
from app.exercises import EARLIER, EXERCISES, Exercise
from app.paste import Paste, read
from app.raised import recognise
from app.verdict import Columns, columns, say

MOST_BLOCKS = 12
MOST_CANDIDATES = 8

RANKS = ("mistake", "partial", "error_recognised", "unknown", "correct", "unreadable")
"""Of several blocks the first in this order is reported: people paste the expected output beside their own."""


@dataclass(frozen=True)
class Diagnosis:
    """What can be said of pasted output."""

    verdict: str
    summary: str
    exercise: str | None = None
    earlier: bool = False  # whether the numbers are those of an earlier notebook
    found: tuple[Match, ...] = ()  # of equal merit, simplest first
    matched: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    columns: Columns = field(default_factory=Columns)
    tell_apart: tuple[str, ...] = ()  # lines that were not pasted and would tell what was found apart
    error: str | None = None
    also: tuple[tuple[str, str], ...] = ()  # exercise and verdict of other blocks

    def as_record(self) -> dict[str, Any]:
        """Return the answer as it is sent."""
        return {
            "exercise": self.exercise,
            "verdict": self.verdict,
            "summary": self.summary,
            "mistakes": [list(found.candidate.ids) for found in self.found],
            "indistinguishable": _indistinguishable([found.candidate for found in self.found]),
            "candidates": [self._candidate(found) for found in self.found],
            "matched": self.matched,
            "unmatched": self.unmatched,
            "first_divergent_t": self.columns.first_divergent_t,
            "columns_ok": self.columns.ok,
            "tell_apart": self.tell_apart,
            "earlier_notebook": self.earlier,
            "error": self.error,
            "also": [{"exercise": exercise, "verdict": verdict} for exercise, verdict in self.also],
        }

    def _candidate(self, found: Match) -> dict[str, Any]:
        cell = EXERCISES[self.exercise].cell if self.exercise else "rnn"
        return {
            "ids": list(found.candidate.ids),
            "mistakes": [
                {
                    "id": made.mistake.id,
                    "title": made.mistake.title,
                    "hint": made.mistake.hint,
                    "explanation": made.mistake.explanation,
                    "symptom": made.mistake.symptom,
                }
                for made in found.candidate.made
            ],
            "explains": found.matched,
            "leaves": found.unmatched,
            "show": {"scenario": "course", "cell": cell, "seed": 1, "mistake": found.candidate.code},
        }


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


def _editions(names: Iterable[str]) -> list[Exercise]:
    return [one for name in names for one in (EXERCISES[name], EARLIER.get(name)) if one is not None]


def _diagnose_block(block: Block, asked: Sequence[Exercise]) -> Diagnosis:
    known = [one for one in asked if any(text in one.prints for text in block)]
    whole = [one for one in known if all(text in one.prints for text in block)]
    results = [_diagnose_exercise(block, one) for one in whole or known]
    if not results:
        return Diagnosis("unreadable", say("unreadable"))
    order = ("correct", "mistake", "partial", "unknown")
    return min(results, key=lambda one: (order.index(one.verdict), one.earlier, -len(one.matched)))


def _diagnose_exercise(block: Block, exercise: Exercise) -> Diagnosis:
    block = {text: reading for text, reading in block.items() if text in exercise.prints}
    about: dict[str, Any] = {
        "exercise": exercise.name,
        "earlier": exercise is not EXERCISES[exercise.name],
        "columns": columns(block, right(exercise)),
    }
    truth = match(block, right(exercise), brackets=False)
    about |= {"matched": truth.matched, "unmatched": truth.unmatched}
    if digits(block, block) < ENOUGH_DIGITS:
        return Diagnosis("unknown", say("too_few", truth), **about)
    found = [] if explains(block, right(exercise)) else _found(block, exercise, truth)
    if found:
        about |= {"matched": tuple(block), "unmatched": ()}
        return Diagnosis("mistake", say("mistake", found[0]), **about, found=tuple(found),
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
    for candidates in (singles, pairs):
        found = _distinct(one for one in candidates(exercise) if not one.error and explains(block, one))
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
    for candidate in (*singles(exercise), *pairs(exercise)):
        if candidate.error:
            continue
        one = match(block, candidate)
        gained = [text for text in one.matched if text in truth.unmatched]
        lines = len([text for text in one.matched if _is_number(text)])
        least = len([text for text in (best or truth).matched if _is_number(text)])
        if lines > least and digits(block, gained) >= ENOUGH_DIGITS:
            best = one
    return best


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return one candidate for each set of ids: of several forms the first."""
    return list({frozenset(one.ids): one for one in reversed(list(candidates))}.values())[::-1]


def _indistinguishable(candidates: Sequence[Candidate]) -> list[list[str]]:
    """Return groups of candidates that print the same everywhere; two mistakes at once are written "one+other"."""
    groups: list[list[Candidate]] = []
    for candidate in candidates:
        group = next((group for group in groups if same(group[0], candidate)), None)
        if group is None:
            groups.append([candidate])
        else:
            group.append(candidate)
    return [["+".join(one.ids) for one in group] for group in groups if len(group) > 1]


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
            found = _distinct(candidate for one, candidate in hits if one is exercise)
            return Diagnosis(
                "error_recognised",
                say("error_recognised"),
                exercise=exercise.name,
                found=tuple(Match(one, tuple(block), ()) for one in found[:MOST_CANDIDATES]),
                matched=tuple(block),
                error=f"{kind}: {message}",
            )
    return None
