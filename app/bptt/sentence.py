"""A sentence that may be said of a step, and the conditions under which it holds.

Every sentence is whole: it has named places for what is put in, and is never glued from parts, so that another language
is another set of texts. Places are `{name}` for a value, `{name=}` for its number at the focus entry as well, and
`{t}`, `{t+1}`, `{t-1}` for timesteps.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

OWN = "own"
"""The id of a step's own sentence, its docstring."""

PLAIN = "plain"
"""The id of what is said where no other sentence holds: the line of arithmetic."""


@dataclass(frozen=True)
class Sentence:
    """A text, and what has to hold where it is said: conditions with semicolons between, "not " before one denies it.

    A condition is what a gradient is, "da_prevt: whole", or where it is said, "first". See `analysis/claims.py`.
    """

    id: str
    when: str
    text: str

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """The conditions one by one; none for what always holds."""
        return tuple(part.strip() for part in self.when.split(";") if part.strip())

    def holds(self, situation: Collection[str]) -> bool:
        """Whether it may be said in a situation, the conditions that hold there."""
        return all(
            one.removeprefix("not ") not in situation if one.startswith("not ") else one in situation
            for one in self.conditions
        )


def choose(sentences: Iterable[Sentence], situation: Collection[str]) -> str:
    """Return the id of the first sentence that holds; the last of a step's has no conditions, so that there is one."""
    return next(one.id for one in sentences if one.holds(situation))
