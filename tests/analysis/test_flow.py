"""How far a gradient reaches, against runs in which it is the only one that enters, and what is said of it."""

import math
from dataclasses import replace

import numpy as np
import pytest

from app.analysis.flow import Flow
from app.bptt.cells import CELLS
from app.bptt.passes import Backward, Setting, backward_pass, forward_pass
from app.runs.run import make_run


def frames_of(setting: Setting) -> list[Backward]:
    return [done for done in backward_pass(setting, list(forward_pass(setting))) if isinstance(done, Backward)]


def flow_of(setting: Setting) -> dict[str, object]:
    flow, caches = Flow(setting), list(forward_pass(setting))
    for done in backward_pass(setting, caches):
        if isinstance(done, Backward):
            flow.add(done, caches[done.t].values)
    (found,) = flow.verdicts()
    return found


def drawn(scenario: str, cell: str, seed: int = 1, **asked) -> Setting:
    sizes = {name: asked.pop(name) for name in ("T_x", "n_a", "m") if name in asked}
    return make_run(scenario, cell, seed, sizes, **asked).setting


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("T_x", [2, 5, 30])
def test_the_reach_is_what_a_run_leaves_of_it_in_which_nothing_else_enters(cell: str, T_x: int) -> None:
    setting = drawn("custom", cell, T_x=T_x)
    assert setting.da is not None
    alone = setting.da * (np.arange(T_x) == T_x - 1)
    passed = frames_of(replace(setting, da=alone))
    sizes = [math.hypot(*(np.linalg.norm(done.values[lane.total]) for lane in setting.cell.lanes)) for done in passed]
    found = flow_of(setting)
    assert found["reach"] == pytest.approx(sizes[-1] / sizes[0], rel=1e-9)
    assert float(str(found["factor"])) ** (T_x - 1) == pytest.approx(found["reach"])


@pytest.mark.parametrize("radius", [0.8, 1.0, 1.3])
def test_with_nothing_to_squash_the_rate_is_the_spectral_radius(radius: float) -> None:
    """Silence: a = 0, tanh's slope is 1, and a step back is Waa.T alone. A long way brings its radius out."""
    assert flow_of(drawn("silence", "rnn", T_x=300, radius=radius))["factor"] == pytest.approx(radius, rel=0.02)


def test_of_a_run_in_which_gradients_join_only_the_one_is_followed() -> None:
    found = flow_of(drawn("long", "rnn", T_x=60, radius=2))
    assert (found["verdict"], found["reach"]) == ("healthy", pytest.approx(2.26, rel=1e-2))


def test_a_clipped_carry_is_followed_as_it_was_clipped() -> None:
    found = flow_of(drawn("silence", "rnn", clip=1))
    assert (found["verdict"], found["reach"]) == ("healthy", pytest.approx(2.355, rel=1e-3))
    assert "the clipping included" in str(found["sentence"])


@pytest.mark.parametrize(("truncate", "cut_at"), [(1, 19), (5, 15), (19, 19)])
def test_nothing_passes_a_cut(truncate: int, cut_at: int) -> None:
    found = flow_of(drawn("vanishing", "rnn", truncate=truncate))
    assert (found["verdict"], found["reach"]) == (None, 0.0)
    assert found["sentence"] == (f"Nothing of what enters at t = 19 reaches t = 0: the carry was cut at t = {cut_at}.")


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
@pytest.mark.parametrize(
    ("scenario", "cell", "expected"),
    [
        ("vanishing", "rnn", "vanishing"),
        ("exploding", "rnn", "exploding"),
        ("silence", "rnn", "exploding"),
        ("saturated", "rnn", "vanishing"),
        ("orthogonal", "rnn", "healthy"),
        ("lstm-vs-rnn", "rnn", "vanishing"),
        ("lstm-vs-rnn", "lstm", "healthy"),
    ],
)
def test_a_scenario_shows_what_its_title_says(scenario: str, cell: str, expected: str, seed: int) -> None:
    assert flow_of(drawn(scenario, cell, seed))["verdict"] == expected


def test_the_sentence_has_its_figures_and_its_threshold() -> None:
    found = flow_of(drawn("vanishing", "rnn"))
    assert found["sentence"] == (
        f"Of the gradient that enters at t = 19 alone, {found['reach']:.3g} times its size arrives at t = 0: "
        f"{found['factor']:.3g} a step over 19 steps. Below 0.01 it is called vanishing."
    )


def test_a_short_run_is_too_short_to_tell() -> None:
    found = flow_of(drawn("hello", "rnn"))
    assert found["verdict"] is None
    assert "Too few steps to tell" in str(found["sentence"])


@pytest.mark.parametrize(("radius", "limit", "verdict"), [(1.8, "100", "exploding"), (0.6, "0.01", "vanishing")])
def test_a_short_run_is_told_what_it_passes_and_after_how_many_steps(radius: float, limit: str, verdict: str) -> None:
    found = flow_of(drawn("silence", "rnn", T_x=4, radius=radius))
    needed = math.ceil(math.log(100) / abs(math.log(float(str(found["factor"])))))
    assert found["verdict"] is None
    assert f"it passes {limit}, and is {verdict}, after {needed}." in str(found["sentence"])


def test_of_a_single_timestep_nothing_can_be_said() -> None:
    found = flow_of(drawn("custom", "rnn", T_x=1))
    assert (found["verdict"], found["factor"], found["steps"]) == (None, None, 0)


def test_where_nothing_enters_nothing_can_be_said() -> None:
    setting = drawn("custom", "rnn")
    assert setting.da is not None
    assert "Nothing enters" in str(flow_of(replace(setting, da=np.zeros_like(setting.da)))["sentence"])


def test_what_is_no_longer_finite_has_exploded() -> None:
    assert flow_of(drawn("silence", "rnn", radius=1e12))["reach"] == math.inf


def test_a_wrong_line_is_not_judged() -> None:
    setting = drawn("custom", "rnn")
    step, *rest = setting.cell.backward
    wrong = replace(setting, cell=replace(setting.cell, backward=(replace(step, function=lambda *_: 0), *rest)))
    flow, caches = Flow(wrong), list(forward_pass(setting))
    for done in frames_of(setting):
        flow.add(done, caches[done.t].values)
    assert flow.verdicts() == []


def test_in_silence_only_what_reads_no_activation_explodes() -> None:
    """As the scenario says: x and a are zeros, and with them every gradient that is multiplied by one of them."""
    totals = frames_of(drawn("silence", "rnn"))[-1].totals
    assert {name for name, total in totals.items() if not total.any()} == {"dWax", "dWaa", "dWya"}
    assert np.linalg.norm(totals["dba"]) > 1e3
