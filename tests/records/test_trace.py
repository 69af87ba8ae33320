"""The records of a trace: their order, what each holds, and how they hang together."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from app.analysis.flow import Flow
from app.bptt.passes import Backward, backward_pass, forward_pass
from app.mistakes.catalogue import find
from app.records.trace import records
from app.records.wrong import wrong_run
from app.runs.run import Run, make_run
from tests.every_run import RUNS

COURSE = make_run("course", "rnn", 1, {})
each_run = pytest.mark.parametrize("run", RUNS)


def wrong(mistake: str) -> Run:
    return wrong_run(COURSE, find(mistake, "rnn"))


def of_kind(run: Run, kind: str, **asked: Any) -> list[dict[str, Any]]:
    return [record for record in records(run, **asked) if record["kind"] == kind]


@each_run
def test_a_trace_goes_forward_then_backward_and_ends(run: Run) -> None:
    T_x, T_backward = run.setting.T_x, run.setting.T_backward
    expected = [("head", None)]
    expected += [("forward", t) for t in range(T_x)]
    expected += [("backward", t) for t in reversed(range(T_backward))]
    expected += [("end", None)]
    assert [(record["kind"], record.get("t")) for record in records(run)] == expected


@each_run
def test_the_head_holds_all_that_the_run_starts_from(run: Run) -> None:
    head = next(records(run))
    assert (head["scenario"], head["cell"], head["seed"]) == (run.scenario.name, run.cell.name, 1)
    given = {**head["inputs"], **head["parameters"]}
    assert head["shapes"] == {name: array.shape for name, array in given.items()}
    assert {"x", *run.setting.initial} <= set(head["inputs"])
    assert set(head["parameters"]) == {parameter.name for parameter in run.cell.parameters}


@each_run
def test_what_leaves_a_timestep_is_what_arrives_at_the_one_before(run: Run) -> None:
    frames = of_kind(run, "backward")
    for lane in run.cell.lanes:
        assert not frames[0]["values"][lane.carried].any()
        for later, earlier in pairwise(frames):
            np.testing.assert_array_equal(earlier["values"][lane.carried], later["values"][lane.returned])


@each_run
def test_the_state_that_a_timestep_makes_is_the_one_that_the_next_is_given(run: Run) -> None:
    frames = of_kind(run, "forward")
    for lane in run.cell.lanes:
        np.testing.assert_array_equal(frames[0]["values"][lane.previous], run.setting.initial[lane.initial])
        for earlier, later in pairwise(frames):
            np.testing.assert_array_equal(later["values"][lane.previous], earlier["values"][lane.next])


@each_run
def test_totals_are_the_contributions_of_the_timesteps_so_far_and_end_as_the_gradients(run: Run) -> None:
    frames = of_kind(run, "backward")
    (end,) = of_kind(run, "end")
    for total in frames[0]["totals"]:
        contributions = [frame["values"][run.cell.accumulates[total]] for frame in frames]
        for n, frame in enumerate(frames):
            np.testing.assert_allclose(frame["totals"][total], sum(contributions[: n + 1]), rtol=1e-12, atol=1e-300)
        np.testing.assert_array_equal(end["gradients"][total], frames[-1]["totals"][total])


@each_run
def test_the_stacked_gradients_are_the_slices_that_the_timesteps_made(run: Run) -> None:
    (end,) = of_kind(run, "end")
    for stack, step in run.cell.stacks.items():
        for frame in of_kind(run, "backward"):
            np.testing.assert_array_equal(end["gradients"][stack][:, :, frame["t"]], frame["values"][step])


@each_run
def test_norms_are_those_of_the_values(run: Run) -> None:
    for frame in of_kind(run, "forward") + of_kind(run, "backward"):
        for name, value in frame["values"].items():
            assert frame["norms"][name] == pytest.approx(np.sqrt(np.sum(value**2)), rel=1e-12)


def test_the_parts_of_a_sum_are_there_before_they_are_summed() -> None:
    frame = of_kind(COURSE, "forward")[2]
    parts, values, parameters = frame["parts"], frame["values"], COURSE.setting.parameters
    np.testing.assert_array_equal(parts["Wax @ xt"] + parts["Waa @ a_prev"] + parameters["ba"], values["z"])
    backward = of_kind(COURSE, "backward")[1]
    slope, values = backward["parts"]["1 - a_next**2"], backward["values"]
    np.testing.assert_array_equal(slope * values["da_next"], values["dtanh"])


@each_run
def test_arithmetic_is_written_out_for_every_step_where_an_entry_is_asked_for(run: Run) -> None:
    setting = run.setting
    steps = {"forward": run.cell.forward + setting.loss.forward, "backward": setting.backward_steps}
    for kind in steps:
        assert not any("arithmetic" in frame for frame in of_kind(run, kind))
        for frame in of_kind(run, kind, entry=(1, 0)):
            assert set(frame["arithmetic"]) == {step.name for step in steps[kind]}


def test_the_order_of_the_loop_is_sent_where_it_is_not_the_usual_one() -> None:
    assert of_kind(COURSE, "head")[0]["backward_timesteps"] is None
    (head,) = of_kind(wrong("forward_loop"), "head")
    order = [frame["t"] for frame in of_kind(wrong("forward_loop"), "backward")]
    assert head["backward_timesteps"] == order == [0, 1, 2, 3]


@pytest.mark.parametrize(("mistake", "read"), [(None, [3, 2, 1, 0]), ("previous_cache", [2, 1, 0, 3])])
def test_each_frame_says_whose_forward_values_it_read(mistake: str | None, read: list[int]) -> None:
    run = wrong(mistake) if mistake else COURSE
    frames = of_kind(run, "backward", entry=(0, 0))
    assert [frame["cache"] % 4 for frame in frames] == read
    forward = of_kind(run, "forward")
    for frame in frames:
        factor = frame["arithmetic"]["dWaxt"]["terms"][0]["factors"][1]["value"]
        assert factor == forward[frame["cache"]]["values"]["xt"][0, 0]


def test_the_arithmetic_of_da_next_is_upstream_plus_carried() -> None:
    da_next = of_kind(COURSE, "backward", entry=(2, 3))[1]["arithmetic"]["da_next"]
    frame = of_kind(COURSE, "backward")[1]["values"]
    assert [term["value"] for term in da_next["terms"]] == [frame["da_t"][2, 3], frame["da_prevt"][2, 3]]
    assert da_next["value"] == frame["da_next"][2, 3] == sum(term["value"] for term in da_next["terms"])
    assert da_next["at"] == (2, 3)


@each_run
def test_with_the_detail_entry_frames_carry_the_arithmetic_alone(run: Run) -> None:
    for kind in ("forward", "backward"):
        for frame in of_kind(run, kind, entry=(0, 0), detail="entry"):
            assert set(frame) == {"kind", "t", "arithmetic"}


def test_and_the_head_leaves_out_what_whoever_asks_for_one_more_entry_knows() -> None:
    (head,) = of_kind(COURSE, "head", entry=(0, 0), detail="entry")
    assert head["declaration"] == head["parameters"] == head["inputs"] == {}
    assert of_kind(COURSE, "head")[0]["declaration"]


def test_records_are_computed_one_at_a_time_as_they_are_asked_for() -> None:
    broken = make_run("custom", "rnn", 1, {"T_x": 3})
    del broken.setting.parameters["Wya"]  # type: ignore[attr-defined]
    made = records(broken)
    assert next(made)["kind"] == "head"
    with pytest.raises(KeyError, match="Wya"):
        next(made)


def test_the_suggested_entry_is_inside_the_state() -> None:
    (end,) = of_kind(COURSE, "end")
    row, column = end["focus"]
    assert 0 <= row < COURSE.sizes.n_a
    assert 0 <= column < COURSE.sizes.m


def exploding() -> Run:
    """A linear memory that is multiplied by 1000 at every timestep: float64 overflows after about 100 of them."""
    run = make_run("course", "rnn", 1, {"T_x": 150})
    zeros = {name: np.zeros_like(array) for name, array in run.setting.parameters.items()}
    setting = replace(run.setting, parameters={**zeros, "Waa": 1000 * np.eye(5)}, initial={"a0": np.zeros((5, 10))})
    return replace(run, setting=setting)


def test_a_run_that_explodes_is_shown_to_its_end_and_is_no_error() -> None:
    frames = of_kind(exploding(), "backward", entry=(0, 0))  # warnings are errors here
    assert frames[-1]["t"] == 0
    assert np.isfinite(frames[50]["values"]["da_next"]).all()
    assert not np.isfinite(frames[-1]["values"]["da_next"]).any()


def test_a_norm_is_finite_where_the_values_are_although_their_squares_are_not() -> None:
    for frame in of_kind(exploding(), "backward"):
        for name, value in frame["values"].items():
            assert np.isfinite(frame["norms"][name]) or not np.abs(value).max() < 1e307, name


def test_the_norm_of_a_gradient_that_has_nearly_vanished_is_not_yet_zero() -> None:
    run = make_run("course", "rnn", 1, {"T_x": 80})
    parameters = {**run.setting.parameters, "Waa": 1e-3 * np.eye(5)}
    only_the_last = np.where(np.arange(80) == 79, run.setting.da, 0)
    vanishing = replace(run, setting=replace(run.setting, parameters=parameters, da=only_the_last))
    for frame in of_kind(vanishing, "backward"):
        value = frame["values"]["da_next"]
        assert frame["norms"]["da_next"] >= np.abs(value).max()
        assert (frame["norms"]["da_next"] > 0) == value.any()


# What the end says ------------------------------------------------------------------------------------------------


def test_the_cost_is_the_sum_of_the_losses_and_none_where_da_is_given() -> None:
    hello = make_run("hello", "rnn", 1, {})
    losses = [frame["values"]["loss_t"].sum() for frame in of_kind(hello, "forward")]
    assert of_kind(hello, "end")[0]["loss"] == pytest.approx(sum(losses))
    assert of_kind(COURSE, "end")[0]["loss"] is None


@each_run
def test_the_verdict_is_on_the_frames_that_were_sent(run: Run) -> None:
    flow, caches = Flow(run.setting), list(forward_pass(run.setting))
    for done in backward_pass(run.setting, caches):
        if isinstance(done, Backward):
            flow.add(done, caches[done.t].values)
    assert of_kind(run, "end")[0]["flow"] == flow.verdicts()


def test_the_gradients_are_checked_where_that_is_asked_for() -> None:
    assert of_kind(COURSE, "end", check=True)[0]["check"]["worst"] < 1e-12
    assert of_kind(COURSE, "end", check=False)[0]["check"] is None
    assert of_kind(COURSE, "end", check=True, detail="entry")[0]["check"] is None


def test_a_cut_is_recorded_where_it_is_made_and_nothing_is_checked_then() -> None:
    run = make_run("course", "rnn", 1, {}, truncate=2)
    head, frames = next(records(run)), of_kind(run, "backward")
    assert (head["truncate"], head["clip"]) == (2, None)
    assert {frame["t"]: frame["cut"] for frame in frames} == {3: False, 2: True, 1: False, 0: False}
    assert not frames[2]["values"]["da_prevt"].any()
    assert frames[1]["values"]["da_prev"].any()  # what leaves is still shown
    assert "on purpose" in of_kind(run, "end", check=True)[0]["check"]["skipped"]


def test_a_switch_that_never_acts_leaves_the_check_alone() -> None:
    run = make_run("course", "rnn", 1, {}, truncate=4, clip=1e6)
    assert of_kind(run, "end", check=True)[0]["check"]["worst"] < 1e-12


def test_a_clip_is_recorded_with_its_factor() -> None:
    frames = of_kind(make_run("course", "rnn", 1, {}, clip=2.0), "backward")
    for later, earlier in pairwise(frames):
        factor = later["clipped"].get("da_prevt", 1.0)
        np.testing.assert_allclose(earlier["values"]["da_prevt"], later["values"]["da_prev"] * factor)
    assert any(frame["clipped"] for frame in frames)
