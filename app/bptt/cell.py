"""What a cell is: parameters, lanes that are handed from timestep to timestep, and steps."""

from collections.abc import Mapping
from dataclasses import dataclass

from .step import Step

DIMENSIONS = ("n_a",)
"""What a step may read besides values: `Wf[:, :n_a]` are the columns of Wf that met a_prev."""


@dataclass(frozen=True)
class Symbol:
    """A value that is not made by a step: something given, carried, or only handed on."""

    name: str
    latex: str
    dims: str
    meaning: str  # a few words, with {t}, {t+1}, {t-1} for timesteps
    meaning_at_start: str = ""  # the same where its pass starts and nothing was handed on yet, if it differs there
    code: str = ""  # as the course's loop writes it, where that is not its name: "da[:, :, t]"


@dataclass(frozen=True)
class Lane:
    """One quantity handed from timestep to timestep: forward a state, backward its gradient.

    For the RNN's only lane: forward `a_next` of t is `a_prev` of t + 1; backward `da_prev` of t + 1 is `da_prevt` of t.
    """

    state: str  # "a"
    previous: str  # "a_prev", what the cell reads at t
    next: str  # "a_next", what it makes
    initial: str  # "a0"
    upstream: str | None  # "da_t", the gradient through the prediction at t; None where no loss reads the state
    carried: str  # "da_prevt", what arrives at t from t + 1
    total: str  # "da_next", the whole gradient of the state at t
    returned: str  # "da_prev", what leaves t
    gradient: str  # "da0", what leaves the first timestep


@dataclass(frozen=True)
class Memory:
    """The gate that keeps what a state remembers: near 1 it keeps all where `sign` is 1, near 0 where it is -1."""

    bias: str  # "bf", the parameter that opens it or shuts it
    sign: int


@dataclass(frozen=True, eq=False)
class Cell:
    """A recurrent cell in course notation. Steps run in the order given and read what was made before them."""

    name: str
    title: str
    parameters: tuple[Symbol, ...]
    lanes: tuple[Lane, ...]
    forward: tuple[Step, ...]
    backward: tuple[Step, ...]
    output: tuple[Step, ...]  # from the loss's gradient to the upstream one; left out where da is given
    accumulates: Mapping[str, str]  # running total -> the step whose results it adds up, "dWax" -> "dWaxt"
    stacks: Mapping[str, str]  # gradient over all t -> the step that makes its slice at t, "dx" -> "dxt"
    given: tuple[Symbol, ...]  # what a timestep starts from: its input, what was handed on, what arrives
    memory: Memory | None = None  # None for a cell that has no gates

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in the order in which they can first run."""
        return self.forward + self.output + self.backward

    @property
    def totals(self) -> tuple[Symbol, ...]:
        """The running total of each parameter's gradient, named and shaped after the parameter."""
        return tuple(Symbol(f"d{p.name}", f"d{p.latex}", p.dims, "running total") for p in self.parameters)

    def role(self, name: str) -> str:
        """Return which part of the sum a value is: upstream, carried, total, or the empty string for any other."""
        for lane in self.lanes:
            roles = {lane.carried: "carried", lane.returned: "carried", lane.total: "total"}
            if lane.upstream:
                roles[lane.upstream] = "upstream"
            if name in roles:
                return roles[name]
        return ""
