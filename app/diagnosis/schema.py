"""What /openapi.json says about a diagnosis. The models only document; a test holds every answer against them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .printed import RANKS


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FoundMistake(_Answer):
    """A mistake of the catalogue."""

    id: str = Field(description="its id, see /api/mistakes")
    title: str = Field(description="what was done, in a few words")
    hint: str = Field(description="where to look, without giving the answer away: show this first")
    explanation: str = Field(description="why it is wrong, and what is right: on request")
    symptom: str = Field(description="what it does to the numbers")


class Begins(_Answer):
    """Where a run with mistakes is first another one than the right run."""

    direction: Literal["forward", "backward", "end"] = Field(description="end: only what is returned differs")
    t: int | None = Field(description="the timestep; null at the end, and where the exercise has one timestep alone")
    keys: list[str] = Field(description="which of the results differ there: dxt, da_prev, dWax, …")
    stops: bool = Field(description="whether NumPy raises there")


class FoundLine(_Answer):
    """A line of code, as it was written and as it should be."""

    direction: Literal["forward", "backward"] = Field(description="the pass that it is a line of")
    wrong: str
    right: str


class FoundCandidate(_Answer):
    """One explanation: a mistake, or two made at once."""

    ids: list[str] = Field(description="the ids of the mistakes")
    mistakes: list[FoundMistake] = Field(description="what is said about each")
    explains: list[str] = Field(description="what it reproduces of what was given")
    leaves: list[str] = Field(description="what it does not reproduce; empty unless the verdict is partial")
    begins: Begins | None = Field(description="where it makes the first difference; null where that is not known")
    lines: list[FoundLine] = Field(description="its wrong lines beside the right ones")
    show: dict[str, str | int] = Field(description="what to ask /api/trace, or the page, for to see it")


class Link(_Answer):
    """Something to open next."""

    text: str = Field(description="in words")
    show: dict[str, str | int] = Field(description="what to ask the page for")


class Also(_Answer):
    """What else was in the paste."""

    exercise: str = Field(description="the exercise")
    verdict: str = Field(description="the verdict on it")


class DiagnosisAnswer(_Answer):
    """What can be said of the numbers that were sent."""

    exercise: str | None = Field(description="the exercise that they are of; null for arrays, or where it is not known")
    verdict: str = Field(
        description="correct; mistake, where all that was given is reproduced; partial; unknown; too_few; "
        "error_recognised; question, one in words; unreadable",
        json_schema_extra={"enum": list(RANKS)},
    )
    summary: str = Field(description="the verdict in a sentence or two")
    meaning: str = Field(description="what an error means, or the answer to a question in words; else empty")
    mistakes: list[list[str]] = Field(description="explanations of equal merit, each a list of ids")
    indistinguishable: list[list[str]] = Field(
        description='groups of explanations that print the same everywhere; two at once are written "one+other"'
    )
    candidates: list[FoundCandidate] = Field(description="the explanations with all that is said about them")
    matched: list[str] = Field(description="what agrees, with the explanation or else with the right answer")
    unmatched: list[str] = Field(description="what does not agree")
    agrees: list[str] = Field(description="what agrees with the right answer")
    differs: list[str] = Field(description="what does not agree with the right answer")
    first_divergent_t: int | None = Field(description="the largest t at which dx is not right; null where none is")
    columns_ok: list[int] | None = Field(description="the timesteps at which dx is right; null where none was given")
    tell_apart: list[str] = Field(description="lines that were not pasted and would tell the explanations apart")
    earlier_notebook: bool = Field(description="whether these are the numbers of an earlier notebook")
    error: str | None = Field(description="the error that was recognised")
    arrays: dict[str, str | int] | None = Field(
        description="what to send all gradients with, as arrays, to be told more; null where that would not help"
    )
    links: list[Link] = Field(description="what to open next, where there is no explanation to open")
    also: list[Also] = Field(description="what else was in the paste")


class CatalogueAnswer(_Answer):
    """Every mistake that is known."""

    mistakes: list[dict[str, Any]] = Field(
        description="id, title, hint, explanation, symptom, cells; `lines` by cell, as in a trace's head; `prints`: "
        "for each exercise and form `printed`, the lines {text, value, wrong}, and NumPy's `errors` where it raises"
    )
