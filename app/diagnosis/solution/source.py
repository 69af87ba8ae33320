"""Reads a learner's .py or .ipynb: an ordinary file of text, and in a notebook the cells of code without IPython's."""

import ast
import json
import os
import re
import stat
import warnings
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from ...bptt.refused import NotAllowed
from .definitions import definitions, reached

LARGEST = 20_000_000  # bytes: notebooks hold pictures
MOST_SAID = 20  # sentences about what was left out

NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What `ast` raises for text that it does not take: the last two for brackets or signs nested thousands deep."""

HELP = re.compile(r"\s*(\?{1,2}\s*[\w.*%]+|%{0,2}[\w.*]+(\[[^\]]*\])*\?{1,2})\s*")
"""IPython's ways to ask for help: ?np.dot, np.dot? and np.dot??, alone on a line."""

COMMAND = re.compile(r"\s*(%{1,2}[A-Za-z]|!(?!=))")
"""Magics and shell commands. `% b` and `!= b` go on with an expression of the line before."""


class Unreadable(NotAllowed):
    """A file cannot be used. The message says why."""


def functions_of(path: Path, wanted: Collection[str] | None = None) -> tuple[str, list[str]]:
    """Return of a file what `functions_in` returns. Raises Unreadable also where it cannot be read."""
    text = _text(path)
    return functions_in(_cells(text, path) if path.suffix == ".ipynb" else [(path.name, text)], path.name, wanted)


def functions_in(
    pieces: Sequence[tuple[str, str]], called: str, wanted: Collection[str] | None = None
) -> tuple[str, list[str]]:
    """Return of pieces of code, each with its name, the source that is run, and a sentence for each that was left out.

    Where names are wanted, it has only those functions, and those that they use. `called` is what all of them together
    are called. Raises Unreadable where there is no function in them.
    """
    kept: list[ast.stmt] = []
    left_out: list[str] = []
    for name, piece in pieces:
        try:
            kept += definitions(_parsed(piece))
        except NOT_PYTHON as error:
            line = getattr(error, "lineno", None)
            said = str(getattr(error, "msg", error)) or "nested too deeply"
            left_out.append(f"{name}{f', line {line}' if line else ''}: not Python ({said})")
    defined = sorted({node.name for node in kept if isinstance(node, ast.FunctionDef)})
    if not defined:
        said = f" {left_out[0]}." if left_out else ""
        raise Unreadable(f"{called} defines no function.{said}")
    if wanted is not None and not set(wanted).intersection(defined):
        raise Unreadable(f"{called} defines {', '.join(defined[:8])}, but none of {', '.join(wanted)}.")
    try:
        nodes, dropped = reached(kept, wanted)
        source = ast.unparse(ast.Module(nodes, type_ignores=[]))
    except NOT_PYTHON as error:
        raise Unreadable(f"{called} is nested too deeply to be read.") from error
    left_out += dropped
    if (more := len(left_out) - MOST_SAID) > 0:
        left_out[MOST_SAID:] = [f"… and {more:,} more were left out"]
    return source, left_out


def _text(path: Path) -> str:
    """Return the text of an ordinary file: a pipe or a device might never end."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # opening a pipe waits for a writer
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable(f"{path} is not an ordinary file.")
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # a name with a zero in it is a ValueError
        raise Unreadable(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if len(content) > LARGEST:
        raise Unreadable(f"{path.name} is larger than {LARGEST:,} bytes.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} cannot be read: {error}.") from error


def _parsed(text: str) -> list[ast.stmt]:
    with warnings.catch_warnings():  # such as one about "\d", which would be printed with the learner's line
        warnings.simplefilter("ignore")
        return ast.parse(text).body


def _cells(text: str, path: Path) -> list[tuple[str, str]]:
    """Return the code cells of a notebook, without the lines that are IPython's and not Python's."""
    try:
        notebook: Any = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        sources = [cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"]) for cell in cells]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Unreadable(f"{path.name} is not a notebook: {error}.") from error
    return [(f"cell {number}", _without_ipython(source)) for number, source in enumerate(sources, 1)]


def _without_ipython(source: str) -> str:
    """Return a cell's Python, line for line. A cell that is Python as it stands is left alone."""
    try:
        _parsed(source)
    except NOT_PYTHON:
        lines = source.split("\n")
        return "\n".join("" if COMMAND.match(line) or HELP.fullmatch(line) else line for line in lines)
    return source
