"""Makes the tables that are not there yet, and says how long it took: `python -m app.diagnosis.index`.

With `--beside` it ends with whoever started it: when nothing holds the other end of its input any more.
"""

import os
import sys
import threading
from time import perf_counter

from .store import FOLDER, prepare


def _end_with_the_other() -> None:
    sys.stdin.buffer.read()
    os._exit(1)  # in the middle of a run: what is half made is kept nowhere


if "--beside" in sys.argv:
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    os.nice(10)
began = perf_counter()
prepare()
if "--beside" not in sys.argv:
    size = sum(path.stat().st_size for path in FOLDER.glob("*.npz"))
    print(f"{FOLDER}: {size:,} bytes, {perf_counter() - began:.1f} s")
