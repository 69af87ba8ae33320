"""One record as one line of JSON. Numbers are float64 in full; "NaN", "Infinity", "-Infinity" stand as strings.

Every JSON library at hand silently writes null for numbers that are not finite, so they are looked for first.
"""

from typing import Any

import numpy as np
import orjson

OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE


def line(record: dict[str, Any]) -> bytes:
    """Return a record as UTF-8 JSON with a line feed at its end. Raises TypeError for what has no wire form."""
    return orjson.dumps(_finite(record), default=_contiguous, option=OPTIONS)


def _contiguous(value: Any) -> Any:
    """Return what orjson refused in a form that it takes: it wants numpy arrays in C order."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
        return value.item() if value.ndim == 0 else np.ascontiguousarray(value)
    raise TypeError(f"a record holds a {type(value).__name__}, which has no wire form: {value!r}")


def _finite(value: Any) -> Any:
    """Return the value with every number that is not finite as its string; the same object where all are finite."""
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind != "f" or np.isfinite(value).all() else _finite(value.tolist())
    if isinstance(value, (float, np.floating)):
        return value if np.isfinite(value) else _name(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value


def _name(number: float | np.floating[Any]) -> str:
    if np.isnan(number):
        return "NaN"
    return "Infinity" if number > 0 else "-Infinity"
