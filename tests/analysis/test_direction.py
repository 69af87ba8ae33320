"""Which way the gradient of all parameters points, cut or clipped, against the textbook's own gradient."""

from typing import Any

import numpy as np
import pytest

from app.analysis.direction import Unaltered
from app.bptt.cells import CELLS
from app.bptt.passes import Backward, Gradients, backward_pass, forward_pass
from app.runs.run import Run, make_run
from tests.textbook import by_autograd

SWITCHES = [{"clip": 0.1}, {"clip": 0.5}, {"truncate": 2}, {"truncate": 1}, {"truncate": 3, "clip": 0.1}]


def told_of(run: Run) -> tuple[list[dict[str, Any]], Gradients]:
    followed, forward = Unaltered(run.setting), list(forward_pass(run.setting))
    for done in backward_pass(run.setting, forward):
        if isinstance(done, Backward):
            followed.add(done, forward[done.t].values)
    assert isinstance(done, Gradients)
    return followed.told(), done


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("asked", SWITCHES, ids=str)
@pytest.mark.parametrize("loss", ["given", "softmax_cross_entropy", "last"])
def test_the_cosine_is_the_one_with_the_textbooks_gradient(cell: str, asked: dict[str, Any], loss: str) -> None:
    run = make_run("custom", cell, 1, {"T_x": 6}, loss=loss, **asked)
    (told,), made = told_of(run)
    names = [name for name in run.cell.accumulates if name in made.values]
    true = by_autograd(run.setting, {name: made.values[name] for name in names})
    whole = np.concatenate([true[name[1:]].ravel() for name in names])
    shown = np.concatenate([made.values[name].ravel() for name in names])
    assert told["cosine"] == pytest.approx(cosine(shown, whole), abs=1e-9)
    alone = {name: cosine(made.values[name].ravel(), true[name[1:]].ravel()) for name in names}
    if told["cosine"] < 1 - 1e-9:
        worst = min(alone, key=lambda name: alone[name])
        together, least = told["cosine"], alone[worst]
        if least < together < 0.9995:
            assert f"is {together:.3g}, that of {worst} alone {least:.3g}." in told["sentence"]


def test_a_cosine_that_is_not_1_is_not_written_as_1() -> None:
    (told,), _ = told_of(make_run("vanishing", "rnn", 1, {}, truncate=5))
    assert 0.9995 < told["cosine"] < 1
    assert f"is 1 - {1 - told['cosine']:.0e}, that of dba alone" in told["sentence"]


def test_what_is_cut_and_turns_nothing_is_said_to_turn_nothing() -> None:
    (told,), _ = told_of(make_run("vanishing", "rnn", 1, {}, truncate=5, radius=0.01))
    assert told["sentence"] == (
        "The carry was cut at 3 timesteps. The gradient of all parameters still points the way it would have pointed "
        "(cosine 1)."
    )


def test_clipping_all_of_it_keeps_the_direction_and_says_by_how_much_it_is_shorter() -> None:
    run = make_run("exploding", "rnn", 1, {}, clip_total=5)
    (told,), made = told_of(run)
    assert (told["what"], told["cosine"], told["factor"]) == ("all", 1.0, made.factor)
    assert f"multiplied by {made.factor:.3g}" in told["sentence"]
    assert np.linalg.norm(np.concatenate([made.values[name].ravel() for name in run.cell.accumulates])) <= 5 + 1e-9


def test_what_is_below_the_limit_is_said_to_be_left_alone() -> None:
    (told,), _ = told_of(make_run("custom", "rnn", 1, {}, clip_total=1e6))
    assert (told["factor"], "it is not clipped" in told["sentence"]) == (1, True)
    (told,), _ = told_of(make_run("custom", "rnn", 1, {}, clip=1e6))
    assert told["sentence"] == "No carry was above the limit: nothing was clipped."


def test_what_has_overflowed_has_no_direction() -> None:
    (told,), _ = told_of(make_run("silence", "rnn", 1, {}, radius=1e12, clip_total=1))
    assert (told["cosine"], "overflowed" in told["sentence"]) == (None, True)


def test_the_two_clips_are_told_one_by_one() -> None:
    told, _ = told_of(make_run("exploding", "rnn", 1, {}, clip=1, clip_total=5))
    assert [one["what"] for one in told] == ["carry", "all"]
