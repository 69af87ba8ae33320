"""Edits of several lines by one misunderstanding: no gate has its slope, every weight is read from the wrong place."""

import re
from collections.abc import Iterator, Sequence

from ...bptt.cell import Cell
from ...bptt.step import Step
from ..mistake import Mistake
from .edit import edit, step_swap
from .steps import SLOPES, alike, dims_of

BACKWARD_GATES = {"lstm": {"dft": "ft", "dit": "it", "dot": "ot", "dcct": "cct"}}
LETTERS = {"dft": "f", "dit": "i", "dcct": "c", "dot": "o"}


def together(cell: Cell) -> Iterator[Mistake]:
    """Yield the edits that change several lines of a cell alike."""
    if cell.name == "lstm":
        yield from _sisters(cell)
        yield from _no_slopes(cell)
        yield from _brackets(cell)
        yield from _way_back(cell)
        yield from _forward_gates(cell)
    if cell.name == "rnn":
        yield from _through_dw(cell)
    yield from _everywhere(cell)
    yield from _all_biases(cell)


def _everywhere(cell: Cell) -> Iterator[Mistake]:
    """Yield another value in the place of one, in every line that reads it."""
    dims = dims_of(cell)
    for steps in (cell.forward, cell.backward):
        for name in dict.fromkeys(name for step in steps for name in step.reads):
            reading = [step for step in steps if name in step.reads]
            if len(reading) < 2:
                continue
            possible = [alike(cell, step, dims, step.reads).get(name, ()) for step in reading]
            for other in possible[0]:
                if all(other in others for others in possible):
                    swaps = [step_swap(cell, step.name, _renamed(step, name, other)) for step in reading]
                    yield edit(cell, f"{other} stands where {name} belongs, in every line that reads it", swaps)


def _renamed(step: Step, name: str, other: str) -> str:
    return re.sub(rf"\b{name}\b", other, step.expression)


def _all_biases(cell: Cell) -> Iterator[Mistake]:
    sums = [step for step in cell.backward if step.kind == "sum"]
    for old, new, said in (
        (".sum(axis=1, keepdims=True)", ".mean(axis=1, keepdims=True)", "mean is taken for sum"),
        (".sum(axis=1, keepdims=True)", ".sum(axis=0, keepdims=True)", "the sum runs over the wrong axis"),
        (", keepdims=True", "", "keepdims is left out"),
        (".sum(axis=1, keepdims=True)", ".sum()", "all entries are added up, over both axes"),
    ):
        swaps = [step_swap(cell, step.name, step.expression.replace(old, new)) for step in sums]
        yield edit(cell, f"In every bias's gradient {said}", swaps, where="the lines of the biases' gradients")


WHOLE = {
    "dft": ("c_prev", "ft"),
    "dit": ("cct", "it"),
    "dcct": ("it", "cct"),
}
"""What the gradient of the memory is multiplied by in each gate's line, and the gate whose slope comes last."""


def _gate(upstream: str, partner: str, slope: str) -> str:
    return " * ".join(part for part in (upstream, partner, slope) if part)


def _no_slopes(cell: Cell) -> Iterator[Mistake]:
    """Yield the same wrong slope in every gate, in the three σ gates, and in the gates of the memory."""
    said = "the lines of dft, dit, dcct and dot"
    for slope in SLOPES:
        for gates, which in (
            ("dot dcct dit dft", "no gate has its own slope"),
            ("dot dit dft", "the slope of σ is another one"),
            ("dcct dit dft", "the slopes of the memory's gates are left out"),
        ):
            if "dcct" in gates and slope == "{g} * (1 - {g})":
                which = "every gate has the slope of σ"
            elif "dcct" in gates and slope == "(1 - {g} ** 2)":
                which = "every gate has the slope of tanh"
            elif slope:
                which = f"the gates' slopes are {slope.format(g='Γ')}"
            swaps = []
            for name in gates.split():
                first, partner = ("da_next", "np.tanh(c_next)") if name == "dot" else ("dc_next", WHOLE[name][0])
                gate = BACKWARD_GATES["lstm"][name]
                swaps.append(step_swap(cell, name, _gate(first, partner, slope.format(g=gate))))
            yield edit(cell, which[0].upper() + which[1:], swaps, where=said)


def _sisters(cell: Cell) -> Iterator[Mistake]:
    """Yield each gate's line made as another gate's is."""
    made = {step.name: step.expression for step in cell.backward if step.name in BACKWARD_GATES["lstm"]}
    for name in made:
        for other, line in made.items():
            if other != name:
                text = line.replace("dc_next", DC) if name == "dot" else line  # dot is made before dc_next is there
                yield edit(cell, f"{name} is made as {other} is made", [step_swap(cell, name, text)],
                           id=f"{name}.as.{other}")  # fmt: skip


DC = "(dc_prevt + da_next * ot * (1 - np.tanh(c_next) ** 2))"


def _brackets(cell: Cell) -> Iterator[Mistake]:
    """Yield the ways in which the sum in the memory's gates loses its brackets, in all three lines alike."""
    for number, (shape, said) in enumerate(BRACKETS.items()):
        for tanh in CANDIDATE_SLOPES:
            swaps = []
            for name, (partner, gate) in WHOLE.items():
                slope = tanh if name == "dcct" else f"{gate} * (1 - {gate})"
                swaps.append(step_swap(cell, name, shape.format(p=partner, s=slope)))
            also = "" if tanh == CANDIDATE_SLOPES[0] else f", and dcct's slope is {tanh}"
            yield edit(cell, f"The sum in the gates' gradients has no brackets: {said}{also}", swaps,
                       where="the sums in dft, dit and dcct",
                       id=f"brackets.{number}{CANDIDATE_SLOPES.index(tanh)}")  # fmt: skip


BRACKETS = {
    "dc_prevt * {p} + dc_t * {p} * {s}": "only the second term has the slope",
    "dc_prevt * {p} * {s} + dc_t": "only the first term is multiplied",
    "dc_prevt + dc_t * {p} * {s}": "only the second term is multiplied",
    "(dc_prevt * {p} + dc_t) * {s}": "only the first term has the factor",
    "(dc_prevt + dc_t * {p}) * {s}": "only the second term has the factor",
    "dc_prevt * {p} * {s} + dc_t * {p}": "only the first term has the slope",
    "dc_prevt * {p} + dc_t * {s}": "each term has one of the two",
}
"""The sum of the memory's gradient times a partner p and a slope s, with the brackets elsewhere."""

CANDIDATE_SLOPES = (
    "(1 - cct ** 2)",
    "(1 - np.tanh(cct) ** 2)",
    "cct * (1 - np.tanh(cct) ** 2)",
    "(1 - np.tanh(cct))",
    "(1 - cct)",
    "cct * (1 - cct)",
)


def _way_back(cell: Cell) -> Iterator[Mistake]:
    """Yield what dxt and da_prev go through instead of the weights, in both lines and in one."""
    for names in (("dxt", "da_prev"), ("da_prev",), ("dxt",)):
        lines = [step for step in cell.backward if step.name in names]
        said = " and ".join(names)
        yield edit(cell, f"{said} go through dW instead of W", [
            step_swap(cell, step.name, _through_gradients(step)) for step in lines])  # fmt: skip
        for gates in (False, True):
            yield edit(cell, f"{said} are made of the gates and not of their gradients" + (" squared" * gates), [
                step_swap(cell, step.name, _through_gates(step, gates)) for step in lines])  # fmt: skip
        yield edit(cell, f"The columns of the weights are taken the wrong way round in {said}", [
            step_swap(cell, step.name, step.expression.replace("[:, n_a:]", "[:, :-n_a]") if step.name == "dxt"
                      else step.expression.replace("[:, :n_a]", "[:, -n_a:]")) for step in lines])  # fmt: skip
        terms = [one.expression for one in lines[0].operands]
        for k in range(len(terms)):
            yield edit(cell, f"In {said} the term {_short(terms[k])} is left out", [
                step_swap(cell, step.name, " + ".join(_without(step, k))) for step in lines])  # fmt: skip
            yield edit(cell, f"In {said} the term {_short(terms[k])} is the only one", [
                step_swap(cell, step.name, step.operands[k].expression) for step in lines])  # fmt: skip
        for one, other in (("dft", "dit"), ("dft", "dcct"), ("dft", "dot"), ("dit", "dcct"), ("dit", "dot"),
                           ("dcct", "dot")):  # fmt: skip
            yield edit(cell, f"In {said} {one} and {other} are exchanged", [
                step_swap(cell, step.name, _exchanged(step.expression, one, other)) for step in lines])  # fmt: skip


def _through_dw(cell: Cell) -> Iterator[Mistake]:
    """Yield the RNN's way back through what the weights earn at t, in both lines and in one."""
    made = {"Wax": "(dtanh @ xt.T)", "Waa": "(dtanh @ a_prev.T)"}
    for names in (("dxt", "da_prev"), ("da_prev",), ("dxt",)):
        lines = [step for step in cell.backward if step.name in names]
        swaps = [
            step_swap(cell, step.name, re.sub(r"\bWa[xa]\b", lambda word: made[word.group()], step.expression))
            for step in lines
        ]
        yield edit(cell, f"{' and '.join(names)} go through dW instead of W", swaps)


def _short(term: str) -> str:
    return term.rpartition("@ ")[2]


def _without(step: Step, k: int) -> Sequence[str]:
    return [one.expression for number, one in enumerate(step.operands) if number != k]


def _exchanged(text: str, one: str, other: str) -> str:
    return re.sub(rf"\b({one}|{other})\b", lambda word: other if word.group() == one else one, text)


def _through_gradients(step: Step) -> str:
    """Return a line with what each weight earns at t in the place of the weight."""
    by_letter = {letter: name for name, letter in LETTERS.items()}
    return re.sub(r"\bW([fico])\b", lambda word: f"({by_letter[word.group(1)]} @ concat.T)", step.expression)


def _through_gates(step: Step, _squared: bool) -> str:
    text = step.expression
    for gradient, gate in BACKWARD_GATES["lstm"].items():
        text = re.sub(rf"@ {gradient}\b", f"@ ({gate} ** 2)" if _squared else f"@ {gate}", text)
    return text


def _forward_gates(cell: Cell) -> Iterator[Mistake]:
    """Yield another function in every gate, and no bias in any."""
    gates = [step for step in cell.forward if step.name in ("ft", "it", "ot")]
    for function in ("np.tanh", ""):
        swaps = [step_swap(cell, step.name, step.expression.replace("sigmoid", function)) for step in gates]
        yield edit(cell, f"{function or 'Nothing'} stands for sigmoid in every gate", swaps)
    every = [step for step in cell.forward if step.name in ("ft", "it", "ot", "cct")]
    swaps = [step_swap(cell, step.name, re.sub(r" \+ b\w", "", step.expression)) for step in every]
    yield edit(cell, "The bias is left out in every gate", swaps)
    order = {"ft": "Wf bf", "it": "Wi bi", "ot": "Wo bo", "cct": "Wc bc"}
    for step in every:
        for other, weights in order.items():
            if other != step.name:
                text = step.expression
                for own, taken in zip(order[step.name].split(), weights.split(), strict=True):
                    text = re.sub(rf"\b{own}\b", taken, text)
                yield edit(cell, f"{step.name} is made with the weights of {other}", [step_swap(cell, step.name, text)])
    yield edit(
        cell,
        "The cell returns c_next where a_next belongs, and a_next where c_next belongs",
        [
            step_swap(cell, "c_next", "sigmoid(Wo @ concat + bo) * np.tanh(ft * c_prev + it * cct)"),
            step_swap(cell, "a_next", "ft * c_prev + it * cct"),
            step_swap(cell, "zy", "Wy @ c_next + by"),
        ],
        where="what the cell returns, and its order",
    )
    for one in order:
        for other in order:
            if one < other:
                yield edit(cell, f"The weights of {one} and {other} are exchanged", [
                    step_swap(cell, step.name, _exchanged(_exchanged(step.expression, *(order[one].split()[0],
                              order[other].split()[0])), order[one].split()[1], order[other].split()[1]))
                    for step in every if step.name in (one, other)])  # fmt: skip
