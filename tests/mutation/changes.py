"""The small changes that can be made to a file: an operator for another, a number one more, a statement left out."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}

Edit = Callable[[ast.AST], None]


@dataclass(frozen=True)
class Change:
    file: Path
    line: int
    what: str
    at: int  # the node's place in ast.walk
    edit: Edit

    def tree(self) -> ast.Module:
        """The file's tree with this change, read anew: a change never meets another."""
        tree = ast.parse(self.file.read_text())
        self.edit(list(ast.walk(tree))[self.at])
        return tree


def changes(file: Path) -> Iterator[Change]:
    """All changes of a file, in the order of `ast.walk`. Annotations are left alone: nothing runs them."""
    tree = ast.parse(file.read_text())
    unread = {id(inner) for outer in ast.walk(tree) for kind in notes(outer) for inner in ast.walk(kind)}
    for at, node in enumerate(ast.walk(tree)):
        if id(node) not in unread:
            for line, what, edit in edits(node):
                yield Change(file, line, what, at, edit)


def notes(node: ast.AST) -> Iterator[ast.AST]:
    for field in ("annotation", "returns"):
        if note := getattr(node, field, None):
            yield note


def edits(node: ast.AST) -> Iterator[tuple[int, str, Edit]]:
    """Line, description and edit of each change that this node allows."""
    for what, edit in swaps(node):
        yield getattr(node, "lineno", 0), what, edit
    for field in ("body", "orelse"):
        body = getattr(node, field, None)
        if isinstance(body, list) and not isinstance(node, ast.Module | ast.ClassDef):
            for n, statement in enumerate(body):
                if droppable(statement):
                    yield statement.lineno, f"left out: {ast.unparse(statement)[:60]}", dropper(field, n)


def swaps(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) | ast.BoolOp(op=op) if type(op) in OPERATORS:
            yield f"{type(op).__name__} becomes {OPERATORS[type(op)].__name__}", setter("op", OPERATORS[type(op)]())
        case ast.Compare(ops=[op, *rest]) if type(op) in OPERATORS:
            other = OPERATORS[type(op)]
            yield f"{type(op).__name__} becomes {other.__name__}", setter("ops", [other(), *rest])
        case ast.UnaryOp(op=ast.Not()):
            yield "not left out", twice
        case ast.UnaryOp(op=ast.USub()):
            yield "minus left out", setter("op", ast.UAdd())
        case ast.Constant(value=bool(value)):
            yield f"{value} becomes {not value}", setter("value", not value)
        case ast.Constant(value=int(value) | float(value)):
            yield f"{value} becomes {value + 1}", setter("value", value + 1)
            yield f"{value} becomes {value - 1}", setter("value", value - 1)
        case ast.Name(id=name) if name in NAMES:
            yield f"{name} becomes {NAMES[name]}", setter("id", NAMES[name])
        case ast.Attribute(attr=name) if name in NAMES:
            yield f"{name} becomes {NAMES[name]}", setter("attr", NAMES[name])


def droppable(statement: ast.stmt) -> bool:
    """Leaving out a definition, an import or a docstring says nothing: names are then missing, or nothing is."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return False
    return isinstance(
        statement, ast.Expr | ast.Assign | ast.AugAssign | ast.Return | ast.Raise | ast.Continue | ast.Break | ast.If
    )


def setter(field: str, value: object) -> Edit:
    return lambda node: setattr(node, field, value)


def dropper(field: str, n: int) -> Edit:
    return lambda node: getattr(node, field).__setitem__(n, ast.Pass())


def twice(node: ast.AST) -> None:
    """`not x` becomes `not not x`."""
    assert isinstance(node, ast.UnaryOp)
    node.operand = ast.UnaryOp(ast.Not(), node.operand)
