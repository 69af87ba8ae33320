"""The slips of `slips.txt`: which lines learners change, and a word that has to be in what is said of it.

A row is `exercise | word | old => new;;old => new`. After a star the same is made once more with both carries dropped,
as most do in lstm_backward. No word: nothing that is known prints
this, and `unknown` or `partial` is right. A "!": it raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DROPPED = (("da[:, :, t] + da_prevt", "da[:, :, t]"), ('dc_prevt = gradients["dc_prev"]', "pass"))


@dataclass(frozen=True)
class Slip:
    """Some changed lines in an exercise's functions."""

    exercise: str
    word: str
    changes: tuple[tuple[str, str], ...]

    @property
    def raises(self) -> bool:
        """Whether what is changed raises in the notebook's own cell."""
        return self.word == "!"


def slips() -> list[Slip]:
    """Return every slip, in the order of the file."""
    return list(_read(Path(__file__).with_suffix(".txt").read_text()))


def _read(text: str) -> Iterator[Slip]:
    for row in filter(None, text.split("\n")):
        exercise, word, changes = row.split(" | ", 2)
        made = tuple(change(one) for one in changes.split(";;"))
        yield Slip(exercise.removesuffix("*"), word, made)
        if exercise.endswith("*"):
            yield Slip(exercise.removesuffix("*"), word, (*DROPPED, *made))


def change(text: str) -> tuple[str, str]:
    """Read `old => new`."""
    old, new = text.replace("\\n", "\n").split(" => ")
    return old, new
