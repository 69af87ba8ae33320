"""Makes the tables that are not there yet, and says how long it took: `python -m app.diagnosis.index`.

Two processes share the work: the larger half is one exercise's. With `--beside` they end with whoever started them:
when nothing holds the other end of their input any more.
"""

import os
import sys
import threading
from time import perf_counter

from ...runs.exercises import EXERCISES
from .store import FOLDER, prepare


def _end_with_the_other() -> None:
    sys.stdin.buffer.read()
    os._exit(1)  # in the middle of a run: what is half made is kept nowhere


LARGEST = "lstm_backward"

other = os.fork()  # before any thread is there: it makes the other tables, with half the machine's cores
if "--beside" in sys.argv:
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    os.nice(10)
began = perf_counter()
prepare([name for name in EXERCISES if (name == LARGEST) == bool(other)])
if not other:
    sys.exit()
failed = os.waitstatus_to_exitcode(os.waitpid(other, 0)[1])
if failed:
    sys.exit(failed)
if "--beside" not in sys.argv:
    size = sum(path.stat().st_size for path in FOLDER.glob("*.npz"))
    print(f"{FOLDER}: {size:,} bytes, {perf_counter() - began:.1f} s")
