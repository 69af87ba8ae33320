"""The wire form of a trace: head, forward × T_x, backward × T_x, end, check, one dictionary each, as computed."""

from collections.abc import Generator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ..analysis.arithmetic import Entry
from ..analysis.gradcheck import hold_against_cost
from ..bptt.passes import Backward, Forward, Gradients, Setting, Values, kept_forward
from ..bptt.step import Array
from ..bptt.together import Stretch, held, one_by_one, passes
from ..runs.run import Run
from .beside import Beside
from .budget import WITH_VALUES, Detail
from .declaration import declare
from .jsonl import Fixed
from .notes import elsewhere, told
from .observers import Observer, observing
from .seen import Overview, Seen
from .split import BySource
from .split_beside import SplitBeside

Record = dict[str, Any]


def records(
    run: Run,
    *,
    entry: Entry | None = None,
    detail: Detail = "full",
    window: range | None = None,
    sources: BySource | None = None,
    check: bool = False,
    beside: Beside | None = None,
    right: SplitBeside | None = None,
    slips: str | None = None,
    parts: bool = True,
    inputs: bool = True,
) -> Generator[Record, None, None]:
    """Yield a trace record by record: the run is driven once, and observers say what is told of each frame.

    `detail` says how much each frame carries, and with an `entry` it also carries the arithmetic of that entry of every
    step. Only frames of the timesteps in a `window` are yielded, and what is about the whole run is then left out.
    `beside` is the right run, where this one has mistakes, and `right` splits it too; `slips` is a step, whose frames
    also say what usual wrong lines make of it.
    `sources` splits the gradients on the way; `check` holds them against the complex-step derivative, in a record
    of its own after the end.
    """
    setting = run.setting
    whole = window is None and detail != "entry"
    observers = observing(
        setting, entry, detail, sources, whole=whole, beside=beside, right=right, slips=slips, parts=parts
    )
    yield head(run, detail, window, inputs=inputs)
    kept = kept_forward(setting)
    caches: list[Values] = []  # by t
    altered = False
    totals: Values = {}
    for done in passes(setting) if beside is None else one_by_one(setting):
        if isinstance(done, Gradients):
            yield {
                "kind": "end",
                "gradients": _gradients(done.values, setting, detail, window),
                **NOTHING_OF_THE_WHOLE,
                **{name: value for observer in observers for name, value in observer.end().items()},
            }
            if whole and check:  # last: whoever reads has the end already
                made = {**done.values, **totals}  # as they were before all of them were clipped together
                yield {"kind": "check", **hold_against_cost(setting, made, altered=altered, wrong=bool(beside))}
            return
        for frame in done.frames:
            if isinstance(frame, Backward):
                altered = altered or frame.cut or bool(frame.clipped)
                totals = frame.totals
        yield from _told(done, setting, caches, observers, window)
        if isinstance(done.frames[0], Forward):
            caches += [held(frame, kept) for frame in done.frames]


NOTHING_OF_THE_WHOLE: Record = {"focus": (0, 0), "attribution": None, "loss": None, "flow": None, "clipping": []}
"""What the end says where no observer says more: a window of a run tells nothing of all of it."""


@np.errstate(over="ignore", invalid="ignore")  # a run that explodes is a lesson, not an error
def _told(
    stretch: Stretch, setting: Setting, caches: Sequence[Values], observers: Sequence[Observer], window: range | None
) -> list[Record]:
    """Return the records of those frames of a stretch that are sent."""
    overview = Overview(stretch, setting)
    told = []
    for place, frame in enumerate(stretch.frames):
        shown = window is None or frame.t in window
        steps, cache, cache_t = setting.forward_steps, NO_VALUES, 0
        if isinstance(frame, Backward):
            cache = setting.loop.cache(caches, frame.t)
            steps, cache_t = setting.backward_steps, _read_at(caches, cache, frame.t)
        seen = Seen(frame, overview, place, setting, steps, cache, cache_t, shown)
        record: Record = {"kind": frame.kind, "t": frame.t}
        for observer in observers:
            if shown or observer.everywhere:
                record |= observer.at(seen)
        if shown:
            told.append(record)
    return told


NO_VALUES: Values = {}


def head(run: Run, detail: Detail = "full", window: range | None = None, *, inputs: bool = True) -> Record:
    """Return the first record: the scenario, what the run starts from, and the declaration of its cell.

    Parameters are left out where frames have no values, inputs where not all of their slices are sent anyway, and the
    declaration, most of a small answer, where the arithmetic of one more entry is asked for.
    """
    setting = run.setting
    given: dict[str, Array] = {"x": setting.x, **setting.initial}
    if setting.da is not None:
        given["da"] = setting.da
    if setting.y is not None:
        given["y"] = setting.y
    order = list(setting.loop.backward_timesteps(setting.T_backward))
    usual = list(reversed(range(setting.T_backward)))
    return {
        "kind": "head",
        "scenario": run.scenario.name,
        "title": run.scenario.title,
        "description": run.description,
        "look_for": run.look_for,
        "notes": told(run) if detail != "entry" else [],
        "instead": run.instead,
        "cell": run.cell.name,
        "seed": run.seed,
        "sizes": asdict(run.sizes),
        "T_backward": setting.T_backward,
        "backward_timesteps": None if order == usual else order,
        "radius": run.radius,
        "bias": run.bias,
        "truncate": setting.handover.truncate,
        "clip": setting.handover.clip,
        "clip_total": setting.clip_total,
        "elsewhere": elsewhere(run),
        "beside": run.scenario.beside,
        "stands_for": run.scenario.stands_for(run.sizes),
        "shapes": {name: array.shape for name, array in {**given, **setting.parameters}.items()},
        "detail": detail,
        "frames": None if window is None else (window.start, window.stop),
        "parameters": setting.parameters if detail in WITH_VALUES else {},
        "inputs": given if inputs and detail == "full" and window is None else {},
        "declaration": _declared(setting) if detail != "entry" else {},
    }


def _declared(setting: Setting) -> Fixed:
    return declare(setting.cell, setting.loss, setting.handover, setting.length, setting.clip_total)


def _read_at(caches: Sequence[Values], cache: Values, t: int) -> int:
    """Return the timestep whose forward values were read at t: another only where a wrong line reads another's."""
    return t if caches[t] is cache else next((s for s, one in enumerate(caches) if one is cache), t)


def _gradients(gradients: Values, setting: Setting, detail: Detail, window: range | None) -> Values:
    """Return what `end` sends of the gradients: a stack over all t only where the head sent such inputs too."""
    if detail not in WITH_VALUES:
        return {}
    whole = detail == "full" and window is None
    return {name: value for name, value in gradients.items() if whole or name not in setting.cell.stacks}
