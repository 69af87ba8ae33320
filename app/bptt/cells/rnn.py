"""The plain recurrent cell, forward and backward, in the course's notation.

Forward  a⟨t⟩ = tanh(Wax x⟨t⟩ + Waa a⟨t-1⟩ + ba), ŷ⟨t⟩ = softmax(Wya a⟨t⟩ + by); backward by the chain rule, as in
Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 10.2.2, written with examples as columns.
"""

import numpy as np

from ..cell import Cell, Symbol
from ..ops import softmax
from ..step import Array, step
from .parts import DA_T, XT, handed_on, lane

# Forward: one timestep -------------------------------------------------------------------------------------------


@step("n_a, m", kind="add", symbol=r"z^{\langle t\rangle}", formula="Wax xt + Waa a_prev + ba")
def z(Wax: Array, xt: Array, Waa: Array, a_prev: Array, ba: Array) -> Array:
    """At t = {t} the cell adds what it sees now, {xt} through {Wax}, what it remembers, {a_prev} through {Waa}, and the
    bias {ba}."""
    return Wax @ xt + Waa @ a_prev + ba


@step("n_a, m", kind="map", symbol=r"a^{\langle t\rangle}", formula=r"\tanh(z)")
def a_next(z: Array) -> Array:
    """tanh squeezes {z} between -1 and 1. The result {a_next} now goes two ways: up to the prediction ŷ⟨{t}⟩ and right
    to the next timestep."""
    return np.tanh(z)


@step("n_y, m", kind="add", symbol=r"z_{y}^{\langle t\rangle}", formula="Wya a_next + by")
def zy(Wya: Array, a_next: Array, by: Array) -> Array:
    """First way: {a_next} goes up through {Wya} to the prediction. This is the road by which da[:,:,{t}] will come
    back down."""
    return Wya @ a_next + by


@step("n_y, m", kind="softmax", symbol=r"\hat{y}^{\langle t\rangle}", formula=r"\mathrm{softmax}(zy)")
def yt_pred(zy: Array) -> Array:
    """softmax turns {zy} into the prediction ŷ⟨{t}⟩. Second way: the same {a_next} goes right, into the next timestep,
    and a gradient will come back along that road too."""
    return softmax(zy)


# Backward: one timestep, from the last to the first --------------------------------------------------------------


@step(
    "n_a, m",
    kind="add",
    symbol=r"da_{\mathrm{next}}",
    formula="da_t + da_prevt",
    sentence_at_last="Nothing comes after t = {t}, so {da_prevt} arrives as zeros: here, and only here, {da_next=} "
    "is {da_t=} alone.",
)
def da_next(da_t: Array, da_prevt: Array) -> Array:
    """At t = {t} two gradients meet: {da_t=} came through the prediction ŷ⟨{t}⟩, {da_prevt=} is everything the later
    timesteps sent back. Only their sum {da_next=} is the gradient of a⟨{t}⟩."""
    return da_t + da_prevt


@step("n_a, m", kind="hadamard", symbol=r"\mathrm{dtanh}", formula=r"(1 - a_next^{2}) \odot da_next")
def dtanh(a_next: Array, da_next: Array) -> Array:
    """Back through tanh: its slope 1 - a² is at most 1, and near 0 where a⟨{t}⟩ is saturated, so {da_next=} shrinks to
    {dtanh=}."""
    return (1 - a_next**2) * da_next


@step("n_x, m", kind="matmul", symbol=r"dx^{\langle t\rangle}", formula=r"Wax^{\top} dtanh")
def dxt(Wax: Array, dtanh: Array) -> Array:
    """The input's share: each entry of {dxt} adds up what every hidden unit says, weighted by {Wax}. It leaves
    below."""
    return Wax.T @ dtanh


@step("n_a, n_x", kind="outer", symbol=r"dW_{ax}^{\langle t\rangle}", formula=r"dtanh\, xt^{\top}")
def dWaxt(dtanh: Array, xt: Array) -> Array:
    """{Wax} was used at every timestep, so it earns a gradient at every timestep: {dWaxt} is added onto the running
    total {dWax}."""
    return dtanh @ xt.T


@step("n_a, n_a", kind="outer", symbol=r"dW_{aa}^{\langle t\rangle}", formula=r"dtanh\, a_prev^{\top}")
def dWaat(dtanh: Array, a_prev: Array) -> Array:
    """{Waa} met the state it was given, a⟨{t-1}⟩, not the one it made: so {dWaat} pairs {dtanh} with {a_prev}, and is
    added onto {dWaa}."""
    return dtanh @ a_prev.T


@step("n_a, 1", kind="sum", symbol=r"db_{a}^{\langle t\rangle}", formula=r"\sum_{m} dtanh")
def dbat(dtanh: Array) -> Array:
    """The bias {ba} was added to every example alike, so its gradient {dbat=} is {dtanh} summed over the examples,
    added onto {dba}."""
    return dtanh.sum(axis=1, keepdims=True)


@step(
    "n_a, m",
    kind="matmul",
    symbol=r"da_{\mathrm{prev}}",
    formula=r"Waa^{\top} dtanh",
    sentence_at_first="Back through {Waa}: {da_prev=} leaves the first timestep. No timestep is left to carry it to: "
    "it is da0, the gradient of the initial state.",
)
def da_prev(Waa: Array, dtanh: Array) -> Array:
    """Back through {Waa}: {da_prev=} leaves for t = {t-1}. There it is called da_prevt, and da[:,:,{t-1}] is waiting
    to be added to it."""
    return Waa.T @ dtanh


# From the loss to the upstream gradient: left out where da is given, as in the course's exercise ------------------


@step("n_a, m", kind="matmul", symbol=r"da^{\langle t\rangle}", formula=r"Wya^{\top} dzy")
def da_t(Wya: Array, dzy: Array) -> Array:
    """Down from the prediction, back through {Wya}: {da_t=} is all that a⟨{t}⟩ owes to ŷ⟨{t}⟩, and to nothing later."""
    return Wya.T @ dzy


@step("n_y, n_a", kind="outer", symbol=r"dW_{ya}^{\langle t\rangle}", formula=r"dzy\, a_next^{\top}")
def dWyat(dzy: Array, a_next: Array) -> Array:
    """The output weights {Wya} are used at every timestep too: {dWyat} is added onto {dWya}."""
    return dzy @ a_next.T


@step("n_y, 1", kind="sum", symbol=r"db_{y}^{\langle t\rangle}", formula=r"\sum_{m} dzy")
def dbyt(dzy: Array) -> Array:
    """And the output bias: {dbyt=} is {dzy} summed over the examples, added onto {dby}."""
    return dzy.sum(axis=1, keepdims=True)


CELL = Cell(
    name="rnn",
    title="RNN",
    parameters=(
        Symbol("Wax", r"W_{ax}", "n_a, n_x", "input to hidden"),
        Symbol("Waa", r"W_{aa}", "n_a, n_a", "hidden to hidden"),
        Symbol("Wya", r"W_{ya}", "n_y, n_a", "hidden to prediction"),
        Symbol("ba", r"b_{a}", "n_a, 1", "hidden bias"),
        Symbol("by", r"b_{y}", "n_y, 1", "prediction bias"),
    ),
    lanes=(lane("a", upstream="da_t"),),
    forward=(z, a_next, zy, yt_pred),
    backward=(da_next, dtanh, dxt, dWaxt, dWaat, dbat, da_prev),
    output=(da_t, dWyat, dbyt),
    accumulates={"dWax": "dWaxt", "dWaa": "dWaat", "dba": "dbat", "dWya": "dWyat", "dby": "dbyt"},
    stacks={"dx": "dxt"},
    given=(XT, *handed_on("a"), DA_T),
)
