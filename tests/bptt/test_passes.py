"""The driver runs any cell, forward and back, and records every value before it is summed."""

from dataclasses import replace

import numpy as np
import pytest

from app.bptt.cell import Cell, Lane, Symbol
from app.bptt.passes import Backward, Gradients, Setting, backward_pass, forward_pass, run_steps
from app.bptt.step import Array, step
from app.runs.run import make_run

# A cell small enough to be followed in the head: s⟨t⟩ = w s⟨t-1⟩ + x⟨t⟩, a leaky counter ---------------------------


def said(name: str) -> str:
    return f"This makes {name}."


@step("1, m", kind="add", symbol="s", formula="w s_prev + xt", sentence=said("s_next"))
def s_next(w: Array, s_prev: Array, xt: Array) -> Array:
    return w * s_prev + xt


@step("1, m", kind="add", symbol="ds", formula="ds_t + ds_prevt", sentence=said("ds_next"))
def ds_next(ds_t: Array, ds_prevt: Array) -> Array:
    return ds_t + ds_prevt


@step("1, 1", kind="sum", symbol="dw", formula="sum", sentence=said("dwt"))
def dwt(ds_next: Array, s_prev: Array) -> Array:
    return (ds_next * s_prev).sum(axis=1, keepdims=True)


@step("1, m", kind="add", symbol="dx", formula="ds_next", sentence=said("dxt"))
def dxt(ds_next: Array, ds_prevt: Array) -> Array:
    return ds_next + 0 * ds_prevt


@step("1, m", kind="hadamard", symbol="ds", formula="w ds_next", sentence=said("ds_prev"))
def ds_prev(w: Array, ds_next: Array) -> Array:
    return w * ds_next


COUNTER = Cell(
    name="counter",
    title="Leaky counter",
    parameters=(Symbol("w", "w", "1, 1", "leak"),),
    lanes=(Lane("s", "s_prev", "s_next", "s0", "ds_t", "ds_prevt", "ds_next", "ds_prev", "ds0"),),
    forward=(s_next,),
    backward=(ds_next, dwt, dxt, ds_prev),
    output=(),
    accumulates={"dw": "dwt"},
    stacks={"dx": "dxt"},
    given=(),
)


def counter(x: list[float], ds: list[float]) -> Setting:
    return Setting(
        COUNTER,
        parameters={"w": np.array([[0.5]])},
        x=np.array(x).reshape(1, 1, -1),
        initial={"s0": np.array([[8.0]])},
        da=np.array(ds).reshape(1, 1, -1),
    )


def test_forward_hands_each_state_to_the_next_timestep() -> None:
    frames = list(forward_pass(counter(x=[1, 0, 2], ds=[0, 0, 0])))
    assert [frame.t for frame in frames] == [0, 1, 2]
    assert [frame.values["s_prev"].item() for frame in frames] == [8, 5, 2.5]
    assert [frame.values["s_next"].item() for frame in frames] == [5, 2.5, 3.25]
    assert [frame.values["xt"].item() for frame in frames] == [1, 0, 2]


def test_backward_adds_upstream_and_carried_at_each_timestep_from_the_last_to_the_first() -> None:
    setting = counter(x=[1, 0, 2], ds=[1, 10, 100])
    *frames, _ = backward_pass(setting, list(forward_pass(setting)))
    assert [frame.t for frame in frames] == [2, 1, 0]
    assert [frame.values["ds_t"].item() for frame in frames] == [100, 10, 1]
    assert [frame.values["ds_prevt"].item() for frame in frames] == [0, 50, 30]
    assert [frame.values["ds_next"].item() for frame in frames] == [100, 60, 31]
    assert [frame.values["ds_prev"].item() for frame in frames] == [50, 30, 15.5]


def test_totals_grow_by_what_each_timestep_contributes() -> None:
    setting = counter(x=[1, 0, 2], ds=[1, 10, 100])
    *frames, end = backward_pass(setting, list(forward_pass(setting)))
    assert [frame.values["dwt"].item() for frame in frames] == [250, 300, 248]
    assert [frame.totals["dw"].item() for frame in frames] == [250, 550, 798]
    assert isinstance(end, Gradients)
    assert end.values["dw"].item() == 798


def test_the_end_holds_the_stacked_input_gradient_and_what_left_the_first_timestep() -> None:
    setting = counter(x=[1, 0, 2], ds=[1, 10, 100])
    *_, end = backward_pass(setting, list(forward_pass(setting)))
    assert isinstance(end, Gradients)
    np.testing.assert_array_equal(end.values["dx"], [[[31, 60, 100]]])
    assert end.values["ds0"].item() == 15.5


def test_the_backward_pass_goes_over_the_timesteps_that_da_has() -> None:
    """The course's LSTM exercise runs 7 timesteps forward and 4 back; later ones keep a gradient of zero."""
    setting = counter(x=[1, 0, 2, 4], ds=[1, 10])
    assert (setting.T_x, setting.T_backward) == (4, 2)
    *frames, end = backward_pass(setting, list(forward_pass(setting)))
    assert [frame.t for frame in frames] == [1, 0]
    assert isinstance(end, Gradients)
    np.testing.assert_array_equal(end.values["dx"], [[[6, 10, 0, 0]]])


def test_frames_are_computed_one_at_a_time_as_they_are_asked_for() -> None:
    ran: list[int] = []

    def counting(w: Array, s_prev: Array, xt: Array) -> Array:
        ran.append(1)
        return w * s_prev + xt

    lazy = replace(COUNTER, forward=(replace(s_next, function=counting),))
    frames = forward_pass(replace(counter(x=[1, 0, 2], ds=[0, 0, 0]), cell=lazy))
    assert len(ran) == 0
    next(frames)
    assert len(ran) == 1


def test_steps_run_in_order_and_what_they_need_must_be_there() -> None:
    made = run_steps([ds_next, ds_prev], {"w": np.array(3.0), "ds_t": np.array(1.0), "ds_prevt": np.array(2.0)})
    assert {name: value.item() for name, value in made.items()} == {"ds_next": 3, "ds_prev": 9}
    with pytest.raises(KeyError, match="ds_next"):
        run_steps([ds_prev, ds_next], {"w": np.array(3.0), "ds_t": np.array(1.0), "ds_prevt": np.array(2.0)})


def test_a_frame_already_sent_is_not_changed_by_later_ones() -> None:
    setting = make_run("course", "rnn", 1, {}).setting
    frames = list(forward_pass(setting))
    made = backward_pass(setting, frames)
    first = next(made)
    assert isinstance(first, Backward)
    before = {name: value.copy() for name, value in {**first.values, **first.totals}.items()}
    list(made)
    for name, value in {**first.values, **first.totals}.items():
        np.testing.assert_array_equal(value, before[name])


def test_the_given_arrays_are_left_as_they_were() -> None:
    setting = make_run("course", "rnn", 1, {}).setting
    assert setting.da is not None
    before = setting.da.copy(), setting.x.copy()
    list(backward_pass(setting, list(forward_pass(setting))))
    np.testing.assert_array_equal(setting.da, before[0])
    np.testing.assert_array_equal(setting.x, before[1])
