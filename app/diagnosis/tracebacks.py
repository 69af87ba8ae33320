"""Where a pasted traceback says that an error was raised: in one's own function, in the notebook's cell, in a test."""

import re
from dataclasses import dataclass

from ..runs.exercises import EXERCISES

CELL = re.compile(r"\b(?:Cell|Input) In ?\[[\d ]*\](?:, line (\d{1,5}))?(?:, in (\w+) ?\()?")
"""IPython 8 names a frame so; the cell's own has no function."""

SCRIPT = re.compile(r'^\s*File "[^"\n]{0,300}", line (\d{1,5})(?:, in (\w+))?')
"""Python itself; the line of code comes below."""

HEADER = re.compile(r"\bin (?:(\w+) ?\(|\(?\)?\s*$)")
"""IPython up to 7; the tag `<module>` was left out when the text was read."""

ARROW = re.compile(r"^\s*[-—–]{1,6}>\s*(\d{1,5})\s+(\S[^\n]{0,200})")
LIBRARY = re.compile(r"site-packages|dist-packages|array_function|lib/python\d")
LONGEST_LINE = 600


@dataclass(frozen=True)
class Frame:
    """A place that a traceback names: a function, empty for the cell's own lines, and the line in it where told."""

    function: str
    line: str = ""
    code: str = ""


def frames(plain: str) -> list[Frame]:
    """Return the frames of a traceback from the outermost in; those of libraries are left out."""
    found: list[Frame] = []
    library = False
    lines = plain.split("\n")
    for k, raw in enumerate(lines):
        text = raw[:LONGEST_LINE]
        if arrow := ARROW.match(text):
            if not library:
                last = found.pop() if found and not found[-1].code else Frame("")
                found.append(Frame(last.function, arrow[1], arrow[2].strip()))
        elif script := SCRIPT.match(text):
            library = LIBRARY.search(text) is not None
            if not library:
                code = lines[k + 1].strip()[:200] if k + 1 < len(lines) else ""
                found.append(Frame(_function(script[2]), script[1], code))
        elif cell := CELL.search(text):
            library = False
            found.append(Frame(_function(cell[2]), cell[1] or ""))
        elif (header := HEADER.search(text)) and not re.match(r"\s*\d", text):
            library = LIBRARY.search(text) is not None
            if not library:
                found.append(Frame(_function(header[1])))
    return found


def _function(name: str | None) -> str:
    return "" if name in (None, "module") else name or ""


def exercise_of(plain: str) -> str | None:
    """Return the exercise that an error was raised in: of the innermost frame, or else the one that is named first."""
    names = [frame.function for frame in frames(plain)][::-1] + re.findall(r"\b(?:rnn|lstm)_\w+", plain)
    return next((own for own in (name.removesuffix("_test") for name in names) if own in EXERCISES), None)


def where(plain: str) -> str:
    """Return where an error was raised, in a sentence; empty where there is no traceback."""
    found = frames(plain)
    if not found:
        return ""
    last = found[-1]
    if last.function.endswith("_test"):
        return f"A unit test of the notebook, {last.function}, was not passed."
    place = "the notebook's own cell"
    if last.function:
        place = f"{'your' if last.function in EXERCISES else 'the'} function {last.function}"
    line = f", line {last.line}" if last.line else ""
    return f"It was raised in {place}{line}{': `' + last.code + '`' if last.code else ''}."
