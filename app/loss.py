"""Where the upstream gradient `da` comes from. Given: it is handed over, as in the course's exercise."""

from dataclasses import dataclass

from app.step import Step


@dataclass(frozen=True, eq=False)
class Loss:
    """What is appended to the forward pass, and what the backward pass of a timestep begins with."""

    name: str
    title: str
    forward: tuple[Step, ...] = ()
    backward: tuple[Step, ...] = ()

    @property
    def gives_da(self) -> bool:
        """Whether da[:, :, t] is handed over instead of being computed from predictions."""
        return not self.backward


GIVEN = Loss("given", "da is given")

LOSSES: dict[str, Loss] = {loss.name: loss for loss in (GIVEN,)}
