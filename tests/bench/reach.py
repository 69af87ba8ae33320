"""How far a gradient reaches in `lstm-vs-rnn`, over forty seeds, by this project and by PyTorch's autograd.

Geometric means of the share that arrives at t = 0 of what enters at the last timestep alone, thirty timesteps of noise.
PyTorch runs the cells' formulas forward, each with gates of its own, and finds the rest; its own nn.GRU is another cell
(z is 1 - Γu, and its r comes after the matrix), so that it is not used.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from app.analysis.flow import Flow
from app.bptt.passes import Backward, Setting, backward_pass, forward_pass
from app.runs.run import make_run

SEEDS = range(1, 41)
ROWS: list[tuple[str, float | None]] = [
    *(("rnn", None), ("lstm", 0), ("lstm", 1), ("lstm", 3), ("gru", 0), ("gru", -1), ("gru", -3)),
]

State = tuple[torch.Tensor, ...]


def _gate(P: dict[str, torch.Tensor], letter: str, a: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    return P[f"W{letter}"] @ torch.cat((a, x)) + P[f"b{letter}"]


def _rnn(P: dict[str, torch.Tensor], state: State, x: torch.Tensor) -> State:
    return (torch.tanh(P["Wax"] @ x + P["Waa"] @ state[0] + P["ba"]),)


def _gru(P: dict[str, torch.Tensor], state: State, x: torch.Tensor) -> State:
    (a,) = state
    update, relevance = (torch.sigmoid(_gate(P, letter, a, x)) for letter in "ur")
    return (torch.lerp(a, torch.tanh(_gate(P, "c", relevance * a, x)), update),)


def _lstm(P: dict[str, torch.Tensor], state: State, x: torch.Tensor) -> State:
    a, c = state
    forget, update, output = (torch.sigmoid(_gate(P, letter, a, x)) for letter in "fio")
    c = forget * c + update * torch.tanh(_gate(P, "c", a, x))
    return output * torch.tanh(c), c


CELLS: dict[str, Callable[..., State]] = {"rnn": _rnn, "gru": _gru, "lstm": _lstm}


def by_torch(setting: Setting) -> float:
    """Return the reach: the gradients of all lanes at t = 0, as one vector, over those at the last timestep.

    Zeros that are added to a state take up its whole gradient, that of the a made from c included.
    """
    P = {name: torch.tensor(value) for name, value in setting.parameters.items()}
    x = torch.tensor(setting.x)
    state: State = tuple(torch.tensor(setting.initial[lane.initial]) for lane in setting.cell.lanes)
    kept: list[State] = []
    for t in range(setting.T_x):
        state = CELLS[setting.cell.name](P, tuple(state), x[:, :, t])
        if t in (0, setting.T_x - 1):
            kept.append(tuple(torch.zeros_like(one, requires_grad=True) for one in state))
            state = _moved(state, kept[-1])
    assert setting.y is not None
    logits = P["Wya" if "Wya" in P else "Wy"] @ state[0] + P["by"]
    loss = -(torch.tensor(setting.y[:, :, -1]) * torch.log_softmax(logits, dim=0)).sum() / x.shape[1]
    flat = [leaf for leaves in kept for leaf in leaves]
    found = torch.autograd.grad(loss, flat)
    lanes = len(setting.cell.lanes)
    first, last = (math.sqrt(sum(float((one**2).sum()) for one in part)) for part in (found[:lanes], found[lanes:]))
    return first / last


def _moved(state: State, by: State) -> State:
    """Return a state with zeros added, which gradients can be asked of."""
    if len(state) == 1:
        return (state[0] + by[0],)
    a, c = state
    moved = c + by[1]  # a is o tanh(c): what moves c moves a of the same timestep as well
    return a * torch.tanh(moved) / torch.tanh(c) + by[0], moved


def by_the_app(setting: Setting) -> float:
    """Return what `Flow` says."""
    flow, caches = Flow(setting), list(forward_pass(setting))
    for done in backward_pass(setting, caches):
        if isinstance(done, Backward):
            flow.add(done, caches[done.t].values)
    return float(str(flow.verdicts()[0]["reach"]))


def show() -> None:
    """Print the table, and the largest difference between the two."""
    print("Reach over thirty timesteps of noise, geometric mean over forty seeds")
    print(f"{'cell':>5} {'bias':>5} {'this project':>13} {'PyTorch':>11}")
    worst = 0.0
    for cell, bias in ROWS:
        runs = [make_run("lstm-vs-rnn", cell, seed, {}, bias=bias).setting for seed in SEEDS]
        ours, theirs = ([by(setting) for setting in runs] for by in (by_the_app, by_torch))
        worst = max(worst, *(abs(a / b - 1) for a, b in zip(ours, theirs, strict=True)))
        means: list[Any] = [math.exp(float(np.log(one).mean())) for one in (ours, theirs)]
        print(f"{cell:>5} {'' if bias is None else f'{bias:g}':>5} {means[0]:13.2e} {means[1]:11.2e}")
    print(f"largest relative difference of a single run: {worst:.0e}")


if __name__ == "__main__":
    show()
