"""The answer to a diagnosis: a verdict, what was found, and what agrees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..bptt.passes import Setting
from .candidates import Candidate, same
from .evidence import Match
from .levels import begins, lines
from .verdict import Columns

MOST_CANDIDATES = 8
"""How many explanations of equal merit are reported."""


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
    agrees: tuple[str, ...] = ()  # of the lines that were pasted those that the right answer prints as well
    differs: tuple[str, ...] = ()  # and those that it does not
    columns: Columns = field(default_factory=Columns)
    tell_apart: tuple[str, ...] = ()  # lines that were not pasted and would tell what was found apart
    error: str | None = None
    also: tuple[tuple[str, str], ...] = ()  # exercise and verdict of other blocks
    setting: Setting | None = None  # what was run, to say where the explanations begin
    by_arrays: bool = False  # whether all gradients of the scenario can be sent as arrays
    meaning: str = ""  # of an error, or of what was asked in words: what to look at
    links: tuple[tuple[str, Mapping[str, Any]], ...] = ()  # what to open next: in words, and the page's address
    scenario: Mapping[str, Any] = field(default_factory=dict)  # what to ask /api/trace for, to see what was found

    def as_record(self) -> dict[str, Any]:
        """Return the answer as it is sent."""
        return {
            "exercise": self.exercise,
            "verdict": self.verdict,
            "summary": self.summary,
            "meaning": self.meaning,
            "mistakes": [list(found.candidate.ids) for found in self.found],
            "indistinguishable": _indistinguishable([found.candidate for found in self.found]),
            "candidates": [self._candidate(found) for found in self.found],
            "matched": self.matched,
            "unmatched": self.unmatched,
            "agrees": self.agrees,
            "differs": self.differs,
            "first_divergent_t": self.columns.first_divergent_t,
            "columns_ok": self.columns.ok,
            "tell_apart": self.tell_apart,
            "earlier_notebook": self.earlier,
            "error": self.error,
            "arrays": dict(self.scenario) if self.verdict in ("unknown", "partial") and self.by_arrays else None,
            "links": [{"text": text, "show": dict(show)} for text, show in self.links],
            "also": [{"exercise": exercise, "verdict": verdict} for exercise, verdict in self.also],
        }

    def _candidate(self, found: Match) -> dict[str, Any]:
        return {
            "ids": list(found.candidate.ids),
            "mistakes": [made.mistake.as_record() for made in found.candidate.made],
            "explains": found.matched,
            "leaves": found.unmatched,
            "begins": begins(self.setting, found.candidate.made) if self.setting else None,
            "lines": lines(self.setting, found.candidate.made) if self.setting else [],
            "show": {**self.scenario, "mistake": found.candidate.code},
        }


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


def distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return one candidate for each set of ids: of several forms the first."""
    return list({frozenset(one.ids): one for one in reversed(list(candidates))}.values())[::-1]
