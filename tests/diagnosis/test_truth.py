"""A diagnosis is true: nothing that no mistake prints is called one, and what one prints is found again."""

import random
from itertools import islice

import pytest

from app.diagnosis.index.runs import made_once
from app.diagnosis.printed import diagnose
from app.mistakes.catalogue import find
from app.runs.exercises import EXERCISES
from tests.diagnosis import truth
from tests.notebook import newest

each_exercise = pytest.mark.parametrize("name", EXERCISES)


def test_what_no_mistake_prints_is_never_called_one() -> None:
    for name, text in islice(truth.foreign(random.Random(1)), 240):
        assert (name, diagnose(text).verdict) == (name, "unknown"), text


@each_exercise
def test_an_edit_of_a_line_is_found_again(name: str) -> None:
    for one in truth.edits(EXERCISES[name], 12, random.Random(name)):
        assert truth.found_again(EXERCISES[name], one) == "", one.code


@each_exercise
def test_two_mistakes_beside_each_other_are_found_again(name: str) -> None:
    for one in truth.pairs(EXERCISES[name], 8, random.Random(name)):
        assert truth.found_again(EXERCISES[name], one) == "", one.code


@each_exercise
def test_nothing_that_the_right_answer_prints_is_broken_by_what_is_named(name: str) -> None:
    chooser = random.Random(name)
    for one in truth.edits(EXERCISES[name], 12, chooser):
        text = truth.spoilt(one, chooser)
        assert truth.broken(EXERCISES[name], text) == [], text


def test_what_one_mistake_prints_is_not_called_two() -> None:
    """The forward loop that hands the cell a view which is written over later: two others together print the same."""
    answer = diagnose(newest(made_once(EXERCISES["rnn_backward"], find("view.of_a", "rnn")).printed))
    assert [len(match.candidate.made) for match in answer.found] == [1] * len(answer.found)
    assert "view.of_a" in {id for match in answer.found for id in match.candidate.ids}
