"""A nudge against gradients from other hands: what is predicted is what happens, and where it is not, that is said.

The textbook's forward pass (tests/textbook.py) is moved on one road at a time: its derivative by autograd is what the
gradients on that road must be, and the change of its cost what is measured.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import autograd.numpy as autograd_numpy
import numpy as np
import pytest
from autograd import grad

from app.analysis import nudge
from app.analysis.gradcheck import work_of
from app.analysis.nudge import CannotBeMoved, Nudged, Road, as_record, nudge_parameter, nudge_state
from app.analysis.nudge_said import EVERY, GIVEN, LAST, cost_sentence, verdict
from app.bptt.passes import Setting
from app.mistakes.catalogue import find
from app.mistakes.mistake import with_forms
from app.runs.run import make_run
from tests import textbook

SIZES = {"T_x": 5, "n_x": 3, "n_a": 4, "n_y": 3, "m": 3}
EPS = 1e-3

LOSSES = ["given", "softmax_cross_entropy", "squared_error", "last"]
SETTINGS = {
    f"{cell}, {loss}": make_run("custom", cell, 3, SIZES, loss=None if loss == "given" else loss).setting
    if loss != "given"
    else replace(
        make_run("custom", cell, 3, SIZES).setting,
        loss=make_run("course", "rnn", 1, {}).setting.loss,
        y=None,
        da=np.random.default_rng(5).standard_normal((4, 3, 5)),
    )
    for cell in textbook.CELLS
    for loss in LOSSES
}

each_setting = pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS.keys())
EACH_T = range(SIZES["T_x"])


def cost(setting: Setting, t: int, up: Any, right: Any, np: Any) -> Any:
    """J of the textbook's forward pass, a⟨t⟩ moved by `up` for its prediction and by `right` for the next timestep."""
    given = {**setting.initial, **setting.parameters}
    state = tuple(given[lane.initial] for lane in setting.cell.lanes)
    total = 0.0
    for s in range(setting.T_x):
        state = textbook.CELLS[setting.cell.name](state, setting.x[:, :, s], given, np)
        shown = state[0] + up if s == t else state[0]
        if setting.da is not None:
            total = total + np.sum(setting.da[:, :, s] * shown)
        elif setting.loss.name != "last" or s == setting.T_x - 1:
            W = given["Wya"] if "Wya" in given else given["Wy"]
            total = total + textbook.loss(setting.loss.name, np.dot(W, shown) + given["by"], setting.y[:, :, s], np)
        if s == t:
            state = (state[0] + right, *state[1:])
    return total


def by_autograd(setting: Setting, t: int) -> tuple[Any, Any]:
    """The gradients of a⟨t⟩ through its prediction and through the next timestep, (n_a, m) each."""
    still = np.zeros((SIZES["n_a"], SIZES["m"]))
    both = grad(lambda up, right: cost(setting, t, up, right, autograd_numpy), argnum=(0, 1))(still, still)
    return both[0], both[1]


def entries() -> Iterator[tuple[int, int]]:
    return iter([(0, 0), (2, 1), (3, 2)])


def by_name(nudged: Nudged) -> dict[str, Road]:
    return {road.road: road for road in nudged.roads}


# An entry of a⟨t⟩ ------------------------------------------------------------------------------------------------


@each_setting
@pytest.mark.parametrize("t", EACH_T)
def test_each_road_has_the_gradient_that_autograd_finds_on_it(setting: Setting, t: int) -> None:
    up, right = by_autograd(setting, t)
    scale = np.abs(up + right).max()
    for entry in entries():
        roads = by_name(nudge_state(setting, t, entry, EPS))
        for road, right_one in (("upstream", up), ("carried", right), ("both", up + right)):
            assert roads[road].gradient == pytest.approx(right_one[entry], rel=1e-6, abs=1e-9 * scale), road
            assert roads[road].slope == pytest.approx(right_one[entry], rel=1e-6, abs=1e-9 * scale), road
            assert roads[road].holds is True


@each_setting
@pytest.mark.parametrize("t", EACH_T)
def test_what_is_measured_is_what_the_textbook_run_does(setting: Setting, t: int) -> None:
    entry = (2, 1)
    bump = np.zeros((SIZES["n_a"], SIZES["m"]))
    bump[entry] = EPS
    before = cost(setting, t, 0.0, 0.0, np)
    roads = by_name(nudge_state(setting, t, entry, EPS))
    for road, up, right in (("upstream", bump, 0.0), ("carried", 0.0, bump), ("both", bump, bump)):
        assert roads[road].measured == pytest.approx(cost(setting, t, up, right, np) - before, rel=1e-6, abs=1e-13)
        assert roads[road].predicted == EPS * roads[road].gradient
        assert roads[road].remainders[0] == pytest.approx(roads[road].measured - roads[road].predicted)


@each_setting
@pytest.mark.parametrize("t", EACH_T)
def test_both_roads_add_up(setting: Setting, t: int) -> None:
    roads = by_name(nudge_state(setting, t, (1, 2), EPS))
    up, right, both = (roads[road] for road in ("upstream", "carried", "both"))
    assert both.gradient == pytest.approx(up.gradient + right.gradient, rel=1e-12)
    assert both.measured == pytest.approx(up.measured + right.measured, rel=1e-9, abs=both.rounding)
    assert [road.name for road in (up, right, both)] == ["da_t", "da_prevt", "da_next"]


@each_setting
def test_with_half_of_eps_a_quarter_is_left_over(setting: Setting) -> None:
    ratios = []
    for t in EACH_T[:-1]:
        for road in nudge_state(setting, t, (2, 1), EPS).roads:
            one, two, *_ = (abs(left) for left in road.remainders)
            if two > 1000 * road.rounding:
                ratios.append(one / two)
    assert len(ratios) >= 5
    assert all(3.9 < ratio < 4.1 for ratio in ratios)


def test_where_da_is_given_the_cost_is_a_straight_line_in_each_prediction() -> None:
    """J = Σ da ⊙ a: that is what “da is given” means."""
    setting = SETTINGS["rnn, given"]
    assert setting.da is not None
    for t in EACH_T:
        road = by_name(nudge_state(setting, t, (2, 1), 0.5))["upstream"]
        assert road.gradient == setting.da[2, 1, t]
        assert max(abs(left) for left in road.remainders) <= road.rounding
    assert cost_sentence(setting) == GIVEN
    assert "J = Σ da ⊙ a" in GIVEN


def test_the_bump_travels_right_and_never_left() -> None:
    travels = nudge_state(SETTINGS["lstm, softmax_cross_entropy"], 2, (1, 1), EPS).travels
    assert [one.t for one in travels] == [*EACH_T]
    assert [one.state > 0 for one in travels] == [False, False, True, True, True]
    assert travels[2].state == pytest.approx(EPS)
    assert [one.cost != 0 for one in travels] == [False, False, True, True, True]


def test_what_the_bump_costs_at_each_timestep_adds_up_to_the_whole() -> None:
    nudged = nudge_state(SETTINGS["gru, softmax_cross_entropy"], 1, (1, 1), EPS)
    assert sum(one.cost for one in nudged.travels) == pytest.approx(nudged.roads[-1].measured)


# An entry of a parameter -----------------------------------------------------------------------------------------


@each_setting
def test_a_parameter_acts_at_every_timestep_and_its_parts_add_up(setting: Setting) -> None:
    of = {"rnn": "Waa", "gru": "Wu", "lstm": "Wf"}[setting.cell.name]
    nudged = nudge_parameter(setting, of, (1, 2), EPS)
    *parts, whole = nudged.roads
    assert [part.t for part in parts] == [*EACH_T]
    assert sum(part.gradient for part in parts) == pytest.approx(whole.gradient, rel=1e-9)
    assert sum(part.measured for part in parts) == pytest.approx(whole.measured, abs=20 * EPS**2)
    for road in nudged.roads:
        assert road.holds is True
        assert road.slope == pytest.approx(road.gradient, rel=1e-6, abs=1e-12)
    right = textbook.by_complex_step(setting, {f"d{of}": setting.parameters[of]})[of]
    assert whole.gradient == pytest.approx(right[1, 2], rel=1e-6)


@each_setting
def test_moved_at_all_timesteps_the_textbook_run_changes_as_measured(setting: Setting) -> None:
    of = {"rnn": "Waa", "gru": "Wu", "lstm": "Wf"}[setting.cell.name]
    moved = setting.parameters[of].copy()
    moved[1, 2] += EPS
    change = textbook.cost(setting, {of: moved}) - textbook.cost(setting, {})
    assert nudge_parameter(setting, of, (1, 2), EPS).roads[-1].measured == pytest.approx(change, rel=1e-6, abs=1e-13)


def test_the_weights_of_the_prediction_are_moved_too_where_a_loss_reads_them() -> None:
    nudged = nudge_parameter(SETTINGS["rnn, softmax_cross_entropy"], "Wya", (1, 2), EPS)
    assert all(road.holds for road in nudged.roads)
    assert all(one.state == 0 for one in nudged.travels)
    with pytest.raises(CannotBeMoved, match="of must be a, Wax, Waa, ba, what this run has a gradient of, not 'Wya'"):
        nudge_parameter(SETTINGS["rnn, given"], "Wya", (1, 2), EPS)


# What is honest about it -----------------------------------------------------------------------------------------


def test_a_carry_that_was_cut_is_not_the_gradient_and_is_called_so() -> None:
    setting = make_run("course", "rnn", 1, {}, truncate=2).setting
    nudged = nudge_state(setting, 1, (2, 3), EPS)
    roads = by_name(nudged)
    assert [roads[road].holds for road in ("upstream", "carried", "both")] == [True, False, False]
    assert roads["carried"].fact == "cut here"
    assert abs(roads["carried"].remainders[0] / roads["carried"].remainders[1]) == pytest.approx(2, rel=0.01)
    said = verdict(nudged, wrong=False)
    assert said.startswith("What was carried here was cut off on purpose: da_prevt and da_next are no gradients of")


def test_a_carry_that_was_clipped_is_not_the_gradient_either() -> None:
    setting = make_run("course", "rnn", 1, {}, clip=0.5).setting
    said = verdict(nudge_state(setting, 1, (2, 3), EPS), wrong=False)
    assert said.startswith("What was carried here was scaled down on purpose")


def test_gradients_that_are_clipped_together_are_none_of_the_cost_but_their_parts_are() -> None:
    setting = make_run("course", "rnn", 1, {}, clip_total=0.5).setting
    nudged = nudge_parameter(setting, "Waa", (1, 2), EPS)
    assert [road.holds for road in nudged.roads] == [True, True, True, True, False]
    assert "all parameters together were scaled down on purpose: dWaa is not" in verdict(nudged, wrong=False)


def test_with_a_wrong_line_the_prediction_is_off_and_the_measurement_is_not() -> None:
    right = make_run("course", "rnn", 1, {}).setting
    wrong = with_forms(right, [one.form for one in find("drop_carry", "rnn")])
    off, true = (by_name(nudge_state(one, 1, (2, 3), EPS))["both"] for one in (wrong, right))
    assert off.measured == true.measured
    assert (off.holds, true.holds) == (False, True)
    assert "A line of this run is wrong" in verdict(nudge_state(wrong, 1, (2, 3), EPS), wrong=True)


@each_setting
def test_what_is_said_of_a_right_run_names_the_road_that_there_is(setting: Setting) -> None:
    last = verdict(nudge_state(setting, 4, (2, 1), EPS), wrong=False)
    assert last.startswith("No later timestep reads a⟨4⟩: all of it goes through ŷ⟨4⟩")
    before = verdict(nudge_state(setting, 1, (2, 1), EPS), wrong=False)
    assert before.startswith("ŷ⟨1⟩ is no part of" if setting.loss.name == "last" else "a⟨1⟩ goes two ways")
    told = {"given": GIVEN, "last": LAST}.get(setting.loss.name, EVERY)
    assert cost_sentence(setting) == told


def test_an_exploding_run_is_no_verdict() -> None:
    setting = make_run("silence", "rnn", 1, {}, radius=1e12).setting
    nudged = nudge_state(setting, 0, (0, 0), EPS)
    assert nudged.roads[1].holds is None
    assert "no finite number" in verdict(nudged, wrong=False)


# What it may cost ------------------------------------------------------------------------------------------------


COURSE = make_run("course", "rnn", 1, {}).setting


@pytest.mark.parametrize(("t", "entry"), [(4, (0, 0)), (0, (5, 0)), (0, (0, 10))])
def test_what_is_not_there_cannot_be_moved(t: int, entry: tuple[int, int]) -> None:
    with pytest.raises(CannotBeMoved, match=r"t must be from 0 to 3, .* not 4|a is 5 × 10: it has no entry"):
        nudge_state(COURSE, t, entry, EPS)


def test_it_is_sent_with_all_that_is_known_of_it() -> None:
    found = nudge_state(make_run("course", "rnn", 1, {}).setting, 1, (2, 3), 0.01)
    sent = as_record(found)
    assert sent.keys() == vars(found).keys()
    assert [(one["slope"], one["holds"]) for one in sent["roads"]] == [(one.slope, one.holds) for one in found.roads]
    assert [one["t"] for one in sent["travels"]] == [one.t for one in found.travels]
    assert {name: sent[name] for name in sent if name not in ("roads", "travels")} == {
        name: value for name, value in vars(found).items() if name not in ("roads", "travels")
    }


def test_the_timesteps_are_those_of_the_backward_pass() -> None:
    setting = make_run("course", "lstm", 1, {}).setting
    assert (setting.T_x, setting.T_backward) == (7, 4)
    assert all(road.holds for road in nudge_state(setting, 3, (0, 0), EPS).roads)
    with pytest.raises(CannotBeMoved, match="from 0 to 3"):
        nudge_state(setting, 4, (0, 0), EPS)


def test_with_less_work_allowed_fewer_halves_are_tried_and_then_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudge, "MAX_WORK", 9 * work_of(COURSE))
    assert nudge_state(COURSE, 1, (0, 0), EPS).steps == (EPS,)
    assert [road.measured for road in nudge_parameter(COURSE, "Waa", (0, 0), EPS).roads][:-1] == [None] * 4
    monkeypatch.setattr(nudge, "MAX_WORK", 4 * work_of(COURSE))
    with pytest.raises(CannotBeMoved, match="with a smaller size it runs"):
        nudge_state(COURSE, 1, (0, 0), EPS)
