"""Where a run magnifies rounding, the check says so; an error that rounding cannot make is still found."""

from dataclasses import replace

import numpy as np
import pytest

from app.analysis.gradcheck import hold_against_cost
from app.bptt.passes import Gradients, Setting, Values, backward_pass, forward_pass
from app.runs.run import make_run


def gradients(setting: Setting) -> Values:
    *_, end = backward_pass(setting, list(forward_pass(setting)))
    assert isinstance(end, Gradients)
    return end.values


@pytest.mark.parametrize("seed", [1, 2])
def test_right_gradients_of_a_run_that_explodes_for_long_are_not_called_wrong(seed: int) -> None:
    setting = make_run("exploding", "rnn", seed, {"T_x": 100}).setting
    found = hold_against_cost(setting, gradients(setting))
    assert "magnifies rounding" in found["skipped"]


def test_wrong_ones_are_where_rounding_makes_less() -> None:
    setting = make_run("exploding", "rnn", 1, {}).setting
    right = gradients(setting)
    found = hold_against_cost(setting, {**right, "dWaa": right["dWaa"] * 1.01})
    assert (found["right"], found["where"]) == (False, "dWaa")


def test_moving_the_last_digit_moves_the_gradients_by_as_much_as_is_said() -> None:
    setting = make_run("exploding", "rnn", 1, {"T_x": 100}).setting
    own = gradients(setting)["dWaa"]
    moved = {**setting.parameters, "Waa": np.nextafter(setting.parameters["Waa"], np.inf)}
    other = gradients(replace(setting, parameters=moved))["dWaa"]
    assert np.abs(own - other).max() > 1e-4 * np.abs(own).max()


@pytest.mark.parametrize("bias", [-100, -30, 30, 100])
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_right_gradients_through_a_saturated_gate_are_not_called_wrong(cell: str, bias: float) -> None:
    setting = make_run("custom", cell, 1, {}, bias=bias).setting
    found = hold_against_cost(setting, gradients(setting))
    assert "magnifies rounding" in found["skipped"]
    assert found["skipped"].endswith("All other gradients are right.")


def test_beside_what_rounding_blurs_a_wrong_gradient_is_found() -> None:
    setting = make_run("custom", "lstm", 1, {}, bias=100).setting
    right = gradients(setting)
    found = hold_against_cost(setting, {**right, "dWo": right["dWo"] * 1.01})
    assert (found["right"], found["where"]) == (False, "dWo")
