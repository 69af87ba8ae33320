"""Right numbers in the wrong array: an array that is another one's name, a prediction of the wrong length."""

from collections.abc import Iterator

import numpy as np

from ..bptt.step import Array
from ..mistakes.mistake import Form, Made, Mistake
from ..runs.exercises.exercise import Exercise, Printed
from .candidates import Candidate, frames_of, numbers, right
from .evidence import Block

LONGEST = 16
"""How long a row of predictions may be that is said to have the wrong length."""

A_IS_C = Mistake(
    "c_is_a",
    title="c is another name for a: c = a",
    hint="Are a and c two arrays? What changes in one when the other is written into?",
    explanation="`c = a` makes no new array, but a second name for the same one. What is written into c[:, :, t] is "
    "written into a[:, :, t] as well, and the last of the two is left. Make each with np.zeros of its own.",
    symptom="a and c print the same values, and the predictions are right.",
    forms=(Form(("lstm",), ()),),
)
WRONG_LENGTH = Mistake(
    "prediction_of_wrong_length",
    title="The array of predictions has the wrong length",
    hint="Print the shape of the array of predictions, and look at what its sizes are taken from.",
    explanation="The predictions are (n_y, m, T_x): one column for each example, one slice for each timestep. "
    "Made with "
    "another length, what no timestep writes into stays zero.",
    symptom="The first numbers are right, zeros come after them, and the shape is another one.",
    forms=(Form(("rnn", "lstm"), ()),),
)


def misplaced(block: Block, exercise: Exercise) -> Iterator[Candidate]:
    """Yield what a forward exercise prints with its right numbers in the wrong arrays."""
    true = dict(right(exercise).printed)
    if exercise.name == "lstm_forward":
        a, c = _state(exercise, "a_next"), _state(exercise, "c_next")
        for kept in (c, a):
            yield _made(A_IS_C, {**true, "a[4][3][6]": float(kept[4, 3, 6]), "c[1][2][1]": float(kept[1, 2, 1])})
    if exercise.name == "rnn_forward":
        row, shape = "y_pred[1][3]", "y_pred.shape"
        size = len(block[row].numbers) if row in block else 0
        values = numbers(true[row])
        if values.size < size <= LONGEST:
            longer = np.concatenate((values, np.zeros(size - values.size)))
            yield _made(WRONG_LENGTH, {**true, row: longer, shape: (2, 10, size)})


def _made(mistake: Mistake, printed: dict[str, Printed]) -> Candidate:
    return Candidate((Made(mistake, mistake.forms[0], 0),), printed)


def _state(exercise: Exercise, name: str) -> Array:
    return np.stack([frame.values[name] for frame in frames_of(exercise, ())], axis=2)
