"""What the documentation of every record is made of."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Number = float | Literal["NaN", "Infinity", "-Infinity"]
Matrix = list[list[Number]]
Tensor = list[list[list[Number]]]


class Described(BaseModel):
    """A record or a part of one: it has the fields that are named, and no other."""

    model_config = ConfigDict(extra="forbid")
