"""The GRU, forward and backward, in the notation of the course's lecture, where a⟨t⟩ = c⟨t⟩: one state, called a here.

Γu multiplies the *candidate*: a⟨t⟩ = Γu c̃ + (1 - Γu) a⟨t-1⟩, so Γu near 0 keeps the memory. This is the convention of
the lecture and of Chung et al. (2014); PyTorch and Cho et al. (2014) have it the other way round. Γr scales the state
before its matrix, as in Cho et al. dct, dut and drt are gradients of what goes *into* tanh and σ.
"""

import numpy as np

from ..cell import Cell, Memory
from ..ops import sigmoid
from ..sentence import Sentence
from ..step import Array, step
from . import parts as common
from . import rnn
from .parts import bias_gradient, gate, gate_parameters, weight_gradient

# Forward: one timestep -------------------------------------------------------------------------------------------


@step("n_a + n_x, m", kind="concat", symbol=r"\mathrm{concat}", formula=r"[a_prev ; xt]")
def concat(a_prev: Array, xt: Array) -> Array:
    """What the cell was handed, {a_prev}, stacked on what it sees now, {xt}: both gates read it."""
    return np.concatenate((a_prev, xt), axis=0)


@gate(r"\Gamma_{u}", r"\sigma")
def gamma_u(Wu: Array, concat: Array, bu: Array) -> Array:
    """The update gate {gamma_u=} says how much is overwritten: 0 keeps the memory, 1 replaces it. PyTorch's
    z is the other way round: 1 - Γu."""
    return sigmoid(Wu @ concat + bu)


@gate(r"\Gamma_{r}", r"\sigma")
def gamma_r(Wr: Array, concat: Array, br: Array) -> Array:
    """The relevance gate {gamma_r=} says how much of the memory the candidate may look at."""
    return sigmoid(Wr @ concat + br)


@step("n_a, m", kind="hadamard", symbol=r"r^{\langle t\rangle}", formula=r"gamma_r \odot a_prev")
def relevant(gamma_r: Array, a_prev: Array) -> Array:
    """{relevant=} is what is left of {a_prev} when the relevance gate has let it through. PyTorch
    applies its r later, behind the matrix."""
    return gamma_r * a_prev


@step("n_a + n_x, m", kind="concat", symbol=r"\mathrm{concat}_{r}", formula=r"[relevant ; xt]")
def concat_r(relevant: Array, xt: Array) -> Array:
    """The candidate reads {relevant} in the place of {a_prev}, and {xt} as it is."""
    return np.concatenate((relevant, xt), axis=0)


@gate(r"\tilde{c}", r"\tanh")
def cct(Wc: Array, concat_r: Array, bc: Array) -> Array:
    """The candidate {cct=} is what could be written into the memory at t = {t}."""
    return np.tanh(Wc @ concat_r + bc)


@step(
    "n_a, m",
    kind="add",
    symbol=r"a^{\langle t\rangle}",
    formula=r"gamma_u \odot cct + (1 - gamma_u) \odot a_prev",
    when="not last",
    others=[
        Sentence(
            "last",
            "last",
            "{a_next=} is a mixture: {gamma_u} of the candidate, and the rest of {a_prev}. It goes up to ŷ⟨{t}⟩; there "
            "is no later timestep that it could go to.",
        )
    ],
)
def a_next(gamma_u: Array, cct: Array, a_prev: Array) -> Array:
    """{a_next=} is a mixture: {gamma_u} of the candidate, and the rest of {a_prev}. It goes up to ŷ⟨{t}⟩ and right to
    the next timestep."""
    return gamma_u * cct + (1 - gamma_u) * a_prev


# Backward: one timestep, from the last to the first --------------------------------------------------------------


@step(
    "n_a, m",
    kind="hadamard",
    symbol=r"d\tilde{c}^{\langle t\rangle}",
    formula=r"da_next \odot gamma_u \odot (1 - cct^{2})",
)
def dct(da_next: Array, gamma_u: Array, cct: Array) -> Array:
    """The candidate was mixed in by {gamma_u}, so its gradient is {da_next=} times that. Times the slope 1 - c̃² that
    is {dct=}, the gradient of what went into its tanh."""
    return da_next * gamma_u * (1 - cct**2)


@step(
    "n_a, m",
    kind="hadamard",
    symbol=r"d\Gamma_{u}^{\langle t\rangle}",
    formula=r"da_next \odot (cct - a_prev) \odot gamma_u \odot (1 - gamma_u)",
)
def dut(da_next: Array, cct: Array, a_prev: Array, gamma_u: Array) -> Array:
    """The update gate chose between {cct} and {a_prev}, so its gradient is {da_next=} times their
    difference. Times the slope Γ(1 - Γ) that is {dut=}, the gradient of what went into its σ."""
    return da_next * (cct - a_prev) * gamma_u * (1 - gamma_u)


@step("n_a, m", kind="matmul", symbol=r"dr^{\langle t\rangle}", formula=r"{Wc}_{a}^{\top} dct")
def drelevant(Wc: Array, dct: Array, n_a: int) -> Array:
    """Back through the columns of {Wc} that met {relevant}: {drelevant=}."""
    return Wc[:, :n_a].T @ dct


@step(
    "n_a, m",
    kind="hadamard",
    symbol=r"d\Gamma_{r}^{\langle t\rangle}",
    formula=r"drelevant \odot a_prev \odot gamma_r \odot (1 - gamma_r)",
)
def drt(drelevant: Array, a_prev: Array, gamma_r: Array) -> Array:
    """The relevance gate scaled {a_prev}, so its gradient is {drelevant=} times that. Times the slope Γ(1 - Γ) that
    is {drt=}, the gradient of what went into its σ."""
    return drelevant * a_prev * gamma_r * (1 - gamma_r)


dWct = weight_gradient("c", lambda dct, concat_r: dct @ concat_r.T)
dWut = weight_gradient("u", lambda dut, concat: dut @ concat.T)
dWrt = weight_gradient("r", lambda drt, concat: drt @ concat.T)
dbct = bias_gradient("c", lambda dct: dct.sum(axis=1, keepdims=True))
dbut = bias_gradient("u", lambda dut: dut.sum(axis=1, keepdims=True))
dbrt = bias_gradient("r", lambda drt: drt.sum(axis=1, keepdims=True))


@step(
    "n_x, m",
    kind="add",
    symbol=r"dx^{\langle t\rangle}",
    formula=r"{Wc}_{x}^{\top} dct + {Wu}_{x}^{\top} dut + {Wr}_{x}^{\top} drt",
)
def dxt(Wc: Array, dct: Array, Wu: Array, dut: Array, Wr: Array, drt: Array, n_a: int) -> Array:
    """The candidate and both gates read the input, so three gradients come back to {xt}."""
    return Wc[:, n_a:].T @ dct + Wu[:, n_a:].T @ dut + Wr[:, n_a:].T @ drt


@step(
    "n_a, m",
    kind="add",
    symbol=r"da_{\mathrm{prev}}",
    formula=r"(1 - gamma_u) \odot da_next + gamma_r \odot drelevant + {Wu}_{a}^{\top} dut + {Wr}_{a}^{\top} drt",
    when="not first; da_prev: handed on",
    others=[
        Sentence(
            "first",
            "first; da_prev: handed on",
            "a0 was used four times, so four gradients come back: straight along the memory, through the candidate, "
            "and through each gate. Their sum {da_prev=} leaves the first timestep, and is returned as da0.",
        ),
        Sentence(
            "back",
            "not da_prev: handed on",
            "{a_prev} was used four times, so four gradients come back: straight along the memory, through the "
            "candidate, and through each gate. Their sum is {da_prev=}.",
        ),
    ],
)
def da_prev(
    gamma_u: Array,
    da_next: Array,
    gamma_r: Array,
    drelevant: Array,
    Wu: Array,
    dut: Array,
    Wr: Array,
    drt: Array,
    n_a: int,
) -> Array:
    """a⟨{t-1}⟩ was used four times, so four gradients come back: straight along the memory, through the candidate, and
    through each gate. Their sum {da_prev=} leaves for t = {t-1}, where it is called da_prevt."""
    return (1 - gamma_u) * da_next + gamma_r * drelevant + Wu[:, :n_a].T @ dut + Wr[:, :n_a].T @ drt


PARAMETERS = (
    *gate_parameters("u", "the update gate"),
    *gate_parameters("r", "the relevance gate"),
    *gate_parameters("c", "the candidate"),
    *common.OUTPUT_PARAMETERS,
)

CELL = Cell(
    name="gru",
    title="GRU",
    parameters=PARAMETERS,
    lanes=(common.lane("a", upstream="da_t"),),
    forward=(concat, gamma_u, gamma_r, relevant, concat_r, cct, a_next, common.zy, rnn.yt_pred),
    backward=(rnn.da_next, dct, dut, drelevant, drt, dxt, dWct, dbct, dWut, dbut, dWrt, dbrt, da_prev),
    output=(common.da_t, common.dWyt, rnn.dbyt),
    accumulates={f"d{parameter.name}": f"d{parameter.name}t" for parameter in PARAMETERS},
    stacks={"dx": "dxt"},
    given=(common.XT, *common.handed_on("a"), common.DA_T),
    memory=Memory("bu", -1),
)
