"""A moment in a frame that carries all of it: the stage and the transport, for the output of a notebook's cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp

from ...bptt.refused import NotAllowed
from ...requests.limits import Limits
from ...requests.queries import TraceQuery, View
from ...runs.run import Run
from ..headers import FRAMED
from ..pages import STATIC
from .packs import SUFFIXES, Group, take_norms, take_run
from .pages import alone, data_blocks, rendered

HEIGHT = 480
"""Pixels of a frame: the stage of the course's exercise, and the transport below it."""

MOST = 8_000_000
"""Bytes that a frame may have: a notebook holds every one of its frames in its file."""


class TooLarge(NotAllowed):
    """What was asked for makes more than a notebook's file should hold. The message says how much."""


@dataclass(frozen=True, repr=False)
class Framed:
    """A page in a frame, as notebooks show it where it is the last line of a cell.

    The frame is closed against the page around it and against every network, and keeps working in the saved file.
    """

    page: str
    title: str
    height: int = HEIGHT

    def __repr__(self) -> str:
        return self.title

    def _repr_html_(self) -> str:
        size = f'width="100%" height="{self.height}" style="border: 0; display: block"'
        told = f"{escape(self.title)}. It is drawn where this notebook is trusted."  # what is left of it elsewhere
        return (
            f'<iframe srcdoc="{escape(self.page)}" title="{escape(self.title)}" {size} '
            f'sandbox="allow-scripts allow-downloads" allow="fullscreen">{told}</iframe>'
        )

    def live(self) -> Any:
        """Return it as a widget whose `moment` is the one that is shown, {"t", "step", "playhead"}.

        Its `go` takes an action of the transport, "next-step", or "?t=1". Raises ImportError without `[notebook]`.
        """
        from .widget import widget

        return widget(self._repr_html_())

    def save(self, path: str | Path) -> None:
        """Write it as a page of its own, which opens from a disk."""
        Path(path).write_text(self.page, encoding="utf-8")


def framed(
    app: ASGIApp, runs: Sequence[tuple[Run, View]], address: Mapping[str, str], limits: Limits, height: int = HEIGHT
) -> Framed:
    """Return the moment of an address in a frame, with these runs in it; the first is the one that is named.

    Raises NotAllowed: TooLarge, and for a run that may not be had in full.
    """
    groups: list[Group] = []
    packs: dict[str, str] = {}
    for run, query in runs:
        taken = take_run(run, query, limits, focus=[address["entry"]] if "entry" in address else [])
        groups.append(Group.of_taken(f"run{len(groups)}", [taken]))
        packs |= {groups[-1].name(taken.mistake, suffix): text for suffix, text in taken.packs.items()}
        for cell in taken.beside:
            assert isinstance(query, TraceQuery)  # nothing belongs beside one's own tensors
            groups.append(Group.of_norms(f"run{len(groups)}", taken, cell))
            packs[groups[-1].name("", SUFFIXES["norms"])] = take_norms(query, cell, limits)
    run, query = runs[0]
    moment = [f"t = {address['t']}"] if "t" in address else []
    title = f"Unrolled: {', '.join([run.scenario.title, run.cell.title, *filter(None, [query.mistake]), *moment])}"
    data = data_blocks([group.as_record() for group in groups], packs)
    page = alone(rendered(app, FRAMED) or "", STATIC, data=data, moments={f"?{urlencode(address, safe=',')}": title})
    if len(page) > MOST:
        raise TooLarge(
            f"This trace makes a page of {len(page) / 1e6:.0f} MB; {MOST / 1e6:g} MB are allowed: take fewer timesteps."
        )
    return Framed(page, title, height)
