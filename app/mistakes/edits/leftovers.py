"""Values that come from elsewhere in the notebook: another test cell's weights, random numbers drawn on the way.

They are those of the course's notebook with its seed and sizes; with other sizes NumPy refuses them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from ...bptt.cell import Cell
from ...bptt.step import Array
from ..mistake import Mistake
from .edit import SCOPE, edit, loop_swap, step_swap

RNN = {"Waa": (5, 5), "Wax": (5, 3), "Wya": (2, 5), "ba": (5, 1), "by": (2, 1)}
BACK = ("Wax", "Waa", "Wya", "ba", "by")
GATES = {name: shape for letter in "fioc" for name, shape in ((f"W{letter}", (5, 8)), (f"b{letter}", (5, 1)))}
DRAWN = {
    "rnn": {
        "rnn_cell_forward": (3 * 10 + 5 * 10, {name: RNN[name] for name in RNN}),
        "rnn_forward": (3 * 10 * 4 + 5 * 10, {name: RNN[name] for name in RNN}),
        "rnn_cell_backward": (3 * 10 + 5 * 10, {name: RNN[name] for name in BACK}),
        "rnn_backward": (3 * 10 * 4 + 5 * 10, {name: RNN[name] for name in BACK}),
    },
    "lstm": {
        "lstm_cell_forward": (3 * 10 + 5 * 10 + 5 * 10, GATES),
        "lstm_forward": (3 * 10 * 7 + 5 * 10, GATES),
        "lstm_backward": (3 * 10 * 7 + 5 * 10, GATES),
    },
}
"""What each test cell of the notebook draws before its weights, how many numbers; and the weights, in order."""


def drawn(skip: int, *shape: int) -> Array:
    """Return what the notebook's generator, seeded with 1, draws after so many numbers."""
    return np.random.RandomState(1).randn(skip + int(np.prod(shape)))[skip:].reshape(shape)


@cache
def left_by(cell: str, exercise: str) -> dict[str, Array]:
    """Return the weights that a test cell leaves behind as globals, by name."""
    skip, weights = DRAWN[cell][exercise]
    left = {}
    for name, shape in weights.items():
        left[name] = drawn(skip, *shape)
        skip += int(np.prod(shape))
    return left


def leftovers(cell: Cell) -> Iterator[Mistake]:
    """Yield the edits that read what was left over, or draw at random."""
    if cell.name not in DRAWN:
        return
    for exercise in DRAWN[cell.name]:
        for names in (("dxt", "da_prev"), ("dxt",), ("da_prev",)):
            yield _globals(cell, exercise, names)
    for name in ("z", "ft", "it", "cct", "ot"):
        for exercise in DRAWN[cell.name]:
            if any(step.name == name for step in cell.forward):
                yield _globals(cell, exercise, (name,))
    if cell.name == "lstm":
        yield _random_dc(cell)
        yield _memory_from_a0(cell)
        line = next(step for step in cell.forward if step.name == "c_next").expression
        swap = step_swap(cell, "c_next", line.replace("c_prev", "(a_prev)"))
        yield edit(cell, "In c_next, a_prev is read as the memory", [swap])
    yield from _moved_seed(cell)
    yield from _views(cell)
    yield from _random_carry(cell)
    if cell.name == "rnn":
        yield from _computed_again(cell)


def _views(cell: Cell) -> Iterator[Mistake]:
    """Yield what comes of a state that is handed to the cell as a window on an array which is written over later."""
    states = [lane.state for lane in cell.lanes]
    for lanes in (states[:1], states, states[1:]) if len(states) > 1 else (states,):
        swaps = [loop_swap("next_state", "np.zeros_like(a_next)", state) for state in lanes]
        swaps += [loop_swap("initial_state", "np.zeros_like(a0)", state) for state in lanes]
        over = _over(cell, "t", lanes)
        said = " and ".join(f"{state}[:, :, t]" for state in lanes)
        yield edit(
            cell,
            f"The forward loop hands the cell {said}, zeros and a view that is written over later",
            [*swaps, loop_swap("cache", f"{{**caches[t]{over}}}")],
            id=f"view.of_{'_and_'.join(lanes)}",
        )
    over = _over(cell, "0", states)
    yield edit(
        cell,
        f"The first state is {' and '.join(f'{state}[:, :, 0]' for state in states)}, zeros and a view that is written "
        "over at t = 0",
        [
            *(loop_swap("initial_state", "np.zeros_like(a0)", state) for state in states),
            loop_swap("cache", f"caches[t] if t else {{**caches[0]{over}}}"),
        ],
        id="view.first",
    )


def _over(cell: Cell, t: str, lanes: Sequence[str]) -> str:
    """Return the entries of a cache that are written over: states, and what the LSTM stacks on the way back."""
    made = [f"'{state}_prev': caches[{t}]['{state}_next']" for state in lanes]
    if cell.name == "lstm" and "a" in lanes:
        made.append(f"'concat': np.concatenate((caches[{t}]['a_next'], caches[{t}]['xt']))")
    return "".join(f", {one}" for one in made)


AFTER_DA = {"rnn": 427, "lstm": 640}
"""How many numbers the test cell of the backward loop has drawn when the loop begins."""


def _random_carry(cell: Cell) -> Iterator[Mistake]:
    """Yield carries that start as random numbers, drawn by the loop after da."""
    scope = {**SCOPE, "drawn": drawn}
    states = [lane.state for lane in cell.lanes]
    for lanes in (*([state] for state in states), states) if len(states) > 1 else (states,):
        yield edit(
            cell,
            f"What is carried starts as random numbers, in the lane of {' and '.join(lanes)}",
            [
                loop_swap("initial_carry", f"drawn({AFTER_DA[cell.name] + 50 * number}, n_a, m)", state, scope)
                for number, state in enumerate(lanes)
            ],
            id=f"random.carry.{'.'.join(lanes)}",
        )


def _computed_again(cell: Cell) -> Iterator[Mistake]:
    """Yield what comes of a cell that computes its state again on the way back, from another timestep's cache."""
    line = step_swap(cell, "dtanh", "(1 - np.tanh(Wax @ xt + Waa @ a_prev + ba) ** 2) * da_next")
    for given, said in (
        ("{**caches[0], 'xt': caches[t]['xt']}", "the first cache, with its own xt"),
        ("{**caches[-1], 'xt': caches[t]['xt']}", "the last cache, with its own xt"),
        ("{**caches[t], 'xt': caches[0]['xt']}", "its own cache, with the first xt"),
        ("{**caches[t], 'a_prev': caches[t]['a_next']}", "a_next as its a_prev"),
    ):
        yield edit(
            cell,
            f"Every timestep is given {said}, and computes its state again from it",
            [loop_swap("cache", given), line],
        )


def _globals(cell: Cell, exercise: str, names: tuple[str, ...]) -> Mistake:
    scope = {**SCOPE, **{f"{name}_of_{exercise}": value for name, value in left_by(cell.name, exercise).items()}}
    swaps = []
    for step in cell.steps:
        if step.name in names:
            weights = "|".join(name for name in left_by(cell.name, exercise))
            text = re.sub(rf"\b({weights})\b", rf"\1_of_{exercise}", step.expression)
            swaps.append(step_swap(cell, step.name, text, scope))
    said = " and ".join(names)
    return edit(
        cell,
        f"In {said} the weights are those that the test cell of {exercise} left behind",
        swaps,
        id=f"leftover.{exercise}.{'.'.join(names)}",
    )


def _random_dc(cell: Cell) -> Mistake:
    scope = {**SCOPE, "drawn": drawn}
    dc = "drawn(640, *da.shape)"
    return edit(
        cell,
        "A random dc is drawn after da and added to what is carried along the memory",
        [
            loop_swap("initial_carry", f"{dc}[:, :, -1]", "c", scope),
            loop_swap("hand_over", f"da_prev + {dc}[:, :, t - 1] * (t > 0)", "c", scope),
        ],
        id="random.dc",
    )


def _memory_from_a0(cell: Cell) -> Mistake:
    return edit(
        cell,
        "The memory starts as a0: c_next = a0",
        [loop_swap("initial_state", "next(iter(initial.values()))", "c")],
        id="memory.from_a0",
    )


MOVED = {
    "rnn": {"rnn_cell_backward": 80 + 15 + 25 + 10 + 5 + 2, "rnn_backward": 170 + 15 + 25 + 10 + 5 + 2},
    "lstm": {"lstm_cell_backward": 130 + 180 + 12, "lstm_backward": 640 - 200},
}
"""How many numbers each backward exercise has drawn before da, and so what it draws where some more were drawn."""

BUFFERS = (50, 20, 100, 70, 80, 40, 150, 200, 350, 400, 250, 140, 280, 700)
"""How many numbers a buffer inside the functions takes from the generator: (5, 10), (2, 10), … for each timestep."""


def _moved_seed(cell: Cell) -> Iterator[Mistake]:
    scope = {**SCOPE, "drawn": drawn}
    for exercise, before in MOVED[cell.name].items():
        for taken in BUFFERS:
            if exercise.endswith("cell_backward"):
                text = f"drawn({before + taken}, *da_prevt.shape)"
            else:
                text = f"drawn({before + taken}, *da.shape)[:, :, t]"
            yield edit(
                cell,
                f"A buffer inside a function is drawn at random, {taken} numbers in {exercise}, which moves da",
                [loop_swap("upstream", text, "a", scope)],
                id=f"moved_seed.{exercise}.{taken}",
            )
