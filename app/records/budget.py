"""How much of a trace is held and sent, counted from its sizes before any of it is drawn.

`full` is everything; `lean` leaves out what has no examples in it, a matrix of weights for every timestep, and the
parts of sums; `norms` has the norm of each value alone; `entry` the arithmetic of the focus entry alone.
"""

import math
from dataclasses import dataclass
from typing import Literal, get_args

from ..bptt.cell import Cell
from ..bptt.loss import Loss
from ..bptt.passes import steps_of
from ..bptt.refused import NotAllowed
from ..bptt.sizes import Sizes
from ..bptt.step import Step

Detail = Literal["full", "lean", "norms", "entry"]

DETAILS: tuple[Detail, ...] = get_args(Detail)

WITH_VALUES: tuple[Detail, ...] = ("full", "lean")

TERM = 7  # numbers that a term of the arithmetic is written with: two factors of three each, and its value


class TooLarge(NotAllowed):
    """More is asked for than is allowed. The message says how much both are, and what can be asked for instead."""


@dataclass(frozen=True)
class Budget:
    """How many numbers one request may hold in memory and send."""

    held: int  # float64: 8 bytes each
    sent: int  # about 20 bytes of JSON each
    sent_unasked: int  # the most that is sent where no detail was asked for


@dataclass(frozen=True)
class Amount:
    """The numbers that a trace is made of."""

    cell: Cell
    loss: Loss
    sizes: Sizes

    @property
    def held(self) -> int:
        """Numbers in memory at once: what the run starts from, what is read again, and dx in slices and as a whole."""
        read = {name for step in self._backward for name in step.reads} | {lane.next for lane in self.cell.lanes}
        forward = [step for step in self._forward if step.name in read]
        stacked = [step for step in self._backward if step.name in self.cell.stacks.values()]
        return self._start + 2 * self._parameters + self.sizes.T_x * self._count(*forward, *stacked, *stacked)

    @property
    def ends(self) -> int:
        """Numbers of what a run starts from, and of its gradients, which have the same shapes."""
        return 2 * (self._start + self._parameters)

    def require_room(self, budget: Budget) -> None:
        """Raise TooLarge where it would hold more than the budget allows."""
        if self.held > budget.held:
            sizes = ", ".join(f"{name} = {size}" for name, size in vars(self.sizes).items())
            raise TooLarge(f"{sizes} would hold {self.held:,} numbers in memory; {budget.held:,} are allowed.")

    def sent(self, detail: Detail, timesteps: int) -> int:
        """Numbers in the answer, with frames of so many timesteps."""
        steps = (*self._forward, *self._backward)
        given = 4 * self.sizes.n_a * self.sizes.m * len(self.cell.lanes)  # states and gradients handed on
        weights = [step for step in steps if "m" not in step.dims]
        match detail:
            case "full":
                parts = [step for step in steps for operand in step.operands if operand.symbol is None]
                frame = given + self._count(*steps, *parts, *weights)  # and totals, which are shaped like the weights
                stacks = 2 * self._start if timesteps == self.sizes.T_x else 0  # inputs, and gradients of their shapes
                return stacks + 2 * self._parameters + timesteps * frame
            case "lean":
                return 2 * self._parameters + timesteps * (given + self._count(*steps) - self._count(*weights))
            case "norms":
                return timesteps * (len(steps) + len(weights))
            case "entry":
                return timesteps * len(steps) * TERM * max(self.sizes.n_x, self.sizes.n_a, self.sizes.n_y, self.sizes.m)

    @property
    def _forward(self) -> tuple[Step, ...]:
        return steps_of(self.cell, self.loss)[0]

    @property
    def _backward(self) -> tuple[Step, ...]:
        return steps_of(self.cell, self.loss)[1]

    @property
    def _start(self) -> int:
        upstream = "n_a, m, T_x" if self.loss.gives_da else "n_y, m, T_x"
        return self._numbers("n_x, m, T_x") + self._numbers(upstream) + len(self.cell.lanes) * self._numbers("n_a, m")

    @property
    def _parameters(self) -> int:
        return sum(self._numbers(parameter.dims) for parameter in self.cell.parameters)

    def _count(self, *steps: Step) -> int:
        return sum(self._numbers(", ".join(step.dims)) for step in steps)

    def _numbers(self, dims: str) -> int:
        return math.prod(self.sizes.shape(dims))


def choose(amount: Amount, asked: Detail | None, timesteps: int, budget: Budget) -> Detail:
    """Return the detail asked for; where none is, the fullest that is sent unasked. Raises TooLarge."""
    if asked is None:
        return next((d for d in WITH_VALUES if amount.sent(d, timesteps) <= budget.sent_unasked), "norms")
    if (numbers := amount.sent(asked, timesteps)) > budget.sent:
        less: tuple[Detail, ...] = ("lean", "norms")
        smaller = [d for d in less if amount.sent(d, timesteps) <= budget.sent]
        instead = f"detail={' or '.join(smaller)}, or for " if smaller else ""
        raise TooLarge(
            f"detail={asked} would send {numbers:,} numbers; {budget.sent:,} are allowed. "
            f"Ask for {instead}fewer timesteps with frames=lo:hi."
        )
    return asked
