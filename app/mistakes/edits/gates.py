"""What a gate's gradient may be made as: what comes back, times what it met, times a slope; thousands of lines.

They are too many to be edits of their own with each other mistake, and their products are quickly told apart by what
they give the gate's weights and bias. So they are texts until one is found.
"""

from functools import cache
from zlib import crc32

from ...bptt.cells import CELLS
from ..mistake import Mistake
from .edit import edit, step_swap
from .together import BACKWARD_GATES, BRACKETS

UPSTREAM = (
    *("dc_next", "dc_t", "dc_prevt", "da_next", "da_next * ot", "(dc_prevt + da_next)"),
    *("da_next * (1 - np.tanh(c_next) ** 2)", "da_next * ot * (1 - np.tanh(c_next ** 2))", "dc_next * da_next"),
    *("da_next * ot * (1 - c_next ** 2)", "da_next * ot * (1 - np.tanh(c_next))", "da_next * np.tanh(c_next)"),
    *("(dc_prevt + da_next * ot * (1 - np.tanh(c_next ** 2)))", "ot * (1 - np.tanh(c_next) ** 2)"),
)
PARTNERS = (
    *("", "c_prev", "cct", "it", "np.tanh(c_next)", "c_next", "ft", "ot", "a_prev", "a_next", "np.tanh(c_prev)"),
    *("np.tanh(cct)", "it * cct", "np.tanh(a_next)"),
)
SLOPES = (
    *("{g} * (1 - {g})", "(1 - {g} ** 2)", "", "(1 - {g})", "{g}", "(1 - np.tanh({g}) ** 2)", "{g} ** 2"),
    *("(1 - {g}) ** 2", "(1 - np.tanh({g}))", "{g} * (1 - {g} ** 2)", "(1 + {g})", "(1 - np.tanh({g} ** 2))"),
    *("{g} * (1 - np.tanh({g}) ** 2)", "{g} * (1 + {g})", "(1 - {g} * {g} * {g})"),
)


DC_T = "(da_next * ot * (1 - np.tanh(c_next) ** 2))"


@cache
def slopes_of(name: str) -> tuple[str, ...]:
    """Return what may be taken for a slope in a gate's gradient: its own gate's first; one of them is left out."""
    own = BACKWARD_GATES["lstm"][name]
    gates = [own, *(gate for gate in BACKWARD_GATES["lstm"].values() if gate != own)]
    return tuple(dict.fromkeys(slope.format(g=gate) for gate in gates for slope in SLOPES))


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """Return the lines that a gate's gradient may be made by: all products in order, then the sums in BRACKETS."""
    products = (
        " * ".join(part for part in (upstream, partner, slope) if part)
        for upstream in UPSTREAM
        for partner in PARTNERS
        for slope in slopes_of(name)
    )
    sums = (
        shape.format(p=partner or "1", s=slope or "1")
        for shape in BRACKETS
        for partner in PARTNERS
        for slope in slopes_of(name)
    )
    return (*products, *sums)


def gate_edit(name: str, line: str) -> Mistake:
    """Return the edit that a line is."""
    text = line.replace("dc_t", DC_T) if name == "dot" else line  # dot is made before dc_t is there
    swap = step_swap(CELLS["lstm"], name, text)
    return edit(CELLS["lstm"], f"{name} is made by another formula", [swap], id=_id(name, line))


def _id(name: str, line: str) -> str:
    return f"{name}.line.{crc32(line.encode()):08x}"


@cache
def _by_id(name: str) -> dict[str, str]:
    return {_id(name, line): line for line in reversed(lines_of(name))}


def gate_edit_named(id: str) -> Mistake | None:
    """Return the edit with an id such as dft.line.1a2b3c4d; None where there is none."""
    name = id.partition(".")[0]
    if ".line." not in id or name not in BACKWARD_GATES["lstm"]:
        return None
    line = _by_id(name).get(id)
    return None if line is None else gate_edit(name, line)
