"""The catalogue of what learners really get wrong, by id. A mistake is added in one of the files of this package."""

from app.mistakes import carry, loops, lstm, lstm_forward, rnn, rnn_forward
from app.mistakes.mistake import Form, Mistake, NotPossible, Swap, with_forms

__all__ = ["CATALOGUE", "Form", "Mistake", "NotPossible", "Swap", "with_forms"]

FILES = (carry, loops, rnn, rnn_forward, lstm, lstm_forward)

CATALOGUE: dict[str, Mistake] = {mistake.id: mistake for file in FILES for mistake in file.MISTAKES}
