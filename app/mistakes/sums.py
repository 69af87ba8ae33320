"""A line that takes something else than da[:, :, t] stands where learners write it: in the sum, da_next = … + da_prevt.

So what was given keeps its name and its numbers, what is mixed is the sum's, and one wrong line is one wrong line.
"""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ..bptt.cell import Cell, Lane
from ..bptt.step import OF_THE_LOOP, Line, Step, expression_of, line_of

SLICE = "da[:, :, t]"


def taken_from_da(lane: Lane, upstream: Line) -> str:
    """Return what a line of the loop takes for da[:, :, t], in the names that a step reads: that slice is da_t."""
    names = {"da_prevt": lane.carried}
    text = re.sub(r"\w+", lambda word: names.get(word.group(), word.group()), expression_of(upstream))
    assert lane.upstream is not None
    return re.sub(rf"(?<!out=){re.escape(SLICE)}", lane.upstream, text)  # `out=` writes into da, whatever was read


@lru_cache(maxsize=4096)  # so that the wrong cell is the same one
def sum_with(step: Step, line: Line | None, lane: Lane, upstream: Line) -> Line:
    """Return the line of a lane's sum with what a wrong line of the loop takes; `line` where the sum is wrong too."""
    expression = step.expression if line is None else expression_of(line)
    taken = taken_from_da(lane, upstream)
    term = ast.parse(taken, mode="eval").body
    bare = expression == lane.upstream or isinstance(term, ast.Name | ast.Subscript | ast.Call)
    text = re.sub(rf"\b{lane.upstream}\b", lambda _: taken if bare else f"({taken})", expression)
    known = dict.fromkeys((lane.upstream or "", lane.carried, *_reads(line or step.function), *OF_THE_LOOP))
    reads = [name for name in known if re.search(rf"(?<![.\w]){name}\b", text)]
    return line_of(text, reads, {**step.function.__globals__, **upstream.__globals__})


def _reads(line: Line) -> Sequence[str]:
    code = line.__code__
    names: tuple[str, ...] = code.co_varnames[: code.co_argcount]
    return names


def of_sums(cell: Cell, swaps: Iterable[tuple[str, str, Line]]) -> Mapping[str, Line]:
    """Return the wrong lines of a cell's sums that take something else of da, by step.

    `swaps` are (name, lane's state, line), of steps and of the loop.
    """
    swapped = list(swaps)
    steps: dict[str, Any] = {step.name: step for step in cell.backward}
    lines = {name: line for name, _, line in swapped if name in steps}
    return {
        lane.total: sum_with(steps[lane.total], lines.get(lane.total), lane, line)
        for name, state, line in swapped
        if name == "upstream"
        for lane in cell.lanes
        if lane.upstream and state in ("", lane.state)
    }
