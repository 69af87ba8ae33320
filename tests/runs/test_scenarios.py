"""Scenarios: the course's own numbers in the notebook's order, own sizes from a seed, and names that do not exist."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bptt.carry import HandOver
from app.bptt.loss import LOSSES
from app.bptt.sizes import Sizes
from app.runs.exercises import EXERCISES
from app.runs.run import NotInScenario, UnknownName, make_run
from app.runs.scenarios import SCENARIOS
from app.runs.scenarios.draw import spectral_radius
from app.runs.scenarios.scenario import Scenario
from app.runs.scenarios.text import NotSpelled
from tests.every_run import each_scenario_and_cell


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


@each_scenario_and_cell
def test_the_same_seed_gives_the_same_numbers(scenario: str, cell: str) -> None:
    first, again = (make_run(scenario, cell, 3, {}).setting for _ in range(2))
    np.testing.assert_array_equal(first.x, again.x)
    for name, drawn in first.parameters.items():
        np.testing.assert_array_equal(again.parameters[name], drawn)


@each_scenario_and_cell
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


def test_a_scenario_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(UnknownName, match=r"scenario 'nowhere' does not exist; choose one of course"):
        make_run("nowhere", "rnn", 1, {})


def test_a_cell_that_is_not_in_the_scenario_is_answered_with_those_that_are() -> None:
    with pytest.raises(UnknownName, match=r"cell 'quantum' is not in scenario 'course'; choose one of rnn"):
        make_run("course", "quantum", 1, {})


# What each scenario is --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_the_course_scenario_is_the_backward_exercise(cell: str) -> None:
    setting, exercise = make_run("course", cell, 1, {}).setting, EXERCISES[f"{cell}_backward"].draw()
    assert setting.da is not None
    np.testing.assert_array_equal(setting.x, exercise.x)
    np.testing.assert_array_equal(setting.da, exercise.da)
    for name, drawn in {**exercise.parameters, **exercise.initial}.items():
        np.testing.assert_array_equal({**setting.parameters, **setting.initial}[name], drawn)


def test_the_course_lstm_runs_7_timesteps_forward_and_4_back_with_c_from_zeros_and_no_output_weights() -> None:
    setting = make_run("course", "lstm", 1, {}).setting
    assert (setting.T_x, setting.T_backward) == (7, 4)
    assert not setting.initial["c0"].any()
    assert not setting.parameters["Wy"].any()
    assert make_run("course", "lstm", 1, {"T_x": 2}).setting.T_backward == 1


def test_hello_asks_for_the_next_letter_at_every_timestep() -> None:
    setting = make_run("hello", "rnn", 1, {"T_x": 6}).setting
    assert setting.y is not None
    letters = {
        name: "".join("helo"[k] for k in array[:, 0].argmax(axis=0))
        for name, array in (("x", setting.x), ("y", setting.y))
    }
    assert letters == {"x": "helloh", "y": "ellohe"}
    assert setting.x.sum() == setting.y.sum() == 6


@pytest.mark.parametrize(("name", "size"), [("n_x", 5), ("n_y", 3), ("m", 2)])
def test_a_size_that_follows_from_the_text_cannot_be_another(name: str, size: int) -> None:
    with pytest.raises(NotInScenario, match=rf"^{name} is \d in scenario 'hello', not {size}$"):
        make_run("hello", "rnn", 1, {name: size})
    assert make_run("hello", "rnn", 1, {"n_x": 4}).sizes.n_x == 4


@pytest.mark.parametrize(
    "scenario", ["last-only", "vanishing", "saturated", "exploding", "silence", "orthogonal", "lstm-vs-rnn"]
)
def test_where_the_question_comes_at_the_end_the_loss_is_last(scenario: str) -> None:
    assert make_run(scenario, "rnn", 1, {}).setting.loss.name == "last"


def test_one_timestep_is_the_exercise_on_the_cell_alone() -> None:
    run, exercise = make_run("one-step", "rnn", 1, {}), EXERCISES["rnn_cell_backward"].draw()
    assert (run.sizes.T_x, run.scenario.many) == (1, "course")
    assert run.setting.da is not None
    assert exercise.da is not None
    np.testing.assert_array_equal(run.setting.da, exercise.da)
    np.testing.assert_array_equal(run.setting.x, exercise.x)
    with pytest.raises(NotInScenario, match="T_x is 1 in scenario 'one-step', not 2"):
        make_run("one-step", "rnn", 1, {"T_x": 2})


def test_the_orthogonal_recurrent_matrix_is_orthogonal() -> None:
    Waa = make_run("orthogonal", "rnn", 4, {}).setting.parameters["Waa"]
    np.testing.assert_allclose(Waa @ Waa.T, np.eye(len(Waa)), atol=1e-12)


def test_the_task_is_the_same_for_every_cell_that_is_compared() -> None:
    rnn, lstm, gru = (make_run("lstm-vs-rnn", cell, 9, {}).setting for cell in ("rnn", "lstm", "gru"))
    for other in (lstm, gru):
        np.testing.assert_array_equal(rnn.x, other.x)
        np.testing.assert_array_equal(rnn.y, other.y)
    assert rnn.y is not None
    np.testing.assert_array_equal(rnn.x[:, :, 0], rnn.y[:, :, -1])  # what is asked at the end was shown at the start
    assert set(SCENARIOS["lstm-vs-rnn"].beside) <= set(SCENARIOS["lstm-vs-rnn"].cells)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_every_scenario_says_what_it_is_in_a_few_sentences_and_what_to_look_for(scenario: Scenario) -> None:
    assert scenario.title
    run = make_run(scenario.name, scenario.cells[0], 1, {})
    assert run.look_for.endswith((".", "?"))
    assert 2 <= len(re.findall(r"[.?](?= |$)", run.description)) <= 3
    assert "{" not in run.description + run.look_for


# Controls ---------------------------------------------------------------------------------------------------------


@given(radius=st.floats(1e-3, 1e3), seed=st.integers(0, 2**32 - 1))
def test_the_spectral_radius_is_the_one_asked_for(radius: float, seed: int) -> None:
    run = make_run("custom", "rnn", seed, {}, radius=radius)
    assert run.radius == pytest.approx(radius, rel=1e-9)
    plain = make_run("custom", "rnn", seed, {})
    scale = radius / spectral_radius(plain.setting.parameters["Waa"])
    np.testing.assert_allclose(run.setting.parameters["Waa"], plain.setting.parameters["Waa"] * scale)
    np.testing.assert_array_equal(run.setting.parameters["Wax"], plain.setting.parameters["Wax"])


@pytest.mark.parametrize(
    ("scenario", "radius"), [("vanishing", 0.5), ("exploding", 4), ("silence", 1.5), ("orthogonal", 1.0)]
)
def test_a_scenario_may_have_a_radius_of_its_own(scenario: str, radius: float) -> None:
    assert make_run(scenario, "rnn", 3, {}).radius == pytest.approx(radius)
    assert make_run(scenario, "rnn", 3, {}, radius=0.9).radius == pytest.approx(0.9)


def test_a_cell_without_a_recurrent_matrix_has_no_radius() -> None:
    assert make_run("custom", "lstm", 1, {}).radius is None
    with pytest.raises(NotInScenario, match="radius scales Waa, and cell 'lstm' has none"):
        make_run("custom", "lstm", 1, {}, radius=1.0)


@pytest.mark.parametrize(("cell", "moved"), [("lstm", "bf"), ("gru", "bu")])
def test_a_bias_is_added_to_that_of_the_gate_that_keeps_the_memory(cell: str, moved: str) -> None:
    plain, biased = (make_run("custom", cell, 1, {}, bias=bias) for bias in (None, -2.5))
    assert (plain.bias, biased.bias) == (None, -2.5)
    for name, array in plain.setting.parameters.items():
        np.testing.assert_array_equal(biased.setting.parameters[name], array - 2.5 if name == moved else array)


@pytest.mark.parametrize(("cell", "bias"), [("lstm", 3), ("gru", -3), ("rnn", None)])
def test_a_scenario_may_have_a_bias_of_its_own(cell: str, bias: float | None) -> None:
    assert make_run("lstm-vs-rnn", cell, 1, {}).bias == bias


def test_a_cell_without_such_a_gate_takes_no_bias() -> None:
    with pytest.raises(
        NotInScenario, match=r"bias 1 is for the gate that keeps the memory, of .*; cell 'rnn' has none"
    ):
        make_run("lstm-vs-rnn", "rnn", 1, {}, bias=1)


def test_the_switches_on_the_carry_are_the_settings() -> None:
    assert make_run("course", "rnn", 1, {}).setting.handover == HandOver()
    assert make_run("course", "rnn", 1, {}, truncate=2, clip=3.0).setting.handover == HandOver(truncate=2, clip=3.0)


@pytest.mark.parametrize("loss", LOSSES)
def test_own_sizes_come_with_any_loss_and_with_what_it_starts_from(loss: str) -> None:
    setting = make_run("custom", "gru", 1, {}, loss=loss).setting
    assert setting.loss is LOSSES[loss]
    assert (setting.da is None, setting.y is None) == ((False, True) if loss == "given" else (True, False))


@pytest.mark.parametrize(("scenario", "loss", "missing"), [("course", "last", "y"), ("hello", "given", "da")])
def test_a_loss_that_the_scenario_has_nothing_for_is_refused(scenario: str, loss: str, missing: str) -> None:
    with pytest.raises(
        NotInScenario, match=rf"loss '{loss}' starts from {missing}, and scenario '{scenario}' has none"
    ):
        make_run(scenario, "rnn", 1, {}, loss=loss)


def test_a_loss_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(UnknownName, match="loss 'hinge' does not exist; choose one of given, softmax_cross_entropy"):
        make_run("custom", "rnn", 1, {}, loss="hinge")


@pytest.mark.parametrize("T_x", [1, 2, 7, 8, 9, 17])
def test_another_text_is_read_and_what_is_asked_is_always_its_next_letter(T_x: int) -> None:
    run = make_run("hello", "lstm", 1, {"T_x": T_x}, text="backprop")
    read = ("backprop" * 3)[: T_x + 1]
    assert run.scenario.stands_for(run.sizes) == {"x": list(read[:-1]), "y": list(read[1:])}
    assert run.sizes == Sizes(n_x=7, n_a=3, n_y=7, m=1, T_x=T_x)
    letters = "backpro"
    for array, said in ((run.setting.x, read[:-1]), (run.setting.y, read[1:])):
        assert array is not None
        assert "".join(letters[k] for k in array[:, 0].argmax(axis=0)) == said
        assert (array.sum(axis=0) == 1).all()


def test_left_alone_a_text_is_read_once() -> None:
    assert make_run("hello", "rnn", 1, {}, text="backprop").sizes.T_x == 7
    assert "b, a, c, k, p, r, o and should say a, c, k" in make_run("hello", "rnn", 1, {}, text="backprop").description


@pytest.mark.parametrize("text", ["", "a", "Hello", "naïve", "two words", "a" * 25, "x1"])
def test_a_text_that_cannot_be_spelled_is_refused_with_what_can(text: str) -> None:
    with pytest.raises(
        NotSpelled, match=rf"^text must be 2 to 24 letters from a to z, without capitals, not '{text}'$"
    ):
        make_run("hello", "rnn", 1, {}, text=text)


def test_a_scenario_without_letters_takes_no_text() -> None:
    with pytest.raises(NotInScenario, match="text 'hey' cannot be read in scenario 'course', only in hello"):
        make_run("course", "rnn", 1, {}, text="hey")


def test_hello_says_which_letters_its_columns_are() -> None:
    run = make_run("hello", "rnn", 1, {"T_x": 6})
    letters = run.scenario.stands_for(run.sizes)
    assert letters == {"x": list("helloh"), "y": list("ellohe")}
    for name, array in (("x", run.setting.x), ("y", run.setting.y)):
        assert array is not None
        assert ["helo"[index] for index in array[:, 0].argmax(axis=0)] == letters[name]
