"""Arrays from bytes that anyone may have sent: read exactly, or refused with a sentence that names the array."""

import contextlib
import io
import json
import pickle
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.runs.tensors import BadTensors, read_tensors

NAMES = ("x", "a0", "da")
MOST = 10_000

arrays = hnp.arrays(np.float64, hnp.array_shapes(max_dims=4, max_side=4), elements=st.floats(-1e300, 1e300))


def npz(compressed=True, **named) -> bytes:
    file = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(file, **named)
    return file.getvalue()


def header(shape="(2, 2)", descr="'<f8'", version=(1, 0), order="False") -> bytes:
    text = f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY" + bytes(version) + struct.pack("<H" if version == (1, 0) else "<I", len(text)) + text


def archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(f"{name}.npy", content)
    return file.getvalue()


def refused(body: bytes, most=MOST) -> str:
    with pytest.raises(BadTensors) as raised:
        read_tensors(body, NAMES, most)
    return str(raised.value)


# What is read ----------------------------------------------------------------------------------------------------


@given(st.booleans(), st.dictionaries(st.sampled_from(NAMES), arrays, min_size=1))
def test_what_numpy_writes_is_read_to_the_last_bit(compressed, named):
    read = read_tensors(npz(compressed, **named), NAMES, MOST)
    assert list(read) == list(named)
    for name, array in named.items():
        assert read[name].dtype == np.float64
        np.testing.assert_array_equal(read[name], array)


@pytest.mark.parametrize("dtype", ["float32", "float16", ">f8", "int64", "uint8", "bool"])
def test_real_numbers_of_any_kind_become_float64(dtype):
    array = np.array([[0, 1], [1, 1]], dtype=dtype)
    read = read_tensors(npz(x=array), NAMES, MOST)["x"]
    assert read.dtype == np.float64
    np.testing.assert_array_equal(read, array.astype(float))


def test_arrays_in_fortran_order_are_read_as_they_were():
    array = np.asfortranarray(np.arange(24.0).reshape(2, 3, 4))
    np.testing.assert_array_equal(read_tensors(npz(x=array), NAMES, MOST)["x"], array)


@given(arrays)
def test_json_is_read_as_nested_lists(array):
    body = json.dumps({"x": array.tolist()}).encode()
    np.testing.assert_array_equal(read_tensors(body, NAMES, MOST)["x"], array)


# What is refused -------------------------------------------------------------------------------------------------


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_sentence(body):
    assert refused(body).endswith(".")
    assert refused(b"PK\x03\x04" + body).endswith(".")
    assert refused(b"{" + body).endswith(".")


@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data):
    body = bytearray(npz(x=np.arange(6.0).reshape(2, 3), a0=np.ones((2, 2))))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    del body[data.draw(st.integers(len(body) // 2, len(body))) :]
    with contextlib.suppress(BadTensors):
        read = read_tensors(bytes(body), NAMES, MOST)
        assert all(np.isfinite(array).all() for array in read.values())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (npz(W=np.ones(2)), "'W'; allowed are x, a0, da"),
        (npz(x=np.array([1 + 2j])), "x has the dtype complex128"),
        (npz(x=np.array(["a"])), "x has the dtype <U1"),
        (npz(x=np.zeros((2, 0))), r"x has the shape (2, 0)"),
        (npz(a0=np.array([[1.0, np.nan]])), "a0[0, 1] is nan"),
        (npz(a0=np.array([-np.inf])), "a0[0] is -inf"),
        (npz(x=np.ones((101, 100))), "x has the shape (101, 100); all arrays together may hold 10,000"),
        (npz(x=np.ones((80, 100)), a0=np.ones((30, 100))), "a0 has the shape (30, 100); all arrays together"),
        (archive(x=header("(2, 2)") + bytes(31)), "x is cut off or too long"),
        (archive(x=header("(2, 2)") + bytes(33)), "x is cut off or too long"),
        (archive(x=b""), "x is not an array"),
        (archive(x=header("(-1, 2)") + bytes(16)), "x has the shape (-1, 2)"),
        (archive(x=header("'2'") + bytes(16)), "x is not an array"),
        (archive(x=header("(2, 2)", version=(2, 0)) + bytes(32)), "x is an .npy of version (2, 0)"),
        (archive(x=header("(2,)", "'|O'") + pickle.dumps([1, 2])), "x has the dtype object"),
        (archive(x=header("(2,)", "[('a', '<f8')]") + bytes(16)), "x has the dtype"),
        (archive(x=header("(" * 200 + ")" * 200)), "x is not an array"),
        (npz(x=np.ones(3))[:-30], "cannot be read"),
        (pickle.dumps({"x": 1}), "neither an .npz file"),
        (b"", "neither an .npz file"),
        (b"[1, 2]", "neither an .npz file"),
        (b"{}", "No array was sent; expected are x, a0, da."),
        (b"PK\x05\x06" + bytes(18), "No array was sent"),
        (b'{"x": [1, 2', "JSON cannot be read"),
        (b'{"x": [[1, 2], [3]]}', "x is not a full array"),
        (b'{"x": ["1.5"]}', "x must hold numbers"),
        (b'{"x": [null]}', "x must hold numbers"),
        (b'{"x": {"y": 1}}', "x must hold numbers"),
        (b'{"x": []}', "x has the shape (0,)"),
        (b'{"x": ' + b"[" * 2000 + b"]" * 2000 + b"}", "cannot be read"),
        (b'{"x": ' + b"[" * 100 + b"1" + b"]" * 100 + b"}", "x is nested deeper than 8 lists"),
        (b'{"x": [' + b",".join([b'"' + b"a" * 1000 + b'"'] + [b"1"] * 1000) + b"]}", "x must hold numbers"),
        (b'{"x": [[1], 2]}', "x is not a full array"),
        (b'{"x": [[1, true], [2.5, "3"]]}', "x must hold numbers"),
        (b'{"z": [1]}', "'z'; allowed are"),
    ],
)
def test_what_is_wrong_is_said(body, said):
    assert said in refused(body)


def test_two_arrays_of_one_name_are_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("x.npy", header() + bytes(32))
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("x.npy", header() + bytes(32))
    assert "two arrays of the same name" in refused(file.getvalue())


def test_nothing_is_unpickled():
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("unpickled",))

    assert "dtype object" in refused(npz(x=np.array([Trap()], dtype=object)))
    assert "dtype object" in refused(archive(x=header("(1,)", "'|O'") + pickle.dumps(Trap())))


@pytest.mark.parametrize(
    "bomb",
    [
        archive(x=header("(4_000_000_000, 1_000)")),
        archive(x=header("(30_000_000,)") + bytes(240_000_000)),
        archive(x=header("(2, 2)") + bytes(240_000_000)),
        archive(x=b"\x93NUMPY\x02\x00" + struct.pack("<I", 240_000_000) + bytes(240_000_000)),
    ],
    ids=["a huge shape with nothing behind it", "a zip bomb", "a small shape with too much behind it", "a huge header"],
)
def test_what_would_fill_the_memory_is_refused_before_it_does(bomb):
    assert len(bomb) < 400_000
    tracemalloc.start()
    assert refused(bomb).startswith("x ")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000


def test_other_compressions_are_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("x.npy", header() + bytes(32))
    assert "x is compressed" in refused(file.getvalue())
