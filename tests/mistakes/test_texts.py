"""Every symptom is held against the runs that it speaks of, and no hint says of a number whether it is right."""

import re
from contextlib import suppress

import pytest

from app.bptt.cells import CELLS
from app.bptt.passes import Setting
from app.mistakes.catalogue import CATALOGUE
from app.mistakes.mistake import Made, Mistake, NotPossible
from app.runs.exercises import EXERCISES
from app.runs.run import make_run
from tests.mistakes.claims import Case, claims_of, same

EVERY = [
    pytest.param(Made(mistake, form, number), cell, id=f"{mistake.id}-{number}-{cell}")
    for mistake in CATALOGUE.values()
    for cell in CELLS
    for number, form in enumerate(mistake.forms_for(cell))
]


def settings(cell: str) -> list[Setting]:
    """Return runs of a cell: the notebook's loop, other sizes, every loss; none is zero by design, none is cut."""
    sizes = [{}, {"n_x": 3, "n_a": 3, "n_y": 4, "m": 2, "T_x": 6}, {"n_x": 2, "n_a": 5, "m": 7, "T_x": 3}]
    made = [make_run("custom", cell, seed, one).setting for seed, one in enumerate(sizes)]
    made += [make_run("custom", cell, 5, {}, loss=loss).setting for loss in ("softmax_cross_entropy", "squared_error")]
    exercise = EXERCISES.get(f"{cell}_backward")
    return ([exercise.draw()] if exercise else []) + made


def makes_a_difference(case: Case) -> bool:
    right, wrong = case.right, case.wrong
    predicted = all(
        same(a.values["yt_pred"], b.values["yt_pred"]) for a, b in zip(right.forward, wrong.forward, strict=False)
    )
    return bool(wrong.error) or bool(case.bad) or not predicted


def broken(made: Made, cell: str, symptom: str) -> list[str]:
    """Return the phrases of a symptom that do not hold, each with the run in which it does not."""
    found, held = [], 0
    for setting in settings(cell):
        case = Case(made, setting)
        try:
            if not makes_a_difference(case):
                continue
        except NotPossible:  # it needs a da that is given
            continue
        held += 1
        found += [f"{phrase} [{setting.loss.name} {setting.x.shape}]" for phrase, holds in claims_of(symptom)
                  if not holds(case)]  # fmt: skip
    assert held
    return found


@pytest.mark.parametrize(("made", "cell"), EVERY)
def test_a_symptom_holds_in_every_run_it_speaks_of(made: Made, cell: str) -> None:
    assert broken(made, cell, made.mistake.symptom) == []


FALSE = {
    "four times, of the sums": ("no_sigmoid_derivative_o", 0, "lstm", "dWo and dbo are at least four times too large."),
    "all else is zero": ("dc_without_output_path", 0, "lstm", "At the last timestep of the loop dcct, dot and dft are "
                         "zero."),
    "two of eleven": ("missing_brackets", 0, "lstm", "In one timestep dc_prev are right, all else is wrong."),
    "the last column": ("one_upstream_for_all", 1, "rnn", "The last column of dx is right."),
    "dc0 is wrong as well": ("da0_is_zeros", 0, "lstm", "Everything is right but da0."),
    "the RNN's slope": ("no_tanh_derivative", 0, "lstm", "In one timestep dWc and dbc are wrong, all else is right."),
    "a tenth": ("averaged_over_examples", 0, "rnn", "dx and da0 are right; the others are a tenth."),
    "shapes in digits": ("dwax_transposed", 0, "rnn", "dWax has the shape (3, 5)."),
    "negated everywhere": ("tanh_derivative_negated", 0, "rnn", "Each number has the right size and the wrong sign."),
    "the last, where da is shorter": ("last_cache", 0, "lstm", "The last column of dx is right."),
    "+= that does not fail": ("dba_wrong_axis", 2, "rnn", "In the loop, += fails."),
}  # fmt: skip


@pytest.mark.parametrize(("id", "number", "cell", "symptom"), FALSE.values(), ids=FALSE)
def test_a_false_symptom_is_found(id: str, number: int, cell: str, symptom: str) -> None:
    mistake = CATALOGUE[id]
    with suppress(LookupError):  # words that nothing holds
        assert broken(Made(mistake, mistake.forms_for(cell)[number], number), cell, symptom)


VERDICT = (
    r"\b(right|wrong|only|off|too (small|large)|all but)\b|\b(one|two|three|four|\d+) of (\w+ )?(numbers|gradients)"
)


@pytest.mark.parametrize("mistake", CATALOGUE.values(), ids=CATALOGUE)
def test_a_hint_says_of_no_number_whether_it_is_right(mistake: Mistake) -> None:
    """So that two hints, of a pair, cannot contradict what is seen."""
    assert not re.search(VERDICT, mistake.hint, re.IGNORECASE), mistake.hint


@pytest.mark.parametrize("mistake", CATALOGUE.values(), ids=CATALOGUE)
def test_no_text_has_a_shape_in_digits_or_tells_a_gate_anything(mistake: Mistake) -> None:
    for text in (mistake.title, mistake.hint, mistake.explanation, mistake.symptom):
        assert not re.search(r"\(\d+, ?\d+\)|\bis told\b|printed exactly|⟨-1⟩|a tenth", text), text


NAMES = {
    cell: {step.name for step in one.steps}
    | {symbol.name for symbol in (*one.parameters, *one.given, *one.totals)}
    | {name for lane in one.lanes for name in (lane.gradient, lane.initial)}
    for cell, one in CELLS.items()
}


@pytest.mark.parametrize("mistake", CATALOGUE.values(), ids=CATALOGUE)
def test_a_text_names_what_the_cell_has_or_says_whose_it_is(mistake: Mistake) -> None:
    known = set().union(*NAMES.values())
    for cell in CELLS:
        if mistake.forms_for(cell):
            for text in (mistake.hint, mistake.explanation, mistake.symptom):
                for sentence in re.split(r"(?<=[.?:]) ", text):
                    strange = (
                        (set(re.findall(r"\b\w+\b", sentence)) & known) - NAMES[cell] - {"it"}
                    )  # is a word as well
                    assert not strange or re.search("RNN|LSTM|GRU", sentence), (cell, strange, sentence)
