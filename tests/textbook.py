"""The cells and losses once more, from their formulas and from no line of the app: what gradients are held against.

Gates take a⟨t-1⟩ and x⟨t⟩ through matrices of their own instead of one over both, σ is written with exp, and log ŷ as a
difference: other roads to the same numbers. `np` may be autograd's, and arrays may be complex.
"""

from collections.abc import Callable
from typing import Any

import autograd.numpy as autograd_numpy
import numpy
from autograd import grad

from app.bptt.passes import Setting
from tests.oracles import Arrays, complex_step


def sigmoid(z: Any, np: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def gate(letter: str, a: Any, x: Any, given: Arrays, np: Any) -> Any:
    """W [a; x] + b, as two products."""
    W, n_a = given[f"W{letter}"], a.shape[0]
    return np.dot(W[:, :n_a], a) + np.dot(W[:, n_a:], x) + given[f"b{letter}"]


def rnn(state: tuple[Any, ...], x: Any, given: Arrays, np: Any) -> tuple[Any, ...]:
    (a,) = state
    return (np.tanh(np.dot(given["Wax"], x) + np.dot(given["Waa"], a) + given["ba"]),)


def gru(state: tuple[Any, ...], x: Any, given: Arrays, np: Any) -> tuple[Any, ...]:
    (a,) = state
    update = sigmoid(gate("u", a, x, given, np), np)
    relevance = sigmoid(gate("r", a, x, given, np), np)
    candidate = np.tanh(gate("c", relevance * a, x, given, np))
    return (a + update * (candidate - a),)


def lstm(state: tuple[Any, ...], x: Any, given: Arrays, np: Any) -> tuple[Any, ...]:
    a, c = state
    forget, update, output = (sigmoid(gate(letter, a, x, given, np), np) for letter in "fio")
    c = forget * c + update * np.tanh(gate("c", a, x, given, np))
    return output * np.tanh(c), c


CELLS: dict[str, Callable[..., tuple[Any, ...]]] = {"rnn": rnn, "gru": gru, "lstm": lstm}


def loss(name: str, z: Any, y: Any, np: Any) -> Any:
    """The mean over the examples. z, y: (n_y, m)."""
    log_shares = z - np.log(np.sum(np.exp(z), axis=0, keepdims=True))
    if name == "squared_error":
        return np.sum((np.exp(log_shares) - y) ** 2) / 2 / y.shape[1]
    return -np.sum(y * log_shares) / y.shape[1]


def cost(setting: Setting, given: Arrays, np: Any = numpy) -> Any:
    """J of the arrays in `given`; what is not in there is the setting's own."""
    given = {"x": setting.x, **setting.initial, **setting.parameters, **given}
    state = tuple(given[lane.initial] for lane in setting.cell.lanes)
    total = 0.0
    for t in range(setting.T_backward):
        state = CELLS[setting.cell.name](state, given["x"][:, :, t], given, np)
        if setting.da is not None:
            total = total + np.sum(setting.da[:, :, t] * state[0])
        elif setting.loss.name != "last" or t == setting.T_x - 1:
            W = given["Wya"] if "Wya" in given else given["Wy"]
            total = total + loss(setting.loss.name, np.dot(W, state[0]) + given["by"], setting.y[:, :, t], np)
    for lane, value in zip(setting.cell.lanes, state, strict=True):
        if lane.carried in setting.arriving:
            total = total + np.sum(setting.arriving[lane.carried] * value)
    return total


def arrays(setting: Setting, gradients: Arrays) -> Arrays:
    """Return the arrays that a run has gradients of, by name: dx is the gradient of x."""
    everything = {"x": setting.x, **setting.initial, **setting.parameters}
    return {name.removeprefix("d"): everything[name.removeprefix("d")] for name in gradients}


def by_complex_step(setting: Setting, gradients: Arrays) -> Arrays:
    return complex_step(lambda given: cost(setting, given), arrays(setting, gradients))


def by_autograd(setting: Setting, gradients: Arrays) -> Arrays:
    given = arrays(setting, gradients)

    def of(*values: Any) -> Any:
        return cost(setting, dict(zip(given, values, strict=True)), np=autograd_numpy)

    return dict(zip(given, grad(of, argnum=tuple(range(len(given))))(*given.values()), strict=True))
