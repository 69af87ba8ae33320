"""What each gradient that arrives at a timestep *is*, followed along the backward pass.

What was cut or clipped once is missing all the way down: below it nothing is the whole gradient again. A line that is
wrong says nothing here: what it mixes is found by holding its run against the right one, in `claims.py`.
"""

from collections.abc import Mapping

from ..bptt.passes import Backward, Setting

GIVEN = "given"
FROM_THE_LOSS = "from the loss at t"
NO_LOSS = "zero: no loss here"
NOTHING = "zero: nothing was given or carried"
WHOLE = "whole"
CUT_HERE = "cut here"
CUT_ABOVE = "cut above"
CLIPPED_HERE = "clipped here"
CLIPPED_ABOVE = "clipped above"
MIXED = "mixed by a wrong line"

FACTS: Mapping[str, str] = {
    GIVEN: "handed over from outside",
    FROM_THE_LOSS: "made from the prediction of this timestep",
    NO_LOSS: "zeros, because this timestep is no part of the cost",
    NOTHING: "zeros, because the backward pass starts here",
    WHOLE: "all that it should be: of a carry, everything from later timesteps; of a sum, the gradient",
    CUT_HERE: "zeros in the place of what the timestep before sent back",
    CUT_ABOVE: "without what was cut off at a later timestep",
    CLIPPED_HERE: "what the timestep before sent back, scaled down",
    CLIPPED_ABOVE: "made from what was scaled down at a later timestep",
    MIXED: "other numbers than in the right run",
}

BELOW = {CLIPPED_HERE: CLIPPED_ABOVE, CLIPPED_ABOVE: CLIPPED_ABOVE, CUT_HERE: CUT_ABOVE, CUT_ABOVE: CUT_ABOVE}
"""What is said one timestep further down of what was cut or clipped. A cut forgets what was clipped above it,
so that a clip beside a cut came after it, and is told first."""


class Facts:
    """Follows a backward pass, frame by frame from the last timestep down."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._lanes = setting.cell.lanes
        arriving = setting.arriving
        self._carried = {lane.carried: GIVEN if lane.carried in arriving else NOTHING for lane in self._lanes}

    def at(self, frame: Backward) -> dict[str, str]:
        """Return what each upstream, carried and total gradient of this timestep is, by name."""
        facts = dict(self._carried)
        missing = next((below for kind, below in BELOW.items() if kind in facts.values()), None)
        for lane in self._lanes:
            if lane.upstream:
                facts[lane.upstream] = self._upstream(frame.t)
            # A lane without an upstream gradient is read by one that has it, and that one comes first.
            lost = [facts[one.carried] for one in self._lanes if one is lane or one.upstream]
            facts[lane.total] = next((below for kind, below in BELOW.items() if kind in lost), WHOLE)
        self._carried = {lane.carried: missing or WHOLE for lane in self._lanes}
        for lane in self._lanes:
            if frame.cut and frame.values[lane.returned].any():  # of zeros nothing is lost
                self._carried[lane.carried] = CUT_HERE
            elif lane.carried in frame.clipped:
                self._carried[lane.carried] = CLIPPED_HERE
        return facts

    def _upstream(self, t: int) -> str:
        loss = self._setting.loss
        if loss.gives_da:
            return GIVEN
        return FROM_THE_LOSS if loss.counts(t, self._setting.T_x) else NO_LOSS
