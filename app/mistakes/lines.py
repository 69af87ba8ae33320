"""The lines of a mistake as code, each beside the right one, from the sources that run."""

import re
from dataclasses import dataclass

from ..bptt.cell import Cell
from ..bptt.loop import FORWARD, LENGTH, LOOP, written
from ..bptt.passes import Setting
from ..bptt.step import Step, expression_of
from .mistake import Form, Swap, in_sums, wrong_step


@dataclass(frozen=True)
class WrongLine:
    """A wrong line of code beside the right one."""

    name: str  # of the step, or of the line of the loop
    direction: str
    in_loop: bool
    lane: str  # the state whose lane it is a line of; empty: every lane's
    right: str
    wrong: str


def wrong_lines(form: Form, cell: Cell, ran: Setting | None = None) -> list[WrongLine]:
    """Return the lines that are wrong in a form, in a right cell's order: its steps, then the loop's.

    `ran` is what ran, where another mistake may have changed the same line as well, or da is shorter than x.
    """
    length = LENGTH if ran is None else ran.length
    wrong = None if ran is None else ran.cell
    return [
        line
        for swap in in_sums(form.swaps, cell)
        for line in (_in_loop(swap, cell, length) if swap.in_loop else [_in_cell(swap, cell, wrong)])
    ]


def _in_cell(swap: Swap, cell: Cell, ran: Cell | None) -> WrongLine:
    step = next(step for step in cell.steps if step.name == swap.name)
    changed = wrong_step(step, swap) if ran is None else next(one for one in ran.steps if one.name == swap.name)
    right, wrong = (f"{swap.name} = {expression}" for expression in (step.expression, changed.expression))
    return WrongLine(swap.name, "forward" if step in cell.forward else "backward", False, swap.lane, right, wrong)


def _in_loop(swap: Swap, cell: Cell, length: str) -> list[WrongLine]:
    direction = "forward" if swap.name in FORWARD else "backward"
    if swap.name == "accumulate":
        return [
            _gathered(total, step, expression_of(swap.line))
            for total, step in _contributions(cell)
            if swap.lane in ("", total)
        ]
    lane = next((one for one in cell.lanes if one.state == swap.lane), cell.lanes[0])
    right, wrong = (written(swap.name, line, lane, length) for line in (getattr(LOOP, swap.name), swap.line))
    return [WrongLine(swap.name, direction, True, swap.lane, right, wrong)]


def _contributions(cell: Cell) -> list[tuple[str, Step]]:
    steps = {step.name: step for step in cell.backward}
    return [(total, steps[name]) for total, name in cell.accumulates.items() if name in steps]


def _gathered(total: str, step: Step, wrong: str) -> WrongLine:
    """Return the line that gathers one parameter's gradient: in the code it is the step's own, `dWax += …`."""
    arguments = {"total": total, "_total": total, "contribution": step.expression}
    expression = re.sub(r"\w+", lambda word: arguments.get(word.group(), word.group()), wrong)
    return WrongLine(step.name, "backward", True, "", f"{total} += {step.expression}", f"{total} = {expression}")
