"""The verdict on a gradient's way back, from nothing but norms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.attribution import Attribution
from app.analysis.flow import Flow
from app.bptt.cells import CELLS
from app.bptt.passes import Backward, Setting, backward_pass, forward_pass
from app.runs.run import make_run


def verdict(factors: list[float], start: float = 1.0, joining: float = 0.0) -> dict[str, object]:
    """Return the verdict on a carry that each step back scales by the next of the factors, before a part joins it."""
    flow, carried, norm = Flow(CELLS["rnn"]), 0.0, start
    for t, factor in zip(range(len(factors), 0, -1), factors, strict=True):
        flow.add(t, {"da_prevt": carried, "da_next": norm, "da_prev": norm * factor})
        carried = norm * factor
        norm = carried + joining
    nowhere = norm * 1e9  # what leaves t = 0 leaves for no timestep, and must not count
    flow.add(0, {"da_prevt": carried, "da_next": norm, "da_prev": nowhere})
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
    flow.add(1, {"da_prevt": 0.0, "da_next": 1.0, "da_prev": beyond})
    (found,) = flow.verdicts()
    assert (found["verdict"], found["factor"]) == ("exploding", math.inf)


def test_a_product_beyond_the_largest_number_is_infinite_and_no_error() -> None:
    flow = Flow(CELLS["rnn"])
    for t in (2, 1):
        flow.add(t, {"da_prevt": 1.0, "da_next": 1.0, "da_prev": 1e300})
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
        "da_prevt is vanishing: a step back scales it by 0.5 on average, all 10 of them by 0.000977."
    )


def test_where_a_new_part_joins_at_every_timestep_the_verdict_is_not_on_the_curve() -> None:
    """The carry settles at 1 while every step halves it: calling that curve vanishing would contradict the chart."""
    assert verdict([0.5] * 10, joining=1.0)["sentence"] == (
        "da_prevt alone would be vanishing: a step back scales da_next by 0.5 on average, 10 of them by 0.000977. "
        "Its curve need not follow: at every timestep a new part joins."
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


@pytest.mark.parametrize(("scenario", "joins"), [("course", True), ("long", True), ("vanishing", False)])
def test_whether_parts_join_is_seen_in_the_norms(scenario: str, joins: bool) -> None:
    assert ("a new part joins" in str(flow_of(make_run(scenario, "rnn", 1, {}).setting)[0]["sentence"])) == joins


def test_the_reach_is_what_is_left_of_the_last_gradient_only_where_nothing_joins() -> None:
    """So of a run in which parts join the sentence must not say that it is."""
    for scenario, exact in {"vanishing": True, "long": False}.items():
        setting = make_run(scenario, "rnn", 1, {}).setting
        attribution, caches = Attribution(setting), list(forward_pass(setting))
        passed = [done for done in backward_pass(setting, caches) if isinstance(done, Backward)]
        splits = [attribution.split(done, caches[done.t].values) for done in passed]
        norms = [split.norms("da_next")[split.sources.tolist().index(passed[0].t)] for split in splits]
        reach = float(str(flow_of(setting)[0]["reach"]))
        assert math.isclose(norms[-1] / norms[0], reach, rel_tol=1e-6) == exact
