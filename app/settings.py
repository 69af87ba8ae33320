"""Every limit and switch, read once from the environment: UNROLLED_MAX_T_X=2000 and so on.

A value that makes no sense stops the program at its start, with the variable's name and what is allowed.
"""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The limits of a public server; a local one may raise them."""

    model_config = SettingsConfigDict(env_prefix="UNROLLED_", frozen=True)

    max_T_x: int = Field(default=400, ge=1, le=100_000, description="timesteps in a trace")
    max_n: int = Field(default=64, ge=1, le=4096, description="units in x, a or y")
    max_m: int = Field(default=64, ge=1, le=4096, description="examples")


SETTINGS = Settings()
