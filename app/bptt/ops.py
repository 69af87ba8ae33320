"""The functions that cells are written in. Each takes real or complex arrays of any shape and keeps the shape."""

import numpy as np

from .step import Array


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + exp(-z)), written with tanh so that no z overflows.

    The identity σ(z) = (1 + tanh(z/2)) / 2 also holds for the complex z of `gradcheck`.
    """
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def softmax(z: Array) -> Array:
    """Return exp(z) / sum(exp(z)) down each column. z: (n_y, m).

    The column's largest real part is taken off first: that changes nothing in the quotient and keeps exp finite.
    """
    e = np.exp(z - z.real.max(axis=-2, keepdims=True))  # (n_y, m)
    return e / e.sum(axis=-2, keepdims=True)


def log_softmax(z: Array) -> Array:
    """Return log(softmax(z)) down each column, finite for every finite z. z: (n_y, m)."""
    shifted = z - z.real.max(axis=-2, keepdims=True)  # (n_y, m)
    return shifted - np.log(np.exp(shifted).sum(axis=-2, keepdims=True))
