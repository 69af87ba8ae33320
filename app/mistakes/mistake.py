"""What a mistake is: one line of a cell, or of the loop around it, swapped for a wrong one."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from typing import Any

from ..bptt.cell import Cell
from ..bptt.cells import CELLS
from ..bptt.loop import Loop
from ..bptt.passes import Setting
from ..bptt.refused import NotAllowed
from ..bptt.step import Step, expression_of, line_of
from .sums import of_sums

LOOP_LINES = frozenset(field.name for field in fields(Loop)) - {"lanes"}


class NotPossible(NotAllowed):
    """A mistake cannot be made in this setting, or two cannot be made at once. The message says why."""


@dataclass(frozen=True, eq=False)
class Swap:
    """One line replaced by a wrong one; its parameters are what it reads, its source is the wrong line."""

    name: str  # of a step, "da_next", or of a line of the loop, "hand_over"
    line: Callable[..., Any]
    lane: str = ""  # a line of the loop for the lane of this state alone, "a"; empty: for every lane

    @property
    def in_loop(self) -> bool:
        """Whether the line is one of the loop around the cell."""
        return self.name in LOOP_LINES


@dataclass(frozen=True, eq=False)
class Form:
    """One way to write a mistake, for the cells named; no names stand for every cell.

    Where every cell is meant, the lines are written in the names of the RNN's lane, or are made from the cell itself.
    """

    cells: tuple[str, ...]
    swaps: tuple[Swap, ...]
    make: Callable[[Cell], tuple[Swap, ...]] | None = None


def form(cells: str, *swaps: Swap) -> Form:
    """Return a form for the cells named in one string, "rnn lstm"; "" stands for every cell."""
    return Form(tuple(cells.split()), swaps)


@dataclass(frozen=True, eq=False)
class Mistake:
    """A mistake that learners make, in the forms in which they write it. The first form of a cell is the one played."""

    id: str
    title: str
    hint: str  # where to look, without giving the answer away
    explanation: str
    symptom: str  # what it does to the numbers
    forms: tuple[Form, ...]

    def as_record(self) -> dict[str, str]:
        """Return what is said about it."""
        return {name: getattr(self, name) for name in ("id", "title", "hint", "explanation", "symptom")}

    def forms_for(self, cell: str) -> tuple[Form, ...]:
        """Return the forms of this mistake in a cell; empty where it cannot be made there."""
        possible = (form for form in self.forms if not form.cells or cell in form.cells)
        return tuple(one for one in (in_cell(form, CELLS[cell]) for form in possible) if one.swaps)


@dataclass(frozen=True, eq=False)
class Made:
    """A mistake in one of its forms."""

    mistake: Mistake
    form: Form
    number: int  # of the form, among those of its cell

    @property
    def code(self) -> str:
        """How it is asked for: its id, and the number of the form where it is not the first, "carry_is_upstream:2"."""
        return f"{self.mistake.id}:{self.number}" if self.number else self.mistake.id


def with_forms(setting: Setting, forms: Sequence[Form]) -> Setting:
    """Return the setting with mistakes made in it.

    Raises NotPossible where two of them swap the same line, or where a line needs an upstream gradient that is given.
    """
    swaps = [swap for form in forms for swap in form.swaps]
    places = [(swap.name, swap.lane) for swap in swaps]
    if len(set(places)) < len(places):
        raise NotPossible(f"two mistakes in one line cannot be made at once: {', '.join(name for name, _ in places)}")
    loop_swaps = [swap for swap in swaps if swap.in_loop]
    if setting.da is None and any(_reads_da(swap) for swap in loop_swaps):
        raise NotPossible("this mistake needs an upstream gradient that is given, and here the loss makes it")
    swaps = in_sums(swaps, setting.cell)
    wrong = {swap.name: swap for swap in swaps if not swap.in_loop}
    cell = _with_steps(setting.cell, tuple(wrong.values())) if wrong else setting.cell
    return replace(setting, cell=cell, loop=_with_lines(setting.loop, [swap for swap in swaps if swap.in_loop]))


def in_sums(swaps: Sequence[Swap], cell: Cell) -> list[Swap]:
    """Return the swaps with those of `upstream` written where they act, in the line of the lane's sum."""
    sums = of_sums(cell, [(swap.name, swap.lane, swap.line) for swap in swaps])
    others = [swap for swap in swaps if swap.name != "upstream" and swap.name not in sums]
    return [_sum_swap(name, line) for name, line in sums.items()] + others


@lru_cache(maxsize=4096)  # the same swap for the same line, so that a wrong cell is made once
def _sum_swap(name: str, line: Callable[..., Any]) -> Swap:
    return Swap(name, line)


def _reads_da(swap: Swap) -> bool:
    code = swap.line.__code__
    return "da" in code.co_varnames[: code.co_argcount]


def form_of(make: Callable[[Cell], tuple[Swap, ...]]) -> Form:
    """Return a form that is made from whatever cell it is made in; no swaps where it cannot be."""
    return Form((), (), make)


@lru_cache(maxsize=4096)  # the same form for the same cell, so that a wrong cell is made once
def in_cell(form: Form, cell: Cell) -> Form:
    """Return a form as it is written in a cell: made from it, or with its lane's names in the place of the RNN's."""
    if form.make is not None:
        return replace(form, swaps=form.make(cell), make=None)
    renamed = {} if form.cells else _lane_names(cell)
    if all(usual == own for usual, own in renamed.items()):
        return form
    return replace(form, swaps=tuple(_renamed(swap, renamed) for swap in form.swaps))


def _lane_names(cell: Cell) -> dict[str, str]:
    """Return what the RNN's names of its lane are called in the first lane of a cell that a loss reads."""
    for lane in cell.lanes:
        if lane.upstream:
            ours = {"da_next": lane.total, "da_t": lane.upstream, "da_prevt": lane.carried, "da_prev": lane.returned}
            return ours | {"a": lane.state}
    return {}


def _renamed(swap: Swap, names: Mapping[str, str]) -> Swap:
    lane = names.get(swap.lane, swap.lane)
    if swap.in_loop:  # the loop calls its lines by position: what they call what they read is theirs alone
        return replace(swap, lane=lane)
    code = swap.line.__code__
    reads = [names.get(name, name) for name in code.co_varnames[: code.co_argcount]]
    expression = re.sub(r"\w+", lambda word: names.get(word.group(), word.group()), expression_of(swap.line))
    return Swap(names.get(swap.name, swap.name), line_of(expression, reads, swap.line.__globals__), lane)


@cache
def wrong_step(step: Step, swap: Swap) -> Step:
    """Return the step with the swap's line."""
    return step.with_function(swap.line)


@lru_cache(maxsize=64)  # so that a wrong cell is the same one, and what is declared of it is declared once
def _with_steps(cell: Cell, swaps: tuple[Swap, ...]) -> Cell:
    wrong = {swap.name: swap for swap in swaps}
    missing = wrong.keys() - {step.name for step in cell.steps}
    if missing:
        raise NotPossible(f"the cell {cell.name!r} has no step {', '.join(sorted(missing))}")

    def swapped(steps: Sequence[Step]) -> tuple[Step, ...]:
        return tuple(wrong_step(step, wrong[step.name]) if step.name in wrong else step for step in steps)

    return replace(cell, forward=swapped(cell.forward), backward=swapped(cell.backward), output=swapped(cell.output))


def _with_lines(loop: Loop, swaps: Sequence[Swap]) -> Loop:
    everywhere = {swap.name: swap.line for swap in swaps if not swap.lane}
    lanes = {lane: dict(lines) for lane, lines in loop.lanes.items()}
    for swap in swaps:
        if swap.lane:
            lanes.setdefault(swap.lane, {})[swap.name] = swap.line
    changed: dict[str, Any] = {**everywhere, "lanes": lanes}
    return replace(loop, **changed)
