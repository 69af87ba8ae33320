"""Sentences for what was refused take their words from the model that refused it."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError

from app.requests.refusals import LONGEST, sentences


class Asked(BaseModel):
    count: Annotated[int | None, Field(ge=2, le=9)] = None
    flag: bool = False
    word: Literal["da", "dx"] = "da"
    needed: Annotated[int, Field(ge=0, le=1)]


def refusal(prefix: str = "", **asked: object) -> str:
    with pytest.raises(ValidationError) as refused:
        Asked.model_validate(asked)
    return sentences(refused.value, Asked, prefix)


def test_the_limits_are_the_models_own() -> None:
    assert refusal(count=1, needed=0) == "count must be a whole number from 2 to 9, not 1."


def test_what_is_missing_is_said_to_be() -> None:
    assert refusal() == "needed is missing; it must be a whole number from 0 to 1."


def test_a_choice_is_answered_with_the_choices() -> None:
    assert refusal(needed=0, word="dz") == "word must be one of da, dx, not 'dz'."


def test_a_field_can_be_named_as_the_environment_names_it() -> None:
    assert refusal("APP_", needed=0, flag="perhaps") == "APP_FLAG must be true or false, not 'perhaps'."


def test_a_long_input_is_not_repeated_in_full() -> None:
    assert len(refusal(needed="x" * 10_000)) < LONGEST + 70


def test_a_number_is_answered_with_its_range() -> None:
    class Scaled(BaseModel):
        radius: Annotated[float | None, Field(ge=0, le=1e12, allow_inf_nan=False)] = None

    for bad in (-1, 1e13, "nan", "wide"):
        with pytest.raises(ValidationError) as refused:
            Scaled.model_validate({"radius": bad})
        assert sentences(refused.value, Scaled) == f"radius must be a number from 0 to 1e+12, not {bad!r}."
