"""What a scene of the lesson is made of: an address, two or three sentences, and at most one question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from .facts import Fact

COURSE = {"scenario": "course", "cell": "rnn", "seed": "1", "entry": "2,3"}
"""The run that most scenes are told of: the notebook's own numbers."""


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from, and what is replied to it. It is right where all of its facts hold."""

    text: str
    reply: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Question:
    """What is asked. Without options it is the covered step that is to be guessed, and the trace has the answer."""

    ask: str
    options: tuple[Option, ...] = ()
    then: tuple[str, ...] = ()  # what is switched on in the view once it is answered, as an address calls it


@dataclass(frozen=True)
class Link:
    """Another run to look at, and what is said of it."""

    text: str
    address: Mapping[str, str]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Scene:
    """A scene. What it says is a claim: `facts` are true of its run, whatever the seed.

    In texts, names of values stand between backticks.
    """

    name: str
    title: str
    texts: tuple[str, ...]
    address: Mapping[str, str]
    facts: tuple[Fact, ...]
    until: tuple[int, str] | None = None  # the moment, t and step, up to which it plays
    question: Question | None = None
    links: tuple[Link, ...] = field(default=())
    lights: str | None = None  # the symbol that is lit
    diagnoses: bool = False  # whether it ends at one's own numbers

    @property
    def search(self) -> str:
        """The address of its first moment on the page."""
        return as_search(self.address)

    def as_record(self) -> dict[str, Any]:
        """Return what the page is sent beside the texts."""
        options = self.question.options if self.question else ()
        return {
            "address": self.search,
            "until": self.until and {"t": self.until[0], "step": self.until[1]},
            "lights": self.lights,
            "options": [[fact.as_record() for fact in option.facts] for option in options],
            "then": as_search(dict.fromkeys(self.question.then, "1")) if self.question else "?",
        }


def as_search(address: Mapping[str, str]) -> str:
    """Return an address as the page writes it."""
    return f"?{urlencode(address, safe=',')}"
