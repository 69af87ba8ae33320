"""The wire form of an attribution: the contributions to the focus entry, and the T × T table of norms."""

from typing import Any

from ..analysis.arithmetic import Entry, clamp
from ..analysis.attribution import REST, Attribution, NotASum, Split
from ..analysis.superposition import Superposition
from ..bptt.passes import Backward, Setting, Values

KEEP_ALL = 200
"""Up to this many timesteps every source is kept, however small."""

DROP_BELOW = 1e-8
"""In longer runs, a source whose part falls below this share of the total is no longer carried on its own."""


MAX_TABLE = 500
"""The table of norms has T × T cells: in longer runs only the contributions to the focus entry are sent."""


MOST_COPIES = 64
"""A wrong run is driven on as many copies of its examples as it has timesteps, which are all in memory at once."""


class BySource:
    """Follows a backward pass frame by frame and keeps one row of norms for each timestep, nothing larger."""

    def __init__(self, setting: Setting, most: int, *, wrong: bool = False) -> None:
        """`most` is how many numbers may be carried back in all: T (T + 1) / 2 times n_a · m for each lane.

        Of a `wrong` run nothing is taken for granted: it is split by driving it on copies, up to MOST_COPIES of them.
        """
        self._T = setting.T_backward
        self._attribution: Attribution | Superposition = (
            Superposition(setting) if wrong else Attribution(setting, 0.0 if self._T <= KEEP_ALL else DROP_BELOW)
        )
        self._totals = [lane.total for lane in setting.cell.lanes]
        self._rows: dict[int, dict[int, float]] = {}  # t -> source -> norm
        self._refused = ""
        self.last: Split | None = None  # of the frame that was followed last, where it could be split
        carried = self._T * (self._T + 1) // 2 * sum(state.size for state in setting.initial.values())
        if wrong and self._T > MOST_COPIES:
            self._refused = f"A wrong run is split by source up to {MOST_COPIES} timesteps; this one has {self._T}."
        if carried > most:
            self._refused = f"Splitting this run by source carries {carried:,} numbers back; {most:,} are allowed."

    def at(self, frame: Backward, cache: Values, entry: Entry | None) -> dict[str, list[dict[str, Any]]]:
        """Follow one frame; return by total what each source contributes to the entry, {} where none is asked for.

        The t of a contribution is None where it sums up those of the sources that are too small to be kept apart.
        """
        self.last = None
        if self._refused:
            return {}
        try:
            self.last = split = self._attribution.split(frame, cache)
        except NotASum as error:
            self._refused = f"This backward pass cannot be split by source: {error}."
            return {}
        self._rows[frame.t] = dict(zip(split.sources.tolist(), split.norms(self._totals[0]).tolist(), strict=True))
        if entry is None:
            return {}
        return {
            total: [
                {"t": None if source == REST else source, "value": value}
                for source, value in split.at(total, clamp(entry, frame.values[total]))
            ]
            for total in self._totals
        }

    def record(self) -> dict[str, Any]:
        """Return what `end` says: norms[t][s] of the first total, None where s < t and where s was dropped by t.

        `dropped_at[s]` is the last t at which source s was still known on its own; None for one never dropped.
        """
        reason = self._refused
        if not reason and self._T > MAX_TABLE:
            reason = f"A table of {self._T} × {self._T} norms is not sent, only up to {MAX_TABLE} × {MAX_TABLE}."
        if reason:
            return {"total": None, "norms": None, "dropped": None, "reason": reason}
        dropped = self._attribution.dropped
        return {
            "total": self._totals[0],
            "norms": [[self._norm(t, s, dropped.get(s)) for s in range(self._T)] for t in range(self._T)],
            "dropped": {
                "below": self._attribution.drop_below,
                "cells": sum(dropped.values()),  # source s is unknown at t = 0 … dropped[s] - 1
                "dropped_at": [dropped.get(s) for s in range(self._T)],
            },
            "reason": None,
        }

    def _norm(self, t: int, s: int, dropped_at: int | None) -> float | None:
        row = self._rows.get(t, {})
        if s < t and not row.get(s):  # what is still to come brings something to a wrong run alone
            return None
        if dropped_at is not None and t < dropped_at:
            return None
        return row.get(s, 0.0)  # one neither carried nor dropped became zero
