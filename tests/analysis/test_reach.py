"""How far a gradient reaches, against autograd on the textbook's own forward pass: no backward line of the app runs."""

from typing import Any

import autograd.numpy as autograd_numpy
import numpy as np
import pytest
from autograd import grad

from app.analysis.flow import Flow
from app.bptt.passes import Backward, Setting, backward_pass, forward_pass
from app.runs.run import make_run
from tests import textbook


def states_of(setting: Setting) -> list[tuple[Any, ...]]:
    """Return the states after each timestep, one for each lane."""
    state, states = tuple(setting.initial[lane.initial] for lane in setting.cell.lanes), []
    for t in range(setting.T_x):
        state = textbook.CELLS[setting.cell.name](state, setting.x[:, :, t], setting.parameters, np)
        states.append(state)
    return states


def last_part(setting: Setting, t: int, *state: Any, np: Any = autograd_numpy) -> Any:
    """Return what the last timestep adds to the cost, as a function of the state after t."""
    for s in range(t + 1, setting.T_x):
        state = textbook.CELLS[setting.cell.name](state, setting.x[:, :, s], setting.parameters, np)
    if setting.da is not None:
        return np.sum(setting.da[:, :, -1] * state[0])
    W = setting.parameters["Wya"] if "Wya" in setting.parameters else setting.parameters["Wy"]
    assert setting.y is not None
    z = np.dot(W, state[0]) + setting.parameters["by"]
    return textbook.loss(setting.loss.name, z, setting.y[:, :, -1], np)


def size_at(setting: Setting, states: list[tuple[Any, ...]], t: int) -> float:
    """Return the size of the gradient of that part with respect to the state after t, all lanes as one vector.

    The memory of the LSTM is told with all that follows from it: a of the same timestep is made from it.
    """
    lanes = len(setting.cell.lanes)
    found = list(grad(lambda *state: last_part(setting, t, *state), argnum=tuple(range(lanes)))(*states[t]))
    if lanes == 2:
        before = states[t - 1] if t else tuple(setting.initial[lane.initial] for lane in setting.cell.lanes)
        z = textbook.gate("o", before[0], setting.x[:, :, t], setting.parameters, np)
        found[1] = found[1] + found[0] * textbook.sigmoid(z, np) * (1 - np.tanh(states[t][1]) ** 2)
    return float(np.sqrt(sum((one**2).sum() for one in found)))


def flow_of(setting: Setting) -> dict[str, object]:
    flow, caches = Flow(setting), list(forward_pass(setting))
    for done in backward_pass(setting, caches):
        if isinstance(done, Backward):
            flow.add(done, caches[done.t].values)
    (found,) = flow.verdicts()
    return found


RUNS = [
    *(("lstm-vs-rnn", "rnn", None), ("lstm-vs-rnn", "lstm", 0), ("lstm-vs-rnn", "lstm", 1), ("lstm-vs-rnn", "lstm", 3)),
    *(("lstm-vs-rnn", "gru", 0), ("lstm-vs-rnn", "gru", -3), ("custom", "lstm", None), ("custom", "gru", None)),
    *(("vanishing", "rnn", None), ("exploding", "rnn", None), ("saturated", "rnn", None), ("hello", "lstm", None)),
]


@pytest.mark.parametrize(("scenario", "cell", "bias"), RUNS)
def test_the_reach_is_autograds(scenario: str, cell: str, bias: float | None) -> None:
    setting = make_run(scenario, cell, 1, {}, bias=bias).setting
    states = states_of(setting)
    entered, arrived = size_at(setting, states, setting.T_x - 1), size_at(setting, states, 0)
    # Where a run explodes rounding does too, and the two forward passes round differently.
    assert flow_of(setting)["reach"] == pytest.approx(arrived / entered, rel=1e-4 if scenario == "exploding" else 1e-9)
