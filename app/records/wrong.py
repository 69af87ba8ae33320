"""A wrong run beside the right one: where the two first differ, and what the right values would have been."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..analysis.arithmetic import Entry
from ..bptt.cell import Cell
from ..bptt.loss import GIVEN
from ..bptt.passes import Backward, Forward, Setting, Values, backward_pass, forward_pass
from ..bptt.step import Array
from ..bptt.tolerances import ROUNDING, agree
from ..mistakes.lines import WrongLine, wrong_lines
from ..mistakes.mistake import Form, Made, with_forms
from ..runs.run import Run
from .declaration import assigned, declare
from .trace import Record, records
from .typeset import CodeToken, code_tokens


def differs(wrong: Array, right: Array) -> bool:
    """Whether two arrays differ by more than rounding, in shape or in an entry. NaN equals NaN."""
    return not agree(wrong, right, ROUNDING)


def records_side_by_side(
    wrong: Run, right: Run, made: Sequence[Made], *, entry: Entry | None = None, values: bool = True
) -> Generator[Record, None, None]:
    """Yield the records of the wrong run, as `records` does, each with what the right run has instead.

    The head has `mistakes`; each frame `right`, the right values and totals that differ; the end `right`, the right
    gradients that differ, and `first_difference`. Where a line of a mistake raises, frames are missing: then a record
    of kind "error" comes before the end, which repeats it.
    """
    beside = _Beside(right.setting)
    done = 0
    try:
        for record in records(wrong, entry=entry, detail="full" if values else "entry"):
            if record["kind"] == "head":
                record["mistakes"] = [describe(one, right.setting.cell) for one in made]
            elif record["kind"] == "end":
                record |= {"right": beside.at_end(record["gradients"]), "error": None}
                record["first_difference"] = beside.first
            else:
                record["right"] = beside.add(record, values)
                done += 1
            yield record
    except (ValueError, IndexError) as error:  # the mistake's own: shapes that do not fit
        where = _where(wrong.setting, done)
        step = next(iter(getattr(error, "__notes__", [])), None)
        first = beside.first or {**where, "step": step}
        yield {"kind": "error", **where, "step": step, "message": str(error)}
        end: Record = {"kind": "end", "gradients": {}, "focus": [0, 0], "attribution": None}
        yield end | {"right": {}, "first_difference": first, "error": str(error)}


def describe(made: Made, cell: Cell) -> dict[str, Any]:
    """Return what the page says about a mistake, and its lines beside the right ones."""
    return {
        **made.mistake.as_record(),
        "code": made.code,
        "lines": describe_lines(made.form, cell),
    }


def describe_lines(form: Form, cell: Cell) -> list[dict[str, Any]]:
    """Return the wrong lines of a form beside the right ones, as code."""
    return [
        {
            "name": line.name,
            "direction": line.direction,
            "in_loop": line.in_loop,
            "lane": line.lane,
            "listed": None if line.in_loop else _listed(line, cell),
            "right": _code(cell, line.right),
            "wrong": _code(cell, line.wrong),
        }
        for line in wrong_lines(form, cell)
    ]


def _code(cell: Cell, text: str) -> dict[str, Any]:
    written = {name: symbol["code"] for name, symbol in declare(cell, GIVEN)["symbols"].items()}
    tokens: list[CodeToken] = code_tokens(text, written)
    return {"text": "".join(token["text"] for token in tokens), "tokens": tokens}


def _listed(line: WrongLine, cell: Cell) -> dict[str, list[CodeToken]]:
    """Return a step's two lines as the listing has them: `dWax += …` for `dWaxt = …`."""
    target = assigned(cell, next(step for step in cell.steps if step.name == line.name))
    lines = {"right": line.right, "wrong": line.wrong}
    return {which: _code(cell, f"{target} {text.partition(' = ')[2]}")["tokens"] for which, text in lines.items()}


def _where(setting: Setting, done: int) -> dict[str, Any]:
    """Return the direction and t of the frame that comes after so many."""
    if done < setting.T_x:
        return {"direction": "forward", "t": done}
    order = list(setting.loop.backward_timesteps(setting.T_backward))
    return {"direction": "backward", "t": order[min(done - setting.T_x, len(order) - 1)]}


class _Beside:
    """Runs the right setting along, as far as the wrong run needs it, and remembers where the two first differ."""

    def __init__(self, setting: Setting) -> None:
        self.first: dict[str, Any] | None = None
        self._backward_names = [step.name for step in setting.backward_steps]
        self._frames: list[Forward] = []
        self._done: dict[int, Backward] = {}
        self._forward = forward_pass(setting)
        self._backward: Iterator[Any] = self._run_backward(setting)

    def _run_backward(self, setting: Setting) -> Iterator[Any]:
        yield from backward_pass(setting, self._frames)

    def add(self, record: Record, values: bool) -> dict[str, Array]:
        """Return what differs in a frame's record, by name: the right values and totals."""
        right = self._right(record["kind"], record["t"])
        if not values:
            return {}
        wrong: Mapping[str, Array] = {**record["values"], **record.get("totals", {})}
        different = {name: right[name] for name in wrong if differs(wrong[name], right[name])}
        if different and self.first is None:
            self.first = {"direction": record["kind"], "t": record["t"], "step": next(iter(different))}
        return different

    def at_end(self, gradients: Values) -> dict[str, Array]:
        """Return the right gradients where they differ; a mistake after the loop shows in them alone."""
        if not gradients:
            return {}
        right: Values = {}
        for done in self._backward:
            right = done.values
        different = {name: right[name] for name in gradients if differs(gradients[name], right[name])}
        if different and self.first is None:
            self.first = {"direction": "end", "t": None, "step": next(iter(different))}
        return different

    def _right(self, direction: str, t: int) -> Values:
        if direction == "forward":
            self._frames.append(next(self._forward))
            return self._frames[t].values
        while t not in self._done:  # a wrong loop may visit the timesteps in another order
            frame = next(self._backward)
            self._done[frame.t] = frame
        return {**self._done[t].values, **self._done[t].totals}


def wrong_run(run: Run, made: Sequence[Made]) -> Run:
    """Return the run with mistakes made in it. Raises NotPossible where they cannot be made there."""
    setting = with_forms(run.setting, [one.form for one in made])
    return replace(run, cell=setting.cell, setting=setting)
