"""The catalogue of what learners really get wrong, by id. A mistake is added in one of the files of this package."""

import re

from ...bptt.refused import NoSuchThing
from ..edits.grammar import edit_named
from ..mistake import Made, Mistake, NotPossible
from . import carry, gru, loops, lstm, lstm_forward, lstm_parameters, rnn, rnn_forward

FILES = (carry, loops, rnn, rnn_forward, lstm, lstm_parameters, lstm_forward, gru)

CATALOGUE: dict[str, Mistake] = {mistake.id: mistake for file in FILES for mistake in file.MISTAKES}


class NoSuchMistake(NoSuchThing):
    """A mistake that is not in the catalogue was asked for. The message says which are."""


def find(code: str, cell: str) -> tuple[Made, ...]:
    """Return the mistakes that a code such as "drop_carry" or "carry_is_upstream:2,no_ba" stands for.

    An edit's id has a dot. Without a number it is the cell's first form. Raises NoSuchMistake for an unknown id,
    NotPossible for a mistake or a form that the cell does not have.
    """
    return tuple(_find(part.strip(), cell) for part in code.split(","))


def _find(code: str, cell: str) -> Made:
    name, _, number = code.partition(":")
    mistake = CATALOGUE.get(name) or edit_named(name, cell)
    if mistake is None:
        known = ", ".join(id for id, mistake in CATALOGUE.items() if mistake.forms_for(cell))
        raise NoSuchMistake(f"mistake {name[:60]!r} does not exist; choose one of {known}")
    forms = mistake.forms_for(cell)
    if not forms:
        raise NotPossible(f"mistake {name!r} cannot be made in the cell {cell!r}")
    if number and not (re.fullmatch("[0-9]{1,3}", number) and int(number) < len(forms)):
        raise NotPossible(
            f"mistake {name!r} has no form {number[:20]!r} in the cell {cell!r}, but 0 to {len(forms) - 1}"
        )
    return Made(mistake, forms[int(number or 0)], int(number or 0))
