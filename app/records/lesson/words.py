"""The texts of the lesson in pieces: what stands between backticks is the name of a value, with role and symbol."""

import re
from functools import cache

from ...bptt.cells import CELLS
from ...bptt.loss import GIVEN
from ..declaration import declare
from .scene import COURSE


def pieces(text: str) -> list[dict[str, str]]:
    """Return a text in pieces, each with its `text`; those that are names have `symbol` and `role` as well."""
    known = _known()
    parts = re.split(r"`([^`]*)`", text)
    return [
        {"text": part, **(known.get(part.partition("[")[0], {"symbol": part, "role": ""}) if k % 2 else {})}
        for k, part in enumerate(parts)
        if part
    ]


@cache
def _known() -> dict[str, dict[str, str]]:
    """Return symbol and role by the name in the code, without an index: `da` is what da[:, :, t] is of."""
    symbols = declare(CELLS[COURSE["cell"]], GIVEN)["symbols"]
    return {
        symbol["code"].partition("[")[0]: {"symbol": name, "role": symbol["role"]} for name, symbol in symbols.items()
    }
