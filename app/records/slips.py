"""What one step makes where its line is written wrong: what a guess is held against.

The lines are those of the catalogue and the small edits of the step's line. Each runs on what the right line read, so
that what stands beside it on the screen stays as it is, and the one line is all that is wrong.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..analysis.arithmetic import Entry, clamp
from ..bptt.cell import Cell
from ..bptt.step import Array, Step, as_matrix, expression_of
from ..bptt.tolerances import ROUNDING, agree
from ..mistakes.catalogue import CATALOGUE
from ..mistakes.edits.steps import edits_of_step
from ..mistakes.mistake import Mistake, Swap, in_sums, wrong_step
from .declaration import as_code, assigned
from .seen import Fields, Seen

MOST = 16  # that are told: beyond, a guess would be met by chance
TRIED = 60  # lines, so that the work is bounded
DRAWN = 3  # of which all entries are sent


class Slips:
    """What usual wrong lines make of one step."""

    everywhere = False

    def __init__(self, step: str, entry: Entry) -> None:
        self._step = step
        self._entry = entry

    def at(self, seen: Seen) -> Fields:
        """Return `slips` in the frame that has the step."""
        step = next((one for one in seen.steps if one.name == self._step), None)
        return {} if step is None else {"slips": list(_slips(step, seen, self._entry))}

    def end(self) -> Fields:
        """Return nothing."""
        return {}


def _slips(step: Step, seen: Seen, entry: Entry) -> Iterator[dict[str, Any]]:
    """Yield what makes other numbers than the right line, and than those before it."""
    cell, right = seen.setting.cell, as_matrix(seen.environment[step.name])
    at = clamp(entry, right)
    target, found = assigned(cell, step), [right]
    for mistake, swap in _lines(cell, step):
        made = _made(step, swap, seen)
        if made is None or made.shape != right.shape or any(agree(made, one, ROUNDING) for one in found):
            continue
        yield {
            "mistake": mistake.id if mistake.id in CATALOGUE else None,
            "title": mistake.title,
            "line": as_code(cell, f"{target} {expression_of(swap.line)}", seen.setting.loss)["text"],
            "value": float(made[at]),
            "values": made if len(found) <= DRAWN else None,
        }
        found.append(made)
        if len(found) > MOST:
            return


def _lines(cell: Cell, step: Step) -> list[tuple[Mistake, Swap]]:
    """Return the wrong lines of a step, those of the catalogue first; of a mistake of several lines none is told."""
    if step not in (*cell.forward, *cell.backward):
        return []  # of the loss: nobody writes it
    mistakes = [*CATALOGUE.values(), *edits_of_step(cell, step)]
    alone = ((one, in_sums(form.swaps, cell)) for one in mistakes for form in one.forms_for(cell.name))
    return [(one, swaps[0]) for one, swaps in alone if [swap.name for swap in swaps] == [step.name]][:TRIED]


@np.errstate(all="ignore")
def _made(step: Step, swap: Swap, seen: Seen) -> Array | None:
    """Return what a wrong line makes of what the right one read; None where NumPy refuses it."""
    da = seen.setting.da
    of_the_loop: Mapping[str, Any] = {} if da is None else {"da": da.copy(), "t": seen.frame.t}
    try:
        return as_matrix(wrong_step(step, swap).run({**seen.environment, **of_the_loop}))
    except (ValueError, IndexError, KeyError):
        return None
