"""What becomes of printed text on its way into a paste: forums, mail, copies of a page, prompts, other systems."""

import html
import re
from collections.abc import Callable

Paste = Callable[[str], str]


def as_it_is(text: str) -> str:
    return text


def quoted(text: str) -> str:
    return "Paul wrote:\n" + "".join(f"> {line}\n" for line in text.splitlines()) + "\nSame here, what is wrong?"


def fenced(text: str) -> str:
    return f"My output at step 3 of 7:\n\n```python\n{text}```\n\nThe shapes are (5, 10), aren't they?"


def curly(text: str) -> str:
    return text.replace('["', "[“").replace('"]', "”]")


def wide_blanks(text: str) -> str:
    return text.replace(" ", "\xa0")


def tabs(text: str) -> str:
    return text.replace(" = ", "\t=\t")


def prompts(text: str) -> str:
    return f"In [14]: np.random.seed(1)\n    ...: x = np.random.randn(3, 10, 4)\n\nOut[14]:\n{text}In [15]: "


def page(text: str) -> str:
    return f"<div class='output'><pre>{html.escape(text, quote=True)}</pre></div>"


def table(text: str) -> str:
    rows = (line.partition(" = ") for line in re.sub(r"\n +", " ", text).splitlines())
    return "<table>" + "".join(f"<tr>\n<td><b>{key}</b> =</td>\n<td>{value}</td>\n</tr>" for key, _, value in rows)


def next_line(text: str) -> str:
    return text.replace(" = ", " = \n ")


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def one_line(text: str) -> str:
    return " ".join(text.split())


def markdown(text: str) -> str:
    rows = (line.partition(" = ") for line in re.sub(r"\n +", " ", text).splitlines())
    return "| | mine |\n|---|---|\n" + "".join(f"| **{key}** | {value} |\n" for key, _, value in rows)


def numbered(text: str) -> str:
    return "".join(f"{number}. {line}\n" for number, line in enumerate(re.sub(r"\n +", " ", text).splitlines(), 1))


def escaped(text: str) -> str:
    return text.replace('"', '\\"').replace("[", "\\[").replace("]", "\\]")


PASTES: tuple[Paste, ...] = (
    *(as_it_is, quoted, fenced, curly, wide_blanks, tabs, prompts, page, table, next_line, windows, one_line, markdown),
    *(numbered, escaped),
)
