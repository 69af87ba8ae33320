"""Why a *sum*: one number is moved by ε, the run goes forward again, and the cost is seen to change.

An entry of a⟨t⟩ goes two ways. Moved for the prediction alone, the cost changes by ε · da; moved for the next timestep
alone, by ε · da_prevt; moved for both, by ε · da_next. An entry of a parameter acts at every timestep: moved at one
alone, the cost changes by ε times that timestep's contribution, moved at all by ε times their sum. What is left over
shrinks as ε². Where that is not so, what is carried back is not the gradient, and it is said why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..bptt.passes import Backward, Forward, Gradients, Setting, backward_pass, forward_pass
from ..bptt.refused import NotAllowed
from ..bptt.step import Array
from .facts import Facts
from .gradcheck import TOLERANCE, work_of
from .moved import STEP
from .moving import Costs, Moved, costed, predicted_from, remade, run_forward, upstream_lane, with_parameter

ROADS = 3  # of a state: to its prediction, to the next timestep, and both
HALVINGS = 4  # ε, ε/2, ε/4, ε/8
MAX_WORK = 1e9  # multiplications in all forward runs together: about half a second
ULP = float(np.finfo(float).eps)

Entry = tuple[int, int]
Run = Callable[[complex], Costs]  # what it costs to move by so much


class CannotBeMoved(NotAllowed):
    """There is no such entry or timestep in the run, or it is too long. The message says what there is."""


@dataclass(frozen=True)
class Road:
    """One way on which a number acts: its gradient as carried back, and what really happens when it is moved."""

    road: str  # upstream, carried, both; of a parameter: timestep, sum
    name: str  # of the gradient: da_t, da_prevt, da_next; dWaat, dWaa
    t: int | None
    gradient: float
    slope: float | None  # the true one, by complex step; None where that overflows, or was too much work
    predicted: float  # ε times the gradient
    measured: float | None  # how much the cost really changes
    remainders: tuple[float, ...]  # measured less predicted, for ε and its halves
    rounding: float  # how much of a remainder may be rounding
    holds: bool | None  # whether gradient and slope are the same, but for rounding
    fact: str | None = None  # what the gradient is, as in `facts`


@dataclass(frozen=True)
class Travels:
    """Where the bump is at one timestep, moved on both roads."""

    t: int
    state: float  # the Frobenius norm of the change of a⟨t⟩
    cost: float  # the change of that timestep's part of the cost


@dataclass(frozen=True)
class Nudged:
    """What came of moving one entry. The last of `roads` is the whole, those before it are its parts."""

    of: str
    entry: Entry
    t: int | None
    steps: tuple[float, ...]  # ε and its halves
    roads: tuple[Road, ...]
    travels: tuple[Travels, ...]


def nudge_state(setting: Setting, t: int, entry: Entry, eps: float) -> Nudged:
    """Move an entry of a⟨t⟩: on the way to its prediction, to the next timestep, and on both.

    Raises CannotBeMoved; ValueError or IndexError where a wrong line of the run cannot be run.
    """
    lane, T = upstream_lane(setting), setting.T_backward
    if not 0 <= t < T:
        raise CannotBeMoved(f"t must be from 0 to {T - 1}, the timesteps that the backward pass runs over, not {t}.")
    _require(lane.next.removesuffix("_next"), entry, next(iter(setting.initial.values())).shape)
    steps = _steps(setting, eps, runs=ROADS)
    frames, passed, _ = _backward(setting)
    short = costed(setting)
    frame = next(one for one in frames if one.t == t)
    back = next(one for one in passed if one.t == t)
    facts = Facts(setting)
    told = {one.t: facts.at(one) for one in passed}[t]

    def moved(by: complex, *, predicts: bool, hands_on: bool) -> Costs:
        state = _moved(frame.values[lane.next], entry, by)
        values = predicted_from(short, frame, {lane.next: state}) if predicts else {}
        return run_forward(short, Moved(t, {lane.state: state} if hands_on else {}, values))

    runs: dict[str, tuple[str, Run]] = {
        "upstream": (str(lane.upstream), lambda by: moved(by, predicts=True, hands_on=False)),
        "carried": (lane.carried, lambda by: moved(by, predicts=False, hands_on=True)),
        "both": (lane.total, lambda by: moved(by, predicts=True, hands_on=True)),
    }
    still = run_forward(short)
    roads = tuple(
        _road(road, name, t, back.values[name], entry, eps, steps, still, run, told.get(name))
        for road, (name, run) in runs.items()
    )
    return Nudged(lane.state, entry, t, steps, roads, _travels(runs["both"][1](eps), still))


def nudge_parameter(setting: Setting, name: str, entry: Entry, eps: float) -> Nudged:
    """Move an entry of a parameter: at each timestep alone, the others held, and at all of them.

    Raises CannotBeMoved; ValueError or IndexError where a wrong line of the run cannot be run.
    """
    made = {step.name for step in setting.backward_steps}
    totals = {total[1:]: step for total, step in setting.cell.accumulates.items() if step in made}
    if name not in totals:
        state = upstream_lane(setting).state
        raise CannotBeMoved(f"of must be {', '.join([state, *totals])}, what this run has a gradient of, not {name!r}.")
    _require(name, entry, setting.parameters[name].shape)
    steps = _steps(setting, eps, runs=1)
    frames, passed, gradients = _backward(setting)
    short = costed(setting)
    still = run_forward(short)
    alone = steps[:1] if _runs_left(setting, 3 + len(steps)) >= 2 * setting.T_backward else ()

    def at(frame: Forward) -> Run:
        return lambda by: run_forward(short, remade(with_parameter(short, name, entry, by), frame))

    by_t = {one.t: one for one in passed}
    parts = [
        _road("timestep", totals[name], one.t, by_t[one.t].values[totals[name]], entry, eps, alone, still, at(one))
        for one in frames
        if one.t in by_t
    ]

    def everywhere(by: complex) -> Costs:
        return run_forward(with_parameter(short, name, entry, by))

    whole = _road("sum", f"d{name}", None, gradients.values[f"d{name}"], entry, eps, steps, still, everywhere)
    return Nudged(name, entry, None, steps, (*parts, whole), _travels(everywhere(eps), still))


def _backward(setting: Setting) -> tuple[list[Forward], list[Backward], Gradients]:
    frames = list(forward_pass(setting))
    *passed, gradients = backward_pass(setting, frames)
    assert isinstance(gradients, Gradients)
    return frames, [one for one in passed if isinstance(one, Backward)], gradients


def _require(name: str, entry: Entry, shape: Sequence[int]) -> None:
    rows, columns = shape
    if not (0 <= entry[0] < rows and 0 <= entry[1] < columns):
        raise CannotBeMoved(f"{name} is {rows} × {columns}: it has no entry [{entry[0]},{entry[1]}].")


def _runs_left(setting: Setting, taken: int) -> float:
    return MAX_WORK / work_of(setting) - taken


def _steps(setting: Setting, eps: float, runs: int) -> tuple[float, ...]:
    """Return ε and as many of its halves as there is work for. Raises CannotBeMoved where one is too much."""
    rounds = int(_runs_left(setting, 2) // runs) - 1  # one for the run as it is, one for the bump, a round for slopes
    if rounds < 1:
        raise CannotBeMoved(
            f"One forward run takes {work_of(setting):.1e} multiplications, and all that a nudge needs may take "
            f"{MAX_WORK:.0e}; with a smaller size it runs."
        )
    return tuple(eps / 2**k for k in range(min(HALVINGS, rounds)))


def _moved(array: Array, entry: Entry, by: complex) -> Array:
    moved = array.astype(np.result_type(array, type(by)))
    moved[entry] += by
    return moved


def _road(
    road: str,
    name: str,
    t: int | None,
    gradients: Array,
    entry: Entry,
    eps: float,
    steps: Sequence[float],
    still: Costs,
    run: Run,
    fact: str | None = None,
) -> Road:
    """Hold a gradient against what really happens: nothing is measured where there are no steps."""
    gradient = float(gradients[entry])
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        measured = [float(np.real(sum(run(step).less(still)))) for step in steps]
        slope = float(np.imag(sum(run(1j * STEP).less(still))) / STEP) if steps else None
        scale = max(float(np.abs(gradients).max()), abs(slope or 0.0))
        remainders = tuple(value - step * gradient for value, step in zip(measured, steps, strict=True))
    slope = slope if slope is not None and np.isfinite(slope) else None
    return Road(
        road=road,
        name=name,
        t=t,
        gradient=gradient,
        slope=slope,
        predicted=eps * gradient,
        measured=measured[0] if measured else None,
        remainders=remainders,
        rounding=4 * ULP * still.size,
        holds=None if slope is None or not np.isfinite(gradient) else bool(abs(slope - gradient) <= TOLERANCE * scale),
        fact=fact,
    )


def _travels(moved: Costs, still: Costs) -> tuple[Travels, ...]:
    with np.errstate(over="ignore", invalid="ignore"):
        changes = [float(np.linalg.norm(one - two)) for one, two in zip(moved.states, still.states, strict=True)]
        costs = [float(cost) for cost in moved.less(still)]
    return tuple(Travels(t, *pair) for t, pair in enumerate(zip(changes, costs, strict=False)))


def as_record(nudged: Nudged) -> dict[str, Any]:
    """Return it as it is sent."""
    return {
        **{name: value for name, value in vars(nudged).items() if name not in ("roads", "travels")},
        "roads": [vars(one) for one in nudged.roads],
        "travels": [vars(one) for one in nudged.travels],
    }
