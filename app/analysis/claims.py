"""Which sentence holds: a sentence is a claim about a trace, and is said only where its conditions are true.

The conditions of a timestep are its *situation*: what each gradient is (`facts.py`), and
`first` (t = 0), `last` (forward T_x - 1, backward where that pass starts), `single` (there is one timestep), `shorter`
(da is given for fewer timesteps than there are), `road back` (forward: the backward pass will hand a gradient from
t + 1 to t), `da is given`, `loss here`, `no loss here`, `da_t is zeros` for a part of a sum that is nothing but zeros,
and `da_prev: handed on` where the very numbers that leave are what t - 1 is given, or what is returned at the end.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..bptt.cell import Lane
from ..bptt.loop import LOOP
from ..bptt.passes import Backward, Forward, Setting
from ..bptt.sentence import OWN, choose
from ..bptt.step import Line, Step
from .facts import CLIPPED_ABOVE, CLIPPED_HERE, MIXED, WHOLE

SENTENCES: Mapping[str, str] = {
    "opening": "{title}. Forward first: from left to right, then back. Press → for the next step.",
    "done": "Done with t = {t}.",
    "handed on": "{leaving} becomes {arriving} of t = {t-1}: the same numbers, one timestep earlier, under a new name.",
    "handed elsewhere": "{leaving} becomes {arriving} of t = {next}, the next that this loop comes to.",
    "initial state": "{leaving} becomes {gradient}, the gradient of the initial state.",
    "returned": "{leaving} is returned as {gradient}.",
    "returned below a cut": "{leaving} is returned as {gradient}. It leaves out what was cut off on the way.",
    "returned below a clip": "{leaving} is returned as {gradient}. It was made from what was scaled down on the way.",
    "returned wrong": "{leaving} is returned as {gradient}, and the right run returns other numbers.",
    "cut": "{leaving} is cut off here: {arriving} of t = {next} is zeros in its place. This is "
    "truncated BPTT in pieces of {pieces} timesteps (k1 = k2 = {pieces}), with no update of the weights between them.",
    "cut everywhere": "{leaving} is cut off here: {arriving} of t = {next} is zeros in its place. This is truncated "
    "BPTT in pieces of one timestep each (k1 = k2 = 1): nothing is carried back at all.",
    "clipped": "{leaving} is clipped here: {arriving} of t = {next} is {factor} times it. What is "
    "clipped is what is carried; practitioners mostly clip the gradient of all parameters together.",
    "not handed on": "{leaving} is not what {arriving} of t = {next} is.",
    "not returned": "{leaving} is not what is returned as {gradient}.",
    "wrong line": "This line is wrong: {wrong} instead of {right}. Here {name} is {wrong value}, in the right run "
    "{right value}.",
    "wrong line, no difference": "This line is wrong: {wrong} instead of {right}. At t = {t} it makes no difference.",
    "wrong line, elsewhere": "This line is wrong: {wrong} instead of {right}. In this entry of {name} it makes no "
    "difference, in others it does.",
    "wrong line of the loop": "This line is wrong: {wrong} instead of {right}.",
    "wrong inputs": "{name} is {wrong value}, in the right run {right value}. This line is right; what it is given is "
    "not: {given}.",
    "wrong cache": "{name} is {wrong value}, in the right run {right value}. This line is right; what it is given is "
    "not: the cache of t = {cache}.",
    "wrong cache and inputs": "{name} is {wrong value}, in the right run {right value}. This line is right; what it is "
    "given is not: the cache of t = {cache} and {given}.",
    "wrong somewhere": "{name} is {wrong value}, in the right run {right value}. This line is right; what it is given "
    "is not.",
    "wrong elsewhere": "This entry of {name} is {wrong value}, as in the right run, and others are not. This line is "
    "right; what it is given is not.",
    "stopped": "The run stops going {direction} at t = {t}. NumPy says: {message}",
    "stopped in a line": "The run stops going {direction} at t = {t}, in the line of {name}. NumPy says: {message}",
}
"""What is said of the loop around the cell and of wrong lines, whatever the cell."""


@dataclass(frozen=True)
class Wrong:
    """What is known of a timestep of a run with mistakes, held against the right one."""

    lines: Mapping[str, str]  # the name of a wrong line in this direction -> of what it makes
    different: Collection[str]  # the values and totals that differ beyond rounding, of the forward pass as well
    other_cache: bool = False  # whether the forward values of another timestep are read


def order_of(setting: Setting) -> list[int]:
    """Return the timesteps in the order in which the backward loop visits them."""
    return list(setting.loop.backward_timesteps(setting.T_backward))


def going_forward(setting: Setting, frame: Forward) -> set[str]:
    """Return the situation of a forward timestep."""
    situation = _places(setting, frame.t)
    truncate = setting.handover.truncate
    if frame.t + 1 < setting.T_backward and not (truncate and (frame.t + 1) % truncate == 0):
        situation.add("road back")
    return situation | {"last"} if frame.t == setting.T_x - 1 else situation


def going_back(setting: Setting, frame: Backward, facts: Mapping[str, str]) -> set[str]:
    """Return the situation of a backward timestep."""
    situation = _places(setting, frame.t) | {f"{name}: {fact}" for name, fact in facts.items()}
    if frame.t == setting.T_backward - 1:
        situation.add("last")
    if setting.T_backward < setting.T_x:
        situation.add("shorter")
    for lane in setting.cell.lanes:
        parts = [name for name in (lane.upstream, lane.carried) if name in frame.values]
        situation |= {f"{name} is zeros" for name in parts if name and not frame.values[name].any()}
        if _is_handed_on(setting, frame, lane) and _next(setting, frame.t) == (frame.t - 1 if frame.t else None):
            situation.add(f"{lane.returned}: handed on")
    return situation


def said(steps: Collection[Step], situation: Collection[str], wrong: Wrong | None = None) -> dict[str, str]:
    """Return by step the id of the sentence that holds; a step that says its own sentence is left out."""
    chosen = {**_chosen(tuple(steps), frozenset(situation))}
    if wrong is not None:
        chosen |= {step.name: _of_wrong(step, wrong) for step in steps if _is_wrong(step, wrong)}
    return {name: id for name, id in chosen.items() if id != OWN}


@lru_cache(maxsize=256)  # of a hundred timesteps most are alike
def _chosen(steps: tuple[Step, ...], situation: frozenset[str]) -> Mapping[str, str]:
    return {step.name: choose(step.sentences, situation) for step in steps}


def handing_over(
    setting: Setting, frame: Backward, facts: Mapping[str, str], different: Collection[str]
) -> dict[str, str]:
    """Return by carried gradient the id of what is said of handing it over."""
    return {lane.carried: _of_lane(setting, frame, lane, facts, different) for lane in setting.cell.lanes}


def _places(setting: Setting, t: int) -> set[str]:
    loss = setting.loss
    source = "da is given" if loss.gives_da else "loss here" if loss.counts(t, setting.T_x) else "no loss here"
    return {source} | ({"first"} if t == 0 else set()) | ({"single"} if setting.T_x == 1 else set())


def _next(setting: Setting, t: int) -> int | None:
    return _following(setting.loop.backward_timesteps, setting.T_backward)[t]


@lru_cache(maxsize=64)  # asked of every timestep
def _following(timesteps: Line, T: int) -> Mapping[int, int | None]:
    """Return by timestep the one that a backward loop visits after it, for the first time."""
    order = list(timesteps(T))
    return dict(reversed([*zip(order, [*order[1:], None], strict=True)]))


def _is_handed_on(setting: Setting, frame: Backward, lane: Lane) -> bool:
    own = setting.loop.of_lane(lane.state)
    if _next(setting, frame.t) is None and own.initial_gradient is not LOOP.initial_gradient:
        return False
    leaving, handed = frame.values[lane.returned], frame.handed[lane.carried]
    return handed is leaving or np.array_equal(leaving, handed, equal_nan=True)


def _of_lane(
    setting: Setting, frame: Backward, lane: Lane, facts: Mapping[str, str], different: Collection[str]
) -> str:
    following, returned = _next(setting, frame.t), frame.values[lane.returned]
    if _is_handed_on(setting, frame, lane):
        if following is not None:
            return "handed on" if following == frame.t - 1 else "handed elsewhere"
        if lane.returned in different:
            return "returned wrong"
        kinds = {facts[one.total] for one in setting.cell.lanes}
        if frame.t or MIXED in kinds:
            return "returned"
        if kinds == {WHOLE}:
            return "initial state"
        return "returned below a clip" if kinds & {CLIPPED_HERE, CLIPPED_ABOVE} else "returned below a cut"
    if following is None:
        return "not returned"
    if frame.cut:
        return "cut everywhere" if setting.handover.truncate == 1 else "cut"
    with np.errstate(invalid="ignore"):
        scaled = returned * frame.clipped.get(lane.carried, 1.0)
    return "clipped" if np.array_equal(scaled, frame.handed[lane.carried], equal_nan=True) else "not handed on"


def _is_wrong(step: Step, wrong: Wrong) -> bool:
    return step.name in wrong.lines or step.name in wrong.different


def _of_wrong(step: Step, wrong: Wrong) -> str:
    made = wrong.lines.get(step.name)
    if made is not None:
        return "wrong line" if made in wrong.different else "wrong line, no difference"
    inputs = "inputs" if any(name in wrong.different for name in step.reads) else ""
    cache = "cache" if wrong.other_cache else ""
    return " ".join(["wrong", " and ".join(filter(None, [cache, inputs])) or "somewhere"])
