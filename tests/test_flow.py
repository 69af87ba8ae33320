"""The verdict on a gradient's way back, from nothing but norms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cells import CELLS
from app.flow import Flow
from app.scenarios import make_run
from app.trace import Backward, Setting, backward_pass, forward_pass


def verdict(factors: list[float], start: float = 1.0) -> dict[str, object]:
    """Return the verdict on a carry that each step back scales by the next of the factors."""
    flow, norm = Flow(CELLS["rnn"]), start
    for t, factor in zip(range(len(factors), 0, -1), factors, strict=True):
        flow.add(t, {"da_next": norm, "da_prev": norm * factor})
        norm *= factor
    flow.add(0, {"da_next": norm, "da_prev": norm * 1e9})  # leaves for no timestep, and must not count
    (found,) = flow.verdicts()
    return found


@pytest.mark.parametrize(
    ("factors", "expected"),
    [
        ([0.5] * 20, "vanishing"),
        ([0.99] * 20, "healthy"),
        ([1.0] * 500, "healthy"),
        ([1.5] * 20, "exploding"),
        ([10.0, 0.1] * 10, "healthy"),
    ],
)
def test_the_verdict_is_on_the_whole_way(factors: list[float], expected: str) -> None:
    assert verdict(factors)["verdict"] == expected


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=30), st.floats(1e-6, 1e6))
def test_the_factor_per_step_compounds_to_the_reach(factors: list[float], start: float) -> None:
    found = verdict(factors, start)
    assert found["steps"] == len(factors)
    assert math.isclose(float(str(found["reach"])), math.prod(factors), rel_tol=1e-9)
    assert math.isclose(float(str(found["factor"])) ** len(factors), math.prod(factors), rel_tol=1e-9)


@pytest.mark.parametrize("beyond", [math.inf, math.nan])
def test_a_norm_that_is_no_longer_finite_has_exploded(beyond: float) -> None:
    flow = Flow(CELLS["rnn"])
    flow.add(1, {"da_next": 1.0, "da_prev": beyond})
    (found,) = flow.verdicts()
    assert (found["verdict"], found["factor"]) == ("exploding", math.inf)


def test_a_product_beyond_the_largest_number_is_infinite_and_no_error() -> None:
    flow = Flow(CELLS["rnn"])
    for t in (2, 1):
        flow.add(t, {"da_next": 1.0, "da_prev": 1e300})
    (found,) = flow.verdicts()
    assert (found["verdict"], found["factor"], found["reach"]) == ("exploding", pytest.approx(1e300), math.inf)


def test_a_carry_of_zeros_has_vanished() -> None:
    found = verdict([1.0, 0.0])
    assert (found["verdict"], found["factor"], found["reach"]) == ("vanishing", 0.0, 0.0)


def test_of_a_single_timestep_nothing_can_be_said() -> None:
    found = verdict([])
    assert (found["verdict"], found["factor"], found["steps"]) == (None, None, 0)
    assert "nothing can be said" in str(found["sentence"])


def test_the_sentence_has_the_numbers() -> None:
    assert verdict([0.5] * 10)["sentence"] == (
        "da_prevt is vanishing: a step back scales it by 0.5, all 10 of them by 0.000977."
    )


# The scenarios do what they are named after ------------------------------------------------------------------------


def flow_of(setting: Setting) -> list[dict[str, object]]:
    flow = Flow(setting.cell)
    for done in backward_pass(setting, list(forward_pass(setting))):
        if isinstance(done, Backward):
            flow.add(done.t, {name: float(np.linalg.norm(value)) for name, value in done.values.items()})
    return flow.verdicts()


seeds = pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])


@seeds
@pytest.mark.parametrize(
    ("scenario", "expected"), [("vanishing", "vanishing"), ("exploding", "exploding"), ("orthogonal", "healthy")]
)
def test_a_scenario_shows_what_its_title_says(scenario: str, expected: str, seed: int) -> None:
    assert flow_of(make_run(scenario, "rnn", seed, {}).setting)[0]["verdict"] == expected


@seeds
def test_the_lstm_keeps_what_the_rnn_loses(seed: int) -> None:
    (rnn,) = flow_of(make_run("lstm-vs-rnn", "rnn", seed, {}).setting)
    _, memory = flow_of(make_run("lstm-vs-rnn", "lstm", seed, {}).setting)
    assert (rnn["verdict"], memory["lane"], memory["verdict"]) == ("vanishing", "c", "healthy")


@pytest.mark.parametrize("radius", [0.8, 1.0, 1.3])
def test_with_nothing_to_squash_the_factor_is_the_spectral_radius(radius: float) -> None:
    """Silence: a = 0, tanh's slope is 1, and a step back is Waa.T alone. A long way brings its radius out."""
    setting = make_run("exploding", "rnn", 1, {"T_x": 300}, radius=radius).setting
    assert flow_of(setting)[0]["factor"] == pytest.approx(radius, rel=0.02)
