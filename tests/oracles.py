"""Gradients of the plain recurrent cell from two hands that share no code with the app.

The forward pass is written once more, from the textbook's formula; its cost is the one for which da is the upstream
gradient, J = Σ da ⊙ a over all entries, examples and timesteps.
"""

from collections.abc import Callable
from typing import Any

import autograd.numpy as autograd_numpy
import numpy as np
from autograd import grad

Arrays = dict[str, Any]

STEP = 1e-30  # nothing is subtracted in a complex step, so it can be as small as one likes


def rnn_cost(given: Arrays, da: Any, np: Any = np) -> Any:
    """Return J for x (n_x, m, T_x), a0 (n_a, m), Wax, Waa, ba, and da (n_a, m, T_x); np may be autograd's."""
    a, cost = given["a0"], 0.0
    for t in range(da.shape[2]):
        a = np.tanh(np.dot(given["Wax"], given["x"][:, :, t]) + np.dot(given["Waa"], a) + given["ba"])
        cost = cost + np.sum(da[:, :, t] * a)
    return cost


def complex_step(cost: Callable[[Arrays], Any], given: Arrays) -> Arrays:
    """Return the gradient of a cost: dJ/dv = Im J(v + ih) / h, entry by entry (Squire and Trapp, 1998)."""
    gradients = {}
    for name, array in given.items():
        gradients[name] = np.zeros(array.shape)
        for index in np.ndindex(*array.shape):
            moved = array.astype(complex)
            moved[index] += 1j * STEP
            gradients[name][index] = cost({**given, name: moved}).imag / STEP
    return gradients


def autograd_gradients(given: Arrays, da: Any) -> Arrays:
    """Return the gradients that HIPS autograd finds for the same cost."""
    names = list(given)

    def cost(*arrays: Any) -> Any:
        return rnn_cost(dict(zip(names, arrays, strict=True)), da, np=autograd_numpy)

    return dict(zip(names, grad(cost, argnum=tuple(range(len(names))))(*given.values()), strict=True))
