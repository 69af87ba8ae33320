"""The lines of the two loops around a cell, each of which can be swapped for a wrong one."""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest

from app.bptt import loop
from app.bptt.loop import LOOP, Loop
from app.bptt.passes import Gradients, backward_pass, forward_pass
from app.runs.run import make_run

A0 = np.full((2, 3), 7.0)
DA = np.arange(24.0).reshape(2, 3, 4)  # (n_a, m, T_x)


def test_each_timestep_forward_gets_its_own_slice_of_x() -> None:
    np.testing.assert_array_equal(loop.inputs(DA, 2), DA[:, :, 2])


def test_the_first_timestep_is_given_a0_and_each_later_one_what_the_one_before_made() -> None:
    assert loop.initial_state(A0, {}) is A0
    a_next = np.ones((2, 3))
    assert loop.next_state(a_next, A0, {}) is a_next


def test_the_backward_pass_starts_at_the_last_timestep() -> None:
    assert list(loop.backward_timesteps(4)) == [3, 2, 1, 0]


def test_the_cache_of_t_is_the_one_that_the_forward_pass_left_at_t() -> None:
    caches = [{"a": np.array(t)} for t in range(3)]
    assert loop.cache(caches, 1) is caches[1]


def test_nothing_is_carried_into_the_last_timestep() -> None:
    carried = loop.initial_carry(2, 3, DA)
    assert carried.shape == (2, 3)
    assert not carried.any()


def test_the_upstream_gradient_of_t_is_the_slice_at_t_whatever_is_carried() -> None:
    np.testing.assert_array_equal(loop.upstream(DA, 1, A0), DA[:, :, 1])


def test_totals_are_added_to_and_never_written_into() -> None:
    total = np.ones((2, 2))
    np.testing.assert_array_equal(loop.accumulate(total, 2 * total), 3 * np.ones((2, 2)))
    np.testing.assert_array_equal(total, np.ones((2, 2)))


def test_what_leaves_a_timestep_is_what_arrives_at_the_one_before() -> None:
    da_prev = np.ones((2, 3))
    assert loop.hand_over(da_prev, DA, 2, A0, {}) is da_prev


def test_what_has_left_the_first_timestep_is_the_gradient_of_a0() -> None:
    assert loop.initial_gradient(A0, DA) is A0


WRONG: dict[str, Callable[..., object]] = {
    "forward_timesteps": lambda T_x: reversed(range(T_x)),
    "inputs": lambda x, t: x[:, :, 0],
    "initial_state": lambda a0, _initial: 0 * a0,
    "next_state": lambda a_next, a0, made: a0,
    "backward_timesteps": lambda T_x: range(T_x),
    "cache": lambda caches, t: caches[-1],
    "initial_carry": lambda n_a, m, da: da[:, :, -1],
    "upstream": lambda da, t, da_prevt: 0 * da[:, :, t],
    "accumulate": lambda total, contribution: contribution,
    "hand_over": lambda da_prev, da, t, da_prevt, gradients: 0 * da_prev,
    "initial_gradient": lambda da_prevt, da: da[:, :, 0],
}
LINES = [field.name for field in fields(Loop) if field.name != "lanes"]


def gradients(lines: Loop) -> np.ndarray:
    setting = replace(make_run("course", "rnn", 1, {}).setting, loop=lines)
    *_, end = backward_pass(setting, list(forward_pass(setting)))
    assert isinstance(end, Gradients)
    return np.concatenate([gradient.ravel() for gradient in end.values.values()])


@pytest.mark.parametrize("line", LINES)
def test_every_line_matters_to_the_gradients(line: str) -> None:
    assert not np.allclose(gradients(replace(LOOP, **{line: WRONG[line]})), gradients(LOOP))


@pytest.mark.parametrize("line", LINES)
def test_a_line_can_be_replaced_for_one_lane_alone(line: str) -> None:
    mixed = replace(LOOP, lanes={"a": {line: WRONG[line]}})
    assert getattr(mixed.of_lane("a"), line) is WRONG[line]
    assert mixed.of_lane("c") is mixed
    assert getattr(mixed, line) is getattr(LOOP, line)
