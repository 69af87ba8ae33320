"""The dearest request of each kind that the default limits allow: its CPU seconds, and the memory it takes.

`python -m tests.bench.dearest`. Each runs in a process of its own, so that the peak is its own. It ends with exit code
1 where one takes more than SECURITY.md says; tests/requests/test_dearest.py holds that none may be much larger.
"""

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from app.bptt.refused import NotAllowed
from app.records.jsonl import encoded
from app.requests.diagnosis import diagnose_body
from app.requests.limits import Limits
from app.requests.notebook import notebook
from app.requests.nudge import nudge
from app.requests.queries import NotebookQuery, NudgeQuery, OwnQuery, TensorsQuery, TraceQuery
from app.requests.tensors import WRITERS, tensors
from app.requests.trace import answer, drawn_run, uploaded_run

LIMITS = Limits()

MOST_CPU = 30.0  # seconds
MOST_MEMORY = 600_000_000  # bytes
"""What no request takes more of, as SECURITY.md says."""

ASKED: dict[str, dict[str, Any]] = {
    # As many numbers as may be sent, in as many timesteps as there may be, with everything that can be told.
    "longest_trace": {
        "cell": "lstm",
        "T_x": 2000,
        "n_a": 14,
        "n_x": 4,
        "n_y": 2,
        "m": 4,
        "detail": "full",
        "sources": True,
    },
    # As much as may be held, and norms alone.
    "widest_trace": {"cell": "lstm", "T_x": 196, "n_a": 256, "n_x": 64, "m": 64, "detail": "norms"},
    # A wrong run beside the right one, with every value of both.
    "wrong_trace": {"cell": "lstm", "T_x": 2000, "n_a": 14, "n_x": 4, "n_y": 2, "m": 4, "mistake": "drop_carry"},
    "tensors_npz": {"cell": "lstm", "T_x": 2000, "n_a": 14, "n_x": 4, "n_y": 2, "m": 4, "format": "npz"},
    "tensors_json": {"cell": "lstm", "T_x": 2000, "n_a": 14, "n_x": 4, "n_y": 2, "m": 4, "format": "json"},
    # As many numbers as are written out.
    "notebook": {"T_x": 150, "n_a": 1, "n_x": 50, "n_y": 1, "m": 64, "t": 0},
    # As many forward runs as there is work for, in as many timesteps as it goes into.
    "nudge": {"cell": "lstm", "T_x": 33, "n_a": 96, "n_x": 48, "m": 64, "of": "a", "t": 0},
    "nudge_of_a_parameter": {"cell": "lstm", "T_x": 30, "n_a": 48, "n_x": 16, "m": 32, "of": "Wf"},
}


def query(name: str) -> dict[str, Any]:
    """Return what is asked."""
    return {"scenario": "custom", **ASKED[name]}


def traced(name: str) -> int:
    """Make a trace and return how many bytes it has."""
    asked = TraceQuery.model_validate(query(name))
    return sum(len(encoded(record)) for record in answer(drawn_run(asked, LIMITS), asked, LIMITS))


def kept(name: str) -> int:
    """Make a file of tensors."""
    asked = TensorsQuery.model_validate(query(name))
    whole = TraceQuery.model_validate(asked.model_dump(exclude={"format"}, exclude_unset=True))
    return len(WRITERS[asked.format][0](tensors(whole, LIMITS)))


def recomputed(name: str) -> int:
    """Write a notebook."""
    return len(notebook(NotebookQuery.model_validate(query(name)), {}, LIMITS))


def nudged(name: str) -> int:
    """Move a number."""
    return len(encoded(nudge(NudgeQuery.model_validate(query(name)), LIMITS)))


def upload(name: str) -> int:
    """Read a small file that holds as much as may be held, and answer it."""
    file, asked = zeros(T_x=595), OwnQuery(detail="norms")
    started()
    run = uploaded_run(file, asked, LIMITS)
    return sum(len(encoded(record)) for record in answer(run, asked, LIMITS))


def upload_that_is_refused(name: str) -> int:
    """Read as many numbers as may be read; what would be made of them is too much."""
    file, asked = zeros(T_x=1800), OwnQuery(detail="norms")
    started()
    try:
        answer(uploaded_run(file, asked, LIMITS), asked, LIMITS)
    except NotAllowed:
        return 0
    raise AssertionError("it is taken")


def zeros(T_x: int) -> bytes:
    """Return a file of very little, which holds a run with as large an x as there may be."""
    shapes: dict[str, tuple[int, ...]] = {"x": (256, 64, T_x), "a0": (1, 64), "da": (1, 64, T_x)}
    shapes |= {"Wax": (1, 256), "Waa": (1, 1), "ba": (1, 1), "Wya": (1, 1), "by": (1, 1)}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **{name: np.zeros(shape) for name, shape in shapes.items()})
    return file.getvalue()


def upload_of_json(name: str) -> int:
    """Read as many bytes of JSON as may be sent, in the form that takes most memory."""
    body = b'{"x": [' + b"[]," * (LIMITS.max_upload // 3 - 10) + b"[]]}"
    started()
    try:
        uploaded_run(body, OwnQuery(), LIMITS)
    except NotAllowed:
        return 0
    raise AssertionError("it is taken")


def diagnosis_of_arrays(name: str) -> int:
    """Try every mistake, alone and in pairs, as long as the budget allows, on arrays that none of them makes."""
    asked = {"scenario": "custom", "cell": "lstm", "T_x": 60, "n_a": 24, "m": 16}
    sent = {"arrays": {"da0": np.zeros((24, 16)).tolist()}, **asked}
    return len(encoded(diagnose_body(json.dumps(sent).encode(), {}, LIMITS).as_record()))


def diagnosis_of_text(name: str) -> int:
    """Read as long a text as may be pasted."""
    text = 'gradients["dx"][1][2] = [-2.07 -0.59 0.02 0.01]\n' * 41_000
    return len(encoded(diagnose_body(text[: LIMITS.max_paste].encode(), {}, LIMITS).as_record()))


def of(name: str) -> Callable[[str], int]:
    """Return what makes a request that is asked in an address."""
    kinds = {"tensors": kept, "nudge": nudged, "notebook": recomputed}
    return next((made for kind, made in kinds.items() if name.startswith(kind)), traced)


REQUESTS: dict[str, Callable[[str], int]] = {name: of(name) for name in ASKED}
REQUESTS |= {
    made.__name__: made
    for made in (upload, upload_that_is_refused, upload_of_json, diagnosis_of_arrays, diagnosis_of_text)
}

_BEGAN = {"cpu": 0.0, "memory": 0}


def started() -> None:
    """Begin to count: what a request is made of was not part of it."""
    _BEGAN.update(cpu=time.process_time(), memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def show() -> int:
    """Print the table; return 1 where a request takes more than is said."""
    print("The dearest requests that are allowed by default")
    within = True
    for name in REQUESTS:
        command = [sys.executable, "-m", "tests.bench.dearest", name]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        sizes = f"{told['peak'] / 1e6:6.0f} MB more   {told['sent'] / 1e6:7.2f} MB sent"
        print(f"  {name:<22} {told['cpu']:6.1f} s CPU   {sizes}", flush=True)
        within = within and told["cpu"] <= MOST_CPU and told["peak"] <= MOST_MEMORY
    print(f"  {'all' if within else 'NOT all'} within {MOST_CPU:g} s of CPU and {MOST_MEMORY / 1e6:g} MB")
    return 0 if within else 1


def main() -> int:
    """Run one, and say what it took; without a name, print them all."""
    if not sys.argv[1:]:
        return show()
    started()
    sent = REQUESTS[sys.argv[1]](sys.argv[1])
    took = time.process_time() - _BEGAN["cpu"]
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - _BEGAN["memory"]) * 1024
    print(json.dumps({"cpu": took, "peak": peak, "sent": sent}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
