"""What is carried of a run: the very lines that the server would answer, compressed; state/carried.js reads them."""

import base64
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from typing import Any

import numpy as np

from ...records.asked import asked as questions
from ...records.jsonl import encoded
from ...records.trace import Record
from ...requests.limits import Limits
from ...requests.queries import SWITCHES, TraceQuery, View
from ...requests.trace import answer, drawn_run
from ...runs.run import Run

SHORT = 400_000
"""Bytes of a trace up to which more is carried with it: the arithmetic of every entry, and in a site its mistakes."""

SUFFIXES = {"entries": ".entries", "norms": ".norms"}


@dataclass
class Group:
    """Runs that are carried in the same way; what is left out of `of` was not asked for."""

    base: str
    of: dict[str, Any]
    mistakes: list[str]
    whole: bool = True
    norms: bool = False
    focus: list[str] = field(default_factory=list)
    entries: tuple[int, int] = (0, 0)

    @classmethod
    def of_taken(cls, base: str, taken: "Sequence[Taken]") -> "Group":
        """Return the group of runs that differ in their mistakes alone."""
        first = taken[0]
        return cls(base, first.of, [one.mistake for one in taken], focus=first.focus, entries=first.entries)

    @classmethod
    def of_norms(cls, base: str, beside: "Taken", cell: str) -> "Group":
        """Return the group of the norms of another cell, which are set beside those of a run."""
        return cls(base, {**beside.of, "cell": cell}, [""], whole=False, norms=True)

    def as_record(self) -> dict[str, Any]:
        """Return it as the page reads it."""
        return asdict(self)

    def name(self, mistake: str, suffix: str = "") -> str:
        """Return the name of a pack of it."""
        return f"{self.base}{f'.{_plain(mistake)}' if mistake else ''}{suffix}"

    def holds(self, of: dict[str, Any], mistake: str, entries: Iterable[str]) -> bool:
        """Whether a run is carried with the arithmetic of these entries."""
        if not self.whole or self.of != of or mistake not in self.mistakes:
            return False
        rows, columns = self.entries
        every = {f"{row},{column}" for row in range(rows) for column in range(columns)}
        return every | {*self.focus} >= {*entries}


@dataclass(frozen=True)
class Taken:
    """A run as it is carried: which it is, how large its answer is as JSON lines, and its packs by their suffix."""

    of: dict[str, Any]
    mistake: str
    size: int
    focus: list[str]
    entries: tuple[int, int]
    beside: tuple[str, ...]
    packs: dict[str, str]


def take(query: TraceQuery, limits: Limits, *, focus: Iterable[str] = (), entries: bool = True) -> Taken:
    """Draw what is asked for and take it, as `take_run` does. Raises NoSuchThing or NotAllowed."""
    return take_run(drawn_run(query, limits), query, limits, focus=focus, entries=entries)


def take_run(run: Run, query: View, limits: Limits, *, focus: Iterable[str] = (), entries: bool = True) -> Taken:
    """Take a run, with the arithmetic of its focus entry and of those in `focus`, as "row,column".

    With `entries`, that of every entry comes too where the trace is short.

    Raises NoSuchThing or NotAllowed, as the server refuses it.
    """
    asked = query.model_copy(update={"sources": True, "parts": True, "detail": "full", "entry": None})
    records = list(answer(run, asked, limits))
    lines = [encoded(record) for record in records]
    head, end = records[0], next(record for record in reversed(records) if record["kind"] == "end")
    size = sum(map(len, lines))
    followed = list(dict.fromkeys([_written(end["focus"]), *focus]))
    held = [
        *(("", one) for one in lines),
        *(pair for entry in followed for pair in _arithmetic(run, asked, entry, limits)),
    ]
    if not query.mistake:
        held.append(("questions", encoded({"questions": questions(run)})))
    packs = {"": pack(held)}
    shape = _largest(records) if entries and size <= SHORT else (0, 0)
    if shape != (0, 0):
        every = [_arithmetic(run, asked, _written(entry), limits) for entry in product(*map(range, shape))]
        packs[SUFFIXES["entries"]] = pack(pair for frames in zip(*every, strict=True) for pair in frames)
    beside = () if query.mistake else tuple(cell for cell in head["beside"] if cell != head["cell"])
    return Taken(which(run, query), query.mistake or "", size, followed, shape, beside, packs)


def which(run: Run, query: View) -> dict[str, Any]:
    """Return what tells a run from all others but for its mistakes, by the names of the query."""
    options = {name: value for name in SWITCHES if (value := getattr(query, name, None)) is not None}
    return {"scenario": run.scenario.name, "cell": run.cell.name, "seed": run.seed, **asdict(run.sizes), **options}


def take_norms(query: TraceQuery, cell: str, limits: Limits) -> str:
    """Return the pack of what the page sets of a cell beside another's run."""
    asked = query.model_copy(update={"cell": cell, "sources": True, "detail": "norms", "check": False, "entry": None})
    return pack(("norms", encoded(record)) for record in answer(drawn_run(asked, limits), asked, limits))


def pack(lines: Iterable[tuple[str, bytes]]) -> str:
    """Return lines, each with its key before a tab, compressed and as text that may stand in a script."""
    whole = b"".join(key.encode() + b"\t" + one for key, one in lines)
    return base64.b64encode(zlib.compress(whole, 9)).decode()


def _arithmetic(run: Run, query: View, entry: str, limits: Limits) -> list[tuple[str, bytes]]:
    asked = query.model_copy(update={"entry": entry, "detail": "entry", "check": False})
    return [(entry, encoded(record)) for record in answer(run, asked, limits)]


def _largest(records: list[Record]) -> tuple[int, int]:
    """Return how many rows and columns the matrices have that can be pointed at."""
    shapes = [matrix.shape for matrix in _matrices(records)]
    return max(shape[0] for shape in shapes), max(shape[1] for shape in shapes)


def _matrices(records: list[Record]) -> Iterator[np.ndarray]:
    for record in records:
        for kind in ("parameters", "values", "parts", "totals"):
            yield from (value for value in record.get(kind, {}).values() if np.ndim(value) == 2)


def _written(entry: Iterable[int]) -> str:
    return ",".join(map(str, entry))


def _plain(mistake: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "_.-") else "-" for letter in mistake)
