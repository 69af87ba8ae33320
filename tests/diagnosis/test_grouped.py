"""The catalogue by exercise and by what a mistake breaks: nothing is left out, and each stands where it belongs."""

import pytest

from app.bptt.cells import CELLS
from app.diagnosis.catalogue import catalogue
from app.diagnosis.grouped import ORDER, grouped
from app.mistakes.catalogue import CATALOGUE
from app.runs.exercises import EXERCISES

EVERY = [
    (group, section, entry) for group in grouped() for section in group["sections"] for entry in section["entries"]
]


def test_every_mistake_stands_in_every_exercise_in_which_it_changes_anything() -> None:
    prints = {(one["exercise"], mistake["id"]) for mistake in catalogue() for one in mistake["prints"]}
    listed = [(group["exercise"], entry["mistake"]["id"]) for group, _, entry in EVERY]
    assert {one for one in listed if one[0]} == prints
    assert len(set(listed)) == len(listed)
    assert {name for _, name in listed} == set(CATALOGUE)


def test_a_cell_that_has_no_exercise_has_its_place() -> None:
    assert [group["exercise"] or group["cell"] for group in grouped()] == [*EXERCISES, "gru"]
    assert grouped()[-1]["count"] == sum("gru" in mistake["cells"] for mistake in catalogue())


def test_each_mistake_is_found_at_its_id_once() -> None:
    anchors = [entry["anchor"] for _, _, entry in EVERY]
    assert len(set(anchors)) == len(anchors)
    assert {anchor for anchor in anchors if "." not in anchor} == set(CATALOGUE)


@pytest.mark.parametrize(
    ("exercise", "name", "breaks"),
    [
        ("rnn_backward", "drop_carry", "right at the last timestep and wrong before it"),
        ("rnn_backward", "no_tanh_derivative", "from the last timestep on"),
        ("rnn_backward", "overwrite_parameters", "the parameters alone"),
        ("rnn_backward", "da0_is_zeros", "What is returned after the loop"),
        ("rnn_backward", "a0_every_step", "The forward pass"),
        ("rnn_backward", "da_not_sliced", "NumPy stops it"),
        ("rnn_cell_backward", "dwaa_uses_a_next", "the parameters alone"),
        ("rnn_cell_backward", "no_tanh_derivative", "What the cell hands on"),
        ("rnn_cell_forward", "no_ba", "The states"),
        ("lstm_cell_forward", "no_by", "The prediction alone"),
        ("", "drop_carry", "right at the last timestep and wrong before it"),
    ],
)
def test_what_a_mistake_breaks_is_where_it_stands(exercise: str, name: str, breaks: str) -> None:
    (section,) = (
        section["breaks"]
        for group, section, entry in EVERY
        if (group["exercise"], entry["mistake"]["id"]) == (exercise, name)
    )
    assert breaks in section
    assert section in ORDER


@pytest.mark.parametrize("group", grouped(), ids=lambda group: group["exercise"] or group["cell"])
def test_what_is_shown_of_a_mistake_is_of_this_exercise(group: dict[str, object]) -> None:
    for one, _, entry in EVERY:
        if one is group:
            assert all(printed["exercise"] == group["exercise"] for printed in entry["prints"])
            assert entry["show"]["cell"] == group["cell"] in CELLS
