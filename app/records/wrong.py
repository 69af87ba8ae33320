"""A wrong run beside the right one: where the two first differ, and what the right values would have been."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any

from ..analysis.arithmetic import Entry
from ..bptt.cell import Cell
from ..bptt.loss import GIVEN, Loss
from ..bptt.passes import Setting
from ..mistakes.lines import WrongLine, wrong_lines
from ..mistakes.mistake import Form, Made, with_forms
from ..runs.run import Run
from .beside import Beside
from .budget import Detail
from .declaration import as_code, assigned
from .split import BySource
from .split_beside import SplitBeside
from .trace import Record, records
from .typeset import CodeToken


def records_side_by_side(
    wrong: Run,
    right: Run,
    made: Sequence[Made],
    *,
    entry: Entry | None = None,
    values: bool = True,
    check: bool = False,
    most: int | None = None,
    parts: bool = True,
    inputs: bool = True,
) -> Generator[Record, None, None]:
    """Yield the records of the wrong run, as `records` does, each with what the right run has instead.

    The head has `mistakes`; each frame `right`, the right values and totals that differ; the end `right`, the right
    gradients that differ, and `first_difference`. Where a line of a mistake raises, frames are missing: then a record
    of kind "error" comes before the end, which repeats it. Both runs are split by source where `most` says how many
    numbers may be carried back for that. With `check` a gradient check of the wrong run comes last.
    """
    cell = right.setting.cell
    beside = Beside(right.setting, [line for one in made for line in wrong_lines(one.form, cell)])
    sources = None if most is None else BySource(wrong.setting, most, wrong=True)
    split = None if most is None else SplitBeside(beside, right.setting, most)
    detail: Detail = "full" if values else "entry"
    done = 0
    try:
        for record in records(
            wrong,
            entry=entry,
            detail=detail,
            sources=sources,
            check=check,
            beside=beside,
            right=split,
            parts=parts,
            inputs=inputs,
        ):
            if record["kind"] == "head":
                record["mistakes"] = [describe(one, cell, right.setting.loss, wrong.setting) for one in made]
            elif record["kind"] == "end":
                differing = beside.at_end(record["gradients"])
                record |= {"right": differing, "off_by": beside.off_by(record["gradients"], differing), "error": None}
                record["first_difference"] = beside.first
            elif record["kind"] != "check":
                done += 1
            yield record
    except (ValueError, IndexError) as error:  # the mistake's own: shapes that do not fit
        where = where_it_stops(wrong.setting, done)
        step = next(iter(getattr(error, "__notes__", [])), None)
        first = beside.first or {**where, "step": step, "keys": []}
        yield {"kind": "error", **where, "step": step, "message": str(error)}
        end: Record = {"kind": "end", "gradients": {}, "focus": [0, 0], "attribution": None}
        yield end | {"right": {}, "off_by": {}, "first_difference": first, "error": str(error)}
        if check and values:
            yield {"kind": "check", "skipped": "The run stopped: there are no gradients that could be checked."}


def describe(made: Made, cell: Cell, loss: Loss = GIVEN, ran: Setting | None = None) -> dict[str, Any]:
    """Return what the page says about a mistake, and its lines beside the right ones; `ran` is the wrong setting."""
    return {
        **made.mistake.as_record(),
        "code": made.code,
        "lines": describe_lines(made.form, cell, loss, ran),
    }


def describe_lines(form: Form, cell: Cell, loss: Loss = GIVEN, ran: Setting | None = None) -> list[dict[str, Any]]:
    """Return the wrong lines of a form beside the right ones, as code; `listed` as the code of a run lists them.

    Under a loss da_t is made by a step, and no slice of an array: what is listed depends on it.
    """
    return [
        {
            "name": line.name,
            "direction": line.direction,
            "in_loop": line.in_loop,
            "lane": line.lane,
            "listed": None if line.in_loop else _listed(line, cell, loss),
            "right": as_code(cell, line.right),
            "wrong": as_code(cell, line.wrong),
        }
        for line in wrong_lines(form, cell, ran)
    ]


def _listed(line: WrongLine, cell: Cell, loss: Loss) -> dict[str, list[CodeToken]]:
    """Return a step's two lines as the listing has them: `dWax += …` for `dWaxt = …`."""
    target = assigned(cell, next(step for step in cell.steps if step.name == line.name))
    lines = {"right": line.right, "wrong": line.wrong}
    return {
        which: as_code(cell, f"{target} {text.partition(' = ')[2]}", loss)["tokens"] for which, text in lines.items()
    }


def where_it_stops(setting: Setting, done: int) -> dict[str, Any]:
    """Return the direction and t of the frame that comes after so many."""
    if done < setting.T_x:
        return {"direction": "forward", "t": done}
    order = list(setting.loop.backward_timesteps(setting.T_backward))
    return {"direction": "backward", "t": order[min(done - setting.T_x, len(order) - 1)]}


def wrong_run(run: Run, made: Sequence[Made]) -> Run:
    """Return the run with mistakes made in it. Raises NotPossible where they cannot be made there."""
    setting = with_forms(run.setting, [one.form for one in made])
    return replace(run, cell=setting.cell, setting=setting, situation=run.situation - {"own", "unchanged"})
