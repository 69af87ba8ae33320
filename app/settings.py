"""Every limit and switch, read once from the environment: UNROLLED_MAX_T_X=2000 and so on.

A value that makes no sense stops the program at its start, with the variable's name and what is allowed.
"""

import sys

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.sentences import sentences

PREFIX = "UNROLLED_"


class Settings(BaseSettings):
    """The limits of a public server; a local one may raise them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    max_T_x: int = Field(default=400, ge=1, le=100_000, description="timesteps in a trace")
    max_n: int = Field(default=64, ge=1, le=4096, description="units in x, a or y")
    max_m: int = Field(default=64, ge=1, le=4096, description="examples")
    max_carried: int = Field(
        default=100_000_000, ge=0, le=10**12, description="numbers carried back to split a gradient by its sources"
    )


def _read() -> Settings:
    """Read the environment. Ends the program with exit code 2 and one line on standard error for a bad value."""
    try:
        return Settings()
    except ValidationError as error:
        print(f"unrolled: {sentences(error, Settings, PREFIX)}", file=sys.stderr)
        raise SystemExit(2) from None


SETTINGS = _read()
