"""The small edits of one expression: a factor or a term left out, another value, function, sign or bracket."""

import ast
from collections.abc import Callable, Iterator, Sequence

from .brackets import FUNCTIONS, Variant, brackets

Place = tuple[ast.AST, str, int | None]


def variants(expression: str, others: Callable[[str], Sequence[str]]) -> Iterator[Variant]:
    """Yield the edits of an expression, each once; `others` names the values that may stand in the place of one."""
    seen = {expression, ast.unparse(ast.parse(expression, mode="eval"))}
    for text, said in _all(expression, others):
        if text not in seen:
            seen.add(text)
            yield text, said


def _all(expression: str, others: Callable[[str], Sequence[str]]) -> Iterator[Variant]:
    tree = ast.parse(expression, mode="eval").body
    for node, place in list(_places(tree)):
        for text, said in _edits(node, others):
            yield _replaced(tree, place, text), said
    whole = ast.unparse(tree)
    yield f"-({whole})", "the sign is turned"
    yield f"2 * ({whole})", "it is counted twice"


def _edits(node: ast.expr | ast.AST, others: Callable[[str], Sequence[str]]) -> Iterator[Variant]:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            yield from _binary(ast.unparse(left), op, ast.unparse(right))
            yield from brackets(left, op, right)
        case ast.Call(func=function, args=[ast.expr() as argument]) if ast.unparse(function) in FUNCTIONS:
            name, inner = ast.unparse(function), ast.unparse(argument)
            yield f"({inner})", f"{FUNCTIONS[name]} is left out"
            for other in FUNCTIONS.keys() - {name, "softmax"}:
                yield f"{other}({inner})", f"{FUNCTIONS[other]} is used instead of {FUNCTIONS[name]}"
            if name == "np.tanh":
                yield f"{name}(({inner}) ** 2)", "the square is taken before tanh"
            if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add):
                one, two = ast.unparse(argument.left), ast.unparse(argument.right)
                yield f"({name}({one}) + {two})", f"the bracket of {FUNCTIONS[name]} is closed too early"
        case ast.Call(func=ast.Attribute(value=summed, attr="sum")):
            inner = ast.unparse(summed)
            yield f"{inner}.mean(axis=1, keepdims=True)", "the mean is taken and not the sum"
            yield f"{inner}.sum(axis=0, keepdims=True)", "the sum runs over the wrong axis"
            yield f"{inner}.sum(axis=1)", "keepdims is left out"
            yield f"{inner}.sum()", "all entries are added up, over both axes"
        case ast.Call(func=ast.Attribute(attr="concatenate"), args=[ast.Tuple(elts=[first, second]), *_]):
            one, two = ast.unparse(first), ast.unparse(second)
            yield f"np.concatenate(({two}, {one}), axis=0)", "it is stacked the wrong way round"
        case ast.Attribute(value=value, attr="T"):
            yield ast.unparse(value), f"{ast.unparse(value)} is not transposed"
        case ast.Name(id=name):
            for other in others(name):
                yield other, f"{other} stands where {name} belongs"


def _binary(left: str, op: ast.operator, right: str) -> Iterator[Variant]:
    match op:
        case ast.Add():
            yield f"({left})", f"the term {right} is left out"
            yield f"({right})", f"the term {left} is left out"
            yield f"({left} - ({right}))", f"{right} is taken away and not added"
            yield f"({right} - ({left}))", f"{left} is taken away and not added"
        case ast.Sub():
            yield f"({left} + {right})", "a plus stands for a minus"
            yield f"({right} - {left})", "the difference is turned round"
            yield f"({right})", f"{left} - is left out"
            yield f"{left}", f"- {right} is left out"
        case ast.Mult():
            yield f"({left})", f"the factor {right} is left out"
            yield f"({right})", f"the factor {left} is left out"
            yield f"({left} + {right})", "a plus stands for a times"
            yield f"({left}) / ({right})", f"it is divided by {right}"
        case ast.MatMult():
            yield f"({left}) @ ({right}).T", f"{right} is transposed, or is not, the wrong way round"
            yield f"({left}).T @ ({right})", f"{left} is transposed, or is not, the wrong way round"
            yield f"(({left}) @ ({right})).T", "the product is transposed"
            yield f"({left}) @ ({right}) / {_examples(right)}", "it is divided by the number of examples"
        case ast.Pow():
            yield f"({left})", f"the square of {left} is left out"
            yield f"np.tanh({left}) ** {right}", f"tanh is taken of {left} once more"
            yield f"({left}) ** 3", f"{left} is cubed"


def _examples(right: str) -> str:
    name = right.removesuffix(".T")
    return f"{name}.shape[1]"


def _replaced(tree: ast.expr, place: Place | None, text: str) -> str:
    """Return the source with the node at a place, or all of it, replaced by a text; the tree is left as it was."""
    new = ast.parse(text, mode="eval").body
    if place is None:
        return ast.unparse(new)
    parent, name, index = place
    old = getattr(parent, name)
    setattr(parent, name, new if index is None else [*old[:index], new, *old[index + 1 :]])
    try:
        return ast.unparse(tree)
    finally:
        setattr(parent, name, old)


def _places(node: ast.AST, place: Place | None = None) -> Iterator[tuple[ast.AST, Place | None]]:
    """Yield every node below one, itself first, with where it stands: its parent, the field, the index in a list."""
    yield node, place
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield from _places(value, (node, name, None))
        elif isinstance(value, list):
            for index, one in enumerate(value):
                yield from _places(one, (node, name, index))
