"""Formulas as MathML and code as tokens, each symbol marked with its name so that the page can light it everywhere."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypedDict

from latex2mathml.converter import convert
from pygments.lexers.python import PythonLexer
from pygments.token import STANDARD_TYPES, _TokenType

NAME = re.compile(r"(?<![\\A-Za-z_])[A-Za-z]\w*")


class CodeToken(TypedDict):
    """A piece of a code line: what to write, which value it names, and its Pygments class."""

    text: str
    symbol: str | None
    token: str


def latex(formula: str, symbols: Mapping[str, str], *, mark: bool = False) -> str:
    """Write every value's name in a formula as its LaTeX symbol; `mark` wraps each in a class for the page."""

    def write(match: re.Match[str]) -> str:
        name = match.group()
        if name not in symbols:
            return name
        return f"{{\\class{{symbol {name}}}{{{symbols[name]}}}}}" if mark else f"{{{symbols[name]}}}"

    return NAME.sub(write, formula)


def mathml(formula: str, symbols: Mapping[str, str]) -> str:
    """Return a formula as a MathML element. Raises ValueError where a command would be left in it as text."""
    markup = _converted(latex(formula, symbols, mark=True))
    if "\\" in markup:
        raise ValueError(f"formula {formula!r} has a LaTeX command that cannot be typeset: {markup}")
    return markup


@lru_cache(maxsize=4096)  # a cell with a mistake has all its other lines in common with the right one
def _converted(written: str) -> str:
    return convert(written)


def code_tokens(line: str, written: Mapping[str, str]) -> list[CodeToken]:
    """Split a code line into tokens. `written` gives the text for each value's name: da_t is written da[:, :, t]."""
    return [
        CodeToken(text=written.get(text, text), symbol=text if text in written else None, token=token)
        for text, token in _tokens(line)
    ]


@lru_cache(maxsize=4096)
def _tokens(line: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (text, _short_class(kind)) for kind, text in PythonLexer(stripnl=False, ensurenl=False).get_tokens(line)
    )


def _short_class(kind: _TokenType) -> str:
    while kind not in STANDARD_TYPES and kind.parent is not None:
        kind = kind.parent
    return STANDARD_TYPES.get(kind, "")
