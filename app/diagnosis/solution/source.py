"""What is taken from a learner's .py or .ipynb: function definitions and imports of NumPy, and nothing else."""

import ast
import json
from pathlib import Path
from typing import Any

from ...bptt.refused import NotAllowed

MAGIC = ("%", "!", "?")
LARGEST = 20_000_000  # bytes: notebooks hold pictures


class Unreadable(NotAllowed):
    """A file cannot be used. The message says why."""


def functions_of(path: Path) -> tuple[str, list[str]]:
    """Return the source that is run, and what was left out because it is not Python, one sentence each.

    Raises Unreadable for a file that cannot be read, or that holds no function.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"{path.name} is larger than {LARGEST:,} bytes.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    pieces = _cells(text, path) if path.suffix == ".ipynb" else [(path.name, text)]
    kept: list[ast.stmt] = []
    left_out: list[str] = []
    for name, piece in pieces:
        try:
            kept += [_bare(node) for node in ast.parse(piece).body if _is_kept(node)]
        except (SyntaxError, ValueError, RecursionError) as error:
            line = getattr(error, "lineno", None)
            left_out.append(f"{name}{f', line {line}' if line else ''}: not Python ({getattr(error, 'msg', error)})")
    if not any(isinstance(node, ast.FunctionDef) for node in kept):
        said = f" {left_out[0]}." if left_out else ""
        raise Unreadable(f"{path.name} defines no function.{said}")
    return ast.unparse(ast.Module(kept, type_ignores=[])), left_out


def _cells(text: str, path: Path) -> list[tuple[str, str]]:
    """Return the code cells of a notebook, without the lines that are IPython's and not Python's."""
    try:
        notebook: Any = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        sources = [cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"]) for cell in cells]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Unreadable(f"{path.name} is not a notebook: {error}.") from error
    return [(f"cell {number}", _without_magic(source)) for number, source in enumerate(sources, 1)]


def _without_magic(source: str) -> str:
    lines = source.splitlines()
    return "\n".join("" if line.lstrip().startswith(MAGIC) or line.rstrip().endswith("?") else line for line in lines)


def _is_kept(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import):
        return all(alias.name.split(".")[0] == "numpy" for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")[0] == "numpy"
    return isinstance(node, ast.FunctionDef)


def _bare(node: ast.stmt) -> ast.stmt:
    """Return a definition without decorators: those would be run."""
    if isinstance(node, ast.FunctionDef):
        node.decorator_list = []
    return node
