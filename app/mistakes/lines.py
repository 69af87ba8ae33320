"""The lines of a mistake as code, each beside the right one, from the sources that run."""

from dataclasses import dataclass

from app.cell import Cell
from app.loop import LOOP
from app.mistakes.mistake import Form, Swap, wrong_step
from app.step import expression_of

ASSIGNED = {
    "inputs": "xt = {}",
    "initial_state": "{state}_prev = {}",
    "next_state": "{state}_prev = {}",
    "backward_timesteps": "for t in {}:",
    "cache": "cache = {}",
    "initial_carry": "d{state}_prevt = {}",
    "upstream": "upstream = {}",
    "accumulate": "total = {}",
    "hand_over": "d{state}_prevt = {}",
    "initial_gradient": "d{state}0 = {}",
}
"""What a line of the loop assigns what its function returns to."""


@dataclass(frozen=True)
class WrongLine:
    """A wrong line of code beside the right one."""

    name: str  # of the step, or of the line of the loop
    in_loop: bool
    lane: str  # the state whose lane it is a line of; empty: every lane's
    right: str
    wrong: str


def wrong_lines(form: Form, cell: Cell) -> list[WrongLine]:
    """Return the lines that are wrong in a form, in a right cell's order: its steps, then the loop's."""
    steps = {step.name: step for step in cell.steps}
    lines = []
    for swap in form.swaps:
        if swap.in_loop:
            right, wrong = expression_of(getattr(LOOP, swap.name)), expression_of(swap.line)
        else:
            step = steps[swap.name]
            right, wrong = step.expression, wrong_step(step, swap).expression
        lines.append(WrongLine(swap.name, swap.in_loop, swap.lane, _assigned(swap, right), _assigned(swap, wrong)))
    return lines


def _assigned(swap: Swap, expression: str) -> str:
    if not swap.in_loop:
        return f"{swap.name} = {expression}"
    if swap.name == "accumulate" and expression.startswith("np.add("):
        return "total += contribution"  # which is what that line does, into a new array
    return ASSIGNED[swap.name].format(expression, state=swap.lane or "a")
