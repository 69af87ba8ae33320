"""Printed output in, the mistakes that reproduce it out. A finding is a finding: every line that was pasted is printed.

Simple explanations first: the right answer, then one mistake, then two. What is neither is said to be unknown, with
what the lines and columns that do agree can tell.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..runs.exercises import EARLIER, EXERCISES
from ..runs.exercises.exercise import Exercise
from .candidates import differing, right, setting_of
from .diagnosis import MOST_CANDIDATES, Diagnosis, distinct
from .editions import OLD_TABLE, SISTER_SAID, is_old_table, is_sister, old_table, relabelled
from .errors import understood
from .evidence import ENOUGH_DIGITS, Block, Match, digits, explains, is_exact, match
from .further import advice, further, suspects
from .index.build import made_by
from .index.runs import Runs
from .index.search import beside, composed, enough, found, nearest, partial, speaking
from .index.store import at_hand, stored
from .index.table import Table
from .paste import Paste, Reading, read
from .questions import asked as questions_in
from .raised import recognise
from .shapes import misplaced
from .verdict import columns, say

TableOf = Callable[[Exercise], Table]

MOST_BLOCKS = 12

RANKS = ("mistake", "partial", "error_recognised", "unknown", "too_few", "correct", "question", "unreadable")
"""Of several blocks the first in this order is reported: people paste the expected output beside their own."""


def diagnose(text: str, exercise: str = "auto", *, wait: bool = True) -> Diagnosis:
    """Diagnose pasted text. Nothing is evaluated and nothing raised, whatever it holds.

    `exercise` is the name of one, or "auto". Where the tables that are searched are not made yet, which takes seconds,
    they are waited for; or, without `wait`, the catalogue alone answers. Raises KeyError for a name that is none.
    """
    table_of = stored if wait else at_hand
    paste = read(text)
    asked = _editions(EXERCISES) if exercise == "auto" else _editions([EXERCISES[exercise].name])
    blocks = [block for block in paste.blocks[:MOST_BLOCKS] if not is_sister(paste.plain, block)]
    results = [_diagnose_block(block, asked, table_of) for block in blocks]
    if paste.blocks and not blocks:
        return Diagnosis("unreadable", SISTER_SAID)
    errors = _diagnose_errors(paste, asked) or _meaning(paste, exercise)
    if errors is not None:
        results = [errors, *(one for one in results if one.verdict in ("mistake", "correct"))]
    if not results:
        return _answer(paste) or Diagnosis("unreadable", say("unreadable"))
    return _first(results)


def _answer(paste: Paste) -> Diagnosis | None:
    """Return the moments that settle a question in words; None where it is none that is known."""
    found = questions_in(paste.plain)
    if not found:
        return None
    return Diagnosis(
        "question",
        "This is asked often; the moment that settles it is linked below.",
        meaning=" ".join(one.answer for one in found),
        links=tuple((one.look, one.show) for one in found),
    )


def _first(results: list[Diagnosis]) -> Diagnosis:
    """Return the most telling of some answers, with the others beside it; a table is told from what was printed."""
    results.sort(key=lambda one: RANKS.index(one.verdict))
    own = [one for one in results if not _is_table(one)]
    table = len(own) < len(results)
    best = own[0] if own else results[0]
    also = tuple((one.exercise, one.verdict) for one in results if one is not best and one.exercise)
    summary = best.summary
    if table:
        summary = f"{summary} {TABLE_SAID}" if own else TABLE_SAID
    return Diagnosis(**{**vars(best), "also": also, "summary": summary})


TABLE_SAID = (
    "What is pasted as the expected output of lstm_backward is the table of older editions, which no right solution "
    "prints: do not try to reach it."
)


def _is_table(one: Diagnosis) -> bool:
    return any(match.candidate.made and match.candidate.made[0].mistake is OLD_TABLE for match in one.found)


ERROR_SAID = "This error is known. It does not say in which line it was raised: paste the whole traceback for that."


def _meaning(paste: Paste, exercise: str) -> Diagnosis | None:
    """Return what the error in a paste means, in words; None where there is none that is known."""
    said = understood(paste.plain)
    if said is None:
        return None
    name = said.exercise or (exercise if exercise != "auto" else None)
    return Diagnosis(
        "error_recognised",
        said.where or ERROR_SAID,
        meaning=said.meaning,
        exercise=name,
        scenario=_scenario(EXERCISES[name]) if name else {},
        error=said.message,
    )


def _scenario(exercise: Exercise) -> dict[str, Any]:
    """Return what to show a mistake in. The LSTM's course exercise makes no predictions, which a mistake may be in."""
    forward = exercise.name.endswith("forward")
    return {"scenario": "custom" if forward else "course", "cell": exercise.cell, "seed": 1}


def _editions(names: Iterable[str]) -> list[Exercise]:
    return [one for name in names for one in (EXERCISES[name], EARLIER.get(name)) if one is not None]


def _diagnose_block(block: Block, asked: Sequence[Exercise], table_of: TableOf) -> Diagnosis:
    labelled = [(relabelled(block, one), one) for one in asked]
    known = [(own, one) for own, one in labelled if any(text in one.prints for text in own)]
    whole = [(own, one) for own, one in known if all(text in one.prints for text in own)]
    for own, one in whole or known:  # what is right is right, whatever else might print it
        kept = _kept(own, one)
        if digits(kept, kept) >= ENOUGH_DIGITS and not match(kept, right(one), brackets=False).unmatched:
            return _diagnose_exercise(own, one, table_of)
    results = [_diagnose_exercise(own, one, table_of) for own, one in whole or known]
    if not results:
        return Diagnosis("unreadable", say("unreadable"))
    newest = [one for one in results if not one.earlier or one.verdict == "mistake"]
    order = ("correct", "mistake", "partial", "unknown", "too_few")
    return min(newest or results, key=lambda one: (order.index(one.verdict), one.earlier, -len(one.matched)))


def _kept(block: Block, exercise: Exercise) -> dict[str, Reading]:
    return {text: reading for text, reading in block.items() if text in exercise.prints}


def _diagnose_exercise(block: Block, exercise: Exercise, table_of: TableOf) -> Diagnosis:
    block = _kept(block, exercise)
    about: dict[str, Any] = {
        "exercise": exercise.name,
        "earlier": exercise is not EXERCISES[exercise.name],
        "columns": columns(block, right(exercise)),
        "scenario": _scenario(exercise),
        "setting": setting_of(exercise),
        "by_arrays": exercise.T_backward > 1,
    }
    truth = match(block, right(exercise), brackets=False)
    about |= {"matched": truth.matched, "unmatched": truth.unmatched}
    about |= {"agrees": truth.matched, "differs": truth.unmatched}
    if digits(block, block) < ENOUGH_DIGITS:
        return Diagnosis("too_few", say("too_few", truth), **about)
    if exercise.name == "lstm_backward" and is_old_table(block):
        about |= {"matched": tuple(block), "unmatched": (), "found": (Match(old_table(), tuple(block), ()),)}
        return Diagnosis("mistake", TABLE_SAID, **about)
    preparing = ""
    if not explains(block, right(exercise)):
        table = table_of(exercise)
        preparing = "" if table.whole else PREPARING
        explained = _explained(block, exercise, truth, table)
        if explained is not None:
            if explained["verdict"] == "partial":
                explained["summary"] += preparing
            return Diagnosis(**explained, **{name: value for name, value in about.items() if name not in explained})
    if not truth.unmatched:
        return Diagnosis("correct", say("correct", truth, len(exercise.prints)), **about)
    names = suspects(exercise, truth.matched, truth.unmatched)
    summary = say("unknown", truth, columns=about["columns"]) + advice(names) + preparing
    return Diagnosis("unknown", summary, links=further(exercise, about["columns"], names), **about)


PREPARING = (
    " Only the catalogue's mistakes were tried, one by one: the search through all edits of every line is still being "
    "prepared. Ask again in half a minute."
)


def _explained(block: Block, exercise: Exercise, truth: Match, table: Table) -> dict[str, Any] | None:
    """Return what the index has for a block: mistakes that print every line, or more lines than the right answer."""
    best = None
    runs = Runs(exercise)
    every = found(block, truth, runs, table) if _is_evidence(block, truth.unmatched) else []
    near = nearest(block, truth, table)
    if not every and _is_evidence(block, truth.unmatched):
        every = _in_another_place(block, exercise, truth, near, table)
        every = every or beside(block, truth, Runs(exercise), table, near)
    if not every and truth.unmatched:
        every, best = composed(block, truth, runs, table)
    if every:
        return {
            "verdict": "mistake",
            "summary": say("mistake", every[0], alike=len(every)),
            "matched": tuple(block),
            "unmatched": (),
            "found": tuple(every),
            "tell_apart": _tell_apart(exercise, block, every),
        }
    part = partial(block, truth, best, runs, table) if truth.unmatched else None
    if part is None:
        return None
    return {"verdict": "partial", "summary": say("partial", part), "matched": part.matched,
            "unmatched": part.unmatched, "found": (part,)}  # fmt: skip


def _in_another_place(block: Block, exercise: Exercise, truth: Match, near: Sequence[int], table: Table) -> list[Match]:
    """Return what prints every line with numbers in the wrong places: of the right run, or of one with a mistake."""
    runs = Runs(exercise)
    said = speaking(block, truth.unmatched)
    for made in ((), *(made_by(table.codes[k], exercise) for k in near)):
        base = runs.make(made)
        for one in misplaced(block, exercise, base) if base else ():
            if explains(block, one) and (not made or enough(one.made, said)):
                return [Match(one, tuple(block), ())]
    return []


def _is_evidence(block: Block, texts: Iterable[str]) -> bool:
    """Whether lines that differ from the right answer say enough: digits, or a shape beside digits that agree."""
    texts = tuple(texts)
    return digits(block, texts) >= ENOUGH_DIGITS or all(map(is_exact, texts))


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
            said = understood(paste.plain)
            where = f"{said.where} " if said and said.where else ""
            return Diagnosis(
                "error_recognised",
                where + say("error_recognised"),
                meaning=said.meaning if said else "",
                exercise=exercise.name,
                scenario=_scenario(exercise),
                setting=setting_of(exercise),
                found=tuple(Match(one, tuple(block), ()) for one in found[:MOST_CANDIDATES]),
                matched=tuple(block),
                error=f"{kind}: {message}",
            )
    return None
