"""What is said of a mistake step by step, so that whoever helps can point at it without giving the solution away."""

from collections.abc import Iterator, Sequence
from typing import Any

from ..bptt.passes import Backward, Forward, Gradients, Setting, backward_pass, forward_pass
from ..mistakes.lines import wrong_lines
from ..mistakes.mistake import Made, with_forms
from ..records.beside import Beside
from ..records.declaration import as_code
from ..records.wrong import where_it_stops

LEVELS = ("where", "nudge", "line", "right")
"""What each level adds, `spoil=0` to `spoil=3` in an address: at which timestep and in which results it begins; a
hint; the wrong line; the right line beside it, with the explanation and the run that shows it."""


def begins(setting: Setting, made: Sequence[Made]) -> dict[str, Any] | None:
    """Return where a run with mistakes is first another one than the right run; None where it never is.

    It has `direction` (at the `end` only what is returned differs), `t`, null where the setting has one timestep or
    none is meant, `keys`, the results that differ there, and `stops`, whether NumPy stops the run there.
    """
    beside = Beside(setting)
    wrong = with_forms(setting, [one.form for one in made])
    done = 0
    stops = False
    try:
        for frame in _frames(wrong):
            if isinstance(frame, Gradients):
                beside.at_end(frame.values)
            else:
                beside.instead(frame)
            done += 1
            if beside.first:
                break
    except (ValueError, IndexError, TypeError):  # the mistake's own: shapes that do not fit
        stops = True
    first = {**where_it_stops(wrong, done), "keys": []} if stops else beside.first
    if first is None:
        return None
    t = first["t"] if setting.T_x > 1 else None
    return {"direction": first["direction"], "t": t, "keys": first["keys"], "stops": stops}


def _frames(wrong: Setting) -> Iterator[Forward | Backward | Gradients]:
    frames: list[Forward] = []
    for frame in forward_pass(wrong):
        frames.append(frame)
        yield frame
    if wrong.da is not None or not wrong.loss.gives_da:  # else it is an exercise of the forward pass
        yield from backward_pass(wrong, frames)


def lines(setting: Setting, made: Sequence[Made]) -> list[dict[str, Any]]:
    """Return the wrong lines of mistakes beside the right ones, as code: `direction`, `wrong` and `right`."""
    return [
        {
            "direction": line.direction,
            "wrong": as_code(setting.cell, line.wrong)["text"],
            "right": as_code(setting.cell, line.right)["text"],
        }
        for one in made
        for line in wrong_lines(one.form, setting.cell)
    ]
