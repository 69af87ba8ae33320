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
from .words import always, when


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


NOTEBOOK = (
    when("seed 1; own sizes; own loss; own radius; unchanged", "These are its own numbers."),
    when("not seed 1; own sizes; own loss; own radius; unchanged", "With seed 1 they are its own numbers."),
)
"""Of an exercise that is drawn as the notebook draws it: whether these are the numbers that it prints."""

COURSE = Scenario(
    name="course",
    title="Course exercise",
    description=(
        always("The backward exercise, drawn as the notebook draws it."),
        *NOTEBOOK,
        when("own loss", "da is simply given, so that all of the work is in what is carried back."),
    ),
    look_for=(
        when(
            "own loss; own radius; uncut; unchanged; over time",
            "da_prevt is never da[:, :, t-1]: two parts of one gradient meet, at every timestep but the one that is "
            "gone back through first.",
        ),
        when("not over time", "da_prevt is zeros: there is no later timestep that could have sent anything."),
    ),
    sizes={name: EXERCISES[f"{name}_backward"].sizes for name in ("rnn", "lstm")},
    draw=_course,
)

ONE_STEP = Scenario(
    name="one-step",
    title="One timestep: the cell alone",
    description=(
        always("The exercise on rnn_cell_backward, drawn as the notebook draws it."),
        *NOTEBOOK,
        always("It has one timestep, so nothing is carried to it."),
    ),
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
    description=(
        always("A network reads noise."),
        when("own loss", "Many to one: it is asked once, at the last timestep."),
        when("own loss; over time", "Everywhere else w⟨t⟩ is 0, so that no other prediction is part of the cost."),
    ),
    look_for=(
        when(
            "own loss; over time; a choice",
            "da_t is zero at every timestep but the last: all that the earlier ones learn was carried to them.",
        ),
    ),
    sizes=dict.fromkeys(CELLS, Sizes(n_x=3, n_a=5, n_y=3, m=4, T_x=6)),
    draw=_last_only,
    loss=LAST,
)
