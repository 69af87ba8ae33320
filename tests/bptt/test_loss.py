"""Losses: what a prediction costs, that da comes down from it, and that timesteps which do not count bring zeros."""

from dataclasses import replace

import numpy as np
import pytest

from app.bptt.cells import CELLS
from app.bptt.loss import GIVEN, LOSSES, Loss
from app.bptt.ops import softmax
from app.bptt.passes import Backward, Setting, backward_pass, forward_pass
from app.runs.run import make_run

MAKING = [loss for loss in LOSSES.values() if not loss.gives_da]
each_loss = pytest.mark.parametrize("loss", MAKING, ids=lambda loss: loss.name)
each_cell = pytest.mark.parametrize("cell", CELLS)


def under(loss: Loss, cell: str = "rnn", m: int = 3) -> Setting:
    setting = make_run("last-only", cell, 1, {"m": m}).setting
    return replace(setting, loss=loss)


def backward(setting: Setting) -> list[Backward]:
    return [frame for frame in backward_pass(setting, list(forward_pass(setting))) if isinstance(frame, Backward)]


def test_given_makes_nothing() -> None:
    assert GIVEN.gives_da
    assert GIVEN.forward == GIVEN.backward == ()


@each_loss
def test_it_makes_the_gradient_that_every_cell_waits_for(loss: Loss) -> None:
    assert loss.backward[-1].name == "dzy"
    assert "loss_t" in {step.name for step in loss.forward}


def test_cross_entropy_is_minus_the_log_of_the_share_of_the_right_answer() -> None:
    (frame,) = forward_pass(replace(under(LOSSES["softmax_cross_entropy"]), x=np.ones((3, 3, 1))))
    shares = softmax(frame.values["zy"])
    right = frame.values["yt"].argmax(axis=0)
    expected = -np.log(shares[right, range(3)]) / 3
    np.testing.assert_allclose(frame.values["loss_t"], expected[np.newaxis], rtol=1e-12)


def test_squared_error_is_half_the_squared_distance_of_the_shares() -> None:
    (frame,) = forward_pass(replace(under(LOSSES["squared_error"]), x=np.ones((3, 3, 1))))
    expected = ((softmax(frame.values["zy"]) - frame.values["yt"]) ** 2).sum(axis=0) / 2 / 3
    np.testing.assert_allclose(frame.values["loss_t"], expected[np.newaxis], rtol=1e-12)


@each_cell
def test_da_of_cross_entropy_is_the_weights_times_prediction_less_answer_over_m(cell: str) -> None:
    setting = under(LOSSES["softmax_cross_entropy"], cell)
    W = setting.parameters["Wya" if cell == "rnn" else "Wy"]
    frames = list(forward_pass(setting))
    for done in backward(setting):
        missed = frames[done.t].values["yt_pred"] - frames[done.t].values["yt"]
        np.testing.assert_allclose(done.values["da_t"], W.T @ missed / 3, rtol=1e-12)


@each_loss
def test_twice_the_same_examples_cost_the_same(loss: Loss) -> None:
    """The mean over m: a batch of two copies has the same cost, and the same gradients of the parameters."""
    once = under(loss)
    assert once.y is not None
    twice = replace(
        once,
        x=np.concatenate([once.x, once.x], axis=1),
        y=np.concatenate([once.y, once.y], axis=1),
        initial={name: np.concatenate([state, state], axis=1) for name, state in once.initial.items()},
    )
    costs = [sum(frame.values["loss_t"].sum() for frame in forward_pass(setting)) for setting in (once, twice)]
    assert costs[0] == pytest.approx(costs[1], rel=1e-12)
    np.testing.assert_allclose(backward(once)[-1].totals["dWaa"], backward(twice)[-1].totals["dWaa"], rtol=1e-10)


def test_under_last_all_but_the_last_timestep_only_carry() -> None:
    setting = under(LOSSES["last"])
    for frame in forward_pass(setting):
        assert bool(frame.values["loss_t"].any()) == (frame.t == setting.T_x - 1)
    for done in backward(setting):
        if done.t == setting.T_x - 1:
            assert done.values["da_t"].any()
        else:
            assert not done.values["da_t"].any()
            np.testing.assert_array_equal(done.values["da_next"], done.values["da_prevt"])


@pytest.mark.parametrize(("t", "weight"), [(0, 0.0), (3, 0.0), (4, 0.1)])
def test_last_counts_one_timestep(t: int, weight: float) -> None:
    np.testing.assert_array_equal(LOSSES["last"].weight(t, T_x=5, m=10), [[weight]])


def test_a_hopeless_prediction_has_a_finite_loss() -> None:
    """ŷ is rounded to 0 there, and the log of 0 would be infinite."""
    setting = under(LOSSES["softmax_cross_entropy"])
    loud = {**setting.parameters, "by": np.array([[0.0], [0.0], [-2000.0]])}
    y = np.zeros_like(setting.y)
    y[2] = 1
    (frame, *_) = forward_pass(replace(setting, parameters=loud, y=y))
    assert frame.values["yt_pred"][2].max() == 0
    assert np.isfinite(frame.values["loss_t"]).all()
