"""What each gradient is, and which sentence holds, told of every frame; in a run with mistakes beside the right one."""

from collections.abc import Collection, Hashable, Mapping

from ..analysis.claims import Wrong, going_back, going_forward, handing_over, said
from ..analysis.comparing import comparing
from ..analysis.facts import MIXED, Facts
from ..bptt.loop import LOOP
from ..bptt.norms import norms
from ..bptt.passes import Backward, Setting
from .beside import Beside
from .jsonl import Fixed
from .seen import Fields, Seen


class Claiming:
    """The facts of a frame and what may be said of it."""

    everywhere = True

    def __init__(self, setting: Setting, beside: Beside | None) -> None:
        self._setting = setting
        self._facts = Facts(setting)
        self._beside = beside
        self._is_right = setting.loop == LOOP
        self._told: dict[Hashable, Fixed] = {}  # what was told of timesteps like this one: most are alike

    def at(self, seen: Seen) -> Fields:
        """Return `said`, backward also `facts`, and beside a right run `right`, what that has instead."""
        if self._beside is not None:
            return self._beside_the_right_one(seen)
        setting, frame = self._setting, seen.frame
        if not isinstance(frame, Backward):
            situation = frozenset(going_forward(setting, frame))
            if situation not in self._told:
                self._told[situation] = Fixed(said(seen.steps, situation))
            return {"said": self._told[situation]}
        facts = self._facts.at(frame)
        key = (*facts.values(), *self._place(frame))
        if not self._is_plain(frame):
            return {"facts": facts, "said": self._all_that_is_said(seen, frame, facts)}
        if key not in self._told:
            self._told[key] = Fixed(self._all_that_is_said(seen, frame, facts))
        return {"facts": facts, "said": self._told[key]}

    def _place(self, frame: Backward) -> tuple[bool, ...]:
        setting = self._setting
        counts = not setting.loss.gives_da and setting.loss.counts(frame.t, setting.T_x)
        return frame.t == 0, frame.t == setting.T_backward - 1, counts

    def _is_plain(self, frame: Backward) -> bool:
        """Whether what leaves is what the timestep before it is given, and no line of the loop is another."""
        lanes = self._setting.cell.lanes
        return self._is_right and all(frame.handed[lane.carried] is frame.values[lane.returned] for lane in lanes)

    def _all_that_is_said(self, seen: Seen, frame: Backward, facts: Mapping[str, str]) -> dict[str, str]:
        spoken = self._spoken(seen, frame, facts, going_back(self._setting, frame, facts), None)
        return spoken | handing_over(self._setting, frame, facts, {})

    def _beside_the_right_one(self, seen: Seen) -> Fields:
        frame, beside = seen.frame, self._beside
        right = beside.instead(frame) if beside else {}
        wrong = beside and Wrong(
            beside.lines(frame.kind),
            {*right, *(beside.different_forward(seen.cache_t) if frame.kind == "backward" else ())},
            seen.cache_t != frame.t and frame.kind == "backward",
        )
        told: Fields = {"right": right, "right_norms": norms(right)} if beside else {}
        if not isinstance(frame, Backward):
            return {"said": said(seen.steps, going_forward(self._setting, frame), wrong or None), **told}
        facts = self._facts.at(frame) if beside is None else _mixed(beside.facts(frame.t), right)
        spoken = self._spoken(seen, frame, facts, going_back(self._setting, frame, facts), wrong or None)
        return {"facts": facts, "said": spoken | handing_over(self._setting, frame, facts, right), **told}

    def _spoken(
        self, seen: Seen, frame: Backward, facts: Mapping[str, str], situation: Collection[str], wrong: Wrong | None
    ) -> dict[str, str]:
        spoken = said(seen.steps, situation, wrong)
        last = frame.t == self._setting.T_backward - 1
        for lane in self._setting.cell.lanes:
            spoken |= comparing(lane, facts, shorter=self._setting.T_backward < self._setting.T_x, last=last)
        return spoken

    def end(self) -> Fields:
        """Return nothing."""
        return {}


def _mixed(facts: Mapping[str, str], different: Collection[str]) -> dict[str, str]:
    """Return what gradients are in a wrong run: what has the right numbers is what it is in the right run."""
    return {name: MIXED if name in different else fact for name, fact in facts.items()}
