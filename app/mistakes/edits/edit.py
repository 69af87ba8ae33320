"""An edit: one wrong line, or several by one misunderstanding, with its sentence made from what was changed."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np

from ...bptt.cell import Cell
from ...bptt.loop import LOOP
from ...bptt.ops import sigmoid, softmax
from ...bptt.step import expression_of, line_of
from ..mistake import LOOP_LINES, Form, Mistake, Swap

SCOPE: dict[str, Any] = {"np": np, "sigmoid": sigmoid, "softmax": softmax}
"""What an edited line may call."""


def step_swap(cell: Cell, name: str, expression: str, scope: dict[str, Any] | None = None) -> Swap:
    """Return the swap of a step's line for another text; it reads what the text names that is not a function."""
    known = {step.name for step in cell.steps} | {one.name for one in (*cell.parameters, *cell.given)} | {"n_a"}
    reads = [word for word in dict.fromkeys(re.findall(r"(?<![.\w])[A-Za-z_]\w*", expression)) if word in known]
    return Swap(name, _line(expression, tuple(reads)) if scope is None else line_of(expression, reads, scope))


def loop_swap(name: str, expression: str, lane: str = "", scope: dict[str, Any] | None = None) -> Swap:
    """Return the swap of a loop's line for another text in its own names; what it does not read is marked so."""
    code = getattr(LOOP, name).__code__
    words = set(re.findall(r"\w+", expression))
    reads = tuple(one if one in words else f"_{one}" for one in code.co_varnames[: code.co_argcount])
    return Swap(name, _line(expression, reads) if scope is None else line_of(expression, reads, scope), lane)


@cache
def _line(expression: str, reads: tuple[str, ...]) -> Any:
    return line_of(expression, reads, SCOPE)


def edit(cell: Cell, what: str, swaps: Sequence[Swap], *, where: str = "", id: str = "") -> Mistake:
    """Return an edit as a mistake: `what` says in a sentence what was changed."""
    lines = [(swap, _right(cell, swap)) for swap in swaps]
    written = "; ".join(f"`{expression_of(swap.line)}` instead of `{right}`" for swap, right in lines)
    names = list(dict.fromkeys(swap.name for swap in swaps))
    place = where or _place(names)
    key = crc32(" ".join(f"{swap.name}/{swap.lane}={expression_of(swap.line)}" for swap in swaps).encode())
    return Mistake(
        id or f"{names[0]}.{key:08x}",
        title=what,
        hint=f"Look at {place}, and compare every factor, sign and index with the formula.",
        explanation=f"{what}: {written}.",
        symptom=f"What is made from {place} is wrong; what is made before it is right.",
        forms=(Form((cell.name,), tuple(swaps)),),
    )


def _place(names: Sequence[str]) -> str:
    said = [IN_LOOP.get(name, f"the line of {name}") for name in names]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _right(cell: Cell, swap: Swap) -> str:
    if swap.name in LOOP_LINES:
        return expression_of(getattr(LOOP, swap.name))
    return next(step.expression for step in cell.steps if step.name == swap.name)


IN_LOOP = {
    "forward_timesteps": "what the forward loop runs over",
    "inputs": "what the forward loop reads of x",
    "initial_state": "what the forward loop starts from",
    "next_state": "what the forward loop hands on",
    "backward_timesteps": "what the backward loop runs over",
    "cache": "which cache each timestep is given",
    "initial_carry": "what the carry starts as",
    "upstream": "which part of da each timestep is given",
    "accumulate": "how the parameters' gradients are gathered",
    "hand_over": "what is carried to the next timestep",
    "initial_gradient": "what is returned as the gradient of the first state",
}
"""Where a line of the loop is, in words."""
