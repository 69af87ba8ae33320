"""The course's exercises, over all timesteps and over one, own sizes, and an answer at the end alone."""

import numpy as np

from ...bptt.cell import Cell
from ...bptt.cells import CELLS
from ...bptt.loss import LAST
from ...bptt.passes import Setting
from ...bptt.sizes import Sizes
from ..exercises import EXERCISES
from .draw import answers, parameters, without_biases, zeros
from .scenario import Scenario


def _course(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    return EXERCISES[f"{cell.name}_backward"].draw(seed, sizes)


def _one_step(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    return EXERCISES[f"{cell.name}_cell_backward"].draw(seed, sizes)


def _custom(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    random = np.random.default_rng(seed)
    drawn = parameters(random, cell, sizes)
    x = random.standard_normal(sizes.shape("n_x, m, T_x"))
    initial = {lane.initial: random.standard_normal(sizes.shape("n_a, m")) for lane in cell.lanes}
    da = random.standard_normal(sizes.shape("n_a, m, T_x"))
    return Setting(cell, drawn, x, initial, da, answers(random, sizes))  # either, as the loss that is asked for has it


def _last_only(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    random = np.random.default_rng(seed)
    drawn = without_biases(parameters(random, cell, sizes))
    x = random.standard_normal(sizes.shape("n_x, m, T_x"))
    return Setting(cell, drawn, x, zeros(cell, sizes), y=answers(random, sizes))


COURSE = Scenario(
    name="course",
    title="Course exercise",
    description="The backward exercise, drawn as the notebook draws it: with seed 1 these are its own numbers. da is "
    "simply given, so that all of the work is in what is carried back.",
    look_for="da_prevt is never da[:, :, t-1]: two parts of one gradient meet at every timestep.",
    sizes={name: EXERCISES[f"{name}_backward"].sizes for name in ("rnn", "lstm")},
    draw=_course,
)

ONE_STEP = Scenario(
    name="one-step",
    title="One timestep: the cell alone",
    description="The exercise on rnn_cell_backward, drawn as the notebook draws it: with seed 1 these are its own "
    "numbers. It has one timestep, so nothing is carried to it.",
    look_for="A loop that forgets da_prevt passes here, and fails as soon as there is a second timestep: the test of "
    "the cell alone cannot see it.",
    sizes={"rnn": EXERCISES["rnn_cell_backward"].sizes},
    draw=_one_step,
    fixed={"T_x": 1},
    many="course",
)

CUSTOM = Scenario(
    name="custom",
    title="Own sizes",
    description="Sizes and a seed of your choice. Everything else is drawn at random.",
    look_for="Change T_x and watch how far back a gradient still reaches.",
    sizes=dict.fromkeys(CELLS, Sizes(n_x=3, n_a=4, n_y=2, m=3, T_x=5)),
    draw=_custom,
)

LAST_ONLY = Scenario(
    name="last-only",
    title="An answer at the end alone",
    description="Many to one: the network reads the whole sequence and is asked once, at the last timestep. Everywhere "
    "else w⟨t⟩ is 0, so that no other prediction is part of the cost.",
    look_for="da is zero at every timestep but the last: all that the earlier ones learn was carried to them.",
    sizes=dict.fromkeys(CELLS, Sizes(n_x=3, n_a=5, n_y=3, m=4, T_x=6)),
    draw=_last_only,
    loss=LAST,
)
