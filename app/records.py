"""The wire form of a trace: head, forward × T_x, backward × T_x, end, one dictionary each, as they are computed."""

import math
from collections import ChainMap
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from app.arithmetic import Entry, explain
from app.comparison import compare
from app.declaration import declare
from app.flow import Flow
from app.focus import suggest
from app.gradcheck import check as checked
from app.scenarios import Run
from app.sources import Sources
from app.step import Array, Step
from app.trace import Backward, Forward, Setting, Values, backward_pass, forward_pass

Record = dict[str, Any]


def records(
    run: Run,
    *,
    entry: Entry | None = None,
    values: bool = True,
    sources: Sources | None = None,
    check: bool = False,
) -> Generator[Record, None, None]:
    """Yield a trace record by record.

    With an `entry`, each frame also carries the arithmetic of that entry of every step. Without `values`, frames
    carry nothing else: what the page asks for when only the focus moves. `sources` splits the gradients on the way;
    `check` holds them against the complex-step derivative at the end.
    """
    setting = run.setting
    forward_steps = setting.cell.forward + setting.loss.forward
    yield head(run)
    frames: list[Forward] = []
    focus: Entry = (0, 0)
    flow = Flow(setting.cell)
    for frame in forward_pass(setting):
        frames.append(frame)
        yield _frame(frame, setting, forward_steps, frame.values, {}, entry, values)
    for done in backward_pass(setting, frames):
        if isinstance(done, Backward):
            if done.t == setting.T_backward - 2:  # before that, nothing has been carried yet
                focus = suggest(setting.cell, done.values)
            known = ChainMap(dict(done.values), dict(frames[done.t].values))
            comparisons = [asdict(one) for one in compare(setting.cell, done.values)] if values else []
            extra = {"totals": done.totals, "comparisons": comparisons, "cut": done.cut, "clipped": done.clipped}
            record = _frame(done, setting, setting.backward_steps, known, extra, entry, values)
            if sources is not None:
                split = sources.at(done, setting.loop.cache([frame.values for frame in frames], done.t), entry)
                if split:
                    record["arithmetic"]["sources"] = split
            if values:
                flow.add(done.t, record["norms"])
            yield record
        else:
            yield {
                "kind": "end",
                "gradients": done.values if values else {},
                "focus": focus,
                "attribution": sources.record() if sources is not None and values else None,
                "loss": _loss(frames) if values else None,
                "flow": flow.verdicts() if values else None,
                "check": checked(setting, done.values) if values and check else None,
            }


def head(run: Run) -> Record:
    """Return the first record: the scenario, everything the run starts from, and the declaration of its cell."""
    setting = run.setting
    inputs: dict[str, Array] = {"x": setting.x, **setting.initial}
    if setting.da is not None:
        inputs["da"] = setting.da
    if setting.y is not None:
        inputs["y"] = setting.y
    return {
        "kind": "head",
        "scenario": run.scenario.name,
        "title": run.scenario.title,
        "cell": run.cell.name,
        "seed": run.seed,
        "sizes": asdict(run.sizes),
        "T_backward": setting.T_backward,
        "radius": run.radius,
        "truncate": setting.handover.truncate,
        "clip": setting.handover.clip,
        "shapes": {name: array.shape for name, array in {**inputs, **setting.parameters}.items()},
        "parameters": setting.parameters,
        "inputs": inputs,
        "declaration": declare(run.cell, setting.loss, setting.handover),
    }


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
    values: bool,
) -> Record:
    environment = {**setting.constants, **known}
    record: Record = {"kind": frame.kind, "t": frame.t}
    if values:
        record |= {
            "values": frame.values,
            "parts": _parts(steps, environment),
            "norms": _norms({**frame.values, **extra.get("totals", {})}),
            **extra,
        }
    if entry is not None:
        record["arithmetic"] = {step.name: explain(step, environment, entry).as_record() for step in steps}
    return record


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
