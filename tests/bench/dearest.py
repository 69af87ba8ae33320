"""The dearest request of each kind that the default limits allow: its CPU seconds, and the memory it takes.

`python -m tests.bench.dearest`. Each runs in a process of its own, so that the peak is its own.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from app.records.jsonl import encoded
from app.requests.diagnosis import diagnose_body
from app.requests.limits import Limits
from app.requests.queries import TraceQuery
from app.requests.trace import answer, drawn_run

LIMITS = Limits()


def longest_trace() -> int:
    """Send as many numbers as may be sent, in as many timesteps as there may be, with everything that can be told."""
    query = TraceQuery(scenario="custom", cell="lstm", T_x=2000, n_a=20, n_x=8, m=8, detail="full", sources=True)
    return sum(len(encoded(record)) for record in answer(drawn_run(query, LIMITS), query, LIMITS))


def widest_trace() -> int:
    """Compute as much as may be held, and send norms alone."""
    query = TraceQuery(scenario="custom", cell="lstm", T_x=170, n_a=256, n_x=64, m=64, detail="norms")
    return sum(len(encoded(record)) for record in answer(drawn_run(query, LIMITS), query, LIMITS))


def diagnosis_of_arrays() -> int:
    """Try every mistake, alone and in pairs, as long as the budget allows, on arrays that none of them makes."""
    asked = {"scenario": "custom", "cell": "lstm", "T_x": 60, "n_a": 24, "m": 16}
    sent = {"arrays": {"da0": np.zeros((24, 16)).tolist()}, **asked}
    return len(encoded(diagnose_body(json.dumps(sent).encode(), {}, LIMITS).as_record()))


def diagnosis_of_text() -> int:
    """Read as long a text as may be pasted."""
    text = 'gradients["dx"][1][2] = [-2.07 -0.59 0.02 0.01]\n' * 41_000
    return len(encoded(diagnose_body(text[: LIMITS.max_paste].encode(), {}, LIMITS).as_record()))


REQUESTS: dict[str, Callable[[], int]] = {
    made.__name__: made for made in (longest_trace, widest_trace, diagnosis_of_arrays, diagnosis_of_text)
}


def show() -> None:
    """Print the table."""
    print("The dearest requests that are allowed by default")
    for name in REQUESTS:
        command = [sys.executable, "-m", "tests.bench.dearest", name]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        sizes = f"{told['peak'] / 1e6:6.0f} MB more   {told['sent'] / 1e6:7.2f} MB sent"
        print(f"  {name:<22} {told['cpu']:6.1f} s CPU   {sizes}")


def main() -> None:
    """Run one, and say what it took; without a name, print them all."""
    if not sys.argv[1:]:
        show()
        return
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    try:
        sent = REQUESTS[sys.argv[1]]()
    finally:
        took = time.process_time() - start
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    print(json.dumps({"cpu": took, "peak": peak, "sent": sent}))


if __name__ == "__main__":
    main()
