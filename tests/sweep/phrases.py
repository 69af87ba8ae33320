"""What each phrase claims, as a test of the moment at which it is said. A sentence is read phrase by phrase."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from app.bptt.cell import Lane
from app.bptt.passes import Setting
from tests.sweep.oracle import Array, Truth, near
from tests.textbook import by_autograd

Holds = Callable[["Moment"], bool]


@dataclass
class Moment:
    """A step of a timestep of a trace, as its records tell it."""

    setting: Setting  # as it ran
    truth: Truth  # of the right run
    direction: str
    t: int
    name: str
    frames: dict[str, dict[int, dict[str, Any]]]
    end: dict[str, Any]
    head: dict[str, Any]
    lane: Lane  # whose sum or carry it is; else the first

    @property
    def frame(self) -> dict[str, Any]:
        return self.frames[self.direction][self.t]

    def value(self, name: str, t: int | None = None) -> Array:
        """Return a value of this timestep, or of the forward pass that it reads."""
        at = self.t if t is None else t
        for direction in (self.direction, "forward"):
            values = self.frames[direction].get(at, {}).get("values", {})
            if name in values:
                return np.array(values[name], float)
        return np.array(self.head["parameters"][name], float)

    @property
    def T(self) -> int:
        return self.setting.T_backward

    def true_total(self) -> Array:
        return self.truth.gradient(self.lane.state, self.t, self.t, self.T - 1)

    def true_carried(self, first: int | None = None, last: int | None = None) -> Array:
        """Return what the later timesteps sent back: the part of the gradient of the state that went right."""
        low, high = self.t + 1 if first is None else first, self.T - 1 if last is None else last
        if self.lane.state == "c":  # what went right along c alone: less what goes by a of the same t
            whole = self.truth.gradient("c", self.t, low, high)
            ot, c = self.truth.frames[self.t]["ot"], self.truth.frames[self.t]["c_next"]
            return whole - self.truth.gradient("a", self.t, low, high) * ot * (1 - np.tanh(c) ** 2)
        return self.truth.gradient(self.lane.state, self.t, low, high)

    @property
    def counts(self) -> bool:
        loss = self.setting.loss
        return loss.name in ("softmax_cross_entropy", "squared_error") or (
            loss.name == "last" and self.t == self.setting.T_x - 1
        )

    @property
    def piece_end(self) -> int:
        """The last timestep of the piece between two cuts that t is in."""
        k = self.setting.handover.truncate
        return self.T - 1 if not k else min((self.t // k + 1) * k, self.T) - 1

    def different(self, name: str) -> bool:
        return name in self.frame.get("right", {})


def _zero(name: str) -> Holds:
    return lambda one: not one.value(name).any()


def _carried_zero(one: Moment) -> bool:
    return not one.value(one.lane.carried).any()


def _whole_carry(one: Moment) -> bool:
    return one.t < one.T - 1 and near(one.value(one.lane.carried), one.true_carried())


def _is_the_gradient(one: Moment) -> bool:
    return near(one.value(one.lane.total), one.true_total())


def _handed_on(one: Moment) -> bool:
    before = one.frames["backward"].get(one.t - 1)
    leaving = one.value(one.lane.returned)
    return before is not None and np.array_equal(leaving, np.array(before["values"][one.lane.carried], float))


def _was_handed_on(one: Moment) -> bool:
    leaving = one.value(one.lane.returned, one.t + 1)
    return np.array_equal(leaving, one.value(one.lane.carried))


def _returned(one: Moment) -> bool:
    gradient = np.array(one.end["gradients"][one.lane.gradient], float)
    return np.array_equal(one.value(one.lane.returned), gradient)


def _clipped_above(one: Moment) -> bool:
    clip = one.setting.handover.clip
    return clip is not None and any(
        np.linalg.norm(np.array(frame["values"][lane.returned], float)) > clip
        for t, frame in one.frames["backward"].items()
        for lane in one.setting.cell.lanes
        if t > one.t
    )


def _is_clipped_here(one: Moment) -> bool:
    clip = one.setting.handover.clip
    return clip is not None and np.linalg.norm(one.value(one.lane.returned)) > clip


def _alone(one: Moment) -> bool:
    parts = [one.value(name) for name in _summands(one)]
    return any(near(one.value(one.lane.total), part) for part in parts)


def _da_is_given(one: Moment) -> bool:
    return one.setting.da is not None


def _is_the_first_alone(one: Moment) -> bool:
    return near(one.value(one.lane.total), one.value(_summands(one)[0])) and _carried_zero(one)


def _summands(one: Moment) -> list[str]:
    return [one.lane.upstream or "dc_t", one.lane.carried]


def _two_meet(one: Moment) -> bool:
    above = one.lane.state == "c" or one.setting.da is not None or one.counts
    return one.t < one.T - 1 and above


def _past_the_start(one: Moment) -> bool:
    return one.t >= 1


def _before_the_end(one: Moment) -> bool:
    return one.t + 1 < (one.setting.T_x if one.direction == "forward" else one.T)


def _sum_of_the_piece(one: Moment) -> bool:
    piece = one.truth.gradient(one.lane.state, one.t, one.t, one.piece_end)
    return one.piece_end < one.T - 1 and (_clipped_above(one) or near(one.value(one.lane.total), piece))


def _through_the_prediction(one: Moment) -> bool:
    """da is what the loss of this timestep alone makes of a."""
    if one.setting.da is not None or not one.counts:
        return False
    return near(one.value("da_t"), one.truth.gradient("a", one.t, one.t, one.t))


def _initial(one: Moment) -> bool:
    truth = one.truth.gradient(one.lane.state, -1, 0, one.T - 1)
    return near(one.end["gradients"][one.lane.gradient], truth)


def _shrinks(one: Moment) -> bool:
    return bool((np.abs(one.value("dtanh")) < np.abs(one.value("da_next"))).all())


def _lines(one: Moment) -> set[str]:
    return {line["name"] for mistake in one.head["mistakes"] for line in mistake["lines"]}


def _makes_a_difference(one: Moment) -> bool:
    total = {step: total for total, step in one.setting.cell.accumulates.items()}.get(one.name, one.name)
    return one.different(one.name) or one.different(total)


def _next_is_zeros(one: Moment) -> bool:
    frame = one.frames["backward"].get(one.t - 1)
    return frame is None or not np.any(frame["values"][one.lane.carried])


def _of_all(one: Moment) -> tuple[Array, Array, Array]:
    """Return the gradient of all parameters, each as one vector: as it is returned, as it was added up, as it is."""
    names = list(one.frame["totals"])
    returned, summed = one.end["gradients"], one.frame["totals"]
    true = by_autograd(one.setting, {name: summed[name] for name in names})
    together = [
        np.concatenate([np.ravel(np.array(by[key(name)], float)) for name in names])
        for by, key in ((returned, str), (summed, str), (true, lambda name: name[1:]))
    ]
    return together[0], together[1], together[2]


def _cosine(one: Array, other: Array) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def _turned(one: Moment) -> bool:
    """The cosine that is told is that of what was added up with the textbook's own gradient."""
    _, summed, true = _of_all(one)
    (told,) = (told["cosine"] for told in one.end["clipping"] if told["what"] == "carry")
    return abs(_cosine(summed, true) - told) < 1e-8 and told < 1


def _not_turned(one: Moment) -> bool:
    _, summed, true = _of_all(one)
    return _cosine(summed, true) > 1 - 1e-8


def _shortened(one: Moment) -> bool:
    returned, summed, _ = _of_all(one)
    (factor,) = (told["factor"] for told in one.end["clipping"] if told["what"] == "all")
    short = np.linalg.norm(returned) <= one.setting.clip_total * (1 + 1e-12)
    return factor < 1 and short and np.allclose(returned, summed * factor)


def _left_alone(one: Moment) -> bool:
    returned, summed, _ = _of_all(one)
    return np.array_equal(returned, summed)


def _nothing_clipped(one: Moment) -> bool:
    return not any(frame["clipped"] or frame["cut"] for frame in one.frames["backward"].values())


def _steps_back(one: Moment) -> list[tuple[float, float]]:
    """Return for every timestep how long a gradient was when it came, and when it left."""
    values = [frame["values"] for frame in one.frames["backward"].values()]
    return [(float(np.linalg.norm(here["da_next"])), float(np.linalg.norm(here["da_prev"]))) for here in values]


def _no_longer_than_the_singular_value(one: Moment) -> bool:
    Waa = np.array(one.head["parameters"]["Waa"], float)
    largest = np.sqrt(np.linalg.eigvalsh(Waa.T @ Waa).max())
    return all(after <= before * largest * (1 + 1e-9) for before, after in _steps_back(one))


def _all_shorter(one: Moment) -> bool:
    return all(after < before or before == 0 for before, after in _steps_back(one))


def _road_back(one: Moment) -> bool:
    """Whether what the backward pass of t + 1 sends back is handed to t: found in the frames themselves."""
    frames = one.frames["backward"]
    return one.t in frames and one.t + 1 in frames and not frames[one.t + 1]["cut"]


def _is_among_its_parameters(one: Moment) -> bool:
    memory = one.setting.cell.memory
    return memory is not None and memory.bias in one.head["parameters"] and one.head["bias"] is not None


PHRASES: list[tuple[str, Holds]] = [
    (r"everything the later timesteps sent back|everything that comes from after", _whole_carry),
    (r"is the gradient of \w⟨\{t\}⟩|is the gradient of \{state\}", _is_the_gradient),
    (r"is not the whole gradient of a⟨|is not the whole gradient of \{state\}", lambda one: not _is_the_gradient(one)),
    (r"came through (the prediction )?ŷ|comes back through ŷ|owes to ŷ", _through_the_prediction),
    (r"which is given|is given, and stands|is given: it stands|given instead|^Both parts are", _da_is_given),
    (r"Nothing comes after t", lambda one: one.t == one.setting.T_x - 1),
    (r"though there are some|No da is given after", lambda one: one.t == one.T - 1 and one.setting.T_x > one.T),
    (r"The backward pass starts", lambda one: one.t == one.T - 1),
    (r"two gradients meet|two parts of one sum", _two_meet),
    (r"\{d\w_prevt\} (arrives as|is) zeros|\{carried\}[^.:,]* is zeros", _carried_zero),
    (r"\{da_t\}[^.:]* is zeros|\{upstream\} is zeros", _zero("da_t")),
    (r"nothing starts here", lambda one: not one.value(one.name).any()),
    (r"is no part of the cost|No loss is taken", lambda one: one.setting.da is None and not one.counts),
    (r"\{(d\w_\w+=?|upstream|carried)\} alone|that alone", _alone),
    (r"\{t-1\}⟩|t = \{t-1\}|\{t-1\}\]", _past_the_start),
    (r"\{t\+1\}|to the next timestep|later ti?mestep sent", _before_the_end),
    (r"right to the next timestep|goes right", _before_the_end),
    (r"no later timestep that it could go to", lambda one: one.t == one.setting.T_x - 1),
    (r"shrinks to", _shrinks),
    (r"Four gates", lambda one: False),  # an LSTM has three, and a candidate
    (r"is told", lambda one: False),  # nobody can say what a gate is told
    (r"comes? back down\.|will come back", lambda one: one.setting.da is None and one.counts),
    (
        r"leaves out everything from later",
        lambda one: near(one.value(one.lane.total), one.value(_summands(one)[0])) and _carried_zero(one),
    ),
    (r"since the last cut|beyond the cut", _sum_of_the_piece),
    (r"(?<!cut or )clipped (on|at)", _clipped_above),
    (r"is clipped here", _is_clipped_here),
    (r"which is 1/m", lambda one: np.allclose(one.value("w_t"), 1 / one.setting.x.shape[1])),
    (r"the same numbers, one|leaves for t|leaves for\s+t|called da_prevt", _handed_on),
    (r"\{returned\} of t = \{t\+1\} becomes", _was_handed_on),
    (r"becomes \{gradient\}|(?<!what )is returned as|is da0", _returned),
    (r"becomes \{gradient\}, the gradient of the initial|gradient of the initial state\.$", _initial),
    (r"a0", lambda one: one.t == 0),
    (r"a⟨-1⟩|c⟨-1⟩", lambda one: False),
    (r"This line is wrong", lambda one: one.name in _lines(one)),
    (r"This line is right", lambda one: one.name not in _lines(one)),
    (r"in the right run", _makes_a_difference),
    (r"makes no difference", lambda one: not _makes_a_difference(one)),
    (r"cut off here", _next_is_zeros),
    (r"is not what", lambda one: not _handed_on(one) and not (one.t == 0 and _returned(one))),
    (r"asked at the last timestep alone", lambda one: one.setting.loss.name == "last" and one.t < one.setting.T_x - 1),
    (r"what a⟨\{t\}⟩ learns from is what is carried", lambda one: not one.value("da_t").any()),
    (r"That turns the gradient", _turned),
    (r"still points the way it would have", _not_turned),
    (r"it is shorter and points the same way", _shortened),
    (r"it is not clipped", _left_alone),
    (r"nothing was clipped", _nothing_clipped),
    (r"No step back lengthens a gradient by more", _no_longer_than_the_singular_value),
    (r"every carry that is not zeros is shorter", _all_shorter),
    (r"is added to b\w, the bias of", _is_among_its_parameters),
    (r"both parts are zeros", lambda one: _carried_zero(one) and not one.value("da_t").any()),
    (r"nothing is left of what|nothing is left of what came straight back", _carried_zero),
    (r"no gradient comes back along that road", lambda one: not _road_back(one)),
    (r"along that road a gradient can come back", lambda one: _road_back(one) or bool(one.head.get("mistakes"))),
    (r"at every timestep( too)?[:,]", lambda one: one.setting.T_x > 1),
    (r"nothing is carried back at all", lambda one: one.setting.handover.truncate == 1),
    (r"what was cut off on the way", lambda one: one.setting.handover.truncate is not None),
    (r"what was scaled down on the way", lambda one: one.setting.handover.clip is not None),
    (r"at every timestep, so it earns", lambda one: one.setting.T_x == one.T),
]


@cache  # a few hundred sentences are said many thousand times
def _claims(text: str) -> list[tuple[str, Callable[[Moment], bool]]]:
    return [(phrase, holds) for phrase, holds in PHRASES if re.search(phrase, text)]


def broken(text: str, moment: Moment) -> list[str]:
    """Return the phrases of a sentence that do not hold at a moment."""
    return [phrase for phrase, holds in _claims(text) if not holds(moment)]
