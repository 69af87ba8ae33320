"""Every gradient of every cell, under every loss and kind of upstream, against two hands that share no code with it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bptt.cells import CELLS
from app.bptt.loss import LOSSES
from app.bptt.passes import Gradients, Setting, backward_pass, forward_pass
from app.runs.exercises import EXERCISES
from app.runs.run import make_run
from tests.every_run import each_scenario_and_cell, short_run
from tests.oracles import Arrays
from tests.textbook import by_autograd, by_complex_step

TOLERANCE = 1e-9  # relative to the whole array: an entry that cancels to nearly 0 has no digits of its own


def gradients(setting: Setting) -> Arrays:
    *_, end = backward_pass(setting, list(forward_pass(setting)))
    assert isinstance(end, Gradients)
    return dict(end.values)


def under(cell: str, loss: str, *, seed: int = 1, **sizes: int) -> Setting:
    """Return own sizes under a loss; what a prediction is compared with are shares that add up to 1."""
    setting = make_run("custom", cell, seed, sizes, loss=loss).setting
    if setting.y is None:
        return setting
    shares = np.random.default_rng(seed).dirichlet(np.ones(setting.y.shape[0]), size=setting.y.shape[1:])
    return replace(setting, y=shares.transpose(2, 0, 1))  # no two alike, other than one-hot answers


def assert_right(setting: Setting, oracle: Callable[[Setting, Arrays], Arrays]) -> None:
    found = gradients(setting)
    for name, expected in oracle(setting, found).items():
        assert found[f"d{name}"].shape == expected.shape, name
        error = np.linalg.norm(found[f"d{name}"] - expected)
        assert error <= TOLERANCE * np.linalg.norm(expected), f"d{name}: {error}"


each_cell = pytest.mark.parametrize("cell", CELLS)
each_loss = pytest.mark.parametrize("loss", LOSSES)
each_oracle = pytest.mark.parametrize("oracle", [by_complex_step, by_autograd])


@each_cell
@each_loss
@each_oracle
def test_every_gradient_is_right(cell: str, loss: str, oracle: Callable[[Setting, Arrays], Arrays]) -> None:
    assert_right(under(cell, loss), oracle)


@each_cell
@each_loss
def test_there_is_a_gradient_of_everything_that_the_cost_depends_on(cell: str, loss: str) -> None:
    setting = under(cell, loss)
    expected = {"x", *setting.initial, *setting.parameters}
    if LOSSES[loss].gives_da:
        expected -= {name for name in setting.parameters if name.startswith("Wy") or name == "by"}  # no prediction
    assert {f"d{name}" for name in expected} == set(gradients(setting))


@each_cell
@each_oracle
def test_upstream_gradients_may_end_before_the_input_does(
    cell: str, oracle: Callable[[Setting, Arrays], Arrays]
) -> None:
    setting = under(cell, "given", T_x=5)
    assert setting.da is not None
    shorter = replace(setting, da=setting.da[:, :, :3])
    assert_right(shorter, oracle)
    assert not gradients(shorter)["dx"][:, :, 3:].any()


@each_cell
@each_oracle
def test_something_may_be_carried_into_the_last_timestep(
    cell: str, oracle: Callable[[Setting, Arrays], Arrays]
) -> None:
    setting = under(cell, "given")
    random = np.random.default_rng(2)
    shape = next(iter(setting.initial.values())).shape
    arriving = {lane.carried: random.standard_normal(shape) for lane in setting.cell.lanes}
    assert_right(replace(setting, arriving=arriving), oracle)


BACKWARD = [name for name in EXERCISES if name.endswith("_backward") and "cell" not in name]


@pytest.mark.parametrize("name", BACKWARD)
@each_oracle
def test_the_exercises_gradients_are_right(name: str, oracle: Callable[[Setting, Arrays], Arrays]) -> None:
    assert_right(EXERCISES[name].draw(), oracle)


@each_scenario_and_cell
def test_every_scenarios_gradients_are_right(scenario: str, cell: str) -> None:
    assert_right(short_run(scenario, cell, 2).setting, by_autograd)


size = st.integers(1, 4)


@settings(max_examples=30)
@given(
    cell=st.sampled_from(list(CELLS)),
    loss=st.sampled_from(list(LOSSES)),
    sizes=st.fixed_dictionaries({"n_x": size, "n_a": size, "n_y": size, "m": size, "T_x": size}),
    seed=st.integers(0, 2**32 - 1),
)
def test_sizes_and_seeds_nobody_thought_of(cell: str, loss: str, sizes: dict[str, int], seed: int) -> None:
    setting = under(cell, loss, seed=seed, **sizes)
    if sizes["n_y"] == 1 and not LOSSES[loss].gives_da:  # one share is always 1: no gradient but rounding
        assert all(np.abs(gradient).max() < 1e-12 for gradient in gradients(setting).values())
    else:
        assert_right(setting, by_complex_step)
