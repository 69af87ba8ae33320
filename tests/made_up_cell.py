"""A cell nobody has heard of, with steps of every kind: whoever needs a name to know what to do fails on it."""

import numpy as np

from app.bptt.cell import Cell, Lane, Symbol
from app.bptt.step import Array, step

SAID = "Something happens to {owl}."


@step("n_a + n_x, m", kind="concat", symbol="k", formula="fox xt", sentence=SAID)
def kelp(fox: Array, xt: Array) -> Array:
    return np.concatenate((fox, xt), axis=0)


@step("n_a, m", kind="matmul", symbol="g", formula="Moss kelp", sentence=SAID)
def gnat(Moss: Array, kelp: Array) -> Array:
    return Moss @ kelp


@step("n_a, m", kind="slice", symbol="r", formula="kelp", sentence=SAID)
def rook(kelp: Array, n_a: int) -> Array:
    return kelp[:n_a]


@step("n_a, m", kind="add", symbol="s", formula="gnat + rook + rust", sentence=SAID)
def seal(gnat: Array, rook: Array, rust: Array) -> Array:
    return gnat + rook + rust


@step("n_a, m", kind="softmax", symbol="w", formula="seal", sentence=SAID)
def wren(seal: Array) -> Array:
    return np.divide(np.exp(seal), np.exp(seal).sum(axis=0))


@step("n_a, m", kind="map", symbol="o", formula="seal", sentence=SAID)
def owl(seal: Array) -> Array:
    return np.tanh(seal)


@step("n_a, m", kind="add", symbol="d", formula="dusk + dawn", sentence=SAID)
def tide(dusk: Array, dawn: Array) -> Array:
    return dusk + dawn


@step("n_a, m", kind="subtract", symbol="e", formula="tide - owl", sentence=SAID)
def ebb(tide: Array, owl: Array) -> Array:
    return tide - owl


@step("n_a, m", kind="hadamard", symbol="l", formula="ebb", sentence=SAID)
def loam(ebb: Array, owl: Array) -> Array:
    return ebb * (1 - owl**2)


@step("n_a, n_a + n_x", kind="outer", symbol="p", formula="loam kelp", sentence=SAID)
def peat(loam: Array, kelp: Array) -> Array:
    return loam @ kelp.T


@step("n_a, 1", kind="sum", symbol="q", formula="loam", sentence=SAID)
def quay(loam: Array) -> Array:
    return loam.sum(axis=1, keepdims=True)


@step("n_a + n_x, m", kind="matmul", symbol="f", formula="Moss loam", sentence=SAID)
def ford(Moss: Array, loam: Array) -> Array:
    return Moss.T @ loam


@step("n_x, m", kind="slice", symbol="x", formula="ford", sentence=SAID)
def isle(ford: Array, n_a: int) -> Array:
    return ford[n_a:]


@step("n_a, m", kind="slice", symbol="b", formula="ford", sentence=SAID)
def bird(ford: Array, n_a: int) -> Array:
    return ford[:n_a]


MADE_UP = Cell(
    name="marsh",
    title="A made-up cell",
    parameters=(Symbol("Moss", "M", "n_a, n_a + n_x", "moss"), Symbol("rust", "r", "n_a, 1", "rust")),
    lanes=(
        Lane(
            state="fur",
            previous="fox",
            next="owl",
            initial="egg",
            upstream="dusk",
            carried="dawn",
            total="tide",
            returned="bird",
            gradient="nest",
        ),
    ),
    forward=(kelp, gnat, rook, seal, wren, owl),
    backward=(tide, ebb, loam, peat, quay, ford, isle, bird),
    output=(),
    accumulates={"dMoss": "peat", "drust": "quay"},
    stacks={"dx": "isle"},
    given=(
        Symbol("xt", "x", "n_x, m", "what is seen", code="x[:, :, t]"),
        Symbol("fox", "f", "n_a, m", "from t = {t-1}", "the egg"),
        Symbol("dawn", "a", "n_a, m", "from t = {t+1}", "nothing yet"),
        Symbol("dusk", "u", "n_a, m", "from above", code="dusk[:, :, t]"),
    ),
)
