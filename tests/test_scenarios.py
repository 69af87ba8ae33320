"""Scenarios: the course's own numbers in the notebook's order, own sizes from a seed, and names that do not exist."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scenarios import SCENARIOS, UnknownName, make_run
from app.sizes import Sizes


def test_the_course_scenario_draws_as_the_notebooks_rnn_backward_cell_does() -> None:
    np.random.seed(1)  # the notebook's own generator, drawn from in the notebook's own order
    x = np.random.randn(3, 10, 4)
    a0 = np.random.randn(5, 10)
    Wax = np.random.randn(5, 3)
    Waa = np.random.randn(5, 5)
    Wya = np.random.randn(2, 5)
    ba = np.random.randn(5, 1)
    by = np.random.randn(2, 1)
    da = np.random.randn(5, 10, 4)

    setting = make_run("course", "rnn", 1, {}).setting
    for name, drawn in {"Wax": Wax, "Waa": Waa, "Wya": Wya, "ba": ba, "by": by}.items():
        np.testing.assert_array_equal(setting.parameters[name], drawn)
    np.testing.assert_array_equal(setting.x, x)
    np.testing.assert_array_equal(setting.initial["a0"], a0)
    np.testing.assert_array_equal(setting.da, da)


def test_drawing_leaves_numpys_global_generator_alone() -> None:
    np.random.seed(5)
    expected = np.random.RandomState(5).randn()
    make_run("course", "rnn", 1, {})
    make_run("custom", "rnn", 1, {})
    assert np.random.randn() == expected


EVERY = [pytest.param(s.name, cell, id=f"{s.name}-{cell}") for s in SCENARIOS.values() for cell in s.cells]


@pytest.mark.parametrize(("scenario", "cell"), EVERY)
def test_the_same_seed_gives_the_same_numbers(scenario: str, cell: str) -> None:
    first, again = (make_run(scenario, cell, 3, {}).setting for _ in range(2))
    np.testing.assert_array_equal(first.x, again.x)
    for name, drawn in first.parameters.items():
        np.testing.assert_array_equal(again.parameters[name], drawn)


@pytest.mark.parametrize(("scenario", "cell"), EVERY)
def test_every_array_has_the_shape_that_the_sizes_say(scenario: str, cell: str) -> None:
    run = make_run(scenario, cell, 1, {})
    sizes, setting = run.sizes, run.setting
    assert setting.x.shape == sizes.shape("n_x, m, T_x")
    for initial in setting.initial.values():
        assert initial.shape == sizes.shape("n_a, m")
    for parameter in run.cell.parameters:
        assert setting.parameters[parameter.name].shape == sizes.shape(parameter.dims)
    assert setting.da is None or setting.da.shape[:2] == sizes.shape("n_a, m")
    assert set(setting.initial) == {lane.initial for lane in run.cell.lanes}


def test_another_seed_gives_other_numbers() -> None:
    one, two = (make_run("custom", "rnn", seed, {}).setting for seed in (1, 2))
    assert not np.allclose(one.x, two.x)


size = st.integers(1, 6)


@given(n_x=size, n_a=size, n_y=size, m=size, T_x=size, seed=st.integers(0, 2**32 - 1))
def test_any_sizes_can_be_asked_for(n_x: int, n_a: int, n_y: int, m: int, T_x: int, seed: int) -> None:
    asked = {"n_x": n_x, "n_a": n_a, "n_y": n_y, "m": m, "T_x": T_x}
    for scenario in ("course", "custom"):
        run = make_run(scenario, "rnn", seed, asked)
        assert run.sizes == Sizes(**asked)
        assert run.setting.parameters["Wax"].shape == (n_a, n_x)
        assert run.setting.da is not None
        assert run.setting.da.shape == (n_a, m, T_x)


def test_sizes_that_are_left_out_are_the_scenarios_own() -> None:
    run = make_run("course", "rnn", 1, {"T_x": 9, "n_a": None})
    assert run.sizes == Sizes(n_x=3, n_a=5, n_y=2, m=10, T_x=9)


def test_a_shape_may_have_a_fixed_length_and_a_sum_in_it() -> None:
    sizes = Sizes(n_x=3, n_a=5, n_y=2, m=10, T_x=4)
    assert sizes.shape("n_a, 1") == (5, 1)
    assert sizes.shape("n_a, n_a + n_x") == (5, 8)


def test_a_scenario_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(UnknownName, match=r"scenario 'nowhere' does not exist; choose one of course"):
        make_run("nowhere", "rnn", 1, {})


def test_a_cell_that_is_not_in_the_scenario_is_answered_with_those_that_are() -> None:
    with pytest.raises(UnknownName, match=r"cell 'quantum' is not in scenario 'course'; choose one of rnn"):
        make_run("course", "quantum", 1, {})
