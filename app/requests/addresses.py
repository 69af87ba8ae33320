"""What addresses of the page ask for: the runs, and the entries that are followed in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from pydantic import ValidationError

from ..bptt.passes import Setting
from ..bptt.refused import NotAllowed
from ..mistakes.catalogue import find
from ..records.declaration import HAND_OVER
from .limits import Limits
from .queries import TraceQuery, within
from .refusals import sentences
from .trace import drawn_run

NOT_OF_THE_PAGE = {"detail", "frames", "sources", "parts", "inputs", "check", "slips"}
"""What the page itself asks for as it needs it: an address of the page does not name it."""

OF_THE_VIEW = (
    *("t", "step", "entry", "scale", "lens", "eps", "of", "ask", "spoil", "first"),
    *("present", "log", "compare", "second", "unfold", "apart", "explain", "predict"),
)
"""What an address says of the view beside the run; static/js/model/address.js reads them."""


class UnknownInAddress(NotAllowed):
    """An address has a name that nothing reads. The message says which there are."""


def require_known(names: Iterable[str]) -> None:
    """Raise UnknownInAddress for a name that no address of the page has; a page itself reads over it."""
    known = [name for name in TraceQuery.model_fields if name not in NOT_OF_THE_PAGE]
    known += [name for name in OF_THE_VIEW if name not in known]
    for name in names:
        if name not in known:
            raise UnknownInAddress(f"{name!r:.60} is not in an address; what there is: {', '.join(known)}.")


class NoSuchMoment(NotAllowed):
    """An address names a timestep or a step that its run does not have: a page opens elsewhere instead."""


def moment_in(setting: Setting, given: Mapping[str, str]) -> tuple[int, str]:
    """Return the timestep and the step that an address names; else those at which its page opens.

    Raises NoSuchMoment.
    """
    last = setting.T_x - 1
    t = given.get("t", str(max(setting.T_backward - 2, 0)))
    if not (t.isascii() and t.isdecimal() and len(t) < 9 and int(t) <= last):
        raise NoSuchMoment(f"t must be a whole number from 0 to {last}, not {t!r:.40}.")
    steps = [one.name for one in (*setting.forward_steps, *setting.backward_steps)]
    step = given.get("step") or setting.cell.lanes[0].total
    if step not in (HAND_OVER, *steps):
        raise NoSuchMoment(f"step {step!r:.60} is not in this run; choose one of {', '.join(steps)}.")
    return int(t), step


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
        query, given = asked_by(address, limits)
        run = drawn_run(query, limits)
        mistakes = [made.mistake.title for made in find(query.mistake, run.cell.name)] if query.mistake else []
        at = [f"t = {given['t']}"] if "t" in given else []
        moments[f"?{urlsplit(address).query}"] = ", ".join([run.scenario.title, *mistakes, *at])
        for one in (query, query.model_copy(update={"mistake": None})):
            key = one.model_dump_json(exclude={"entry"}, exclude_unset=True, exclude_none=True)
            asked = runs.setdefault(key, Asked(one))
            asked.entries += [query.entry] if query.entry else []
    return moments, list(runs.values())


def named(address: str) -> dict[str, str]:
    """Return what an address of the page asks for, by name. Raises NotAllowed for another page's."""
    parts = urlsplit(address)
    if (not parts.scheme.startswith("http") and parts.path not in ("", "/")) or not address:
        raise NotAllowed(f"An address is one of the page, such as /?scenario=course&t=2, not {address[:60]!r}.")
    return dict(parse_qsl(parts.query))


def asked_by(address: str, limits: Limits) -> tuple[TraceQuery, dict[str, str]]:
    """Return the run that an address asks for, and all that it says. Raises NotAllowed for what is not allowed."""
    given = named(address)
    model = within(TraceQuery, limits)
    known = model.model_fields.keys() - NOT_OF_THE_PAGE
    try:
        return model.model_validate({name: value for name, value in given.items() if name in known}), given
    except ValidationError as error:
        raise NotAllowed(sentences(error, model)) from None
