"""One timestep as those see it who tell something of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..analysis.comparison import Comparison, compare, compare_each
from ..bptt.norms import norms, norms_of_each
from ..bptt.passes import Backward, Forward, Setting, Values
from ..bptt.step import Step
from ..bptt.together import Stretch

Fields = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Overview:
    """What is told of each timestep of a stretch, worked out for all of them in one go."""

    stretch: Stretch
    setting: Setting

    @cached_property
    def norms(self) -> Sequence[dict[str, float]]:
        """The Frobenius norm of each value and running total, by timestep."""
        if self.stretch.stacks:
            return norms_of_each(self.stretch.stacks)
        return [
            norms({**frame.values, **(frame.totals if isinstance(frame, Backward) else {})})
            for frame in self.stretch.frames
        ]

    @cached_property
    def comparisons(self) -> Sequence[list[Comparison]]:
        """What arrives from above held against what arrives from the right, by timestep of a backward stretch."""
        if self.stretch.stacks:
            return compare_each(self.setting.cell, self.stretch.stacks)
        return [compare(self.setting.cell, frame.values) for frame in self.stretch.frames]


@dataclass(frozen=True, eq=False)
class Seen:
    """One timestep as the observers see it: what it made, and what its steps read."""

    frame: Forward | Backward
    overview: Overview
    place: int  # among the frames of its stretch
    setting: Setting
    steps: Sequence[Step]
    cache: Values  # the forward values that were read; the frame's own going forward
    cache_t: int = 0  # whose they are
    shown: bool = True  # whether a record of it is sent

    @property
    def norms(self) -> dict[str, float]:
        """The Frobenius norm of each value and running total: the width of its arrow."""
        return self.overview.norms[self.place]

    @property
    def comparisons(self) -> list[Comparison]:
        """What arrives from above held against what arrives from the right, at a backward timestep."""
        return self.overview.comparisons[self.place]

    @cached_property
    def environment(self) -> Mapping[str, Any]:
        """Everything that the steps of this timestep could read."""
        return {**self.setting.constants, **self.cache, **self.frame.values, **self._of_the_loop}

    @property
    def _of_the_loop(self) -> dict[str, Any]:
        """What a wrong line may read of the loop: da, in a copy, as it may write into it, and t."""
        if self.setting.da is None or not any("da" in step.reads for step in self.steps):
            return {}
        return {"da": self.setting.da.copy(), "t": self.frame.t}
