"""What is told of a run while it is driven once: each observer looks at every frame, and says its part of the record.

`at` returns fields of the frame's record, `end` fields of the last one. A new thing to tell of a trace is a class here,
or one of its own file, and a place in `observing`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ..analysis.arithmetic import Entry, write_out
from ..analysis.comparison import Comparison
from ..analysis.direction import Unaltered
from ..analysis.flow import Flow
from ..analysis.focus import suggest
from ..bptt.carry import AS_IT_IS
from ..bptt.passes import Backward, Forward, Setting, Values
from ..bptt.step import Array, Step, as_matrix
from .beside import Beside
from .budget import WITH_VALUES, Detail
from .claiming import Claiming
from .seen import Fields, Seen
from .slips import Slips
from .split import BySource
from .split_beside import SplitBeside


class Observer(Protocol):
    """Looks at a run frame by frame: at those that are sent, or at every one where its answer hangs on all of them."""

    everywhere: bool

    def at(self, seen: Seen) -> Fields:
        """Return the fields of this frame's record."""

    def end(self) -> Fields:
        """Return the fields of the last record."""


@dataclass
class Tensors:
    """The values themselves, and what is combined before it is summed."""

    detail: Detail
    parts: bool
    everywhere: bool = False

    def at(self, seen: Seen) -> Fields:
        """Return `values`, and `parts` where they are asked for and everything is told."""
        values = seen.frame.values
        if any(value.ndim < 2 for value in values.values()):  # a wrong line has lost an axis
            values = {name: as_matrix(value) for name, value in values.items()}
        if self.detail == "full":
            return {"values": values} | ({"parts": _parts(seen.steps, seen.environment)} if self.parts else {})
        weights = seen.setting.cell.accumulates.values()
        return {"values": {name: value for name, value in values.items() if name not in weights}}

    def end(self) -> Fields:
        """Return nothing: the gradients are the driver's own."""
        return {}


class Norms:
    """How large everything is."""

    everywhere = False

    def at(self, seen: Seen) -> Fields:
        """Return `norms`."""
        return {"norms": seen.norms}

    def end(self) -> Fields:
        """Return nothing."""
        return {}


@dataclass
class Carrying:
    """What is added up and handed on from timestep to timestep."""

    detail: Detail
    parts: bool
    everywhere: bool = False

    def at(self, seen: Seen) -> Fields:
        """Return `totals`, `comparisons`, `cut`, `clipped` and `cache` of a backward frame."""
        done = seen.frame
        if not isinstance(done, Backward):
            return {}
        compared = seen.comparisons if self.detail in WITH_VALUES else []
        totals = {"totals": done.totals} if self.detail == "full" else {}
        told = {"comparisons": [self._written(one) for one in compared], "cut": done.cut, "clipped": done.clipped}
        return totals | told | {"cache": seen.cache_t}

    def _written(self, compared: Comparison) -> Fields:
        """Return a comparison; what they differ by, entry by entry, is one of the parts."""
        return vars(compared) if self.parts else {k: v for k, v in vars(compared).items() if k != "difference"}

    def end(self) -> Fields:
        """Return nothing."""
        return {}


@dataclass
class Written:
    """The arithmetic of one entry of every step, written out; backward also split by its sources."""

    entry: Entry | None
    sources: BySource | None
    whole: bool  # whether what is about the whole run is told at the end
    right: SplitBeside | None = None  # beside a wrong run
    everywhere: bool = True

    def at(self, seen: Seen) -> Fields:
        """Return `arithmetic` where an entry is asked for."""
        split: Fields = {}
        if self.sources is not None and isinstance(seen.frame, Backward):  # followed also where nothing is told of it
            split = {"sources": self.sources.at(seen.frame, seen.cache, self.entry)}
            if self.right is not None:
                split["right_sources"] = self.right.at(seen.frame, self.sources.last, self.entry)
        if self.entry is None or not seen.shown:
            return {}
        written: Fields = {step.name: write_out(step, seen.environment, self.entry).as_record() for step in seen.steps}
        return {"arithmetic": written | {name: parts for name, parts in split.items() if parts}}

    def end(self) -> Fields:
        """Return `attribution`: the table of norms, where the whole run is told; that of the right run beside it."""
        told: Fields = {"attribution": self.sources.record() if self.sources is not None and self.whole else None}
        return told | (self.right.record() if self.right is not None and self.whole else {})


@dataclass
class Focus:
    """The entry to look at first."""

    setting: Setting
    entry: Entry = (0, 0)
    everywhere: bool = True

    def at(self, seen: Seen) -> Fields:
        """Look at the first timestep to which anything is carried."""
        if isinstance(seen.frame, Backward) and seen.frame.t == self.setting.T_backward - 2:
            self.entry = suggest(self.setting.cell, seen.frame.values)
        return {}

    def end(self) -> Fields:
        """Return `focus`."""
        return {"focus": self.entry}


@dataclass
class Cost:
    """The loss of each timestep, and all of them added up."""

    whole: bool  # whether their sum is told at the end
    everywhere: bool = True
    losses: list[float] = field(default_factory=list)

    def at(self, seen: Seen) -> Fields:
        """Return `loss` of a forward frame: None where da is given instead."""
        if not isinstance(seen.frame, Forward):
            return {}
        if "loss_t" not in seen.frame.values:
            return {"loss": None}
        self.losses.append(float(seen.frame.values["loss_t"].sum()))
        return {"loss": self.losses[-1]}

    def end(self) -> Fields:
        """Return `loss`, the cost J: None where da is given instead."""
        return {"loss": sum(self.losses) if self.losses else None} if self.whole else {}


class Verdicts:
    """How the gradient fares on its way back."""

    everywhere = True

    def __init__(self, setting: Setting) -> None:
        self._flow = Flow(setting)

    def at(self, seen: Seen) -> Fields:
        """Follow a backward frame."""
        if isinstance(seen.frame, Backward):
            self._flow.add(seen.frame, seen.cache)
        return {}

    def end(self) -> Fields:
        """Return `flow`, the verdict on all lanes together."""
        return {"flow": self._flow.verdicts()}


class Clipping:
    """What cutting and clipping did to the direction of the parameters' gradient, in words."""

    everywhere = True

    def __init__(self, setting: Setting) -> None:
        self._unaltered = Unaltered(setting)

    @staticmethod
    def is_of(setting: Setting) -> bool:
        """Whether anything is cut or clipped in a run."""
        return setting.handover != AS_IT_IS or setting.clip_total is not None

    def at(self, seen: Seen) -> Fields:
        """Follow a backward frame."""
        if isinstance(seen.frame, Backward):
            self._unaltered.add(seen.frame, seen.cache)
        return {}

    def end(self) -> Fields:
        """Return `clipping`."""
        return {"clipping": self._unaltered.told()}


def observing(
    setting: Setting,
    entry: Entry | None,
    detail: Detail,
    sources: BySource | None,
    *,
    whole: bool,
    beside: Beside | None = None,
    right: SplitBeside | None = None,
    slips: str | None = None,
    parts: bool = True,
) -> list[Observer]:
    """Return the observers of a run, in the order of their fields; `whole` where what is about all of it is told.

    `beside` is the right run, where this one has mistakes, and `right` splits it too; `slips` is a step of which it is
    told what wrong lines make.
    """
    observers: list[Observer] = []
    if detail in WITH_VALUES:
        observers.append(Tensors(detail, parts))
    if detail != "entry":
        observers += [Norms(), Carrying(detail, parts), Claiming(setting, beside), Cost(whole)]
    observers += [Focus(setting), Written(entry, sources, whole, right)]
    if slips is not None:
        observers.append(Slips(slips, entry or (0, 0)))
    if whole:
        observers.append(Verdicts(setting))
        if beside is None and Clipping.is_of(setting):
            observers.append(Clipping(setting))
    return observers


@np.errstate(over="ignore", invalid="ignore")  # a run that explodes is a lesson, not an error
def _parts(steps: Sequence[Step], environment: Values) -> dict[str, Array]:
    """Return the operands that are neither a value nor its transpose, by expression: contributions before their sum."""
    return {
        operand.expression: operand.value(environment)
        for step in steps
        for operand in step.operands
        if operand.symbol is None
    }
