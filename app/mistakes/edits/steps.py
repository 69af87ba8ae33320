"""Every small edit of every step of a cell: the line, and a sentence that says what was changed."""

import ast
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from ...bptt.cell import Cell
from ...bptt.step import Step
from ..mistake import Mistake
from .edit import edit, step_swap
from .expressions import variants


def step_edits(cell: Cell) -> Iterator[Mistake]:
    """Yield the edits of each step of a cell, in their order."""
    for step in cell.forward + cell.backward:
        yield from edits_of_step(cell, step)


def edits_of_step(cell: Cell, step: Step) -> Iterator[Mistake]:
    """Yield the edits of one step of a cell."""
    possible = alike(cell, step, dims_of(cell), step.reads)

    def others(name: str) -> Sequence[str]:
        return possible.get(name, ())

    more = (*_slopes(step, others), *_closed_early(cell, step), *_alone_or_added(cell, step, others))
    for expression, said in (*variants(step.expression, others), *more):
        yield edit(cell, f"In {step.name}, {said}", [step_swap(cell, step.name, expression)])


def dims_of(cell: Cell) -> dict[str, str]:
    """Return the dims of every value that a line of a cell may read, by name."""
    named = {one.name: one.dims for one in (*cell.parameters, *cell.given)}
    return named | {step.name: ", ".join(step.dims) for step in cell.steps}


def alike(cell: Cell, step: Step, dims: dict[str, str], reads: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return for each value that a step's line reads the others of its shape that are there when the step runs."""
    backward = step in cell.backward
    steps = cell.backward if backward else cell.forward
    earlier = [one.name for one in steps[: steps.index(step)]]
    if backward:
        earlier += [one.name for one in cell.forward]
    gradients = {f"d{lane.state}_prevt" for lane in cell.lanes} | {lane.upstream for lane in cell.lanes}
    given = [one.name for one in cell.given if backward or one.name not in gradients]
    scope = [*(one.name for one in cell.parameters), *given, *earlier]
    return {
        name: tuple(other for other in scope if other != name and dims.get(other) == dims.get(name))
        for name in reads
        if name in dims
    }


def _closed_early(cell: Cell, step: Step) -> Iterator[tuple[str, str]]:
    """Yield the line of a function of a sum that is a step of its own, with some of the terms outside its brackets."""
    match ast.parse(step.expression, mode="eval").body:
        case ast.Call(func=function, args=[ast.Name(id=name)]):
            summed = next((one for one in cell.steps if one.name == name and one.kind == "add"), None)
            terms = [one.expression for one in summed.operands] if summed else []
            for inside in _parts_of(terms):
                outside = " + ".join(term for term in terms if term not in inside)
                called = ast.unparse(function)
                yield f"{called}({' + '.join(inside)}) + {outside}", f"{outside} stands outside the brackets"


def _parts_of(terms: Sequence[str]) -> list[tuple[str, ...]]:
    return [part for count in range(1, len(terms)) for part in combinations(terms, count)]


def _alone_or_added(cell: Cell, step: Step, others: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield one of the values that a line reads and nothing else, where it has the shape, and a sum with one more."""
    dims = dims_of(cell)
    own = ", ".join(step.dims)
    for name in step.reads:
        if dims.get(name) == own and name != step.expression:
            yield name, f"{name} alone is taken"
    if step.kind == "add" and step in cell.backward:
        known = {one.symbol for one in step.operands}
        every = dict.fromkeys(other for name in step.reads for other in others(name) if dims.get(other) == own)
        for other in every:
            if other not in known:
                yield f"{step.expression} + {other}", f"{other} is added as well"


def _slopes(step: Step, others: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the line with another slope in the place of `g * (1 - g)` or `1 - g**2`."""
    tree = ast.parse(step.expression, mode="eval").body
    factors = _factors(tree)
    texts = [ast.unparse(one) for one in factors]
    for gate in step.reads:
        old = _slope_in(texts, gate)
        if old is None:
            continue
        rest = [text for text in texts if text not in old]
        for slope in SLOPES:
            new = slope.format(g=gate)
            kept = [f"({text})" if " " in text else text for text in rest]
            yield " * ".join([*kept, new] if new else kept), f"the slope is {new or 'left out'}"
        for other in others(gate):  # taken of another value, as if that had been through the function
            kept = [f"({text})" if " " in text else text for text in rest]
            for slope in ("(1 - np.tanh({g}) ** 2)", "(1 - {g} ** 2)", "{g} * (1 - {g})"):
                yield " * ".join([*kept, slope.format(g=other)]), f"the slope is taken of {other}"
        if " ** 2" in "".join(old):
            for value in rest:
                yield f"np.tanh({value})", f"tanh of {value} is taken"


def _factors(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return _factors(node.left) + _factors(node.right)
    return [node]


def _slope_in(texts: Sequence[str], gate: str) -> set[str] | None:
    for slope in ({gate, f"1 - {gate}"}, {f"1 - {gate} ** 2"}):
        if slope <= set(texts):
            return slope
    return None


SLOPES = (
    "",
    "{g}",
    "(1 - {g})",
    "{g} * (1 - {g})",
    "(1 - {g} ** 2)",
    "(1 - {g}) ** 2",
    "(1 - np.tanh({g}) ** 2)",
    "(1 - np.tanh({g}))",
    "{g} * (1 - {g} ** 2)",
    "{g} ** 2",
    "{g} * (1 + {g})",
    "(1 + {g} ** 2)",
    "(1 - np.tanh({g} ** 2))",
    "sigmoid({g}) * (1 - sigmoid({g}))",
    "{g} * (1 - np.tanh({g}) ** 2)",
)
"""What is taken for the slope of a gate, by its value g; the first leaves it out."""
