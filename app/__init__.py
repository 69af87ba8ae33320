"""Unrolled: backprop through time, one addition at a time. In a notebook: `from unrolled import show, check`."""

import os
import sys
from typing import Any

# Before NumPy is first imported. A timestep's matrices are small: threads that wait for each other make them slower,
# and the other processors are for other requests and for the server itself. In somebody's notebook they are theirs.
if "IPython" not in sys.modules:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

FOR_NOTEBOOKS = ("check", "show")


def __getattr__(name: str) -> Any:
    """Return what notebooks import, made when it is asked for: nothing else needs all of it at once."""
    if name not in FOR_NOTEBOOKS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import notebook

    return getattr(notebook, name)
