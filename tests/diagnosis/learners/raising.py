"""Slips that raise, and the tracebacks that Python and several notebooks print of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np

from tests.diagnosis.learners.cells import cell, changed
from tests.diagnosis.learners.slips import change


@dataclass(frozen=True)
class Raises:
    """Changed lines that raise: in which function, none for the notebook's own cell, and words of what is said."""

    exercise: str
    function: str
    words: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Where:
    """A frame of a traceback: the function, none for the cell, and the cell's lines with which of them raised."""

    function: str
    lines: list[str]
    line: int  # from 1

    @property
    def code(self) -> str:
        return self.lines[self.line - 1].strip()


@dataclass(frozen=True)
class Raised:
    """What was raised, and where: the outermost frame first."""

    error: BaseException
    frames: list[Where]

    @property
    def said(self) -> str:
        return f"{type(self.error).__name__}: {self.error}"


def raising() -> list[Raises]:
    """Return every slip that raises, in the order of the file."""
    rows = filter(None, Path(__file__).with_suffix(".txt").read_text().split("\n"))
    parts = [row.split(" | ", 3) for row in rows]
    return [
        Raises(name, function.strip(), words, tuple(change(one) for one in changes.split(";;")))
        for name, function, words, changes in parts
    ]


def raised(slip: Raises) -> Raised:
    """Run a slip in the notebook's cell and return what it raises."""
    known: dict[str, object] = {"np": np}
    texts = {f"<{name}>": text for name, text in changed(slip.exercise, slip.changes).items()}
    texts["<cell>"] = cell(slip.exercise, "_tmp")
    try:
        for name, text in texts.items():
            exec(compile(text, name, "exec"), known)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the learner sees
        return Raised(error, list(_frames(error.__traceback__, texts)))
    raise AssertionError(f"{slip} raises nothing")


def _frames(traceback: TracebackType | None, texts: dict[str, str]) -> list[Where]:
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename in texts:
            name = "" if code.co_name == "<module>" else code.co_name
            found.append(Where(name, texts[code.co_filename].split("\n"), traceback.tb_lineno))
        traceback = traceback.tb_next
    return found


def python(one: Raised) -> str:
    """Python's own, as a script prints it."""
    frames = (
        f'  File "/home/jovyan/rnn.py", line {at.line}, in {at.function or "<module>"}\n    {at.code}\n'
        for at in one.frames
    )
    return f"Traceback (most recent call last):\n{''.join(frames)}{one.said}\n"


def _arrows(at: Where) -> str:
    numbers = range(max(1, at.line - 2), min(len(at.lines), at.line + 2) + 1)
    return "".join(f"{'---> ' if n == at.line else '     '}{n} {at.lines[n - 1]}\n" for n in numbers)


def older_notebook(one: Raised) -> str:
    """IPython up to 7: a name for the input, and an arrow before the line."""
    head = f"{type(one.error).__name__:<42}Traceback (most recent call last)"
    frames = (
        f"<ipython-input-{13 + k}-45c76895ee98> in {at.function + '(da, caches)' if at.function else '<module>'}\n"
        f"{_arrows(at)}\n"
        for k, at in enumerate(one.frames)
    )
    return f"{'-' * 75}\n{head}\n{''.join(frames)}{one.said}\n"


def newer_notebook(one: Raised) -> str:
    """IPython 8: the cell's number and the line in it."""
    head = f"{type(one.error).__name__:<42}Traceback (most recent call last)"
    frames = (
        f"Cell In[{13 + k}], line {at.line}{', in ' + at.function + '(da, caches)' if at.function else ''}\n"
        f"{_arrows(at)}\n"
        for k, at in enumerate(one.frames)
    )
    return f"{'-' * 75}\n{head}\n{''.join(frames)}{one.said}\n"


def on_a_forum(one: Raised) -> str:
    """The older notebook's, with what forums make of quotes, arrows and indents."""
    text = older_notebook(one).replace("'", "’").replace('"', "“").replace("--->", "—>").replace("<module>", "")
    return "\n".join(line.strip() for line in text.split("\n") if not set(line) <= {"-"})


def last_line(one: Raised) -> str:
    """What people type into a question: the message without the class."""
    return f"I get this error: {one.error}\nWhat does it mean?"


TRACEBACKS: tuple[Callable[[Raised], str], ...] = (python, older_notebook, newer_notebook, on_a_forum)
