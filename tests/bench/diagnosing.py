"""A diagnosis over HTTP: one answer after another, and fifty at a time while streams go on.

`python -m tests.bench.diagnosing`, with the tables that are searched made before.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles

import httpx2

from app.diagnosis.index.store import prepare
from app.main import create_app
from tests.diagnosis.learners.cells import printed
from tests.diagnosis.learners.slips import slips
from tests.serving import running

AT_ONCE = 50
STREAMS = 4
BUSY = 503
STREAMED = "/api/trace?scenario=custom&cell=lstm&T_x=200&n_a=32&check=false"


def texts() -> list[str]:
    """Return fifty different pastes of lstm_backward, where most of the lines are searched."""
    every = [one for one in slips() if one.exercise == "lstm_backward"]
    return [printed(one.exercise, one.changes) for one in every[:AT_ONCE]]


def show() -> None:
    """Print the milliseconds of an answer, alone and together, and how many records the streams sent meanwhile."""
    prepare()
    pasted = texts()
    with running(create_app()) as address:
        cold = [_ask(address, text) for text in pasted]
        warm = [_ask(address, text) for text in pasted]
        print(f"cold {_times(cold)}; warm {_times(warm)}")
        done = threading.Event()
        with ThreadPoolExecutor(AT_ONCE + STREAMS) as pool:
            streams = [pool.submit(_stream, address, done) for _ in range(STREAMS)]
            try:
                together = list(pool.map(lambda text: _ask(address, text), pasted))
            finally:
                done.set()  # whatever happened, or the streams would go on for ever
            sent = sum(stream.result() for stream in streams)
        print(f"{AT_ONCE} at a time {_times(together)}; {STREAMS} streams sent {sent} records meanwhile")


def _ask(address: str, text: str) -> float:
    """Return the milliseconds until it is answered; where too many wait already, it is asked again."""
    began = time.perf_counter()
    while (answer := httpx2.post(f"{address}/api/diagnose", json={"text": text}, timeout=120)).status_code != 200:
        assert answer.status_code == BUSY, answer.text
        time.sleep(0.05)
    return 1000 * (time.perf_counter() - began)


def _stream(address: str, done: threading.Event) -> int:
    count = 0
    while not done.is_set():
        with httpx2.stream("GET", f"{address}{STREAMED}", timeout=120) as answer:
            for line in answer.iter_lines():
                count += bool(line)
                if done.is_set():
                    break
    return count


def _times(took: list[float]) -> str:
    return f"median {median(took):.0f} ms, 95 of 100 below {quantiles(took, n=20)[-1]:.0f} ms"


if __name__ == "__main__":
    show()
