"""The small edits that move a bracket: where a function's, a square's or a sum's ends."""

import ast
from collections.abc import Iterator

Variant = tuple[str, str]
"""An edited expression, and what was changed in words."""

FUNCTIONS = {"np.tanh": "tanh", "sigmoid": "sigmoid", "softmax": "softmax"}


def brackets(left: ast.expr, op: ast.operator, right: ast.expr) -> Iterator[Variant]:
    """Yield what an expression of two operands is with a bracket elsewhere, or with none."""
    one, two = ast.unparse(left), ast.unparse(right)
    match left, op, right:
        case ast.Call(func=function, args=[argument]), ast.Pow(), _ if ast.unparse(function) in FUNCTIONS:
            yield (
                f"{ast.unparse(function)}(({ast.unparse(argument)}) ** {two})",
                "the square is taken inside the brackets",
            )
        case _, ast.Sub(), ast.BinOp(left=inner, op=ast.Pow(), right=power):
            yield f"({one} - {ast.unparse(inner)}) ** {ast.unparse(power)}", "the square is taken of the whole bracket"
        case _, ast.Mult(), ast.Call(func=function, args=[argument]) if ast.unparse(function) in FUNCTIONS:
            called = ast.unparse(function)
            yield f"{called}({one} * ({ast.unparse(argument)}))", f"{one} stands inside the brackets"
        case _, ast.Mult(), ast.BinOp(op=ast.Add() | ast.Sub()):
            yield f"({one} * {two})", "the brackets are missing"
        case ast.BinOp(op=ast.Add() | ast.Sub()), ast.Mult(), _:
            yield f"({one} * {_factor(right)})", "the brackets are missing"


def _factor(node: ast.expr) -> str:
    text = ast.unparse(node)
    return f"({text})" if isinstance(node, ast.BinOp) else text
