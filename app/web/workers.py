"""Several processes that answer at one listener. What dies is replaced; all end when the first is told to."""

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

SHORT = 1.0
"""Seconds: a worker that has lived less is replaced only after as long a pause, so that a fault is no busy loop."""


def keep(count: int, answer: Callable[[], None], *, started: Callable[[], None] = lambda: None) -> None:
    """Run `answer` in so many processes until Ctrl-C or SIGTERM; then tell each to end, and wait for them.

    What the application has computed before is shared between them. `started` runs once they are there.
    """
    told: list[int] = []  # the signals to stop
    alive: dict[int, float] = {}  # process id -> when it was started

    def stop(number: int, frame: Any = None) -> None:
        told.append(number)
        for process in list(alive):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)

    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, stop)
    for _ in range(count):
        alive[_start(answer)] = time.monotonic()
    if told:
        stop(signal.SIGTERM)
    started()
    while alive:
        ended, status = os.wait()
        lived = time.monotonic() - alive.pop(ended, 0.0)
        if not told:
            print(f"unrolled: worker {ended} ended ({_how(status)}) and is replaced", file=sys.stderr, flush=True)
            if lived < SHORT:
                time.sleep(SHORT)
        if not told:
            alive[_start(answer)] = time.monotonic()
            if told:  # told between the fork and the note of it
                stop(signal.SIGTERM)


def _start(answer: Callable[[], None]) -> int:
    told = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, told)  # a child that is told before it has its own handlers would go on
    process = os.fork()
    if process:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, told)
        return process
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until the server takes them
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of them: the first one tells the others
        signal.pthread_sigmask(signal.SIG_UNBLOCK, told)
        answer()
        code = 0
    finally:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(code)


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"by signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
