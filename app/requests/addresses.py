"""What addresses of the page ask for: the runs, and the entries that are followed in them."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from pydantic import ValidationError

from ..bptt.refused import NotAllowed
from ..mistakes.catalogue import find
from .limits import Limits
from .queries import TraceQuery, within
from .refusals import sentences
from .trace import drawn_run

NOT_OF_THE_PAGE = {"detail", "frames", "sources", "parts", "check"}
"""What the page itself asks for as it needs it: an address of the page does not name it."""


@dataclass
class Asked:
    """A run, and the entries that are followed in it."""

    query: TraceQuery
    entries: list[str] = field(default_factory=list)


def read(addresses: list[str], limits: Limits) -> tuple[dict[str, str], list[Asked]]:
    """Return the moments, titles by address, and each run that they need once: of a wrong one the right one too.

    Raises NoSuchThing or NotAllowed, as the server refuses what cannot be asked for.
    """
    moments: dict[str, str] = {}
    runs: dict[str, Asked] = {}
    for address in addresses:
        query, given = _query(address, limits)
        run = drawn_run(query, limits)
        mistakes = [made.mistake.title for made in find(query.mistake, run.cell.name)] if query.mistake else []
        at = [f"t = {given['t']}"] if "t" in given else []
        moments[f"?{urlsplit(address).query}"] = ", ".join([run.scenario.title, *mistakes, *at])
        for one in (query, query.model_copy(update={"mistake": None})):
            key = one.model_dump_json(exclude={"entry"}, exclude_unset=True, exclude_none=True)
            asked = runs.setdefault(key, Asked(one))
            asked.entries += [query.entry] if query.entry else []
    return moments, list(runs.values())


def _query(address: str, limits: Limits) -> tuple[TraceQuery, dict[str, str]]:
    parts = urlsplit(address)
    if (not parts.scheme.startswith("http") and parts.path not in ("", "/")) or not address:
        raise NotAllowed(f"An address is one of the page, such as /?scenario=course&t=2, not {address[:60]!r}.")
    given = dict(parse_qsl(parts.query))
    model = within(TraceQuery, limits)
    known = model.model_fields.keys() - NOT_OF_THE_PAGE
    try:
        return model.model_validate({name: value for name, value in given.items() if name in known}), given
    except ValidationError as error:
        raise NotAllowed(sentences(error, model)) from None
