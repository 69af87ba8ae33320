"""What a scenario is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ...bptt.cell import Cell
from ...bptt.loss import GIVEN, Loss
from ...bptt.passes import Setting
from ...bptt.sizes import Sizes
from .words import Words


@dataclass(frozen=True)
class Scenario:
    """A named setting: what it is, what to look for, and how it is drawn from a seed."""

    name: str
    title: str
    description: Words  # about two sentences
    look_for: Words
    sizes: Mapping[str, Sizes]  # by the name of each cell that the scenario is for
    draw: Callable[[Cell, Sizes, int], Setting]
    loss: Loss = GIVEN
    fixed: Mapping[str, int] = field(default_factory=dict)  # sizes that follow from what the scenario is
    radius: float | None = None  # the spectral radius that Waa is scaled to unless another is asked for
    bias: Mapping[str, float] = field(default_factory=dict)  # by cell: what its memory's bias starts with, unless asked
    beside: tuple[str, ...] = ()  # cells whose norms belong on one chart
    many: str = ""  # of a single timestep: the scenario in which it is one of many
    spelled: Callable[[str], "Scenario"] | None = None  # the same for another text, where it is made from one
    stands_for: Callable[[Sizes], Mapping[str, list[str]]] = lambda _sizes: {}  # by "x" and "y": a word for each t

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of the cells that the scenario is for."""
        return tuple(self.sizes)
