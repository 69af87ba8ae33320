"""The plain cell: the course's published numbers, complex step, and HIPS autograd all agree with it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bptt.cells.rnn import CELL
from app.bptt.passes import Backward, Forward, Gradients, Setting, backward_pass, forward_pass, run_steps
from app.runs.run import Run, make_run
from tests.oracles import autograd_gradients, complex_step, rnn_cost

PARAMETERS = ("Wax", "Waa", "ba")


def gradients(setting: Setting) -> dict[str, np.ndarray]:
    *_, end = backward_pass(setting, list(forward_pass(setting)))
    assert isinstance(end, Gradients)
    return dict(end.values)


def given_of(setting: Setting) -> dict[str, np.ndarray]:
    return {"x": setting.x, **setting.initial, **{name: setting.parameters[name] for name in PARAMETERS}}


def assert_equal_relative(found: np.ndarray, expected: np.ndarray, tolerance: float, name: str) -> None:
    """Compare whole arrays: an entry that happens to cancel to nearly 0 has no relative digits of its own."""
    assert found.shape == expected.shape, name
    assert np.linalg.norm(found - expected) <= tolerance * np.linalg.norm(expected), name


def custom(n_x: int, n_a: int, m: int, T_x: int, seed: int) -> Run:
    return make_run("custom", "rnn", seed, {"n_x": n_x, "n_a": n_a, "n_y": 2, "m": m, "T_x": T_x})


SETTINGS = [
    make_run("course", "rnn", 1, {}),
    make_run("course", "rnn", 7, {"n_a": 2, "T_x": 9}),
    custom(n_x=1, n_a=1, m=1, T_x=1, seed=3),
    custom(n_x=8, n_a=16, m=4, T_x=6, seed=4),
    custom(n_x=2, n_a=3, m=1, T_x=40, seed=5),
]
each_setting = pytest.mark.parametrize("run", SETTINGS, ids=lambda run: f"{run.scenario.name}-{run.seed}")


@each_setting
def test_every_gradient_agrees_with_complex_step(run: Run) -> None:
    found = gradients(run.setting)
    expected = complex_step(lambda values: rnn_cost(values, run.setting.da), given_of(run.setting))
    for name, gradient in expected.items():
        assert_equal_relative(found[f"d{name}"], gradient, 1e-10, name)


@each_setting
def test_every_gradient_agrees_with_hips_autograd(run: Run) -> None:
    found = gradients(run.setting)
    for name, gradient in autograd_gradients(given_of(run.setting), run.setting.da).items():
        assert_equal_relative(found[f"d{name}"], gradient, 1e-10, name)


sizes = st.integers(1, 4)


@settings(max_examples=25)
@given(n_x=sizes, n_a=sizes, m=sizes, T_x=sizes, seed=st.integers(0, 2**32 - 1))
def test_sizes_and_seeds_nobody_thought_of_agree_with_both(n_x: int, n_a: int, m: int, T_x: int, seed: int) -> None:
    setting = custom(n_x, n_a, m, T_x, seed).setting
    found = gradients(setting)
    by_complex_step = complex_step(lambda values: rnn_cost(values, setting.da), given_of(setting))
    by_autograd = autograd_gradients(given_of(setting), setting.da)
    for name in by_complex_step:
        assert_equal_relative(found[f"d{name}"], by_complex_step[name], 1e-10, name)
        assert_equal_relative(found[f"d{name}"], by_autograd[name], 1e-10, name)


def test_da_next_is_the_gradient_of_the_cost_with_respect_to_the_state_and_neither_part_is() -> None:
    setting = custom(n_x=2, n_a=3, m=2, T_x=4, seed=1).setting
    frames = list(forward_pass(setting))
    at_1 = next(b for b in backward_pass(setting, frames) if isinstance(b, Backward) and b.t == 1)

    def cost_from_1(values: dict[str, np.ndarray]) -> complex:
        """J as a function of a⟨1⟩ alone: what it pays itself, and what the timesteps after it pay."""
        later = {**given_of(setting), "x": setting.x[:, :, 2:], "a0": values["a"]}
        return np.sum(setting.da[:, :, 1] * values["a"]) + rnn_cost(later, setting.da[:, :, 2:])

    true = complex_step(cost_from_1, {"a": frames[1].values["a_next"]})["a"]
    assert_equal_relative(at_1.values["da_next"], true, 1e-12, "da_next")
    assert not np.allclose(at_1.values["da_t"], true, rtol=0.1)
    assert not np.allclose(at_1.values["da_prevt"], true, rtol=0.1)


# What the course notebook prints, digit for digit ----------------------------------------------------------------


def notebook(seed: int, shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    random = np.random.RandomState(seed)
    return {name: random.randn(*shape) for name, shape in shapes.items()}


PARAMETER_SHAPES = {"Waa": (5, 5), "Wax": (5, 3), "Wya": (2, 5), "ba": (5, 1), "by": (2, 1)}


def test_rnn_cell_forward_gives_the_published_numbers() -> None:
    made = run_steps(CELL.forward, notebook(1, {"xt": (3, 10), "a_prev": (5, 10), **PARAMETER_SHAPES}))
    published_a_next = [0.59584544, 0.18141802, 0.61311866, 0.99808218, 0.85016201]
    published_yt_pred = [0.9888161, 0.01682021, 0.21140899, 0.36817467, 0.98988387]
    np.testing.assert_allclose(made["a_next"][4, :5], published_a_next, atol=5e-9)
    np.testing.assert_allclose(made["yt_pred"][1, :5], published_yt_pred, atol=5e-9)


def test_rnn_forward_gives_the_published_numbers() -> None:
    drawn = notebook(1, {"x": (3, 10, 4), "a0": (5, 10), **PARAMETER_SHAPES})
    parameters = {name: drawn[name] for name in PARAMETER_SHAPES}
    frames = list(forward_pass(Setting(CELL, parameters, drawn["x"], {"a0": drawn["a0"]})))
    a, y_pred = (np.stack([frame.values[name] for frame in frames], axis=2) for name in ("a_next", "yt_pred"))
    np.testing.assert_allclose(a[4][1], [-0.99999375, 0.77911235, -0.99861469, -0.99833267], atol=5e-9)
    np.testing.assert_allclose(y_pred[1][3], [0.79560373, 0.86224861, 0.11118257, 0.81515947], atol=5e-9)


CELL_BACKWARD_SHAPES = {
    "xt": (3, 10),
    "a_prev": (5, 10),
    "Wax": (5, 3),  # drawn before Waa here, after it in the forward exercises
    "Waa": (5, 5),
    "Wya": (2, 5),
    "ba": (5, 1),
    "by": (2, 1),
    "da_t": (5, 10),
}


@pytest.mark.parametrize(
    ("ba", "dxt", "da_prev", "dWax", "dWaa", "dba"),
    [
        pytest.param(
            notebook(1, CELL_BACKWARD_SHAPES)["ba"],
            *(-1.3872130506020928, -0.15239949377395473, 0.41077282493545836, 1.1503450668497135, 0.20023491),
            id="newer notebooks",
        ),
        pytest.param(
            # They draw a `b` and then pass on the `ba` that the rnn_forward exercise has left behind.
            notebook(1, {"x": (3, 10, 4), "a0": (5, 10), **PARAMETER_SHAPES})["ba"],
            *(-0.4605641030588796, 0.08429686538067724, 0.39308187392193034, -0.28483955786960663, 0.80517166),
            id="older notebooks",
        ),
    ],
)
def test_rnn_cell_backward_gives_the_published_numbers(
    ba: np.ndarray, dxt: float, da_prev: float, dWax: float, dWaa: float, dba: float
) -> None:
    drawn = notebook(1, CELL_BACKWARD_SHAPES) | {"ba": ba}
    cache = drawn | run_steps(CELL.forward, drawn)
    made = run_steps(CELL.backward, {**cache, "da_prevt": np.zeros((5, 10))})
    assert made["dxt"][1][2] == pytest.approx(dxt, rel=1e-12)
    assert made["da_prev"][2][3] == pytest.approx(da_prev, rel=1e-12)
    assert made["dWaxt"][3][1] == pytest.approx(dWax, rel=1e-12)
    assert made["dWaat"][1][2] == pytest.approx(dWaa, rel=1e-12)
    assert made["dbat"][4] == pytest.approx(dba, abs=5e-9)


def test_rnn_backward_gives_the_published_numbers() -> None:
    found = gradients(make_run("course", "rnn", 1, {}).setting)
    np.testing.assert_allclose(found["dx"][1][2], [-2.07101689, -0.59255627, 0.02466855, 0.01483317], atol=5e-9)
    assert found["da0"][2][3] == pytest.approx(-0.314942375127, abs=5e-13)
    assert found["dWax"][3][1] == pytest.approx(11.2641044965, abs=5e-11)
    assert found["dWaa"][1][2] == pytest.approx(2.30333312658, abs=5e-12)
    np.testing.assert_allclose(found["dba"][4], [-0.74747722], atol=5e-9)
    assert {name: found[name].shape for name in ("dx", "da0", "dWax", "dWaa", "dba")} == {
        "dx": (3, 10, 4),
        "da0": (5, 10),
        "dWax": (5, 3),
        "dWaa": (5, 5),
        "dba": (5, 1),
    }


def test_saturated_states_let_no_gradient_through() -> None:
    setting = custom(n_x=2, n_a=3, m=2, T_x=3, seed=1).setting
    saturated = replace(setting, parameters={**setting.parameters, "ba": np.full((3, 1), 1e3)})
    frames = list(forward_pass(saturated))
    assert all(isinstance(frame, Forward) and (frame.values["a_next"] == 1).all() for frame in frames)
    assert not gradients(saturated)["da0"].any()
