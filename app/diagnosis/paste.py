"""Reading what people paste of a notebook's output: prompts, curly quotes, fences, tables, tracebacks and all.

Nothing is evaluated. Texts that the notebook prints before an equals sign are searched for, and only a bounded stretch
after each is read, so the time is linear in the length of what was pasted.
"""

import html
import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache

from ..runs.exercises import EXERCISES

LONGEST = 2_000_000  # characters that are looked at
MOST_READINGS = 2_000  # a notebook prints a few dozen
STRETCH = 4_000  # characters after a text that its value may take up

PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„‟″«»‘’‚‛′'", '"'),
        **dict.fromkeys("−–‒﹣-", "-"),
        **dict.fromkeys("`*\\\0\u200b\ufeff", " "),  # markdown's marks, escapes, and what nobody sees
        "\xa0": " ",
        "|": "=",  # a table's key and value
    }
)
CELL_ENDS = re.compile(r"</t[dh] ?>", re.IGNORECASE)
TAG = re.compile(r"<[^<>\n]{1,80}>")
BLANKS = re.compile(r"[^\S\n]+")
TOKEN = re.compile(
    r"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))"
    r"|(?P<special>[+-]?(?:nan|inf|infinity)\b)"
    r"|(?P<ignored>(?:np\.|numpy\.)?(?:array|float64|float32|int64)\b|dtype=\w+|[=:,\"> ])"
    r"|(?P<open>[\[(])|(?P<close>[\])])|(?P<elision>\.\.\.|…)|(?P<newline>\n)|(?P<other>\w+|.)",
    re.IGNORECASE | re.ASCII,  # İ is no i, though it is one in lower case
)
TEXT = re.compile(
    r"(?<![\w.\]])(?:len ?\( ?\w{1,15} ?\)"
    r"|(?P<gradient>gradients(?:_tmp)? ?\[ ?\"? ?)?[A-Za-z]\w{0,11}(?(gradient) ?\"? ?\])"
    r"(?:(?: ?\[ ?\d{1,2} ?\]){1,3}(?! ?\[)| ?\. ?shape\b))"
)
ERROR = re.compile(
    r"^[^\w\n]{0,20}(?:\w{1,40}\.){0,3}([A-Z]\w{0,40}(?:Error|Exception))(?::[ ]?(\S[^\n]{0,500}))?$", re.M
)
RAISED = re.compile(r"Traceback \(most recent|^[^\w\n]{0,8}[-—]{2,6}>|^[^\S\n]*File \"", re.MULTILINE)
SOURCE = re.compile(r"^[^\S\n]*(?:[-—]{1,6}>)?[^\S\n]*\d{1,5}(?=[ \n])(?![ ]*[-+\d.\]])[^\n]*", re.MULTILINE)
"""A source line of a traceback, with its number before it."""


@dataclass(frozen=True)
class Number:
    """A number as it was printed: its value, and how far from it the true one may be, by its last digit."""

    value: float
    half_unit: float
    digits: int  # significant ones

    def agrees(self, other: float, noise: float) -> bool:
        """Whether a true value may be printed as this number, give or take some noise of floating point."""
        if not math.isfinite(self.value) or not math.isfinite(other):
            return self.value == other or (math.isnan(self.value) and math.isnan(other))
        return abs(self.value - other) <= self.half_unit * (1 + 1e-9) + noise


@dataclass(frozen=True)
class Reading:
    """What stands after one text: numbers, in brackets or not; after an elision the last ones."""

    text: str
    numbers: tuple[Number, ...]
    bracketed: bool
    last: tuple[Number, ...] | None = None  # what follows `...`; None where nothing was left out


@dataclass(frozen=True)
class Paste:
    """What could be read: blocks of one exercise, with each text once, and errors with their messages."""

    plain: str = ""  # what was pasted, with straight quotes
    blocks: tuple[dict[str, Reading], ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    functions: frozenset[str] = field(default_factory=frozenset)  # exercises that are named


def read(text: str) -> Paste:
    """Read pasted text. What cannot be read is left out; nothing is raised."""
    unescaped = html.unescape(text[:LONGEST]).replace("\r", "\n").translate(PLAIN)  # &quot; of a copied page
    plain = BLANKS.sub(" ", TAG.sub(" ", CELL_ENDS.sub("=", unescaped)))
    whole = plain
    if RAISED.search(plain):
        plain = SOURCE.sub("", plain)  # `---> 15 print(…)` and `16 print(…)` are code, not what it printed
    blocks: list[dict[str, Reading]] = []
    found = list(_texts(plain))
    starts = [start for _, start, _ in found[1:]] + [len(plain)]
    for (key, _, end), following in zip(found, starts, strict=False):
        reading = _value(key, plain[end : min(following, end + STRETCH)])
        if reading is None:
            continue
        if not blocks or key in blocks[-1] or not _of_one_exercise((*blocks[-1], key)):
            blocks.append({})
        blocks[-1][key] = reading
    errors = tuple(dict.fromkeys((name, message.strip()) for name, message in ERROR.findall(plain)))
    return Paste(
        whole, tuple(blocks), errors[:20], frozenset(name for name in EXERCISES if re.search(rf"\b{name}\b", whole))
    )


@cache
def _known() -> dict[str, str]:
    """Return the texts that the exercises print, by themselves without quotes."""
    return {text.replace('"', ""): text for exercise in EXERCISES.values() for text in exercise.prints}


def _of_one_exercise(texts: Collection[str]) -> bool:
    return any(all(text in exercise.prints for text in texts) for exercise in EXERCISES.values())


def _texts(plain: str) -> Iterator[tuple[str, int, int]]:
    """Yield each text that the exercises print, in its own spelling, with where it starts and ends."""
    count = 0
    for match in TEXT.finditer(plain):
        bare = re.sub(r"[ \"]|_tmp\b", "", match.group())
        if bare in _known() and count < MOST_READINGS:
            count += 1
            yield _known()[bare], match.start(), match.end()


def _value(key: str, stretch: str) -> Reading | None:
    """Read the numbers that a stretch begins with: those of the first bracket, or those up to the end of the line."""
    numbers: list[str] = []
    split: int | None = None
    depth = 0
    bracketed = False
    for token in TOKEN.finditer(stretch):
        kind, text = token.lastgroup, token.group()
        if kind in ("number", "special"):
            numbers.append(text)
        elif kind == "open":
            depth += 1
            bracketed = bracketed or not numbers
        elif kind == "close":
            depth -= 1
        elif kind == "elision":
            split = len(numbers)
        if kind == "other" or (numbers and depth <= 0 and kind in ("close", "newline")):
            break
    if not numbers:
        return None
    bracketed = bracketed and "float" not in stretch.split("[")[0]
    read = _numbers(numbers, bracketed)
    if split is None:
        return Reading(key, read, bracketed)
    return Reading(key, read[:split], bracketed, read[split:])


def _numbers(texts: list[str], bracketed: bool) -> tuple[Number, ...]:
    """Return numbers as printed. In an array NumPy leaves out zeros that all or some entries end with."""
    decimals = max((len(_fraction(text)) for text in texts), default=0)
    if all(text.endswith(".") for text in texts):
        decimals = 8  # "[0. 1.]": nothing was left to print of NumPy's eight digits
    return tuple(_number(text, decimals if bracketed else None) for text in texts)


def _fraction(text: str) -> str:
    return re.split("[eE]", text.partition(".")[2])[0]


def _number(text: str, decimals: int | None) -> Number:
    value = float(text)
    if not math.isfinite(value):
        return Number(value, 0.0, 1)
    mantissa, _, exponent = text.lower().partition("e")
    places = len(mantissa.partition(".")[2])
    if decimals is not None and "." in mantissa:
        places = max(places, decimals)
    if value == 0:
        places = max(places, 8)  # a float that is printed as 0.0 is zero
    unit = places - max(-400, min(int(exponent[:6] or 0), 400))
    significant = len(mantissa.lstrip("+-").replace(".", "").lstrip("0"))
    return Number(value, 0.5 * 10.0 ** -max(-300, min(unit, 300)), significant)
