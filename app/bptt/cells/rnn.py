"""The plain recurrent cell, forward and backward, in the course's notation.

Forward  a⟨t⟩ = tanh(Wax x⟨t⟩ + Waa a⟨t-1⟩ + ba), ŷ⟨t⟩ = softmax(Wya a⟨t⟩ + by); backward by the chain rule, as in
Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 10.2.2, written with examples as columns.
"""

import numpy as np

from ..cell import Cell, Symbol
from ..ops import softmax
from ..sentence import Sentence
from ..step import Array, step
from .meeting import CARRY_WHOLE, SUM_OF_A
from .parts import DA_T, XT, down_of_nothing, handed_on, lane, single, way_up

# Forward: one timestep -------------------------------------------------------------------------------------------


@step("n_a, m", kind="add", symbol=r"z^{\langle t\rangle}", formula="Wax xt + Waa a_prev + ba")
def z(Wax: Array, xt: Array, Waa: Array, a_prev: Array, ba: Array) -> Array:
    """At t = {t} the cell adds what it sees now, {xt} through {Wax}, what it was handed, {a_prev} through {Waa}, and
    the bias {ba}."""
    return Wax @ xt + Waa @ a_prev + ba


@step(
    "n_a, m",
    kind="map",
    symbol=r"a^{\langle t\rangle}",
    formula=r"\tanh(z)",
    when="not last",
    others=[
        Sentence(
            "last",
            "last",
            "tanh squeezes {z} between -1 and 1. The result {a_next} goes up to the prediction ŷ⟨{t}⟩; there is no "
            "later timestep that it could go to.",
        )
    ],
)
def a_next(z: Array) -> Array:
    """tanh squeezes {z} between -1 and 1. The result {a_next} now goes two ways: up to the prediction ŷ⟨{t}⟩ and right
    to the next timestep."""
    return np.tanh(z)


@step(
    "n_y, m",
    kind="add",
    symbol=r"z_{y}^{\langle t\rangle}",
    formula="Wya a_next + by",
    when="loss here",
    others=way_up("Wya"),
)
def zy(Wya: Array, a_next: Array, by: Array) -> Array:
    """{a_next} goes up through {Wya} to the prediction. This is the road by which {da_t} comes back down."""
    return Wya @ a_next + by


@step(
    "n_y, m",
    kind="softmax",
    symbol=r"\hat{y}^{\langle t\rangle}",
    formula=r"\mathrm{softmax}(zy)",
    when="not last; road back",
    others=[
        Sentence("last", "last", "softmax turns {zy} into the prediction ŷ⟨{t}⟩: each column adds up to 1."),
        Sentence(
            "no road back",
            "not road back",
            "softmax turns {zy} into the prediction ŷ⟨{t}⟩. That was the first way; the same {a_next} also goes right, "
            "into t = {t+1}. In this run no gradient comes back along that road.",
        ),
    ],
)
def yt_pred(zy: Array) -> Array:
    """softmax turns {zy} into the prediction ŷ⟨{t}⟩. That was the first way; the same {a_next} also goes right, into
    t = {t+1}, and along that road a gradient can come back too."""
    return softmax(zy)


# Backward: one timestep, from the last to the first --------------------------------------------------------------


@step(
    "n_a, m",
    kind="add",
    symbol=r"da_{\mathrm{next}}",
    formula="da_t + da_prevt",
    when=f"da_t: from the loss at t; {CARRY_WHOLE}",
    others=SUM_OF_A,
)
def da_next(da_t: Array, da_prevt: Array) -> Array:
    """At t = {t} two gradients meet: {da_t=} came through the prediction ŷ⟨{t}⟩, {da_prevt=} is everything the later
    timesteps sent back. Only their sum {da_next=} is the gradient of a⟨{t}⟩."""
    return da_t + da_prevt


@step("n_a, m", kind="hadamard", symbol=r"\mathrm{dtanh}", formula=r"(1 - a_next^{2}) \odot da_next")
def dtanh(a_next: Array, da_next: Array) -> Array:
    """Back through tanh: {da_next=} times the slope 1 - a² is {dtanh=}. The slope is at most 1, and near 0 where a⟨{t}⟩
    is saturated, near -1 or 1."""
    return (1 - a_next**2) * da_next


@step("n_x, m", kind="matmul", symbol=r"dx^{\langle t\rangle}", formula=r"Wax^{\top} dtanh")
def dxt(Wax: Array, dtanh: Array) -> Array:
    """The input's share: each entry of {dxt} adds up what every hidden unit says, weighted by {Wax}. It leaves
    below."""
    return Wax.T @ dtanh


@step(
    "n_a, n_x",
    kind="outer",
    symbol=r"dW_{ax}^{\langle t\rangle}",
    formula=r"dtanh\, xt^{\top}",
    when="not single",
    others=[
        Sentence("single", "single", "{Wax} met {xt}: {dWaxt} is {dtanh} times what it was given, added onto {dWax}.")
    ],
)
def dWaxt(dtanh: Array, xt: Array) -> Array:
    """The same {Wax} is used at every timestep, so what it earns adds up: {dWaxt}, from t = {t}, is added onto the
    running total {dWax}."""
    return dtanh @ xt.T


@step(
    "n_a, n_a",
    kind="outer",
    symbol=r"dW_{aa}^{\langle t\rangle}",
    formula=r"dtanh\, a_prev^{\top}",
    when="not first",
    others=[
        Sentence(
            "first",
            "first",
            "{Waa} met the state that t = {t} started from, a0: so {dWaat} pairs {dtanh} with {a_prev}, and is added "
            "onto {dWaa}.",
        )
    ],
)
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
    when="not first; da_prev: handed on; da is given",
    others=[
        Sentence(
            "under a loss",
            "not first; da_prev: handed on; not da is given",
            "Back through {Waa}: {da_prev=} leaves for t = {t-1}. There it is called da_prevt, and is added to the "
            "da_t of t = {t-1}.",
        ),
        Sentence(
            "first",
            "first; da_prev: handed on",
            "Back through {Waa}: {da_prev=} leaves the first timestep. No timestep is left to carry it to: it is "
            "returned as da0.",
        ),
        Sentence("back", "not da_prev: handed on", "Back through {Waa}: {da_prev=} leaves t = {t}."),
    ],
)
def da_prev(Waa: Array, dtanh: Array) -> Array:
    """Back through {Waa}: {da_prev=} leaves for t = {t-1}. There it is called da_prevt, and is added to
    da[:,:,{t-1}]."""
    return Waa.T @ dtanh


# From the loss to the upstream gradient: left out where da is given, as in the course's exercise ------------------


@step(
    "n_a, m",
    kind="matmul",
    symbol=r"da^{\langle t\rangle}",
    formula=r"Wya^{\top} dzy",
    when="loss here",
    others=[down_of_nothing("Wya")],
)
def da_t(Wya: Array, dzy: Array) -> Array:
    """Down from the prediction, back through {Wya}: {da_t=} is all that a⟨{t}⟩ owes to ŷ⟨{t}⟩, and to nothing later."""
    return Wya.T @ dzy


@step(
    "n_y, n_a",
    kind="outer",
    symbol=r"dW_{ya}^{\langle t\rangle}",
    formula=r"dzy\, a_next^{\top}",
    when="not single",
    others=single("Wya"),
)
def dWyat(dzy: Array, a_next: Array) -> Array:
    """The output weights {Wya} are the same at every timestep too: {dWyat} is added onto {dWya}."""
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
