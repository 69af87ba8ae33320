"""A step: one named line of a cell, with what people need to read it.

What a step reads comes from its signature, its source line and its operands from the function itself, so neither
can drift from the code that runs.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import CodeType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .sentence import OWN, PLAIN, Sentence

Array = NDArray[Any]
"""Real float64 in a trace; complex where `gradcheck` pushes a complex step through the same functions."""

Line = Callable[..., Any]
"""One line of code that runs: a function that only returns, of a step or of the loop. Its source is what is shown."""

OF_THE_LOOP = ("da", "t")
"""What a wrong line of a sum may read of the loop around the cell: another slice of what was given. No values of t."""

KINDS: dict[str, str] = {
    "add": "terms added entry by entry",
    "subtract": "one matrix taken away from another, entry by entry",
    "hadamard": "factors multiplied entry by entry",
    "matmul": "a row times a column, summed over the units between",
    "outer": "a row times a column, summed over the examples",
    "sum": "one row summed up",
    "map": "one function applied to every entry",
    "concat": "matrices stacked on top of each other",
    "slice": "some rows of a matrix",
    "softmax": "a column turned into shares that add up to 1",
}
"""Every kind of operation that has a picture. The front end draws kinds and knows nothing else of a step."""


class StepError(TypeError):
    """A step is declared in a way that could not be drawn or explained."""


@dataclass(frozen=True)
class Operand:
    """One thing that a step combines: a value by its name, its transpose, or a sub-expression of the step's line."""

    expression: str
    reads: tuple[str, ...]
    symbol: str | None  # the value's name where the operand is `name` or `name.T`, else None
    transposed: bool
    node: ast.expr = field(repr=False)
    scope: dict[str, Any] = field(repr=False)  # the globals of the step's module: np, sigmoid, …

    @cached_property
    def code(self) -> CodeType:
        """The compiled expression; most operands of wrong lines are never looked at."""
        return compile(ast.Expression(self.node), self.expression, "eval")

    def value(self, values: Mapping[str, Array]) -> Array:
        """Return this operand's array, computed from the same source text as the step itself."""
        result: Array = eval(self.code, self.scope, {name: values[name] for name in self.reads})
        return result


@dataclass(frozen=True, eq=False)
class Step:
    """One line of a cell. Calling it runs the line."""

    function: Callable[..., Array]
    name: str
    reads: tuple[str, ...]
    dims: tuple[str, ...]
    kind: str
    symbol: str
    formula: str
    sentence: str
    sentences: tuple[Sentence, ...]  # the first that holds is said; the last, the line of arithmetic, always does
    expression: str
    operands: tuple[Operand, ...]

    def __call__(self, *args: Any, **kwargs: Any) -> Array:
        return self.function(*args, **kwargs)

    def run(self, values: Mapping[str, Array]) -> Array:
        """Run the line on the values it reads. Raises KeyError for a name that is not there yet."""
        return self.function(*[values[name] for name in self.reads])

    def with_function(self, function: Callable[..., Array]) -> "Step":
        """Return the same step with another line: how a mistake is made. One of another kind is drawn as one term."""
        try:
            kind, (reads, expression, operands) = self.kind, _read_source(function, self.kind)
        except StepError:
            kind, (reads, expression, operands) = "add", _read_source(function, "add", one_term=True)
        return replace(self, function=function, kind=kind, reads=reads, expression=expression, operands=operands)


def step(
    dims: str,
    *,
    kind: str,
    symbol: str,
    formula: str,
    sentence: str = "",
    when: str = "",
    others: Sequence[Sentence] = (),
    name: str = "",
) -> Callable[[Callable[..., Array]], Step]:
    """Declare a one-line function, or a lambda with a `name`, as a step.

    `dims` names the result's axes ("n_a, m"); `symbol` is LaTeX for the result's name; `formula` is LaTeX in which
    every value is written by its name. The sentence, which is the function's docstring where it is not given, says
    what happens and why; places in it are as in `sentence.py`. `when` are the conditions under which it holds. `others`
    are tried before it; where nothing holds, the line of arithmetic is said.

    Raises StepError for an unknown kind, a missing sentence, or a function that is not one line of that kind.
    """
    if kind not in KINDS:
        raise StepError(f"kind {kind!r} has no picture; use one of {', '.join(KINDS)}")

    def declare(function: Callable[..., Array]) -> Step:
        reads, expression, operands = _read_source(function, kind)
        said = sentence or " ".join((function.__doc__ or "").split())
        if not said:
            raise StepError(f"step {function.__name__!r} has no sentence that says what happens and why")
        return Step(
            function=function,
            name=name or function.__name__,
            reads=reads,
            dims=tuple(part.strip() for part in dims.split(",")),
            kind=kind,
            symbol=symbol,
            formula=formula,
            sentence=said,
            sentences=(*others, Sentence(OWN, when, said), _plain(name or function.__name__, reads)),
            expression=expression,
            operands=operands,
        )

    return declare


def _plain(name: str, reads: Sequence[str]) -> Sentence:
    """Return what can be said of any line: what it makes, and of what."""
    values = ", ".join(f"{{{one}}}" for one in reads if one != "n_a")
    return Sentence(PLAIN, "", f"At t = {{t}} this line makes {{{name}=}} of {values}.")


def expression_of(function: Callable[..., Any]) -> str:
    """Return the source of what a one-line function or lambda returns. Raises StepError where it is not one line."""
    made: str | None = vars(function).get("expression")
    return made or _read_source(function, "add", one_term=True)[1]


def line_of(expression: str, reads: Sequence[str], scope: dict[str, Any]) -> Callable[..., Array]:
    """Return a one-line function made from its text, as if it had been written so: an edit of another line.

    `reads` are its parameters in their order, `scope` the globals in which it runs. Raises SyntaxError for other text.
    """
    source = f"lambda {', '.join(reads)}: {expression}"
    made: Callable[..., Array] = eval(source, scope)
    vars(made).update(source=source, expression=expression)
    return made


@lru_cache(maxsize=1024)  # a cell with a mistake reads all its other lines again
def _source_of(function: Callable[..., Any]) -> str:
    return vars(function).get("source") or textwrap.dedent(inspect.getsource(function))


def _read_source(
    function: Callable[..., Array], kind: str, *, one_term: bool = False
) -> tuple[tuple[str, ...], str, tuple[Operand, ...]]:
    source = _source_of(function)
    line = _returned(ast.parse(source).body[0])
    if line is None:
        raise StepError(f"step {function.__name__!r} must be a single `return` line, below a docstring at most")
    reads = tuple(inspect.signature(function).parameters)
    nodes = [line] if one_term else _operand_nodes(line, kind)
    if not nodes:
        text = ast.get_source_segment(source, line)
        raise StepError(f"step {function.__name__!r} says it is of kind {kind!r}, but its line is `{text}`")
    operands = tuple(_operand(node, source, reads, function) for node in nodes)
    return reads, _one_line(source, line), operands


def _returned(statement: ast.stmt) -> ast.expr | None:
    """Return the one expression that a function or the lambda in a statement returns; None where it does more."""
    if not isinstance(statement, ast.FunctionDef):
        return next((node.body for node in ast.walk(statement) if isinstance(node, ast.Lambda)), None)
    *docstring, last = statement.body
    if len(docstring) > (ast.get_docstring(statement) is not None) or not isinstance(last, ast.Return):
        return None
    return last.value


def _one_line(source: str, node: ast.expr) -> str:
    """Return the text of an expression as written, a line break inside its brackets folded to a blank."""
    text = ast.get_source_segment(source, node) or ast.unparse(node)
    return " ".join(text.split()).replace("( ", "(").replace(" )", ")")


def _operand_nodes(node: ast.expr, kind: str) -> list[ast.expr]:
    """Return what an expression of this kind combines, left to right; empty when it is not of this kind."""
    if kind == "add":
        return _flatten(node, ast.Add)
    if kind == "hadamard":
        return _flatten(node, ast.Mult)
    match kind, node:
        case (("matmul" | "outer"), ast.BinOp(left=left, op=ast.MatMult(), right=right)):
            return [left, right]
        case "subtract", ast.BinOp(left=left, op=ast.Sub(), right=right):
            return [left, right]
        case "sum", ast.Call(func=ast.Attribute(value=summed, attr="sum")):
            return [summed]
        case "slice", ast.Subscript(value=ast.Name() as whole):
            return [whole]
        case "concat", ast.Call(args=[ast.Tuple(elts=stacked), *_]):
            return stacked
        case (("map" | "softmax"), ast.Call(args=[argument, *_])):
            return [argument]
    return []


def _flatten(node: ast.expr, operator: type[ast.operator]) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, operator):
        return (_flatten(node.left, operator) or [node.left]) + (_flatten(node.right, operator) or [node.right])
    return []


def _operand(node: ast.expr, source: str, reads: tuple[str, ...], function: Callable[..., Array]) -> Operand:
    transposed = isinstance(node, ast.Attribute) and node.attr == "T"
    bare = node.value if isinstance(node, ast.Attribute) and transposed else node
    named = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return Operand(
        expression=_one_line(source, node),
        reads=tuple(name for name in reads if name in named),
        symbol=bare.id if isinstance(bare, ast.Name) and bare.id not in OF_THE_LOOP else None,
        transposed=transposed,
        node=node,
        scope=function.__globals__,
    )


def as_matrix(value: Array) -> Array:
    """Return a value as the matrix it is drawn as: (rows, columns)."""
    return np.atleast_2d(value)
