"""Functions that cells are written in: right, finite at both ends, and right on complex numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from app.bptt.ops import log_softmax, sigmoid, softmax

REAL = arrays(np.float64, array_shapes(min_dims=2, max_dims=2), elements=st.floats(-1e300, 1e300))
MODERATE = arrays(np.float64, array_shapes(min_dims=2, max_dims=2), elements=st.floats(-30, 30))


@given(MODERATE)
def test_sigmoid_is_one_over_one_plus_exp_of_minus_z(z: np.ndarray) -> None:
    np.testing.assert_allclose(sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-12, atol=1e-15)


@given(REAL)
def test_sigmoid_never_overflows_and_keeps_its_shape(z: np.ndarray) -> None:
    out = sigmoid(z)  # warnings are errors, so an overflow inside would fail here
    assert out.shape == z.shape
    assert ((out >= 0) & (out <= 1)).all()


@given(MODERATE)
def test_sigmoid_takes_a_complex_step(z: np.ndarray) -> None:
    slope = sigmoid(z + 1e-30j).imag / 1e-30
    np.testing.assert_allclose(slope, sigmoid(z) * (1 - sigmoid(z)), rtol=1e-9, atol=1e-15)


@given(REAL)
def test_softmax_turns_each_column_into_shares(z: np.ndarray) -> None:
    shares = softmax(z)
    assert shares.shape == z.shape
    assert (shares >= 0).all()
    np.testing.assert_allclose(shares.sum(axis=0), 1, rtol=1e-12)


@given(MODERATE, st.floats(-30, 30))
def test_softmax_only_sees_differences_within_a_column(z: np.ndarray, shift: float) -> None:
    np.testing.assert_allclose(softmax(z + shift), softmax(z), rtol=1e-10)


def test_softmax_of_two_known_numbers() -> None:
    z = np.array([[0.0, 1000.0], [np.log(3), 1000.0]])
    np.testing.assert_allclose(softmax(z), [[0.25, 0.5], [0.75, 0.5]], rtol=1e-15)


def test_softmax_takes_a_complex_step() -> None:
    z = np.array([[0.3], [-1.2], [2.0]])
    shares = softmax(z)
    slope = softmax(z + 1e-30j * np.array([[1], [0], [0]])).imag / 1e-30
    np.testing.assert_allclose(slope, shares[0] * (np.array([[1], [0], [0]]) - shares), rtol=1e-12)


@pytest.mark.parametrize(("z", "expected"), [(-1e308, 0.0), (0.0, 0.5), (1e308, 1.0)])
def test_sigmoid_at_its_ends(z: float, expected: float) -> None:
    assert sigmoid(np.array(z)) == expected


@given(MODERATE)
def test_log_softmax_is_the_log_of_softmax(z: np.ndarray) -> None:
    np.testing.assert_allclose(log_softmax(z), np.log(softmax(z)), rtol=1e-10, atol=1e-12)


@given(REAL)
def test_log_softmax_is_finite_where_softmax_is_rounded_to_0(z: np.ndarray) -> None:
    with np.errstate(over="ignore"):  # the difference of two numbers near the largest there is
        assert not np.isnan(log_softmax(z / 2)).any()


def test_log_softmax_takes_a_complex_step() -> None:
    z = np.array([[0.3], [-1.2], [2.0]])
    slope = log_softmax(z + 1e-30j * np.array([[1], [0], [0]])).imag / 1e-30
    np.testing.assert_allclose(slope, np.array([[1], [0], [0]]) - softmax(z)[0], rtol=1e-12)
