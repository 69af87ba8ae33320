"""A step for many timesteps at once: made from its own line, and held to that line to the last bit.

Where nothing is handed from one timestep to the next, a line may run on a stack of matrices, (T, rows, columns),
instead of on each of them: NumPy's operations work on the last two axes, once the line says which those are.
`dtanh @ xt.T` becomes `dtanh @ xt.mT`, `dtanh.sum(axis=1, …)` becomes `dtanh.sum(axis=-1, …)`.
"""

import ast
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from . import ops
from .step import Array, Step

KNOWN = 4096
"""How many combinations of shapes are remembered, of all steps together."""


class NotLiftable(TypeError):
    """A line has something in it of which it is not known what it does to a stack."""


class Lifted:
    """One step, run for a whole stretch of timesteps; one by one where it cannot be otherwise."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self._together = lifted(step)

    def run(self, stacks: Mapping[str, Array], constants: Mapping[str, Array]) -> Array:
        """Return what the step makes of values (T, rows, columns) and of what is the same at every timestep."""
        given = [constants[name] if name in constants else stacks[name] for name in self.step.reads]
        if self._together is not None and self._is_same(given, constants):
            return np.ascontiguousarray(self._together(*given))
        return self._one_by_one(given, constants)

    def _is_same(self, given: list[Array], constants: Collection[str]) -> bool:
        """Whether it makes of such arrays the very numbers that the line makes: tried once, on one timestep."""
        key = (self.step, *((one.shape, one.strides[-2:]) for one in given))
        if key not in _same:
            if len(_same) >= KNOWN:
                _same.clear()
            _same[key] = self._tried(given, constants)
        return _same[key]

    def _tried(self, given: list[Array], constants: Collection[str]) -> bool:
        assert self._together is not None
        stacked = [name not in constants for name in self.step.reads]
        if not any(stacked):
            return False
        last = [one[-1] if is_stack else one for one, is_stack in zip(given, stacked, strict=True)]
        plain = np.asarray(self.step(*last))
        try:
            together = self._together(*given)
        except (ValueError, IndexError):  # no line of a step on matrices
            return False
        length = next(len(one) for one, is_stack in zip(given, stacked, strict=True) if is_stack)
        is_alike = (
            together.shape == (length, *plain.shape) and together.dtype == plain.dtype and plain.flags.c_contiguous
        )
        return is_alike and together[-1].tobytes() == plain.tobytes()

    def _one_by_one(self, given: list[Array], constants: Collection[str]) -> Array:
        stacked = [name not in constants for name in self.step.reads]
        turns = range(next((len(one) for one, is_stack in zip(given, stacked, strict=True) if is_stack), 0))
        return np.array(
            [self.step(*(one[k] if s else one for one, s in zip(given, stacked, strict=True))) for k in turns]
        )


_same: dict[Any, bool] = {}


@lru_cache(maxsize=512)
def lifted(step: Step) -> Callable[..., Array] | None:
    """Return the step's line, made anew for stacks of matrices; None where it is not known how."""
    scope = step.function.__globals__
    try:
        body = _Lift(scope).visit(ast.parse(step.expression, mode="eval").body)
    except NotLiftable:
        return None
    arguments = ast.arguments([], [ast.arg(name) for name in step.reads], None, [], [], None, [])
    made = ast.fix_missing_locations(ast.Expression(ast.Lambda(arguments, body)))
    function: Callable[..., Array] = eval(compile(made, step.name, "eval"), scope)
    return function


class _Lift(ast.NodeTransformer):
    """Rewrites an expression on matrices for stacks of them. Raises NotLiftable."""

    def __init__(self, scope: Mapping[str, Any]) -> None:
        self._scope = scope

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if not isinstance(node, (ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.Constant, ast.Name, ast.Load)):
            raise NotLiftable(ast.dump(node))
        return super().generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if node.attr != "T":
            raise NotLiftable(node.attr)
        return ast.Attribute(self.visit(node.value), "mT", node.ctx)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """`W[:, :n_a]`: some rows or some columns; in front of them stands whatever there is."""
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice, ast.Slice()]
        if len(parts) != 2 or not all(isinstance(part, ast.Slice) for part in parts):
            raise NotLiftable(ast.unparse(node))
        places = ast.Tuple([ast.Constant(...), *parts], ast.Load())
        return ast.Subscript(self.visit(node.value), places, node.ctx)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        match node:
            case ast.Call(func=ast.Name(id=name), keywords=[]) if self._scope.get(name) is getattr(ops, name, self):
                return ast.Call(node.func, [self.visit(one) for one in node.args], [])
            case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=name), keywords=[]) if isinstance(
                getattr(np, name, None), np.ufunc
            ):
                return ast.Call(node.func, [self.visit(one) for one in node.args], [])
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="np"), attr="concatenate"),
                args=[ast.Tuple(elts=pieces)],
                keywords=[ast.keyword(arg="axis", value=ast.Constant(value=axis))],
            ):
                together = ast.Tuple([self.visit(one) for one in pieces], ast.Load())
                return ast.Call(node.func, [together], [_last_two(axis)])
            case ast.Call(
                func=ast.Attribute(value=summed, attr="sum"),
                args=[],
                keywords=[
                    ast.keyword(arg="axis", value=ast.Constant(value=axis)),
                    ast.keyword(arg="keepdims", value=ast.Constant(value=True)) as keepdims,
                ],
            ):
                function = ast.Attribute(self.visit(summed), "sum", ast.Load())
                return ast.Call(function, [], [_last_two(axis), keepdims])
        raise NotLiftable(ast.unparse(node))


def _last_two(axis: object) -> ast.keyword:
    """Return the axis of a matrix, counted from the end."""
    if axis not in (0, 1, -1, -2):
        raise NotLiftable(f"axis={axis}")
    assert isinstance(axis, int)
    return ast.keyword("axis", ast.Constant(axis - 2 if axis >= 0 else axis))
