"""The LSTM, forward and backward, in the course's notation: two lanes, a and c, and gates over [a_prev; xt].

Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al. (2000), no peepholes. As in the course, dft, dit,
dcct and dot are gradients of what goes *into* a gate's σ or tanh, so that each weight gradient is one product. What
the notebook's lstm_cell_backward calls dc_next is what arrives from t + 1, here dc_prevt; here, as with a, dc_next is
the whole gradient of c⟨t⟩: what arrives, and what comes down through a⟨t⟩.
"""

import numpy as np

from ..cell import Cell, Memory
from ..ops import sigmoid
from ..sentence import Sentence
from ..step import Array, step
from . import parts as common
from . import rnn
from .meeting import SUM_OF_C
from .parts import bias_gradient, gate, gate_parameters, weight_gradient

# Forward: one timestep -------------------------------------------------------------------------------------------


@step("n_a + n_x, m", kind="concat", symbol=r"\mathrm{concat}", formula=r"[a_prev ; xt]")
def concat(a_prev: Array, xt: Array) -> Array:
    """What the cell was handed, {a_prev}, stacked on what it sees now, {xt}: every gate and the candidate read both."""
    return np.concatenate((a_prev, xt), axis=0)


@gate(r"\Gamma_{f}", r"\sigma")
def ft(Wf: Array, concat: Array, bf: Array) -> Array:
    """The forget gate {ft=} says how much of the old memory {c_prev} is kept: 1 is all, 0 is nothing."""
    return sigmoid(Wf @ concat + bf)


@gate(r"\Gamma_{i}", r"\sigma")
def it(Wi: Array, concat: Array, bi: Array) -> Array:
    """The update gate {it=} says how much of the candidate is written into the memory."""
    return sigmoid(Wi @ concat + bi)


@gate(r"\tilde{c}", r"\tanh")
def cct(Wc: Array, concat: Array, bc: Array) -> Array:
    """The candidate {cct=} is what could be written into the memory at t = {t}."""
    return np.tanh(Wc @ concat + bc)


@step("n_a, m", kind="add", symbol=r"c^{\langle t\rangle}", formula=r"ft \odot c_prev + it \odot cct")
def c_next(ft: Array, c_prev: Array, it: Array, cct: Array) -> Array:
    """The memory {c_next=} is a sum: what is kept of {c_prev} and what is written of {cct}. On the straight way from
    {c_prev} no matrix and no tanh is met: a gradient that comes back along it is scaled by {ft} alone."""
    return ft * c_prev + it * cct


@gate(r"\Gamma_{o}", r"\sigma")
def ot(Wo: Array, concat: Array, bo: Array) -> Array:
    """The output gate {ot=} says how much of the memory is shown."""
    return sigmoid(Wo @ concat + bo)


@step(
    "n_a, m",
    kind="hadamard",
    symbol=r"a^{\langle t\rangle}",
    formula=r"ot \odot \tanh(c_next)",
    when="not last",
    others=[
        Sentence(
            "last",
            "last",
            "{a_next=} is the memory, squeezed by tanh and let through by {ot}. It goes up to ŷ⟨{t}⟩; there is no "
            "later timestep that it could go to.",
        )
    ],
)
def a_next(ot: Array, c_next: Array) -> Array:
    """{a_next=} is the memory, squeezed by tanh and let through by {ot}. It goes up to ŷ⟨{t}⟩ and right to the next
    timestep; the memory {c_next} itself goes right as well."""
    return ot * np.tanh(c_next)


# Backward: one timestep, from the last to the first --------------------------------------------------------------


@step(
    "n_a, m",
    kind="hadamard",
    symbol=r"d\Gamma_{o}^{\langle t\rangle}",
    formula=r"da_next \odot \tanh(c_next) \odot ot \odot (1 - ot)",
)
def dot(da_next: Array, c_next: Array, ot: Array) -> Array:
    """The output gate scaled tanh(c), so its gradient is {da_next=} times tanh(c). Times the slope Γ(1 - Γ) that is
    {dot=}, the gradient of what went into its σ."""
    return da_next * np.tanh(c_next) * ot * (1 - ot)


@step(
    "n_a, m",
    kind="hadamard",
    symbol=r"dc^{\langle t\rangle}",
    formula=r"da_next \odot ot \odot (1 - \tanh^{2}(c_next))",
)
def dc_t(da_next: Array, ot: Array, c_next: Array) -> Array:
    """{a_next} was made from the memory: back through {ot} and tanh, {dc_t=} is what c⟨{t}⟩ gets of {da_next=}."""
    return da_next * ot * (1 - np.tanh(c_next) ** 2)


@step(
    "n_a, m",
    kind="add",
    symbol=r"dc_{\mathrm{next}}",
    formula="dc_t + dc_prevt",
    when="dc_prevt: whole; dc_next: whole",
    others=SUM_OF_C,
)
def dc_next(dc_t: Array, dc_prevt: Array) -> Array:
    """The memory went two ways as well, so two gradients meet: {dc_t=} through a⟨{t}⟩, and {dc_prevt=} straight from
    c⟨{t+1}⟩. Only their sum {dc_next=} is the gradient of c⟨{t}⟩."""
    return dc_t + dc_prevt


@step(
    "n_a, m", kind="hadamard", symbol=r"d\tilde{c}^{\langle t\rangle}", formula=r"dc_next \odot it \odot (1 - cct^{2})"
)
def dcct(dc_next: Array, it: Array, cct: Array) -> Array:
    """{it} scaled the candidate on its way into the memory, so its gradient is {dc_next=} times {it}. Times the slope
    1 - c̃² that is {dcct=}, the gradient of what went into its tanh."""
    return dc_next * it * (1 - cct**2)


@step(
    "n_a, m",
    kind="hadamard",
    symbol=r"d\Gamma_{i}^{\langle t\rangle}",
    formula=r"dc_next \odot cct \odot it \odot (1 - it)",
)
def dit(dc_next: Array, cct: Array, it: Array) -> Array:
    """The update gate scaled {cct}, so its gradient is {dc_next=} times that. Times the slope Γ(1 - Γ) that is
    {dit=}, the gradient of what went into its σ."""
    return dc_next * cct * it * (1 - it)


@step(
    "n_a, m",
    kind="hadamard",
    symbol=r"d\Gamma_{f}^{\langle t\rangle}",
    formula=r"dc_next \odot c_prev \odot ft \odot (1 - ft)",
)
def dft(dc_next: Array, c_prev: Array, ft: Array) -> Array:
    """The forget gate scaled {c_prev}, so its gradient is {dc_next=} times that. Times the slope Γ(1 - Γ) that
    is {dft=}, the gradient of what went into its σ."""
    return dc_next * c_prev * ft * (1 - ft)


dWft = weight_gradient("f", lambda dft, concat: dft @ concat.T)
dWit = weight_gradient("i", lambda dit, concat: dit @ concat.T)
dWct = weight_gradient("c", lambda dcct, concat: dcct @ concat.T)
dWot = weight_gradient("o", lambda dot, concat: dot @ concat.T)
dbft = bias_gradient("f", lambda dft: dft.sum(axis=1, keepdims=True))
dbit = bias_gradient("i", lambda dit: dit.sum(axis=1, keepdims=True))
dbct = bias_gradient("c", lambda dcct: dcct.sum(axis=1, keepdims=True))
dbot = bias_gradient("o", lambda dot: dot.sum(axis=1, keepdims=True))


@step(
    "n_x, m",
    kind="add",
    symbol=r"dx^{\langle t\rangle}",
    formula=r"{Wf}_{x}^{\top} dft + {Wi}_{x}^{\top} dit + {Wc}_{x}^{\top} dcct + {Wo}_{x}^{\top} dot",
)
def dxt(Wf: Array, dft: Array, Wi: Array, dit: Array, Wc: Array, dcct: Array, Wo: Array, dot: Array, n_a: int) -> Array:
    """Three gates and the candidate read the input, so four gradients come back to it, each through the columns that
    met {xt}: their sum is {dxt=}."""
    return Wf[:, n_a:].T @ dft + Wi[:, n_a:].T @ dit + Wc[:, n_a:].T @ dcct + Wo[:, n_a:].T @ dot


@step(
    "n_a, m",
    kind="add",
    symbol=r"da_{\mathrm{prev}}",
    formula=r"{Wf}_{a}^{\top} dft + {Wi}_{a}^{\top} dit + {Wc}_{a}^{\top} dcct + {Wo}_{a}^{\top} dot",
    when="not first; da_prev: handed on",
    others=[
        Sentence(
            "first",
            "first; da_prev: handed on",
            "Three gates and the candidate read a0, so four gradients come back to it. Their sum {da_prev=} leaves the "
            "first timestep, and is returned as da0.",
        ),
        Sentence(
            "back",
            "not da_prev: handed on",
            "Three gates and the candidate read {a_prev}, so four gradients come back to it: their sum is {da_prev=}.",
        ),
    ],
)
def da_prev(
    Wf: Array, dft: Array, Wi: Array, dit: Array, Wc: Array, dcct: Array, Wo: Array, dot: Array, n_a: int
) -> Array:
    """Three gates and the candidate read a⟨{t-1}⟩, so four gradients come back to it. Their sum {da_prev=} leaves for
    t = {t-1}, where it is called da_prevt."""
    return Wf[:, :n_a].T @ dft + Wi[:, :n_a].T @ dit + Wc[:, :n_a].T @ dcct + Wo[:, :n_a].T @ dot


@step("n_a, m", kind="hadamard", symbol=r"dc_{\mathrm{prev}}", formula=r"dc_next \odot ft")
def dc_prev(dc_next: Array, ft: Array) -> Array:
    """Back along the memory: {dc_prev=} is {dc_next=} times what the forget gate kept. No matrix and no tanh
    is on this way."""
    return dc_next * ft


PARAMETERS = (
    *gate_parameters("f", "the forget gate"),
    *gate_parameters("i", "the update gate"),
    *gate_parameters("c", "the candidate"),
    *gate_parameters("o", "the output gate"),
    *common.OUTPUT_PARAMETERS,
)

CELL = Cell(
    name="lstm",
    title="LSTM",
    parameters=PARAMETERS,
    lanes=(common.lane("a", upstream="da_t"), common.lane("c", upstream=None)),
    forward=(concat, ft, it, cct, c_next, ot, a_next, common.zy, rnn.yt_pred),
    backward=(
        *(rnn.da_next, dot, dc_t, dc_next, dcct, dit, dft, dxt),
        *(dWft, dbft, dWit, dbit, dWct, dbct, dWot, dbot, da_prev, dc_prev),
    ),
    output=(common.da_t, common.dWyt, rnn.dbyt),
    accumulates={f"d{parameter.name}": f"d{parameter.name}t" for parameter in PARAMETERS},
    stacks={"dx": "dxt"},
    given=(common.XT, *common.handed_on("a"), *common.handed_on("c"), common.DA_T),
    memory=Memory("bf", 1),
)
