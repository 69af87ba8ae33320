"""The address of the trace that a page asks for first, so that it comes while the scripts are still on their way."""

import re
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

WHOLE = ("seed", "n_x", "n_a", "n_y", "m", "T_x")
OPTIONS = ("mistake", "loss", "radius", "bias", "truncate", "clip", "clip_total", "text", "what")
ORDER = ("scenario", "cell", *WHOLE, *OPTIONS)
"""The parameters of a trace in an address of the page, in the order in which the page writes them. What there is to ask
for stands in static/js/model/asked.js once more; tests/web/test_lists.py holds both to the query."""

ALWAYS = {"parts": "true", "inputs": "false"}
"""What the page asks for in every trace."""

DIGITS = re.compile(r"0|[1-9][0-9]{0,9}")
PLAIN = re.compile(r"[A-Za-z0-9_.-]*")


def first_trace(asked: QueryParams) -> str | None:
    """Return that address, relative to the page's, letter by letter: another one would be fetched for nothing.

    None where the page may write a value in another way than it was given.
    """
    names = [name for name, _ in asked.multi_items()]
    given = {name: asked[name] for name in ORDER if asked.get(name)}
    if len(names) > len(set(names)) or not all(map(PLAIN.fullmatch, given.values())):
        return None
    if not all(DIGITS.fullmatch(given[name]) for name in WHOLE if name in given):
        return None
    return f"api/trace?{urlencode({**given, **ALWAYS})}"
