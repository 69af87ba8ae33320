"""What a scenario says of itself, held against its runs: many seeds, and the sentence's own words as predicates."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from app.bptt.passes import Backward, Gradients, backward_pass, forward_pass
from app.mistakes.catalogue import find
from app.records.wrong import wrong_run
from app.runs.run import Run, make_run
from app.runs.scenarios import SCENARIOS

SEEDS = range(1, 9)


class Ran:
    """A run that was driven once."""

    def __init__(self, run: Run) -> None:
        setting = run.setting
        forward = list(forward_pass(setting))
        *backward, gradients = backward_pass(setting, forward)
        assert isinstance(gradients, Gradients)
        self.gradients = gradients.values
        self.frames: list[Backward] = [done for done in backward if isinstance(done, Backward)]  # the last t first
        self.states = np.array([frame.values["a_next"] for frame in forward])  # (T_x, n_a, m)

    def norms(self, name: str) -> np.ndarray[Any, Any]:
        return np.array([np.linalg.norm(frame.values[name]) for frame in self.frames])

    @property
    def reach(self) -> float:
        sums = self.norms("da_next")
        return float(sums[-1] / sums[0])


@cache
def ran(scenario: str, cell: str, seed: int, **asked: Any) -> Ran:
    return Ran(make_run(scenario, cell, seed, {}, **asked))


each_seed = pytest.mark.parametrize("seed", SEEDS)


def says(scenario: str, *words: str) -> None:
    """The words are still the scenario's: else the predicate beside them holds nothing."""
    text = " ".join((SCENARIOS[scenario].description, SCENARIOS[scenario].look_for))
    for one in words:
        assert one in text, one


@each_seed
def test_exploding(seed: int) -> None:
    says("exploding", "asked at the last timestep alone", "dWax, dWaa and dba explode together", "The carry grows")
    one = ran("exploding", "rnn", seed)
    entered = one.norms("da_next")[0]
    assert one.reach > 100
    for name in ("dWax", "dWaa", "dba"):
        assert np.linalg.norm(one.gradients[name]) > 100 * entered, name


@each_seed
def test_saturated(seed: int) -> None:
    says("saturated", "most entries of a⟨t⟩ are beyond ±0.9", "less than 0.19", "nearly every bar of da_next is gone")
    says("saturated", "vanishes there, and not in Waa", "radius of Waa is 1.5, and yet the gradient vanishes")
    one = ran("saturated", "rnn", seed)
    beyond = np.abs(one.states) > 0.9
    assert beyond.mean() > 0.8
    assert (1 - one.states[beyond] ** 2).max() < 0.19 + 1e-12
    gone = [np.abs(f.values["dtanh"]) < 0.19 * np.abs(f.values["da_next"]) for f in one.frames]
    assert np.mean(gone) > 0.8
    in_tanh, in_Waa = one.norms("dtanh") / one.norms("da_next"), one.norms("da_prev") / one.norms("dtanh")
    assert np.exp(np.log(in_tanh).mean()) < 0.2
    assert np.exp(np.log(in_Waa).mean()) > 0.7
    assert one.reach < 1e-2


@each_seed
def test_silence(seed: int) -> None:
    says("silence", "every a⟨t⟩ is 0", "dWax, dWaa and dWya stay exactly 0", "The carry explodes, and dba with it")
    one = ran("silence", "rnn", seed)
    assert not one.states.any()
    assert {name for name, total in one.gradients.items() if name[1] == "W" and not total.any()} == {
        "dWax",
        "dWaa",
        "dWya",
    }
    for frame in one.frames:
        np.testing.assert_array_equal(frame.values["dtanh"], frame.values["da_next"])
    assert np.linalg.norm(one.gradients["dba"]) > 100 * one.norms("da_next")[0]


@each_seed
def test_vanishing(seed: int) -> None:
    says("vanishing", "every step takes its share")
    one = ran("vanishing", "rnn", seed)
    assert one.reach < 1e-2
    assert (one.norms("dtanh") < one.norms("da_next")).all()  # tanh takes its share


@each_seed
def test_gates(seed: int) -> None:
    says("lstm-vs-rnn", "the same sequence for every cell", "Set the bias to 0", "vanishes as the RNN's does")
    says("lstm-vs-rnn", "3 on the LSTM's forget gate and -3 on the GRU's update gate", "comes home")
    own = {"lstm": 3, "gru": -3}
    assert dict(SCENARIOS["lstm-vs-rnn"].bias) == own
    assert ran("lstm-vs-rnn", "rnn", seed).reach < 1e-2
    for cell, bias in own.items():
        left_alone, without = (ran("lstm-vs-rnn", cell, seed, bias=asked).reach for asked in (bias, 0))
        assert without < 1e-2 < left_alone, cell


def test_one_step() -> None:
    """The same wrong loop over one timestep and over four."""
    says("one-step", "A loop that forgets da_prevt passes here", "fails as soon as there is a second timestep")
    for scenario, passes in (("one-step", True), ("course", False)):
        run = make_run(scenario, "rnn", 1, {})
        right, wrong = Ran(run), Ran(wrong_run(run, find("drop_carry", "rnn")))
        same = all(np.allclose(right.gradients[name], wrong.gradients[name]) for name in right.gradients)
        assert same == passes, scenario


@pytest.mark.parametrize("cell", SCENARIOS["last-only"].cells)
def test_many_to_one(cell: str) -> None:
    says("last-only", "da is zero at every timestep but the last", "w⟨t⟩ is 0")
    setting = make_run("last-only", cell, 1, {}).setting
    forward = list(forward_pass(setting))
    weights = [float(frame.values["w_t"][0, 0]) for frame in forward]
    assert [w != 0 for w in weights] == [t == setting.T_x - 1 for t in range(setting.T_x)]
    for frame in Ran(make_run("last-only", cell, 1, {})).frames:
        assert frame.values["da_t"].any() == (frame.t == setting.T_x - 1)


@pytest.mark.parametrize("cell", SCENARIOS["hello"].cells)
def test_hello(cell: str) -> None:
    says("hello", "whatever was said (teacher forcing)", "Each timestep has its loss", "da is not given here")
    setting = make_run("hello", cell, 1, {}).setting
    assert setting.da is None
    assert all(frame.values["loss_t"] > 0 for frame in forward_pass(setting))
    assert all(frame.values["da_t"].any() for frame in Ran(make_run("hello", cell, 1, {})).frames)
