"""The wire form of a trace: head, forward × T_x, backward × T_x, end, one dictionary each, as they are computed."""

import math
from collections import ChainMap
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from ..analysis.arithmetic import Entry, explain
from ..analysis.comparison import compare
from ..analysis.flow import Flow
from ..analysis.focus import suggest
from ..analysis.gradcheck import check as checked
from ..bptt.passes import Backward, Forward, Setting, Values, backward_pass, forward_pass
from ..bptt.step import Array, Step
from ..runs.run import Run
from .budget import WITH_VALUES, Detail, kept_forward
from .declaration import declare
from .split import Sources

Record = dict[str, Any]


def records(
    run: Run,
    *,
    entry: Entry | None = None,
    detail: Detail = "full",
    window: range | None = None,
    sources: Sources | None = None,
    check: bool = False,
) -> Generator[Record, None, None]:
    """Yield a trace record by record.

    `detail` says how much each frame carries, and with an `entry` it also carries the arithmetic of that entry of every
    step. Only frames of the timesteps in a `window` are yielded, and what is about the whole run is then left out.
    `sources` splits the gradients on the way; `check` holds them against the complex-step derivative at the end.
    """
    setting = run.setting
    forward_steps = setting.cell.forward + setting.loss.forward
    whole = window is None and detail != "entry"
    shown = range(setting.T_x) if window is None else window
    yield head(run, detail, window)
    kept = kept_forward(setting)
    frames: list[Forward] = []
    for frame in forward_pass(setting):
        frames.append(replace(frame, values={name: frame.values[name] for name in kept & frame.values.keys()}))
        if frame.t in shown:
            yield _frame(frame, setting, forward_steps, frame.values, {}, entry, detail)
    caches = [frame.values for frame in frames]
    focus: Entry = (0, 0)
    flow = Flow(setting.cell)
    altered = False
    for done in backward_pass(setting, frames):
        if isinstance(done, Backward):
            altered = altered or done.cut or bool(done.clipped)
            if done.t == setting.T_backward - 2:  # before that, nothing has been carried yet
                focus = suggest(setting.cell, done.values)
            cache = setting.loop.cache(caches, done.t)
            split = sources.at(done, cache, entry) if sources is not None else {}
            if done.t not in shown:
                continue
            known = ChainMap(dict(done.values), dict(cache))
            comparisons = [asdict(one) for one in compare(setting.cell, done.values)] if detail in WITH_VALUES else []
            extra = {"totals": done.totals, "comparisons": comparisons, "cut": done.cut, "clipped": done.clipped}
            extra["cache"] = _read_at(caches, cache, done.t)
            record = _frame(done, setting, setting.backward_steps, known, extra, entry, detail)
            if split:
                record["arithmetic"]["sources"] = split
            if whole:
                flow.add(done.t, record["norms"])
            yield record
        else:
            yield {
                "kind": "end",
                "gradients": _gradients(done.values, setting, detail, window),
                "focus": focus,
                "attribution": sources.record() if sources is not None and whole else None,
                "loss": _loss(frames) if whole else None,
                "flow": flow.verdicts() if whole else None,
                "check": checked(setting, done.values, altered=altered) if whole and check else None,
            }


def head(run: Run, detail: Detail = "full", window: range | None = None) -> Record:
    """Return the first record: the scenario, what the run starts from, and the declaration of its cell.

    Parameters are left out where frames have no values, inputs where not all of their slices are sent anyway, and the
    declaration, most of a small answer, where the arithmetic of one more entry is asked for.
    """
    setting = run.setting
    inputs: dict[str, Array] = {"x": setting.x, **setting.initial}
    if setting.da is not None:
        inputs["da"] = setting.da
    if setting.y is not None:
        inputs["y"] = setting.y
    order = list(setting.loop.backward_timesteps(setting.T_backward))
    usual = list(reversed(range(setting.T_backward)))
    return {
        "kind": "head",
        "scenario": run.scenario.name,
        "title": run.scenario.title,
        "instead": run.instead,
        "cell": run.cell.name,
        "seed": run.seed,
        "sizes": asdict(run.sizes),
        "T_backward": setting.T_backward,
        "backward_timesteps": None if order == usual else order,
        "radius": run.radius,
        "truncate": setting.handover.truncate,
        "clip": setting.handover.clip,
        "beside": run.scenario.beside,
        "stands_for": run.scenario.stands_for(run.sizes),
        "shapes": {name: array.shape for name, array in {**inputs, **setting.parameters}.items()},
        "detail": detail,
        "frames": None if window is None else (window.start, window.stop),
        "parameters": setting.parameters if detail in WITH_VALUES else {},
        "inputs": inputs if detail == "full" and window is None else {},
        "declaration": declare(run.cell, setting.loss, setting.handover) if detail != "entry" else {},
    }


def _read_at(caches: Sequence[Values], cache: Values, t: int) -> int:
    """Return the timestep whose forward values were read at t: another only where a wrong line reads another's."""
    return t if caches[t] is cache else next((s for s, one in enumerate(caches) if one is cache), t)


def _loss(frames: Sequence[Forward]) -> float | None:
    """Return the cost: the losses of all timesteps added up. None where da is given instead."""
    losses = [frame.values["loss_t"].sum() for frame in frames if "loss_t" in frame.values]
    return float(sum(losses)) if losses else None


@np.errstate(over="ignore", invalid="ignore")  # a run that explodes is a lesson, not an error
def _frame(
    frame: Forward | Backward,
    setting: Setting,
    steps: Sequence[Step],
    known: Values,
    extra: Mapping[str, Any],
    entry: Entry | None,
    detail: Detail,
) -> Record:
    environment = {**setting.constants, **known}
    record: Record = {"kind": frame.kind, "t": frame.t}
    if detail == "full":
        record |= {"values": frame.values, "parts": _parts(steps, environment)}
    if detail == "lean":
        weights = setting.cell.accumulates.values()
        record |= {"values": {name: value for name, value in frame.values.items() if name not in weights}}
    if detail != "entry":
        record |= {"norms": _norms({**frame.values, **extra.get("totals", {})})}
        record |= {name: value for name, value in extra.items() if name != "totals" or detail == "full"}
    if entry is not None:
        record["arithmetic"] = {step.name: explain(step, environment, entry).as_record() for step in steps}
    return record


def _gradients(gradients: Values, setting: Setting, detail: Detail, window: range | None) -> Values:
    """Return what `end` sends of the gradients: a stack over all t only where the head sent such inputs too."""
    if detail not in WITH_VALUES:
        return {}
    whole = detail == "full" and window is None
    return {name: value for name, value in gradients.items() if whole or name not in setting.cell.stacks}


def _parts(steps: Sequence[Step], environment: Values) -> dict[str, Array]:
    """Return the operands that are neither a value nor its transpose, by expression: contributions before their sum."""
    return {
        operand.expression: operand.value(environment)
        for step in steps
        for operand in step.operands
        if operand.symbol is None
    }


def _norms(values: Values) -> dict[str, float]:
    """Return the Frobenius norm of each value: the width of its arrow."""
    return {name: _norm(value) for name, value in values.items()}


def _norm(value: Array) -> float:
    norm = float(np.linalg.norm(value))
    if 1e-140 < norm < math.inf:
        return norm
    largest = float(np.abs(value).max())  # squares leave the range of float64 long before their roots do
    return largest * float(np.linalg.norm(value / largest)) if 0 < largest < math.inf else norm
