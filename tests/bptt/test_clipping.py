"""Clipping the gradient of all parameters together: its length, its direction, and the lines that are listed."""

import numpy as np
import pytest

from app.bptt.clipping import clip_together, code, norm_together
from app.bptt.passes import Gradients, Setting, backward_pass, forward_pass
from app.runs.run import make_run

PARAMETERS = ("dWax", "dWaa", "dba", "dWya", "dby")


def gradients_of(setting: Setting) -> Gradients:
    *_, last = backward_pass(setting, list(forward_pass(setting)))
    assert isinstance(last, Gradients)
    return last


def as_one(gradients: Gradients) -> np.ndarray:
    return np.concatenate([gradients.values[name].ravel() for name in PARAMETERS])


def test_the_parameters_gradient_gets_shorter_and_keeps_its_direction() -> None:
    whole = gradients_of(make_run("exploding", "rnn", 1, {}).setting)
    clipped = gradients_of(make_run("exploding", "rnn", 1, {}, clip_total=5).setting)
    assert np.linalg.norm(as_one(clipped)) == pytest.approx(5)
    np.testing.assert_allclose(as_one(clipped), as_one(whole) * clipped.factor)
    assert clipped.factor == pytest.approx(5 / np.linalg.norm(as_one(whole)))


def test_what_is_not_a_parameters_is_left_alone() -> None:
    whole = gradients_of(make_run("exploding", "rnn", 1, {}).setting)
    clipped = gradients_of(make_run("exploding", "rnn", 1, {}, clip_total=5).setting)
    for name in ("dx", "da0"):
        np.testing.assert_array_equal(clipped.values[name], whole.values[name])


def test_what_is_short_enough_is_left_to_the_bit() -> None:
    given = {"dba": np.array([[0.3], [-0.4]])}
    clipped, factor = clip_together(given, 0.5)
    assert factor == 1
    np.testing.assert_array_equal(clipped["dba"], given["dba"])


def test_what_has_overflowed_stays_so() -> None:
    assert norm_together({"dba": np.array([[np.inf], [1.0]])}) == np.inf
    clipped, factor = clip_together({"dba": np.array([[np.inf], [1.0]])}, 1.0)
    assert factor == 0
    assert np.isnan(clipped["dba"][0, 0])


def test_the_listed_lines_do_what_was_done() -> None:
    whole = gradients_of(make_run("exploding", "rnn", 1, {}).setting)
    clipped = gradients_of(make_run("exploding", "rnn", 1, {}, clip_total=0.25).setting)
    known = {name: whole.values[name].copy() for name in PARAMETERS}
    exec("\n".join(code(PARAMETERS, 0.25)), {"np": np, **known})
    for name in PARAMETERS:
        np.testing.assert_allclose(known[name], clipped.values[name], rtol=1e-12)
    assert code(PARAMETERS, None) == ()
