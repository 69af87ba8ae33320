"""Mutated files of tensors: an .npz or JSON that is nearly right, and wrong in one place or in several."""

import io
import json
import struct
import warnings
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np

from app.requests.limits import Limits
from app.requests.queries import TraceQuery
from app.requests.tensors import tensors
from app.runs.tensors import MADE

Member = tuple[str, bytes]

BOMB = 10_000_000  # zeros, which take a thousandth of that in a zip

MANY = 5_000  # members of a zip

CELLS = ("rnn", "lstm", "gru")
SHAPES = (
    "()",
    "(0,)",
    "(5,)",
    "(5, -1)",
    "(2**40,)",
    "(9999999999, 9999999999)",
    "(1e9, 2)",
    "(True, 5)",
    "(5, 10, 4,)",
)
SHAPES += ("(30000001,)", "(30000000,)", "(1,) * 40", "(" + "1, " * 64 + ")", "[5, 10]", "None", "'x'", "(5, 10", "{}")
DTYPES = ("'|O'", "'<f8'", "'>f8'", "'<f16'", "'<f2'", "'<f4'", "'<U1000000000'", "'|S2147483647'", "'|V0'", "'<c16'")
DTYPES += ("'<M8[ns]'", "'|b1'", "'<i8'", "'<u8'", "[('a', '<f8')]", "[('a', '|O')]", "'(3,)<f8'", "'f8,f8'", "''", "3")
DTYPES += ("'\\x00'", "'<f8' * 9", "(((((", "__import__('os')", "'<f8', 'descr': '|O'", "'<U0'", "'e'", "'g'", "'m8'")


def drawn(cell: str) -> dict[str, np.ndarray]:
    """Return the tensors of a small run, as they may be sent."""
    scenario = {"scenario": "custom", "cell": cell, "n_x": 2, "n_a": 3, "n_y": 2, "m": 2, "T_x": 3, "loss": "given"}
    made = tensors(TraceQuery.model_validate(scenario), Limits())
    return {name: array for name, array in made.items() if not name.startswith(MADE)}


DRAWN = {cell: drawn(cell) for cell in CELLS}


def upload(random: Random) -> bytes:
    """Return something that is nearly a file of tensors."""
    arrays = dict(DRAWN[random.choice(CELLS)])
    for _ in range(random.choice((0,) * 9 + (1,))):
        arrays.pop(random.choice(list(arrays)))
    body = (_npz if random.random() < 0.6 else _json)(random, arrays)
    for _ in range(random.choice((0, 0, 0, 0, 0, 0, 1, 1, 2, 20))):
        body = _damaged(random, body)
    return body


def _damaged(random: Random, body: bytes) -> bytes:
    at = random.randrange(len(body) + 1)
    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: body[:at],
        lambda: body[:at] + random.randbytes(random.choice((1, 4, 30))) + body[at:],
        lambda: body[:at] + random.randbytes(4) + body[at + 4 :],
        lambda: body[:at] + b"\xff\xff\xff\xff" + body[at + 4 :],
        lambda: body[:at] + body[at + random.choice((1, 8, 100)) :],
        lambda: body + body,
    )
    return random.choice(kinds)()


# npz --------------------------------------------------------------------------------------------------------------


def _npz(random: Random, arrays: dict[str, np.ndarray]) -> bytes:
    members = [(f"{name}.npy", _npy(array)) for name, array in arrays.items()]
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        at = random.randrange(len(members))
        members[at] = random.choice((_header, _header, _data, _name))(random, members[at])
    if random.random() < 0.03:
        members += [(f"{MADE}{n}.npy", b"") for n in range(random.choice((1, MANY)))]
    if random.random() < 0.03:
        members = [(f"n{n}", b"") for n in range(MANY)]
    file = io.BytesIO()
    way = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED))
    if len(members) < 20 and sum(len(content) for _, content in members) < 100_000 and random.random() < 0.1:
        way = random.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(file, "w", way, compresslevel=1) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a name that is there twice
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, archive.compression)
        archive.comment = random.choice((b"", b"PK\x05\x06" * 10))
    body = file.getvalue()
    if random.random() < 0.1:  # what the directory says of a member: its flags, way of packing, sizes
        at = body.rfind(b"PK\x01\x02") + random.choice((8, 10, 20, 24, 28, 30, 42))
        body = body[:at] + random.randbytes(2) + body[at + 2 :]
    return body


def _npy(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def _header(random: Random, member: Member) -> Member:
    name, content = member
    shape = random.choice((*SHAPES, "(3, 2)", "(3, 2, 3)"))
    dtype = random.choice((*DTYPES, "'<f8'", "'<f8'"))
    order = random.choice(("False", "False", "True", "None", "'x'", "2"))
    text = f"{{'descr': {dtype}, 'fortran_order': {order}, 'shape': {shape}, }}"
    text = random.choice((text, text, text, text + " " * 5000, "(" * 900, "-" * 900 + "1", "[" * 400 + "]" * 400, ""))
    encoded = text.encode() + b"\n"
    version = random.choice((b"\x01\x00", b"\x01\x00", b"\x01\x00", b"\x02\x00", b"\x03\x00", b"\x09\x09"))
    length = random.choice((len(encoded), len(encoded), 0, 65535, 2**32 - 1))
    packed = struct.pack("<H", length % 2**16) if version == b"\x01\x00" else struct.pack("<I", length)
    data = random.choice((content[128:], content[128:], bytes(BOMB), b"\x01" * 3_000))
    return name, b"\x93NUMPY" + version + packed + encoded + data


def _data(random: Random, member: Member) -> Member:
    name, content = member
    wrong = struct.pack("<d", random.choice((float("nan"), float("inf"), 1e308, 5e-324, -0.0)))
    at = 128 + 8 * random.randrange(max(1, (len(content) - 128) // 8))
    bomb = bytes(random.choice((1, 100, BOMB)))
    return name, random.choice(
        (content[:at], content + wrong, content[:at] + wrong + content[at + 8 :], content + bomb, b"")
    )


def _name(random: Random, member: Member) -> Member:
    odd = ("../../x.npy", "/etc/passwd", "x", "x.npy.npy", "\x1b[31m.npy", "é" * 5000, "\u202ex", "", "a0.npy", "İ.npy")
    return random.choice(odd), member[1]


# JSON -------------------------------------------------------------------------------------------------------------

ODD = (
    "NaN",
    "Infinity",
    "1e999",
    "-1e999",
    "1" * 5000,
    "1" * 400 + ".5",
    "1e-999",
    "true",
    "null",
    '"1"',
    '"' + "a" * 100_000 + '"',
)
ODD += (
    "{}",
    "[]",
    "[[]]",
    "-0",
    "0x1",
    "1_0",
    '"\\ud800"',
    "[1,[2]]",
    "[[1],[2,3]]",
    "[" * 500 + "]" * 500,
    "٣",
    "18446744073709551616",
)
WHOLE = (
    "",
    "{",
    "{}",
    "[]",
    "null",
    "[" * 100_000,
    '{"a":' * 100_000,
    "{" + " " * 1_000_000,
    "\ufeff{}",
    '{"x": 1, "x": 2}',
)


def _json(random: Random, arrays: dict[str, np.ndarray]) -> bytes:
    if random.random() < 0.03:
        return random.choice(WHOLE).encode()
    sent: dict[str, Any] = {name: array.tolist() for name, array in arrays.items()}
    holes: dict[str, str] = {}
    for number in range(random.choice((0, 1, 1, 2))):
        name = random.choice(list(sent))
        hole = f"hole{number}"
        holes[f'"{hole}"'] = random.choice(ODD)
        sent[name] = _pierced(random, sent[name], hole)
    if random.random() < 0.05:
        name = random.choice(list(sent))
        sent[name] = random.choice(([0] * 300_000, [[]] * 300_000, [[0], *[[0, 1]] * 100_000], [["a" * 100_000] * 9]))
    if random.random() < 0.1:
        sent[random.choice(("İ", "\ud800", "trace/x", "x" * 50_000, "", "__class__", "\u202e"))] = [1]
    text = json.dumps(sent)
    for hole, odd in holes.items():
        text = text.replace(hole, odd)
    return text.encode("utf-8", "surrogatepass")


def _pierced(random: Random, value: Any, hole: str) -> Any:
    if not isinstance(value, list) or not value or random.random() < 0.2:
        return hole
    at = random.randrange(len(value))
    return [_pierced(random, one, hole) if n == at else one for n, one in enumerate(value)]
