"""Five questions of every run: what is answered holds of its numbers, in each cell, scenario, loss, cut and length."""

import numpy as np
import pytest

from app.bptt.passes import Backward, Gradients, backward_pass, forward_pass
from app.records.asked import QUESTIONS, Answer, asked
from app.runs.run import Run, make_run
from tests.every_run import RUNS

OTHERS = [
    make_run("course", "rnn", 7, {}, truncate=2),
    make_run("course", "rnn", 7, {}, truncate=1),
    make_run("course", "lstm", 7, {}, clip=0.1),
    make_run("custom", "gru", 7, {"T_x": 1}),
    make_run("custom", "rnn", 9, {"T_x": 2, "m": 1, "n_a": 1}),
    make_run("hello", "lstm", 9, {}, truncate=3),
]


def made(run: Run) -> tuple[dict[int, Backward], Gradients, dict[str, Answer]]:
    *frames, end = backward_pass(run.setting, list(forward_pass(run.setting)))
    assert isinstance(end, Gradients)
    by_t = {frame.t: frame for frame in frames if isinstance(frame, Backward)}
    answers = {one["id"]: Answer(one["text"], one["t"], one["step"], one["rows"]) for one in asked(run)}
    return by_t, end, answers


each_run = pytest.mark.parametrize("run", [*RUNS, *OTHERS])


@each_run
def test_each_moment_is_there(run: Run) -> None:
    frames, _, answers = made(run)
    assert set(answers) >= set(QUESTIONS) - {"passes"}
    for answer in answers.values():
        assert answer.step in frames[answer.t].values


@each_run
def test_zeros_are_where_it_says(run: Run) -> None:
    frames, _, answers = made(run)
    last, lanes = max(frames), run.setting.cell.lanes
    (main,) = (lane for lane in lanes if lane.upstream)
    zeros = answers["zeros"]
    assert zeros.t == last
    assert all(not frames[last].values[lane.carried].any() for lane in lanes)
    np.testing.assert_array_equal(frames[last].values[main.total], frames[last].values[str(main.upstream)])
    assert f"starts at t = {last}" in zeros.text
    assert ("is given for the first" in zeros.text) == (run.setting.T_backward < run.setting.T_x)
    silent = [t for t in frames if t < last and not frames[t].values[str(main.upstream)].any()]
    if "no loss is taken there" in zeros.text:
        assert silent == [t for t in sorted(frames, reverse=True) if t < last]
    else:
        assert silent == []
    cut = [t for t in frames if t < last and not frames[t].values[main.carried].any()]
    assert bool(cut) == ("cut off on purpose" in zeros.text)


@each_run
def test_the_loop_that_forgets_the_carry_is_right_at_the_last_timestep_and_wrong_where_it_says(run: Run) -> None:
    frames, _, answers = made(run)
    (main,) = (lane for lane in run.setting.cell.lanes if lane.upstream)
    differ = {
        t: not np.array_equal(one.values[main.total], one.values[str(main.upstream)]) for t, one in frames.items()
    }
    assert not differ[max(frames)]
    assert ("passes" in answers) == any(differ.values())
    if "passes" in answers:
        assert answers["passes"].t == max(t for t in differ if differ[t])
        assert f"At t = {answers['passes'].t} it leaves out what" in answers["passes"].text


@each_run
def test_da_comes_from_where_it_says(run: Run) -> None:
    frames, _, answers = made(run)
    (main,) = (lane for lane in run.setting.cell.lanes if lane.upstream)
    text = answers["source"].text
    names = [step.name for step in run.setting.backward_steps]
    assert ("handed over" in text) == (main.upstream not in names) == (run.setting.da is not None)
    without = [t for t, one in frames.items() if not one.values[str(main.upstream)].any()]
    assert ("at all others" in text) == bool(without)
    if run.setting.da is None:
        assert next(step.expression for step in run.setting.backward_steps if step.name == main.upstream) in text


@each_run
def test_each_gradient_has_the_shape_that_it_says(run: Run) -> None:
    frames, end, answers = made(run)
    known = {**end.values, **frames[0].values}
    values = {"x": run.setting.x, **run.setting.parameters}
    for name, gradient, shape in answers["shapes"].rows:
        assert str(known[gradient].shape) == shape
        assert name not in values or str(values[name].shape) == shape
    totals = {total for total in run.setting.cell.accumulates if total in end.values}
    assert {gradient for _, gradient, _ in answers["shapes"].rows} == {"da_next", "dx", *totals}


@each_run
def test_what_is_added_up_is_the_sum_over_t_and_dx_is_written_once(run: Run) -> None:
    frames, end, answers = made(run)
    adding = answers["adding"]
    total = next(total for total, step in run.setting.cell.accumulates.items() if step == adding.step)
    with np.errstate(all="ignore"):
        added = sum(frames[t].values[adding.step] for t in sorted(frames, reverse=True))
    np.testing.assert_allclose(end.values[total], added, rtol=1e-12)
    assert f"{total} += …" in adding.text
    for t, frame in frames.items():
        np.testing.assert_array_equal(end.values["dx"][:, :, t], frame.values["dxt"])
