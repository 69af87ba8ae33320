"""One record as one line of JSON. Numbers are float64 in full; "NaN", "Infinity", "-Infinity" stand as strings.

Every JSON library at hand silently writes null for numbers that are not finite. So a line that has a null in it, and
only such a line, is gone through for them and written again.
"""

import math
import re
from functools import cached_property
from typing import Any

import numpy as np
import orjson

OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_SUBCLASS

PIECE = 100_000  # numbers that are encoded in one go: 4 ms

NULL = re.compile(rb"null")  # half the time of `in` on long lines


class Fixed(dict[str, Any]):
    """A part of many records that never changes: encoded once. Its numbers are finite."""

    @cached_property
    def text(self) -> orjson.Fragment:
        """The JSON text."""
        return orjson.Fragment(orjson.dumps(dict(self)))


ALWAYS_FINITE = frozenset((str, int, bool, type(None), Fixed))


def encoded(record: dict[str, Any]) -> bytes:
    """Return a record as UTF-8 JSON with a line feed at its end. Raises TypeError for what has no wire form."""
    text = _in_pieces(record) + b"\n" if _is_large(record) else orjson.dumps(record, default=_as_json, option=OPTIONS)
    if _norms_tell(record):
        return text
    nulls = len(NULL.findall(text))
    if not nulls or nulls == sum(value is None for value in record.values()) or _is_finite(record):
        return text
    return orjson.dumps(_named(record), default=_as_json, option=OPTIONS)


OF_FRAMES = {"kind", "t", "values", "norms", "totals", "said", "facts", "loss", "cut", "clipped", "cache"}


def _norms_tell(record: dict[str, Any]) -> bool:
    """Whether all is finite: where every norm is, so is every number of the values and totals that it is of."""
    norms = record.get("norms")
    if not norms or not record.keys() - {"comparisons"} <= OF_FRAMES:
        return False
    compared = record.get("comparisons", ())
    numbers = (*norms.values(), record.get("loss") or 0.0)
    return all(map(math.isfinite, numbers)) and not any("difference" in one for one in compared)


def _is_large(record: dict[str, Any]) -> bool:
    arrays = next((record[part] for part in ("values", "inputs", "gradients") if part in record), None)
    return isinstance(arrays, dict) and sum([getattr(array, "size", 0) for array in arrays.values()]) > PIECE


def _in_pieces(value: Any) -> bytes:
    """Return what orjson would, array by array: nothing else in the process runs while orjson does."""
    if isinstance(value, dict) and not isinstance(value, Fixed):
        return b"{" + b",".join(orjson.dumps(key) + b":" + _in_pieces(item) for key, item in value.items()) + b"}"
    if isinstance(value, np.ndarray) and value.ndim > 1 and value.size > PIECE:
        return b"[" + b",".join(map(_in_pieces, value)) + b"]"
    return orjson.dumps(value, default=_as_json, option=OPTIONS ^ orjson.OPT_APPEND_NEWLINE)


def _as_json(value: Any) -> Any:
    """Return what orjson refused in a form that it takes: it wants numpy arrays in C order."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
        return value.item() if value.ndim == 0 else np.ascontiguousarray(value)
    if isinstance(value, Fixed):
        return value.text
    raise TypeError(f"a record holds a {type(value).__name__}, which has no wire form: {value!r}")


def _is_finite(value: Any) -> bool:
    """Whether no number in the value is NaN or infinite."""
    if type(value) in ALWAYS_FINITE:
        return True
    if isinstance(value, (np.ndarray, np.floating)):
        return value.dtype.kind != "f" or bool(np.isfinite(value).all())
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, (dict, list, tuple)):
        for item in value.values() if isinstance(value, dict) else value:
            if not _is_finite(item):
                return False
    return True


def _named(value: Any) -> Any:
    """Return the value with every number that is not finite as its string."""
    if isinstance(value, np.ndarray):
        return value if _is_finite(value) else _named(value.tolist())
    if isinstance(value, (float, np.floating)):
        return value if math.isfinite(value) else _name(value)
    if isinstance(value, dict) and not isinstance(value, Fixed):
        return {key: _named(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_named(item) for item in value]
    return value


def _name(number: float | np.floating[Any]) -> str:
    if math.isnan(number):
        return "NaN"
    return "Infinity" if number > 0 else "-Infinity"
