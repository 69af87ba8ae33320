"""The lines that the notebook writes out in full: what comes back to the memory is a sum, in four of them.

Here it is a step of its own, dc_next. In the notebook dft, dit, dcct and dc_prev each hold a copy of the sum of their
own, and one may be wrong where the others are right: each is written out as there, and edited.
"""

import ast
from collections.abc import Iterator

from ...bptt.cell import Cell
from ...bptt.step import Step
from ..mistake import Mistake
from .edit import edit, step_swap
from .expressions import variants
from .steps import alike, dims_of

SUM = "dc_prevt * {p} + da_next * ot * (1 - np.tanh(c_next) ** 2) * {p}"
WRITTEN = {
    "dft": f"({SUM.format(p='c_prev')}) * ft * (1 - ft)",
    "dit": f"({SUM.format(p='cct')}) * it * (1 - it)",
    "dcct": f"({SUM.format(p='it')}) * (1 - cct ** 2)",
    "dc_prev": SUM.format(p="ft"),
}
"""Each line as the notebook has it, in this cell's names: dc_prevt is what the notebook's function calls dc_next."""


def written_out(cell: Cell) -> Iterator[Mistake]:
    """Yield the edits of the LSTM's lines as they are written out."""
    if cell.name != "lstm":
        return
    for step in cell.backward:
        if step.name in WRITTEN:
            yield from _edits(cell, step, WRITTEN[step.name])


def _edits(cell: Cell, step: Step, text: str) -> Iterator[Mistake]:
    names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)} - {"np"}
    others = alike(cell, step, dims_of(cell), sorted(names))
    for expression, said in variants(text, lambda name: others.get(name, ())):
        yield edit(cell, f"In {step.name}, {said}", [step_swap(cell, step.name, expression)])
    if step.name == "dc_prev":
        yield edit(cell, "In dc_prev, dc_prevt alone is taken", [step_swap(cell, step.name, "dc_prevt")])
