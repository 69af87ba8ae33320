"""What is kept of a learner's code: imports of NumPy and function definitions, so bare that defining them runs nothing.

Decorators, annotations and defaults would run where a function is defined. The first two are taken off. A default is
kept where it is written out, as 0.1 or None or (2, 3) is; another would be looked up in code that is not run.
"""

import ast
from collections.abc import Collection, Iterator, Sequence

NOT_LITERAL = (ValueError, TypeError, SyntaxError, MemoryError, RecursionError)


def definitions(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Return the statements of a module that are kept, as they are written."""
    return [node for node in body if _is_kept(node)]


def reached(kept: Sequence[ast.stmt], wanted: Collection[str] | None) -> tuple[list[ast.stmt], list[str]]:
    """Return the imports, and of each name's last definition those that the wanted functions use, bare.

    Also returns a sentence for each default that was left out.
    """
    functions = {node.name: node for node in kept if isinstance(node, ast.FunctionDef)}
    used = set(functions) if wanted is None else _reach(functions, functions.keys() & set(wanted))
    chosen = [node for node in kept if not isinstance(node, ast.FunctionDef) or functions[node.name] is node]
    chosen = [node for node in chosen if not isinstance(node, ast.FunctionDef) or node.name in used]
    dropped = [said for node in chosen if isinstance(node, ast.FunctionDef) for said in _strip(node)]
    return chosen, dropped


def _is_kept(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import):
        return all(alias.name.split(".")[0] == "numpy" for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.level == 0 and (node.module or "").split(".")[0] == "numpy"
    return isinstance(node, ast.FunctionDef)


def _reach(functions: dict[str, ast.FunctionDef], wanted: Collection[str]) -> set[str]:
    """Return the names of the functions that some of them use, directly or through others."""
    reached, waiting = set(wanted), list(wanted)
    while waiting:
        names = {node.id for node in ast.walk(functions[waiting.pop()]) if isinstance(node, ast.Name)}
        new = (names & functions.keys()) - reached
        reached |= new
        waiting += new
    return reached


def _strip(function: ast.FunctionDef) -> Iterator[str]:
    """Take off what would run where the function is defined; yield a sentence for each default among it."""
    function.decorator_list = []
    function.returns = None
    if hasattr(function, "type_params"):
        function.type_params = []
    given = function.args
    for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
        if argument is not None:
            argument.annotation = None
    positional = [*given.posonlyargs, *given.args]
    pairs = list(zip(positional[len(positional) - len(given.defaults) :], given.defaults, strict=True))
    given.defaults = []
    for argument, default in pairs:
        if _is_literal(default):
            given.defaults.append(default)
        else:  # those before it go as well: an argument with a default cannot stand before one without
            given.defaults = []
            yield _said(function, argument)
    for index, (argument, value) in enumerate(zip(given.kwonlyargs, given.kw_defaults, strict=True)):
        if value is not None and not _is_literal(value):
            yield _said(function, argument)
            given.kw_defaults[index] = None


def _said(function: ast.FunctionDef, argument: ast.arg) -> str:
    return f"{function.name}: the default of {argument.arg} is not written out as a number or text, and was left out"


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except NOT_LITERAL:
        return False
    return True
