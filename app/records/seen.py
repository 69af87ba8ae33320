"""One timestep as those see it who tell something of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..bptt.norms import norms
from ..bptt.passes import Backward, Forward, Setting, Values
from ..bptt.step import Step

Fields = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Seen:
    """One timestep as the observers see it: what it made, and what its steps read."""

    frame: Forward | Backward
    setting: Setting
    steps: Sequence[Step]
    cache: Values  # the forward values that were read; the frame's own going forward
    cache_t: int = 0  # whose they are
    shown: bool = True  # whether a record of it is sent

    @cached_property
    def norms(self) -> dict[str, float]:
        """The Frobenius norm of each value and running total: the width of its arrow."""
        totals = self.frame.totals if isinstance(self.frame, Backward) else {}
        return norms({**self.frame.values, **totals})

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
