"""Named arrays from bytes that anyone may have sent: an .npz file or JSON. Nothing is allocated before it is allowed.

`numpy.load` would trust a header's shape and a zip's declared sizes; here each is compared with the limit first.
Nothing is unpickled, only what `numpy.savez` and `numpy.savez_compressed` write is read, and every number is finite.
"""

import io
import math
import struct
import zipfile
import zlib
from collections.abc import Collection
from typing import IO, Any

import numpy as np
import orjson

from ..bptt.refused import NotAllowed
from ..bptt.step import Array

MADE = "trace/"
"""Before the names of what was made of the arrays that were given: it is sent back with them, and not read."""

MAX_HEADER = 1000  # bytes of an array's header; numpy writes 128
MAX_DEPTH = 8  # lists in lists of JSON; the arrays that are asked for have three
NUMBERS = {int, float, bool}
REAL = "fiub"  # dtype kinds that become float64: floats, integers, truth values
CORRUPT = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a compression that zipfile does not know
    RuntimeError,  # encrypted, RecursionError included
    MemoryError,  # what Python's parser says of a header with too many brackets
    ValueError,
    OSError,
)


class BadTensors(NotAllowed):
    """What was sent cannot be used. The message names the array and says what was expected."""


def read_tensors(body: bytes, allowed: Collection[str], most: int) -> dict[str, Array]:
    """Return the arrays in an .npz file or a JSON object as float64, by name.

    `allowed` are the names that may occur beside those under MADE, `most` is how many numbers all arrays may hold
    together.
    Raises BadTensors for anything else.
    """
    if body[:2] == b"PK":
        return _from_npz(body, allowed, most)
    if body.lstrip()[:1] == b"{":
        return _from_json(body, allowed, most)
    raise BadTensors("What was sent is neither an .npz file, as np.savez writes it, nor a JSON object of arrays.")


def _from_npz(body: bytes, allowed: Collection[str], most: int) -> dict[str, Array]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            listed = [member for member in archive.infolist() if not member.filename.startswith(MADE)]
            members = {member.filename.removesuffix(".npy"): member for member in listed}
            if len(members) != len(listed):
                raise BadTensors("The .npz file holds two arrays of the same name.")
            _require_names(members, allowed)
            arrays: dict[str, Array] = {}
            for name, member in members.items():
                left = most - sum(array.size for array in arrays.values())
                arrays[name] = _member(archive, member, name, left, most)
            return arrays
    except BadTensors:
        raise
    except CORRUPT as error:
        raise BadTensors(f"The .npz file cannot be read: {str(error) or type(error).__name__}.") from error


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, left: int, most: int) -> Array:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadTensors(f"{name} is compressed in a way that np.savez_compressed does not use.")
    with archive.open(member) as file:
        shape, fortran, dtype = _header(file, name)
        if dtype.kind not in REAL:
            raise BadTensors(f"{name} has the dtype {dtype}; real numbers are expected, such as float64.")
        _require_room(name, shape, left, most)
        size = math.prod(shape) * dtype.itemsize
        data = file.read(size)
        if len(data) != size or file.read(1):
            raise BadTensors(
                f"{name} is cut off or too long: its header says {shape} of {dtype}, which is {size} bytes."
            )
    return _float64(name, np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C"))


def _header(file: IO[bytes], name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Return shape, order and dtype. Version 1.0 alone: the header of a later one may say that it is 4 GB long."""
    try:
        version = np.lib.format.read_magic(file)
        if version != (1, 0):
            raise BadTensors(f"{name} is an .npy of version {version}; np.savez writes (1, 0) for arrays of numbers.")
        return np.lib.format.read_array_header_1_0(file, max_header_size=MAX_HEADER)
    except BadTensors:
        raise
    except CORRUPT as error:
        raise BadTensors(f"{name} is not an array as np.savez writes it.") from error


def _from_json(body: bytes, allowed: Collection[str], most: int) -> dict[str, Array]:
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadTensors(f"The JSON cannot be read: {error}.") from error
    sent = {name: value for name, value in sent.items() if not name.startswith(MADE)}
    _require_names(sent, allowed)
    arrays: dict[str, Array] = {}
    for name, value in sent.items():
        # NumPy is asked last: of texts, or of lists that do not fit, it would make far more than was sent.
        _require_room(name, _shape(name, value), most - sum(other.size for other in arrays.values()), most)
        array = np.array(value)
        if array.dtype.kind not in REAL:  # a whole number that is longer than 64 bits
            raise BadTensors(f"{name} must hold numbers and nothing else, in nested lists.")
        arrays[name] = _float64(name, array)
    return arrays


def _shape(name: str, value: Any, depth: int = 0) -> tuple[int, ...]:
    """Return the shape of nested lists of numbers. Raises BadTensors where they are none, or not a full array."""
    if not isinstance(value, list):
        if type(value) in NUMBERS:
            return ()
        raise BadTensors(f"{name} must hold numbers and nothing else, in nested lists.")
    kinds = set(map(type, value))
    if list not in kinds:
        if kinds <= NUMBERS:
            return (len(value),)
        raise BadTensors(f"{name} must hold numbers and nothing else, in nested lists.")
    if depth == MAX_DEPTH:
        raise BadTensors(f"{name} is nested deeper than {MAX_DEPTH} lists.")
    shapes = {_shape(name, one, depth + 1) for one in value}
    if len(shapes) > 1:
        raise BadTensors(f"{name} is not a full array: its lists differ in length or depth.")
    return (len(value), *shapes.pop())


def _require_names(names: Collection[str], allowed: Collection[str]) -> None:
    if not names:
        raise BadTensors(f"No array was sent; expected are {', '.join(allowed)}.")
    unknown = [name for name in names if name not in allowed]
    if unknown:
        shown = ", ".join(repr(name[:40]) for name in unknown[:5])
        raise BadTensors(f"There is no array named {shown}; allowed are {', '.join(allowed)}.")


def _require_room(name: str, shape: tuple[int, ...], left: int, most: int) -> None:
    if any(length < 1 for length in shape):
        raise BadTensors(f"{name} has the shape {shape}, so nothing is in it.")
    if math.prod(shape) > left:
        raise BadTensors(f"{name} has the shape {shape}; all arrays together may hold {most:,} numbers.")


def _float64(name: str, array: Array) -> Array:
    with np.errstate(over="ignore"):  # a long double may be too large: then it is not finite, and said to be
        numbers = np.array(array, dtype=np.float64, order="C")
    finite = np.isfinite(numbers)
    if not finite.all():
        at = [int(index) for index in np.argwhere(~finite)[0]]
        raise BadTensors(f"{name}{at} is {numbers[tuple(at)]}; every number must be finite.")
    return numbers
