"""The fast way of running the RNN: the same numbers as its steps, for every timestep and every running total."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bptt.carry import HandOver
from app.bptt.loop import LOOP
from app.bptt.passes import Backward, Setting, backward_pass, forward_pass
from app.bptt.vectorised import CHUNK, NotVectorised, RNNPasses
from app.runs.run import make_run

sizes = st.fixed_dictionaries(
    {"n_x": st.integers(1, 5), "n_a": st.integers(1, 5), "m": st.integers(1, 5), "T_x": st.integers(1, 2 * CHUNK + 2)}
)


def draw(cell="rnn", seed=1, **chosen) -> Setting:
    return make_run("custom", cell, seed, chosen).setting


def passes_of(setting: Setting) -> RNNPasses:
    n_x, m, T_x = setting.x.shape
    return RNNPasses(n_x, setting.initial["a0"].shape[0], m, T_x)


def assert_same_as_the_steps(passes: RNNPasses, setting: Setting) -> None:
    frames = list(forward_pass(setting))
    for frame in backward_pass(setting, frames):
        if isinstance(frame, Backward):
            values, totals = passes.backward(frame.t)
            for name, expected in {**frame.values, **frame.totals}.items():
                actual = {**values, **totals}[name]
                assert actual.shape == expected.shape, name
                scale = max(1.0, np.abs(expected).max())
                np.testing.assert_allclose(actual / scale, expected / scale, rtol=1e-12, atol=1e-13, err_msg=name)
    assert set(values) | set(totals) == set(frame_names(setting))


def frame_names(setting: Setting) -> set[str]:
    frame = next(f for f in backward_pass(setting, list(forward_pass(setting))) if isinstance(f, Backward))
    return {*frame.values, *frame.totals}


@given(st.integers(0, 2**32 - 1), sizes)
def test_every_value_is_that_of_the_steps(seed, sizes):
    setting = draw(seed=seed, **sizes)
    passes = passes_of(setting)
    passes.run(setting)
    assert_same_as_the_steps(passes, setting)


def test_a_second_run_leaves_nothing_of_the_first():
    first, second = draw(seed=1, T_x=CHUNK + 3), draw(seed=2, T_x=CHUNK + 3)
    passes = passes_of(first)
    passes.run(first)
    passes.run(second)
    assert_same_as_the_steps(passes, second)


def test_an_exploding_run_gives_values_that_are_not_finite_and_no_error():
    setting = draw(T_x=4, n_a=2, m=1)
    huge = {name: value * 1e200 if name == "Waa" else value * 0 for name, value in setting.parameters.items()}
    setting = replace(setting, parameters=huge, initial={"a0": setting.initial["a0"] * 0})
    passes = passes_of(setting)
    passes.run(setting)
    assert not np.isfinite(passes.backward(0)[0]["da_prev"]).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: draw("lstm"), "LSTM"),
        (lambda s: replace(s, loop=replace(LOOP, hand_over=lambda da_prev, da, t: da_prev * 0)), "other lines"),
        (lambda s: replace(s, handover=HandOver(truncate=2)), "other lines"),
        (lambda s: replace(s, da=s.da[:, :, :-1]), "every timestep"),
        (lambda s: replace(s, da=None), "every timestep"),
    ],
    ids=["another cell", "another line of the loop", "a carry that is cut", "da for fewer timesteps", "no da"],
)
def test_what_only_the_steps_can_run_is_refused(change, said):
    setting = draw()
    with pytest.raises(NotVectorised, match=said):
        passes_of(setting).run(change(setting))


def test_arrays_of_another_size_than_the_buffers_are_refused():
    with pytest.raises(NotVectorised, match=r"\(3, 2\).* not .*\(1, 2\)"):  # an n_a of 1 would be broadcast
        passes_of(draw(n_a=3, m=2)).run(draw(n_a=1, m=2))
