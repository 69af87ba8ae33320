"""What else is pasted as output of the exercises: the table of older editions, own labels, and the sister exercise."""

import re
from collections.abc import Iterable
from functools import cache

from ..bptt.passes import Backward, backward_pass
from ..mistakes.catalogue import CATALOGUE, find
from ..mistakes.mistake import Made, Mistake, with_forms
from ..runs.exercises import EXERCISES
from ..runs.exercises.exercise import Exercise
from .candidates import Candidate, frames_of, makes, setting_of
from .evidence import Block, explains
from .paste import Reading

OLD_TABLE = Mistake(
    "old_expected_output",
    title="This is the Expected Output of older editions, which no right solution prints",
    hint="If this is the table beside your output, and not your output: do not try to reach it.",
    explanation="Older editions of the notebook show a table for lstm_backward that was made by wrong code: it carries "
    "neither da_prevt nor dc_prevt back, and gathers the biases' gradients wrongly, dbi += dbf + … with dbf's "
    "total, and "
    "dbc and dbo alike. A right solution cannot print it. Compare with the right numbers of this page: if yours are "
    "those, your numbers are right and the table is not.",
    symptom="dx, da0 and the weights' gradients are those of a dropped carry; dbi, dbc and dbo are of no one's.",
    forms=CATALOGUE["drop_carry"].forms,
)


@cache
def old_table() -> Candidate:
    """Return what older editions give as lstm_backward's Expected Output, computed as it was made."""
    exercise = EXERCISES["lstm_backward"]
    made = find("drop_carry", exercise.cell)
    printed = dict(makes(exercise, made).printed)
    setting = with_forms(setting_of(exercise), [one.form for one in made])
    back = [one for one in backward_pass(setting, frames_of(exercise, made)) if isinstance(one, Backward)]
    total = back[-1].totals["dbf"]
    for name in ("i", "c", "o"):
        printed[f'gradients["db{name}"][4]'] = (total + back[-1].values[f"db{name}t"])[4]
    return Candidate((Made(OLD_TABLE, OLD_TABLE.forms_for("lstm")[0], 0),), printed)


def is_old_table(block: Block) -> bool:
    """Whether a block is that table, and no output with the carry dropped."""
    return any('"dbi"' in text or '"dbc"' in text or '"dbo"' in text for text in block) and explains(block, old_table())


ALIASES = {"yt[1]": "yt_pred[1]", "yt.shape": "yt_pred.shape", "y[1][3]": "y_pred[1][3]", "y.shape": "y_pred.shape"}
ALIASES |= {other: text for text, other in ALIASES.items()}
"""What own labels call the same results."""


def relabelled(block: Block, exercise: Exercise) -> dict[str, Reading]:
    """Return a block with an exercise's own texts where it has other labels for the same results."""
    return {
        (ALIASES[text] if text not in exercise.prints and ALIASES.get(text) in exercise.prints else text): reading
        for text, reading in block.items()
    }


SISTER = re.compile(r'gradients ?\[ ?"(?:dWya|dby?)" ?\] ?\[|\bmValue\b|\bmaxValue\b')
SISTERS_TEXTS = {'gradients["dWaa"][1][2]', 'gradients["dWax"][3][1]'}


def is_sister(plain: str, texts: Iterable[str]) -> bool:
    """Whether pasted text is of the sister exercise of the same week, which prints gradients by such texts as well."""
    return bool(SISTER.search(plain)) and set(texts) <= SISTERS_TEXTS


SISTER_SAID = (
    "These are lines of another exercise of the same week, gradient clipping in the one with the dinosaurs' names "
    "(dWya, db, dby, and values cut at ±10 or ±mValue): none of the eight that this page knows."
)
