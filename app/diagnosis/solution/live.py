"""The source of functions that are already defined, in a notebook or a session, with those that they use."""

import inspect
import types
from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from .source import Unreadable


def pieces_of(functions: Collection[Callable[..., Any]]) -> list[tuple[str, str]]:
    """Return the source of each function, and of those that it uses and that stand beside it, each with its name.

    NumPy comes along by the names under which they know it. Raises Unreadable for what is no function of Python's
    with a source: of a function that was given a name by `exec` there is none.
    """
    pieces: dict[str, str] = {}
    imports: dict[str, str] = {}
    waiting = list(functions)
    while waiting:
        function = inspect.unwrap(waiting.pop())
        if not isinstance(function, types.FunctionType):
            raise Unreadable(f"check takes functions, such as check(rnn_backward), not {function!r:.60}.")
        if function.__name__ in pieces:
            continue
        try:
            pieces[function.__name__] = inspect.cleandoc("\n" + inspect.getsource(function))
        except (OSError, TypeError):
            raise Unreadable(
                f"The source of {function.__name__} cannot be found: define it in a cell or a file."
            ) from None
        for name in function.__code__.co_names:
            used = function.__globals__.get(name)
            if isinstance(used, types.FunctionType) and used.__module__ == function.__module__:
                waiting.append(used)
            elif (line := _import(name, used)) is not None:
                imports[name] = line
    return [("imports", "\n".join(imports.values())), *pieces.items()]


def _import(name: str, used: Any) -> str | None:
    """Return the line that imports what a name stands for, where that is NumPy's; else None."""
    if isinstance(used, types.ModuleType) and used.__name__.split(".")[0] == "numpy":
        return f"import {used.__name__} as {name}"
    if used is not None and getattr(np, name, None) is used:
        return f"from numpy import {name}"
    return None
