"""What each gradient is, and which sentence holds, told of every frame; in a run with mistakes beside the right one."""

from collections.abc import Collection, Mapping

from ..analysis.claims import Wrong, going_back, going_forward, handing_over, said
from ..analysis.comparing import comparing
from ..analysis.facts import MIXED, Facts
from ..bptt.norms import norms
from ..bptt.passes import Backward, Setting
from .beside import Beside
from .seen import Fields, Seen


class Claiming:
    """The facts of a frame and what may be said of it."""

    everywhere = True

    def __init__(self, setting: Setting, beside: Beside | None) -> None:
        self._setting = setting
        self._facts = Facts(setting)
        self._beside = beside

    def at(self, seen: Seen) -> Fields:
        """Return `said`, backward also `facts`, and beside a right run `right`, what that has, with its norms."""
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
        spoken = said(seen.steps, going_back(self._setting, frame, facts), wrong or None)
        handed = handing_over(self._setting, frame, facts, right)
        shorter = self._setting.T_backward < self._setting.T_x
        for lane in self._setting.cell.lanes:
            spoken |= comparing(lane, facts, shorter=shorter, last=frame.t == self._setting.T_backward - 1)
        return {"facts": facts, "said": spoken | handed, **told}

    def end(self) -> Fields:
        """Return nothing."""
        return {}


def _mixed(facts: Mapping[str, str], different: Collection[str]) -> dict[str, str]:
    """Return what gradients are in a wrong run: what has the right numbers is what it is in the right run."""
    return {name: MIXED if name in different else fact for name, fact in facts.items()}
