"""A record as a line of JSON: every float64 comes back bit for bit, and what is not finite has a name."""

import json
import math
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from app.records.jsonl import PIECE, Fixed, encoded
from app.records.trace import records
from app.runs.run import make_run

ANY_FLOAT = st.floats(width=64)
ARRAY = arrays(np.float64, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4), elements=ANY_FLOAT)
NOT_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def read(sent: bytes) -> Any:
    """What a reader of standard JSON gets, with the three names turned back into numbers."""

    def refuse(constant: str) -> float:
        raise ValueError(f"{constant} is not JSON")

    return json.loads(sent, parse_constant=refuse)


def numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [numbers(item) for item in value]
    return NOT_FINITE[value] if isinstance(value, str) else value


def bits(array: Any) -> bytes:
    plain = np.asarray(array, dtype=np.float64)
    return np.where(np.isnan(plain), np.nan, plain).tobytes()  # which NaN it was is not sent


@given(ARRAY)
def test_an_array_comes_back_bit_for_bit_and_in_its_shape(array: np.ndarray) -> None:
    back = np.array(numbers(read(encoded({"values": array}))["values"]), dtype=np.float64)
    assert back.shape == array.shape or array.size == 0
    assert bits(back) == bits(array)


@given(ARRAY)
def test_transposed_reversed_and_sliced_arrays_are_sent_as_numpy_indexes_them(array: np.ndarray) -> None:
    for view in (array.T, array[::-1] if array.ndim else array, array[..., ::2] if array.ndim else array):
        assert bits(np.array(numbers(read(encoded({"v": view}))["v"]))) == bits(view)


@given(st.recursive(ANY_FLOAT | st.integers(-(2**53), 2**53) | st.booleans() | st.none(), st.lists, max_leaves=8))
def test_plain_numbers_in_nested_lists_come_back(value: Any) -> None:
    assert bits_of(numbers(read(encoded({"v": value}))["v"])) == bits_of(value)


def bits_of(value: Any) -> Any:
    if isinstance(value, list):
        return [bits_of(item) for item in value]
    return bits(value) if isinstance(value, float) else value


@pytest.mark.parametrize(("name", "value"), NOT_FINITE.items())
@pytest.mark.parametrize("form", [float, np.float64, np.float32, np.array, lambda v: np.array([[1.0, v]])])
def test_what_is_not_finite_is_sent_by_name_in_whatever_form_it_comes(name: str, value: float, form: Any) -> None:
    sent = encoded({"v": form(value)})
    assert sent.count(f'"{name}"'.encode()) == 1
    assert b"null" not in sent


@given(ARRAY)
def test_a_record_is_one_line(array: np.ndarray) -> None:
    sent = encoded({"kind": "forward", "text": "two\nlines", "values": array})
    assert sent.endswith(b"\n")
    assert sent.count(b"\n") == 1


def test_minus_zero_and_the_smallest_number_survive() -> None:
    assert read(encoded({"v": np.array([-0.0, 5e-324])}))["v"] == [0.0, 5e-324]
    assert math.copysign(1, read(encoded({"v": -0.0}))["v"]) == -1


def test_a_record_that_was_sent_is_not_changed() -> None:
    record = {"values": {"a": np.array([np.nan, 1.0])}, "list": [np.inf]}
    encoded(record)
    assert np.isnan(record["values"]["a"][0])  # type: ignore[index]
    assert record["list"] == [np.inf]


@pytest.mark.parametrize("value", [np.array([1j]), np.array(["text"]), object(), {1, 2}, 1j])
def test_what_has_no_wire_form_is_an_error_and_never_a_null(value: Any) -> None:
    with pytest.raises(TypeError):
        encoded({"v": value})


def test_a_large_record_is_written_in_pieces_and_is_the_same_text() -> None:
    def record(rows: int) -> dict[str, Any]:
        wide = np.arange(rows * 3.0).reshape(rows, 3)
        return {"kind": "head", "t": 1, "inputs": {"x": wide, "a0": wide.T}, "é": [None, "a"], "fixed": Fixed(a=1)}

    rows = PIECE // 6 + 1
    text = encoded(record(rows))
    assert text.endswith(b"}\n")
    assert text == orjson.dumps(json.loads(text)) + b"\n"
    without_inputs = read(encoded(record(rows) | {"inputs": {}}))
    np.testing.assert_equal(read(text), without_inputs | {"inputs": as_lists(record(rows))})
    assert "NaN" in encoded({"values": {"x": np.full((rows, 6), np.nan)}}).decode()


def as_lists(record: dict[str, Any]) -> dict[str, Any]:
    return {name: array.tolist() for name, array in record["inputs"].items()}


def test_every_number_of_the_course_trace_comes_back_exactly() -> None:
    run = make_run("course", "rnn", 1, {})
    for record in records(run, entry=(2, 3)):
        back = read(encoded(record))
        for group in ("values", "parts", "totals", "gradients", "parameters", "inputs"):
            for name, array in record.get(group, {}).items():
                assert bits(back[group][name]) == bits(array), name


def test_a_run_that_overflows_travels_whole_with_its_infinities_as_words() -> None:
    run = make_run("silence", "rnn", 1, {}, radius=1e12)
    text = b"".join(encoded(record) for record in records(run, check=True)).decode()
    made = [json.loads(one, parse_constant=pytest.fail) for one in text.splitlines()]
    end, check = made[-2:]
    assert (end["kind"], check["kind"]) == ("end", "check")
    assert end["flow"][0]["factor"] == "Infinity"
    assert "NaN" in np.ravel(end["gradients"]["da0"])  # ∞ - ∞
    norms = [frame["norms"]["da_prevt"] for frame in made if frame["kind"] == "backward"]
    assert norms[0] == 0
    assert "Infinity" in norms
    assert isinstance(norms[1], float)
