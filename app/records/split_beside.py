"""The right run of a wrong one, split by its sources too, and in words what is missing from the wrong run's totals."""

from typing import Any

from ..analysis.arithmetic import Entry
from ..analysis.attribution import Split
from ..analysis.left_out import left_out
from ..bptt.passes import Backward, Setting
from .beside import Beside
from .split import BySource


class SplitBeside:
    """Follows the right run along the frames of a wrong one, and holds the parts of the two against each other."""

    def __init__(self, beside: Beside, right: Setting, most: int) -> None:
        """`most` is how many numbers may be carried back in all, as for the wrong run."""
        self._beside = beside
        self._sources = BySource(right, most)
        self._T = right.T_backward
        self._total = right.cell.lanes[0].total
        self._next = self._T - 1
        self._splits: dict[int, tuple[Split | None, dict[str, Any]]] = {}
        self._said = [""] * self._T
        self._seen: set[int] = set()

    def at(self, frame: Backward, wrong: Split | None, entry: Entry | None) -> dict[str, Any]:
        """Follow a frame of the wrong run, whose split is None where it has none; return the right contributions."""
        self._seen.add(frame.t)
        while self._next >= frame.t:  # a wrong loop may skip timesteps
            t = self._next
            contributions = self._sources.at(self._beside.backward(t), self._beside.forward(t), entry)
            self._splits[t] = self._sources.last, contributions
            self._next -= 1
        right, contributions = self._splits.pop(frame.t, (None, {}))
        if right is not None and wrong is not None:
            self._said[frame.t] = left_out(self._total, wrong, right)
        return contributions

    def record(self) -> dict[str, Any]:
        """Return what `end` says: the right table of norms, and by t what of it is missing."""
        said = [
            words if t in self._seen else f"This loop never comes to t = {t}." for t, words in enumerate(self._said)
        ]
        return {"right_attribution": self._sources.record(), "left_out": said}
