"""What a scene says, held against the records of a trace. static/js/model/facts.js does the same on the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Way = tuple[str | int, ...]
"""The way to a value in the records: ("backward", 2, "norms", "da_prevt") or ("end", "flow", 0, "reach")."""

Relation = Literal["is", "is not", "above", "below"]


@dataclass(frozen=True)
class Fact:
    """What is found on a way, and what it is held against: a value, or what is found on another way."""

    way: Way
    relation: Relation
    value: float | str | None = None
    other: Way | None = None

    def as_record(self) -> dict[str, Any]:
        """Return the wire form."""
        return vars(self)


def by_kind(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the records of a trace as the page keeps them: one of a kind, or of a kind by timestep."""
    found: dict[str, Any] = {"forward": {}, "backward": {}}
    for record in records:
        if record["kind"] in ("forward", "backward"):
            found[record["kind"]][record["t"]] = record
        else:
            found[record["kind"]] = record
    return found


def holds(fact: Fact, trace: Mapping[str, Any]) -> bool:
    """Return whether a fact is true of a trace. What is not there is None, and neither above nor below anything."""
    one = _found(fact.way, trace)
    other = fact.value if fact.other is None else _found(fact.other, trace)
    match fact.relation:
        case "is":
            return bool(one == other)
        case "is not":
            return bool(one != other)
    if one is None or other is None:
        return False
    return bool(one > other) if fact.relation == "above" else bool(one < other)


def _found(way: Way, trace: Any) -> Any:
    for name in way:
        try:
            trace = trace[name]
        except (KeyError, IndexError, TypeError):
            return None
    return trace
