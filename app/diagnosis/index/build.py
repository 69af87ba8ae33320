"""Building an exercise's table: every mistake and every edit alone, in pairs, and some in threes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np

from ...bptt.loop import FORWARD as LOOP_FORWARD
from ...bptt.step import Array
from ...mistakes.catalogue import find
from ...mistakes.edits.grammar import edits_of
from ...mistakes.mistake import Made, NotPossible
from ...runs.exercises.exercise import Exercise
from ..candidates import Candidate, applicable, right, setting_of
from .lean import quickly
from .table import Table, row_of, table, width_of

COMMONEST = (
    *("drop_carry", "carry_never_updated", "overwrite_parameters", "carry_is_upstream", "upstream_off_by_one"),
    *("forward_loop", "first_cache", "last_cache", "drop_da_carry", "drop_dc_carry", "missing_brackets"),
    *("missing_brackets:1", "missing_brackets:2", "one_upstream_for_all", "upstream_in_place", "a0_every_step"),
    *(
        "dc_prev_without_output_path",
        "dc_prev_without_ft",
        "da0_is_zeros",
        "dba_no_keepdims",
        "last_upstream_only",
        "drop_upstream",
    ),
    *("c_not_carried", "stacked_wrong_way_forward", "memory.from_a0", "db_no_keepdims", "no_tanh_derivative"),
)
"""The mistakes that are most often made beside another one, the commonest first."""

MOST_PAIRED = 6

FORWARD = ("concat", "ft", "it", "cct", "ot", "c_next", "a_next", "z", "zy", "yt_pred")

LAST = ("dxt", "da_prev", "dWaxt", "dWaat", "dbat", "dWft", "dWit", "dWct", "dWot", "dbft", "dbit", "dbct", "dbot")
"""Lines that nothing else is made from: what they do is put together line by line, and not paired here."""


def table_of(exercise: Exercise) -> Table:
    """Build the table of an exercise. Takes seconds; `stored` keeps it."""
    slices = width_of(exercise, right(exercise).printed)
    codes: list[tuple[str, ...]] = []
    rows: list[Array] = []
    met: set[frozenset[str]] = set()
    for made in _rows(exercise):
        together = frozenset(one.code for one in (made.made if isinstance(made, Candidate) else made))
        if together in met:
            continue
        met.add(together)
        one = made if isinstance(made, Candidate) else _try(exercise, made)
        if one is not None:
            codes.append(tuple(m.code for m in one.made))
            rows.append(row_of(one.printed, slices))
    return table(codes, rows, slices)


@cache
def catalogue_table(exercise: Exercise) -> Table:
    """Return the table of the catalogue's mistakes alone, which takes no time to speak of."""
    slices = width_of(exercise, right(exercise).printed)
    known = _known(exercise, slices)
    rows = [row_of(one.printed, slices) for one in known]
    return replace(table([(one.made[0].code,) for one in known], rows, slices), whole=False)


def _try(exercise: Exercise, made: tuple[Made, ...]) -> Candidate | None:
    """Return what some mistakes print; None where they cannot be made at once, or raise."""
    try:
        one = quickly(exercise, made)
    except (NotPossible, KeyError):
        return None
    return None if one.error else one


def _key(one: Candidate, slices: dict[str, slice]) -> bytes:
    """Return what is the same for candidates that print the same, but for rounding."""
    return (np.round(row_of(one.printed, slices), 10) + 0.0).tobytes()  # + 0.0: -0.0 is 0.0


def _known(exercise: Exercise, slices: dict[str, slice]) -> list[Candidate]:
    """Return the catalogue's mistakes that change what an exercise prints."""
    alone = [one for one in (_try(exercise, (made,)) for made in applicable(exercise)) if one is not None]
    return [one for one in alone if _key(one, slices) != _key(right(exercise), slices)]


def _rows(exercise: Exercise) -> Iterator[Candidate | tuple[Made, ...]]:
    """Yield what is in the table, simple things first: alone, then in pairs, then in threes."""
    slices = width_of(exercise, right(exercise).printed)
    known = _known(exercise, slices)
    yield from known
    edits = [one for one in (_try(exercise, (made,)) for made in edits_in(exercise)) if one is not None]
    edits = [one for one in edits if _key(one, slices) != _key(right(exercise), slices)]
    yield from edits
    seen = {_key(one, slices) for one in known}
    apart: list[Candidate] = []
    for one in edits:  # of edits that print the same alone, the first is paired
        if _key(one, slices) not in seen:
            seen.add(_key(one, slices))
            apart.append(one)
    alone = [one.made for one in known]
    yield from (first + second for first, second in combinations(alone, 2) if first[0].mistake is not second[0].mistake)
    common = commonest(exercise)
    for number, first in enumerate(common):
        for one in apart:
            if number == 0 or _pairs_with(number, one.made[0]):
                yield (first, *one.made)
    yield from ((common[0], *two) for two in combinations(common[1:], 2))
    if exercise.cell == "rnn":  # few enough lines for any two of them
        yield from _any_two([one.made[0] for one in (*known, *apart)])
    if exercise.T_x > 1:
        yield from _in_loop(exercise, [one.made[0] for one in (*known, *edits)], common[0])


def _any_two(alone: Sequence[Made]) -> Iterator[tuple[Made, ...]]:
    """Yield any two of some mistakes in different lines, none of them in one that nothing else is made from."""
    inner = [made for made in alone if made.form.swaps[0].name not in LAST]
    for one, other in combinations(inner, 2):
        if not places(one) & places(other):
            yield one, other


def places(made: Made) -> set[tuple[str, str]]:
    """Return the lines that a mistake changes: (name, lane) of each."""
    return {(swap.name, swap.lane) for swap in made.form.swaps}


def _in_loop(exercise: Exercise, alone: Sequence[Made], carry: Made) -> Iterator[tuple[Made, ...]]:
    """Yield pairs of what each timestep is given, with the carry and without; forward, pairs of the loop's lines."""
    backward = exercise.name.endswith("backward")
    lines = {"upstream", "cache", "dtanh"} if backward else LOOP_FORWARD
    given = [
        made
        for made in alone
        if made.form.swaps[0].in_loop and {swap.name for swap in made.form.swaps} <= lines
    ]  # fmt: skip
    for two in combinations(given, 2):
        if two[0].form.swaps[0].name != two[1].form.swaps[0].name:
            yield two
            if backward:
                yield (carry, *two)


def _pairs_with(number: int, made: Made) -> bool:
    """Whether an edit is paired with the mistake of this number: ever fewer are."""
    swaps = made.form.swaps
    if len(swaps) > 1 or swaps[0].in_loop:
        return True
    forward = made.mistake.forms[0].swaps[0].name in FORWARD
    return number < MOST_PAIRED and swaps[0].name not in LAST and not forward


@cache
def commonest(exercise: Exercise) -> tuple[Made, ...]:
    """Return those of the commonest mistakes that can be made in an exercise and change what it prints."""
    possible = {one.code: one for one in (*applicable(exercise), *edits_in(exercise))}
    return tuple(possible[code] for code in COMMONEST if code in possible)


@cache
def edits_in(exercise: Exercise) -> tuple[Made, ...]:
    """Return the edits that can show in an exercise: of what it runs, and of what it prints."""
    cell = setting_of(exercise).cell
    upstream = {lane.total for lane in cell.lanes if lane.upstream}
    forward = {step.name for step in cell.forward} | LOOP_FORWARD
    backward = exercise.name.endswith("backward")
    found = []
    for mistake in edits_of(exercise.cell).values():
        viewed = mistake.id.startswith("view.")  # the window shows in the states, and in the caches later
        names = [swap.name for swap in mistake.forms[0].swaps if not (viewed and swap.name == "cache")]
        in_loop = any(swap.in_loop or swap.name in upstream for swap in mistake.forms[0].swaps)
        moved = mistake.id.startswith("moved_seed.")
        if moved and mistake.id.split(".")[1] != exercise.name:
            continue
        if (backward or all(name in forward for name in names)) and (exercise.T_x > 1 or not in_loop or moved):
            found.append(Made(mistake, mistake.forms[0], 0))
    return tuple(found)


def made_by(codes: Sequence[str], exercise: Exercise) -> tuple[Made, ...]:
    """Return the mistakes of a row."""
    return tuple(made for code in codes for made in find(code, exercise.cell))
