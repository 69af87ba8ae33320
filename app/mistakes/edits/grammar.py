"""All edits of a cell, by id."""

from functools import cache

from ...bptt.cells import CELLS
from ..mistake import Mistake
from .gates import gate_edit_named
from .leftovers import leftovers
from .loop import loop_edits
from .steps import step_edits
from .together import together
from .written_out import written_out


@cache
def edits_of(cell: str) -> dict[str, Mistake]:
    """Return the edits of a cell's lines and of its loop's, by id, each once; those of one misunderstanding first."""
    made = CELLS[cell]
    found: dict[str, Mistake] = {}
    for one in (*together(made), *loop_edits(made), *leftovers(made), *step_edits(made), *written_out(made)):
        found.setdefault(one.id, one)
    return found


def edit_named(id: str, cell: str) -> Mistake | None:
    """Return the edit of a cell with an id, which has a dot in it; None where there is none."""
    if "." not in id:
        return None
    return edits_of(cell).get(id) or (gate_edit_named(id) if cell == "lstm" else None)
