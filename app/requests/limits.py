"""Every limit of a server. `create_app(limits)` keeps them for its app; the environment is read at the door alone.

UNROLLED_MAX_T_X=2000 and so on. A value that makes no sense is refused with the variable's name and what is allowed.
"""

import os

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ..bptt.refused import NotAllowed
from ..records.budget import Budget
from ..runs.upload import Room
from .refusals import sentences

PREFIX = "UNROLLED_"


ORIGIN = r"(\*|https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?)"
"""An origin as a content security policy names it. Nothing else may come into that header."""


class BadLimit(NotAllowed):
    """The environment sets a limit to what it cannot be. The message names the variable and what is allowed."""


class Limits(BaseSettings):
    """The limits of a public server; a local one may raise them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    max_T_x: int = Field(default=2000, ge=1, le=100_000, description="timesteps in a trace")
    max_n: int = Field(default=256, ge=1, le=4096, description="units in x, a or y")
    max_m: int = Field(default=64, ge=1, le=4096, description="examples")
    max_held: int = Field(
        default=30_000_000, ge=1, le=10**12, description="numbers in memory for one request, 8 bytes each"
    )
    max_sent: int = Field(
        default=10_000_000, ge=1, le=10**12, description="numbers in one answer, about 20 bytes of JSON each"
    )
    max_sent_unasked: int = Field(
        default=1_000_000, ge=1, le=10**12, description="numbers in an answer whose detail was left open"
    )
    max_carried: int = Field(
        default=100_000_000, ge=0, le=10**12, description="numbers carried back to split a gradient by its sources"
    )
    max_upload: int = Field(default=10_000_000, ge=1, le=10**12, description="bytes of one's own tensors")
    max_paste: int = Field(default=2_000_000, ge=1, le=10**9, description="bytes of pasted output")

    max_held_together: int = Field(
        default=10_000_000,
        ge=1,
        le=10**12,
        description="numbers in memory for all open streams; one may hold more alone",
    )
    max_kept: int = Field(default=64_000_000, ge=0, le=10**12, description="bytes of answers that are kept")
    hosts: str = Field(default="", description="names that the server goes by, with commas between; empty for any")

    framed_by: str = Field(
        default="",
        pattern=rf"^({ORIGIN}(, ?{ORIGIN})*)?$",
        description="origins whose pages may show /embed in a frame, with commas between; empty for none but its own",
    )

    @property
    def frames(self) -> list[str]:
        """The origins whose pages may show /embed in a frame."""
        return [origin.strip() for origin in self.framed_by.split(",") if origin.strip()]

    @property
    def own_hosts(self) -> list[str]:
        """The names that the server goes by."""
        return [host.strip() for host in self.hosts.split(",") if host.strip()]

    @property
    def sizes(self) -> dict[str, int]:
        """The most that each dimension may be, by the course's names."""
        return {"n_x": self.max_n, "n_a": self.max_n, "n_y": self.max_n, "m": self.max_m, "T_x": self.max_T_x}

    @property
    def budget(self) -> Budget:
        """What one trace may hold and send."""
        return Budget(self.max_held, self.max_sent, self.max_sent_unasked)

    @property
    def room(self) -> Room:
        """What may be sent as one's own tensors."""
        return Room(self.max_held, self.sizes)


LOCAL = {
    "max_T_x": 20_000,
    "max_n": 1024,
    "max_m": 1024,
    "max_held": 500_000_000,
    "max_sent": 200_000_000,
    "max_carried": 10_000_000_000,
    "max_upload": 1_000_000_000,
}
"""What `serve --local-limits` sets: up to 4 GB of memory for a request, on a machine that is one's own."""


def from_environment(*, local: bool = False, **given: str) -> Limits:
    """Return the limits that the environment sets, but for those `given`; with `local`, the others are LOCAL's.

    Raises BadLimit.
    """
    known = {f"{PREFIX}{name.upper()}": name for name in Limits.model_fields}
    there = sorted(name for name in os.environ if name.upper().startswith(PREFIX))
    if unknown := [name for name in there if name.upper() not in known]:
        raise BadLimit(f"There is no {unknown[0]}; there are {', '.join(known)}.")
    try:
        limits = Limits(**given)  # type: ignore[arg-type]  # text by name, as the environment has it
    except ValidationError as error:
        raise BadLimit(sentences(error, Limits, PREFIX)) from None
    raised = {name: limit for name, limit in LOCAL.items() if local and name not in limits.model_fields_set}
    return limits.model_copy(update=raised)
