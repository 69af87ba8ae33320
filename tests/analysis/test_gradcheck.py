"""The check finds right gradients right, wrong ones wrong, and says so where it cannot tell."""

from dataclasses import replace

import numpy as np
import pytest

from app.analysis import gradcheck
from app.analysis.complex_step import cost
from app.analysis.gradcheck import hold_against_cost
from app.bptt.cells import CELLS
from app.bptt.passes import Gradients, Setting, Values, backward_pass, forward_pass
from app.runs.run import make_run
from tests import textbook
from tests.every_run import each_scenario_and_cell


def gradients(setting: Setting) -> Values:
    *_, end = backward_pass(setting, list(forward_pass(setting)))
    assert isinstance(end, Gradients)
    return end.values


@each_scenario_and_cell
def test_right_gradients_are_right_to_rounding(scenario: str, cell: str) -> None:
    setting = make_run(scenario, cell, 1, {}).setting
    found = hold_against_cost(setting, gradients(setting))
    assert found["worst"] < (1e-9 if scenario == "exploding" else 1e-12)  # where rounding explodes as well
    assert (found["right"], found["threshold"]) == (True, gradcheck.TOLERANCE)
    assert "up to 1e-09 is called right" in found["sentence"]
    assert bool(found["entries"]) != bool(found["directions"])
    assert f"{found['worst']:.1e}" in found["sentence"]


@pytest.mark.parametrize(("scenario", "cell"), [("course", "rnn"), ("course", "lstm"), ("hello", "gru")])
def test_the_cost_is_the_textbooks(scenario: str, cell: str) -> None:
    setting = make_run(scenario, cell, 1, {}).setting
    assert cost(setting) == pytest.approx(textbook.cost(setting, {}), rel=1e-12)


COURSE = make_run("course", "rnn", 1, {}).setting


@pytest.mark.parametrize("name", ["dx", "da0", "dWax", "dWaa", "dba"])
def test_one_wrong_entry_is_found_and_named(name: str) -> None:
    wrong = {**gradients(COURSE)}
    wrong[name] = wrong[name].copy()
    wrong[name].flat[1] += 0.01
    found = hold_against_cost(COURSE, wrong)
    assert (found["where"], found["right"]) == (name, False)
    assert f"{name} is wrong: relative difference {found['worst']:.1e}" in found["sentence"]
    assert found["worst"] == pytest.approx(0.01 / np.abs(wrong[name]).max(), rel=1e-9)


def test_all_entries_are_counted() -> None:
    assert hold_against_cost(COURSE, gradients(COURSE))["entries"] == 3 * 10 * 4 + 5 * 10 + 5 * 3 + 5 * 5 + 5


@pytest.mark.parametrize("name", ["dx", "da0", "dWax", "dWaa", "dba"])
def test_above_the_size_directions_find_a_wrong_entry_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradcheck, "MAX_ENTRIES", 10)
    right = gradients(COURSE)
    assert hold_against_cost(COURSE, right)["worst"] < 1e-12
    wrong = {**right, name: right[name] + np.eye(1, right[name].size).reshape(right[name].shape)}
    found = hold_against_cost(COURSE, wrong)
    assert (found["where"], found["entries"], found["directions"]) == (name, 0, 4 * 5)
    assert found["worst"] > 1e-3


def test_with_little_work_allowed_all_arrays_move_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradcheck, "MAX_WORK", 2.5 * gradcheck.work_of(COURSE))
    found = hold_against_cost(COURSE, gradients(COURSE))
    assert found["directions"] == 2
    assert found["where"] == "dx, da0, dWax, dWaa, dba"
    assert found["worst"] < 1e-12


def test_where_even_one_run_is_too_much_it_says_so() -> None:
    huge = replace(COURSE, x=np.broadcast_to(0.0, (3, 10, 10**6)))
    shapes = {"dx": (3, 10, 10**6), "da0": (5, 10), "dWax": (5, 3), "dWaa": (5, 5), "dba": (5, 1)}
    found = hold_against_cost(huge, {name: np.broadcast_to(0.0, shape) for name, shape in shapes.items()})
    assert set(found) == {"skipped"}
    assert "more than the 4e+08" in found["skipped"]


def test_overflow_is_no_verdict() -> None:
    setting = make_run("silence", "rnn", 1, {}, radius=1e12).setting
    assert "overflowed" in hold_against_cost(setting, gradients(setting))["skipped"]


def test_a_carry_that_was_cut_is_no_gradient_to_check() -> None:
    assert "on purpose" in hold_against_cost(COURSE, gradients(COURSE), altered=True)["skipped"]


def test_a_gradient_of_another_shape_is_not_compared() -> None:
    wrong = {**gradients(COURSE), "dba": np.zeros((1, 10))}
    assert hold_against_cost(COURSE, wrong)["skipped"] == "dba has the shape (1, 10) and ba (5, 1): they do not fit."


@pytest.mark.parametrize("cell", CELLS)
def test_a_gradient_that_grows_a_lot_or_hardly_arrives_is_checked_as_sharply(cell: str) -> None:
    """The step is so small that neither bends the curve nor is lost in it."""
    setting = make_run("last-only", cell, 1, {"T_x": 12}).setting
    for scale in (1e-60, 1e60):
        scaled = replace(setting, parameters={**setting.parameters})
        name = "Wya" if cell == "rnn" else "Wy"
        scaled.parameters[name] = setting.parameters[name] * min(scale, 1.0)  # type: ignore[index]
        scaled = replace(scaled, x=setting.x / max(scale, 1.0))
        assert hold_against_cost(scaled, gradients(scaled))["worst"] < 1e-12


def test_it_is_the_same_each_time() -> None:
    setting = make_run("long", "rnn", 1, {}).setting
    assert hold_against_cost(setting, gradients(setting)) == hold_against_cost(setting, gradients(setting))


def test_a_gradient_that_is_zero_where_it_should_not_be_is_wrong_by_the_whole() -> None:
    """The error is relative to the larger of what is shown and what is right, so that it is no division by zero."""
    right = gradients(COURSE)
    found = hold_against_cost(COURSE, {**right, "da0": np.zeros_like(right["da0"])})
    assert (found["where"], found["worst"]) == ("da0", pytest.approx(1.0))


def test_so_is_one_of_a_long_run_that_is_checked_along_directions() -> None:
    setting = make_run("exploding", "rnn", 1, {}).setting
    right = gradients(setting)
    found = hold_against_cost(setting, {**right, "da0": np.zeros_like(right["da0"])})
    assert found["directions"]
    assert (found["where"], found["worst"]) == ("da0", 1.0)
