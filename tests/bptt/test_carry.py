"""What is done to the carry between two timesteps: nothing, a cut, or a clip; never to the initial state's gradient."""

from dataclasses import replace

import numpy as np
import pytest

from app.bptt.carry import AS_IT_IS, HandOver
from app.bptt.passes import Backward, Gradients, Setting, backward_pass, forward_pass
from app.runs.run import make_run

A = np.array([[3.0, 0.0], [0.0, 4.0]])  # of norm 5
SETTING = make_run("custom", "lstm", 1, {"T_x": 6}).setting


def frames_of(setting: Setting) -> list[Backward]:
    return [done for done in backward_pass(setting, list(forward_pass(setting))) if isinstance(done, Backward)]


def test_without_a_switch_the_carry_is_handed_on_as_it_is() -> None:
    handed = AS_IT_IS.pass_on({"da_prevt": A}, t=3)
    assert handed.carried["da_prevt"] is A
    assert (handed.cut, handed.clipped) == (False, {})


@pytest.mark.parametrize(("t", "cut"), [(1, False), (2, True), (3, False), (4, True), (0, False)])
def test_truncation_cuts_at_every_kth_timestep_but_not_at_the_start(t: int, cut: bool) -> None:
    handed = HandOver(truncate=2).pass_on({"da_prevt": A, "dc_prevt": A}, t)
    assert handed.cut == cut
    assert all(carried.any() != cut for carried in handed.carried.values())


def test_a_norm_above_the_limit_is_scaled_down_to_it_and_one_below_is_left_alone() -> None:
    handed = HandOver(clip=2.0).pass_on({"da_prevt": A, "dc_prevt": A / 10}, t=1)
    np.testing.assert_allclose(handed.carried["da_prevt"], A * 0.4)
    np.testing.assert_array_equal(handed.carried["dc_prevt"], A / 10)
    assert handed.clipped == {"da_prevt": pytest.approx(0.4)}


def test_the_gradient_of_the_initial_state_is_not_clipped() -> None:
    assert HandOver(clip=1e-3).pass_on({"da_prevt": A}, t=0).carried["da_prevt"] is A


def test_an_infinite_carry_is_clipped_without_a_warning() -> None:
    handed = HandOver(clip=1.0).pass_on({"da_prevt": np.array([[np.inf, 1.0]])}, t=1)
    assert handed.clipped == {"da_prevt": 0.0}


def test_after_a_cut_each_piece_is_a_sequence_of_its_own() -> None:
    """Truncated at 3, the last three timesteps of six have the gradients they had, the first three those of a run
    whose cost ends with them."""
    truncated = frames_of(replace(SETTING, handover=HandOver(truncate=3)))
    assert SETTING.da is not None
    whole, first_half = frames_of(SETTING), frames_of(replace(SETTING, da=SETTING.da[:, :, :3]))
    assert [done.cut for done in truncated] == [False, False, True, False, False, False]
    for found, expected in zip(truncated, whole[:3] + first_half, strict=True):
        for name in ("da_prevt", "dc_prevt", "da_next", "dc_next", "dxt"):
            np.testing.assert_array_equal(found.values[name], expected.values[name])


def test_truncating_at_the_whole_length_changes_nothing() -> None:
    *_, cut = backward_pass(replace(SETTING, handover=HandOver(truncate=6)), list(forward_pass(SETTING)))
    *_, whole = backward_pass(SETTING, list(forward_pass(SETTING)))
    assert isinstance(cut, Gradients)
    assert isinstance(whole, Gradients)
    for name, gradient in whole.values.items():
        np.testing.assert_array_equal(cut.values[name], gradient)


def test_a_clipped_carry_never_arrives_with_a_norm_above_the_limit() -> None:
    exploding = replace(make_run("silence", "rnn", 1, {}).setting, handover=HandOver(clip=0.5))
    frames = frames_of(exploding)
    assert max(np.linalg.norm(done.values["da_prevt"]) for done in frames) <= 0.5 * (1 + 1e-12)
    assert any(done.clipped for done in frames)
    for done in frames:
        norm = np.linalg.norm(done.values["da_prev"])
        assert ("da_prevt" in done.clipped) == (norm > 0.5 and done.t > 0)


def test_the_switches_are_lines_of_code_in_the_order_in_which_they_act() -> None:
    assert AS_IT_IS.code("da_prevt") == ()
    assert HandOver(truncate=4, clip=1.5).code("da_prevt") == (
        "if t > 0 and t % 4 == 0: da_prevt = np.zeros((n_a, m))",
        "if t > 0: da_prevt = da_prevt * (1.5 / max(1.5, np.linalg.norm(da_prevt)))",
    )


def test_its_lines_of_code_do_what_it_does() -> None:
    for t in (4, 3, 0):
        da_prev = A.copy()
        names = {"np": np, "t": t, "n_a": 2, "m": 2, "da_prevt": da_prev}
        switches = HandOver(truncate=4, clip=2.0)
        for line in switches.code("da_prevt"):
            exec(line, names)
        np.testing.assert_allclose(names["da_prevt"], switches.pass_on({"da_prevt": A}, t).carried["da_prevt"])
        np.testing.assert_array_equal(da_prev, A)  # what the cell returned is still what it was
