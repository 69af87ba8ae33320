"""What /openapi.json says about the questions that are asked of a run. A test holds every answer against it."""

from pydantic import Field

from .record import Described


class AskedQuestion(Described):
    """A question, and what is said to it."""

    id: str = Field(description="the name that an address has for it: ask=zeros")
    ask: str = Field(description="the question")
    text: str = Field(description="the answer, in a few sentences that hold of this run")
    t: int = Field(description="the timestep at which it is seen")
    step: str = Field(description="the step of the backward pass at which it is seen")
    rows: list[tuple[str, str, str]] = Field(description="a table of value, gradient and shape; empty where none helps")


class AskedAnswer(Described):
    """The questions that have an answer in this run."""

    questions: list[AskedQuestion] = Field(description="in the order in which they are asked")
