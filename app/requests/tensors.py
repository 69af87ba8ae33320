"""A run as arrays to keep: what it was made from, by the names under which it can be sent again, and what it made."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..bptt.loss import SOFTMAX_CROSS_ENTROPY
from ..bptt.step import Array
from ..records.jsonl import encoded
from ..runs.tensors import MADE
from .limits import Limits
from .queries import TraceQuery
from .trace import answer, drawn_run


def tensors(query: TraceQuery, limits: Limits) -> dict[str, Array]:
    """Return the arrays of a run: x (n_x, m, T_x), a0 (n_a, m), the parameters, and da (n_a, m, T) or y (n_y, m, T_x).

    What was made of them stands beside, under `trace/` and the course's names: values (…, T_x) with NaN where a
    timestep has none, and the gradients. Opened as one's own tensors, it is the same run again.
    Raises NoSuchThing or NotAllowed.
    """
    whole = {"detail": "full", "sources": False, "check": False, "entry": None, "frames": None}
    asked = query.model_copy(update=whole)
    run = drawn_run(asked, limits)
    setting = run.setting
    values: dict[str, dict[int, Any]] = {}
    gradients: Mapping[str, Any] = {}
    for record in answer(run, asked, limits):
        for name, value in record.get("values", {}).items():
            values.setdefault(name, {})[record["t"]] = value
        gradients = record.get("gradients", gradients)
    made = {name: _stacked(by_t, setting.T_x) for name, by_t in values.items()}
    if setting.da is not None:
        arrives = {"da": setting.da}
    elif setting.y is not None and setting.loss is SOFTMAX_CROSS_ENTROPY:  # what y means where nothing else is said
        arrives = {"y": setting.y}
    else:
        upstream = next(lane.upstream for lane in setting.cell.lanes if lane.upstream)
        arrives = {"da": np.nan_to_num(made[upstream])}
    given = {"x": setting.x, **setting.initial, **setting.parameters, **arrives}
    results = {f"{MADE}{name}": np.asarray(value) for name, value in {**made, **gradients}.items()}
    return {**given, **results}


def as_npz(arrays: Mapping[str, Array]) -> bytes:
    """Return arrays as `np.savez_compressed` writes them."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def as_json(arrays: Mapping[str, Array]) -> bytes:
    """Return arrays as nested lists by name; a number that is not finite is a string, as in a trace."""
    return encoded(dict(arrays))


WRITERS = {"npz": (as_npz, "application/zip"), "json": (as_json, "application/json")}
"""How arrays are written, by the ending of a file, and what kind of file that is."""


def _stacked(by_t: Mapping[int, Any], T_x: int) -> Array:
    """Return values (…) of some timesteps as one array (…, T_x)."""
    shape = np.shape(next(iter(by_t.values())))
    missing = np.full(shape, np.nan)
    return np.stack([np.asarray(by_t.get(t, missing)) for t in range(T_x)], axis=-1)
