"""The course's exercises, own sizes, and the losses' first examples: next character, and an answer at the end alone."""

import itertools

import numpy as np

from ...bptt.cell import Cell
from ...bptt.cells import CELLS
from ...bptt.loss import LAST, SOFTMAX_CROSS_ENTROPY
from ...bptt.passes import Setting
from ...bptt.sizes import Sizes
from ..exercises import EXERCISES
from .draw import answers, one_hot, parameters, without_biases, zeros
from .scenario import Scenario


def _course(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    return EXERCISES[f"{cell.name}_backward"].draw(seed, sizes)


def _custom(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    random = np.random.default_rng(seed)
    drawn = parameters(random, cell, sizes)
    x = random.standard_normal(sizes.shape("n_x, m, T_x"))
    initial = {lane.initial: random.standard_normal(sizes.shape("n_a, m")) for lane in cell.lanes}
    da = random.standard_normal(sizes.shape("n_a, m, T_x"))
    return Setting(cell, drawn, x, initial, da, answers(random, sizes))  # either, as the loss that is asked for has it


TEXT, LETTERS = "hello", "helo"


def _letters(sizes: Sizes) -> dict[str, list[str]]:
    """Return what is read and what should be said, always the next letter; where T_x is longer, hellohello…"""
    read = list(itertools.islice(itertools.cycle(TEXT), sizes.T_x + 1))
    return {"x": read[:-1], "y": read[1:]}


def _hello(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    """Draw the weights; the text is what it is."""
    indices = [[LETTERS.index(letter) for letter in letters] for letters in _letters(sizes).values()]
    x, y = (one_hot(np.array([one]), len(LETTERS)) for one in indices)
    drawn = without_biases(parameters(np.random.default_rng(seed), cell, sizes))
    return Setting(cell, drawn, x, zeros(cell, sizes), y=y)


def _last_only(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    random = np.random.default_rng(seed)
    drawn = without_biases(parameters(random, cell, sizes))
    x = random.standard_normal(sizes.shape("n_x, m, T_x"))
    return Setting(cell, drawn, x, zeros(cell, sizes), y=answers(random, sizes))


COURSE = Scenario(
    name="course",
    title="Course exercise",
    description="The backward exercise with the notebook's own numbers. da is simply given, so that all of the work is "
    "in what is carried back.",
    look_for="da_prevt is never da[:, :, t-1]: two parts of one gradient meet at every timestep.",
    sizes={name: EXERCISES[f"{name}_backward"].sizes for name in ("rnn", "lstm")},
    draw=_course,
)

CUSTOM = Scenario(
    name="custom",
    title="Own sizes",
    description="Sizes and a seed of your choice. Everything else is drawn at random.",
    look_for="Change T_x and watch how far back a gradient still reaches.",
    sizes=dict.fromkeys(CELLS, Sizes(n_x=3, n_a=4, n_y=2, m=3, T_x=5)),
    draw=_custom,
)

HELLO = Scenario(
    name="hello",
    title="hello, letter by letter",
    description="An untrained network reads h, e, l, l and should say e, l, l, o: what is read next is "
    "the right letter, whatever was said (teacher forcing). Each timestep has its loss.",
    look_for="da is not given here: it comes down from ŷ - y, out of the prediction, at every timestep.",
    sizes=dict.fromkeys(CELLS, Sizes(n_x=4, n_a=3, n_y=4, m=1, T_x=4)),
    draw=_hello,
    loss=SOFTMAX_CROSS_ENTROPY,
    fixed={"n_x": 4, "n_y": 4, "m": 1},
    stands_for=_letters,
)

LAST_ONLY = Scenario(
    name="last-only",
    title="An answer at the end alone",
    description="The network reads the whole sequence and is asked once, at the last timestep. No other prediction is "
    "part of the cost.",
    look_for="da is zero at every timestep but the last: all that the earlier ones learn was carried to them.",
    sizes=dict.fromkeys(CELLS, Sizes(n_x=3, n_a=5, n_y=3, m=4, T_x=6)),
    draw=_last_only,
    loss=LAST,
)
