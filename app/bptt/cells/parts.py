"""What cells have in common: lanes, what a timestep is given, gates over [a_prev; xt], and the way up to ŷ and back.

A helper fills in the words and pictures that are alike in every gate; the line itself stays in the cell, where it
is read and run.
"""

import inspect
from collections.abc import Callable

from ..cell import Lane, Symbol
from ..sentence import Sentence
from ..step import Array, Line, Step, step

# Up to the prediction ŷ⟨t⟩ and back down --------------------------------------------------------------------------


def way_up(weights: str) -> list[Sentence]:
    """Return what is said of the way up to ŷ where no gradient comes back along it."""
    up = f"{{a_next}} goes up through {{{weights}}} to the prediction."
    return [
        Sentence("given", "da is given", f"{up} No gradient is made from it in this run: da is given instead."),
        Sentence("no loss", "no loss here", f"{up} No loss is taken at t = {{t}}, so what comes back down is zeros."),
    ]


def down_of_nothing(weights: str) -> Sentence:
    """Return what is said of the way down from ŷ where no loss is taken."""
    return Sentence(
        "no loss", "no loss here", f"No loss is taken at t = {{t}}: through {{{weights}}} {{da_t}} is zeros."
    )


def single(weights: str) -> list[Sentence]:
    """Return what is said of the output weights' gradient where there is one timestep: nothing of other timesteps."""
    said = (
        f"{{{weights}}} met {{a_next}}: {{d{weights}t}} is {{dzy}} times what it was given, added onto {{d{weights}}}."
    )
    return [Sentence("single", "single", said)]


@step(
    "n_y, m",
    kind="add",
    symbol=r"z_{y}^{\langle t\rangle}",
    formula="Wy a_next + by",
    when="loss here",
    others=way_up("Wy"),
)
def zy(Wy: Array, a_next: Array, by: Array) -> Array:
    """{a_next} goes up through {Wy} to the prediction. This is the road by which {da_t} comes back down."""
    return Wy @ a_next + by


@step(
    "n_a, m",
    kind="matmul",
    symbol=r"da^{\langle t\rangle}",
    formula=r"Wy^{\top} dzy",
    when="loss here",
    others=[down_of_nothing("Wy")],
)
def da_t(Wy: Array, dzy: Array) -> Array:
    """Down from the prediction, back through {Wy}: {da_t=} is all that a⟨{t}⟩ owes to ŷ⟨{t}⟩, and to nothing
    later."""
    return Wy.T @ dzy


@step(
    "n_y, n_a",
    kind="outer",
    symbol=r"dW_{y}^{\langle t\rangle}",
    formula=r"dzy\, a_next^{\top}",
    when="not single",
    others=single("Wy"),
)
def dWyt(dzy: Array, a_next: Array) -> Array:
    """The output weights {Wy} are the same at every timestep too: {dWyt} is added onto {dWy}."""
    return dzy @ a_next.T


OUTPUT_PARAMETERS = (
    Symbol("Wy", r"W_{y}", "n_y, n_a", "hidden to prediction"),
    Symbol("by", r"b_{y}", "n_y, 1", "prediction bias"),
)


# Gates ----------------------------------------------------------------------------------------------------------


def gate(symbol: str, function: str) -> Callable[[Line], Step]:
    """Declare a gate's line, `function(W @ stacked + b)`, read from three parameters in this order."""

    def declare(line: Line) -> Step:
        W, stacked, b = inspect.signature(line).parameters
        latex = rf"{symbol}^{{\langle t\rangle}}"
        return step("n_a, m", kind="map", symbol=latex, formula=rf"{function}({W}\, {stacked} + {b})")(line)

    return declare


def weight_gradient(letter: str, line: Line) -> Step:
    """Declare what the weights W of a gate earn at t, `gradient @ stacked.T`."""
    gradient, stacked = inspect.signature(line).parameters
    return step(
        "n_a, n_a + n_x",
        kind="outer",
        name=f"dW{letter}t",
        symbol=rf"dW_{{{letter}}}^{{\langle t\rangle}}",
        formula=rf"{gradient}\, {stacked}^{{\top}}",
        sentence=f"{{W{letter}}} met {{{stacked}}} at t = {{t}}, so it earns {{dW{letter}t}}, {{{gradient}}} "
        f"times what it was given, added onto the running total {{dW{letter}}}.",
    )(line)


def bias_gradient(letter: str, line: Line) -> Step:
    """Declare what the bias b of a gate earns at t, `gradient.sum(axis=1, keepdims=True)`."""
    (gradient,) = inspect.signature(line).parameters
    return step(
        "n_a, 1",
        kind="sum",
        name=f"db{letter}t",
        symbol=rf"db_{{{letter}}}^{{\langle t\rangle}}",
        formula=rf"\sum_{{m}} {gradient}",
        sentence=f"The bias {{b{letter}}} was added to every example alike, so its gradient {{db{letter}t=}} is "
        f"{{{gradient}}} summed over the examples, added onto {{db{letter}}}.",
    )(line)


def gate_parameters(letter: str, meaning: str) -> tuple[Symbol, Symbol]:
    """Return the weights and the bias of one gate; the weights' columns follow [a_prev; xt]."""
    weights = Symbol(f"W{letter}", f"W_{{{letter}}}", "n_a, n_a + n_x", f"[a_prev; xt] to {meaning}")
    return weights, Symbol(f"b{letter}", f"b_{{{letter}}}", "n_a, 1", f"bias of {meaning}")


# What a timestep starts from ------------------------------------------------------------------------------------


def lane(state: str, *, upstream: str | None) -> Lane:
    """Return the lane of a state "a": a_prev, a_next, a0, and its gradients da_prevt, da_next, da_prev, da0."""
    return Lane(
        state=state,
        previous=f"{state}_prev",
        next=f"{state}_next",
        initial=f"{state}0",
        upstream=upstream,
        carried=f"d{state}_prevt",
        total=f"d{state}_next",
        returned=f"d{state}_prev",
        gradient=f"d{state}0",
    )


def handed_on(state: str) -> tuple[Symbol, Symbol]:
    """Return what arrives at t along a lane: forward the previous state, backward its gradient's carried part."""
    previous = Symbol(
        f"{state}_prev", rf"{state}^{{\langle t-1\rangle}}", "n_a, m", "from t = {t-1}", f"the initial {state}0"
    )
    latex = rf"d{state}_{{\mathrm{{prevt}}}}"
    return previous, Symbol(f"d{state}_prevt", latex, "n_a, m", "from t = {t+1}", "zeros: the pass starts here")


XT = Symbol("xt", r"x^{\langle t\rangle}", "n_x, m", "the input", code="x[:, :, t]")
DA_T = Symbol("da_t", r"da^{\langle t\rangle}", "n_a, m", "given", code="da[:, :, t]")
