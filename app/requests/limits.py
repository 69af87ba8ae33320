"""Every limit and switch, read once from the environment: UNROLLED_MAX_T_X=2000 and so on.

A value that makes no sense stops the program at its start, with the variable's name and what is allowed.
"""

import os
import sys

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from .refusals import sentences

PREFIX = "UNROLLED_"


class Settings(BaseSettings):
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


def local_environment() -> dict[str, str]:
    """Return this process's environment with the LOCAL limits, except where it already has its own."""
    return {f"{PREFIX}{name.upper()}": str(limit) for name, limit in LOCAL.items()} | dict(os.environ)


def _read() -> Settings:
    """Read the environment. Ends the program with exit code 2 and one line on standard error for a bad value."""
    try:
        return Settings()
    except ValidationError as error:
        print(f"unrolled: {sentences(error, Settings, PREFIX)}", file=sys.stderr)
        raise SystemExit(2) from None


SETTINGS = _read()
