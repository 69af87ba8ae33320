"""Mutated pastes: what a notebook prints, with what forums, other alphabets and bad intentions put into it."""

from collections.abc import Callable
from random import Random

from app.diagnosis.candidates import right, singles
from app.runs.exercises import EXERCISES
from tests.notebook import newest, next_line, tuples, twelve_digits

FORMS = (newest, twelve_digits, tuples, next_line)
PRINTED = [
    form(candidate.printed)
    for exercise in EXERCISES.values()
    for candidate in [right(exercise), *singles(exercise)[::7]]
    for form in FORMS
    if not candidate.error
]

ODD = (
    "İnf",
    "ınf",
    "ſ",
    "K",
    "ﬁ",
    "٣",
    "𝟛",
    "½",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\x00",
    "\x1b[31m",
    "\ud800",
    "é\u0301",
)
ODD += (
    "nan",
    "inf",
    "-Infinity",
    "1e999",
    "1e-999",
    "-1e999",
    "9" * 400,
    "0." + "0" * 400 + "1",
    "1e" + "9" * 5000,
    "...",
    "…",
)
ODD += (
    "[",
    "]",
    "[[",
    "(",
    ")",
    "array(",
    "dtype=float64",
    "np.float64(",
    ",",
    "=",
    "==",
    "e",
    "e+",
    ".",
    "-",
    "--",
    "+",
    "|",
    "\\",
    "<b>",
)
ODD += (
    "\r\n",
    "\n\n",
    "\t",
    "Traceback (most recent call last)",
    "---> 15 ",
    "----",
    "ValueError: ",
    'File "',
    "gradients[",
    "Out[3]:",
)
ODD += (
    'gradients["dx"][1][2]',
    "a.shape",
    "len(caches)",
    "a_next[4] =",
    "{",
    '{"text": ',
    "%s",
    "${x}",
    "<script>",
    "'; --",
)

LONG = 1_900_000  # characters: nearly as many as may be pasted
PIECES = (
    *ODD,
    "gradients ",
    "a" * 40 + ".",
    "a.",
    " = ",
    "1 ",
    "1.",
    "[1 ",
    "<",
    "\n---> 1\n",
    "Error",
    "1\n",
    "x[1]",
    '"',
    "len(",
)


def paste(random: Random) -> str:
    """Return something that is nearly a notebook's output."""
    if random.random() < 0.01:
        pieces = random.sample(PIECES, random.choice((1, 1, 2, 3)))
        begun = random.choice(("", "gradients[", 'gradients["dx"][1][2] = ', "Traceback (most recent call last)\n"))
        return (begun + "".join(pieces) * LONG)[:LONG]
    lines = random.choice(PRINTED).splitlines(keepends=True)
    text = "".join(lines[: random.choice((1, 2, 3, 5, len(lines)))])
    for _ in range(random.choice((0, 1, 1, 2, 5, 40))):
        text = _changed(random, text)
    return text


def _changed(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    end = at + random.choice((0, 1, 1, 2, 10, 100))
    odd = random.choice(ODD)
    kinds: tuple[Callable[[], str], ...] = (
        lambda: text[:at] + odd + text[end:],
        lambda: text[:at] + odd * random.choice((2, 50, 3000)) + text[end:],
        lambda: text[:at] + text[end:],
        lambda: text[:at] + chr(random.choice((random.randrange(0x250), random.randrange(0xD800)))) + text[end:],
        lambda: text[at:] + text[:at],
        lambda: text.swapcase(),
        lambda: text.replace(random.choice(" \n=.-[]"), odd),
        lambda: text + random.choice(PRINTED),
    )
    return random.choice(kinds)()
