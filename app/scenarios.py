"""Named, seeded settings that a trace is made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from app.cell import Cell
from app.cells import CELLS
from app.loss import LOSSES
from app.step import Array
from app.trace import Setting


class UnknownName(LookupError):
    """A scenario or cell that does not exist was asked for. The message says which exist."""


@dataclass(frozen=True)
class Sizes:
    """The dimensions of a run, by the course's names."""

    n_x: int
    n_a: int
    n_y: int
    m: int
    T_x: int

    def shape(self, dims: str) -> tuple[int, ...]:
        """Return the shape that dims such as "n_a, n_x", "n_a, 1" or "n_a, n_a + n_x" stand for."""
        known = {field.name: getattr(self, field.name) for field in fields(self)}
        return tuple(sum(known.get(part.strip()) or int(part) for part in dim.split("+")) for dim in dims.split(","))


@dataclass(frozen=True)
class Scenario:
    """A named setting: what it is, what to look for, and how it is drawn from a seed."""

    name: str
    title: str
    description: str
    look_for: str
    cells: tuple[str, ...]
    sizes: Mapping[str, Sizes]  # by cell name
    draw: Callable[[Cell, Sizes, int], Setting]
    loss: str = "given"


def _course(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    """Draw exactly as the notebook's rnn_backward cell does: the legacy generator, Wax before Waa, da last."""
    random = np.random.RandomState(seed)
    x = random.randn(sizes.n_x, sizes.m, sizes.T_x)
    a0 = random.randn(sizes.n_a, sizes.m)
    parameters = {p.name: random.randn(*sizes.shape(p.dims)) for p in cell.parameters}
    return Setting(cell, parameters, x, {"a0": a0}, random.randn(sizes.n_a, sizes.m, sizes.T_x))


def _custom(cell: Cell, sizes: Sizes, seed: int) -> Setting:
    """Draw every array from one numpy Generator; weights are divided by √(columns), so that tanh is not saturated."""
    random = np.random.default_rng(seed)

    def parameter(dims: str) -> Array:
        shape = sizes.shape(dims)
        return random.standard_normal(shape) / np.sqrt(shape[-1])

    parameters = {p.name: parameter(p.dims) for p in cell.parameters}
    x = random.standard_normal((sizes.n_x, sizes.m, sizes.T_x))
    initial = {lane.initial: random.standard_normal((sizes.n_a, sizes.m)) for lane in cell.lanes}
    return Setting(cell, parameters, x, initial, random.standard_normal((sizes.n_a, sizes.m, sizes.T_x)))


SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        Scenario(
            name="course",
            title="Course exercise",
            description="The rnn_backward exercise with the notebook's own numbers. da is simply given, so that all "
            "of the work is in what is carried back.",
            look_for="da_prevt is never da[:, :, t-1]: two parts of one gradient meet at every timestep.",
            cells=("rnn",),
            sizes={"rnn": Sizes(n_x=3, n_a=5, n_y=2, m=10, T_x=4)},
            draw=_course,
        ),
        Scenario(
            name="custom",
            title="Own sizes",
            description="Sizes and a seed of your choice. Weights are scaled so that the cells are not saturated.",
            look_for="Change T_x and watch how far back a gradient still reaches.",
            cells=tuple(CELLS),
            sizes={name: Sizes(n_x=3, n_a=4, n_y=2, m=3, T_x=5) for name in CELLS},
            draw=_custom,
        ),
    )
}


@dataclass(frozen=True)
class Run:
    """A scenario with everything chosen: what a trace is made from and what its head says."""

    scenario: Scenario
    cell: Cell
    seed: int
    sizes: Sizes
    setting: Setting


def make_run(scenario: str, cell: str, seed: int, sizes: Mapping[str, int | None]) -> Run:
    """Draw a scenario. Sizes that are None are the scenario's own. Raises UnknownName for a name that is not there."""
    if scenario not in SCENARIOS:
        raise UnknownName(f"scenario {scenario!r} does not exist; choose one of {', '.join(SCENARIOS)}")
    chosen = SCENARIOS[scenario]
    if cell not in chosen.cells:
        raise UnknownName(f"cell {cell!r} is not in scenario {scenario!r}; choose one of {', '.join(chosen.cells)}")
    given = {name: size for name, size in sizes.items() if size is not None}
    complete = replace(chosen.sizes[cell], **given)
    setting = chosen.draw(CELLS[cell], complete, seed)
    return Run(chosen, CELLS[cell], seed, complete, replace(setting, loss=LOSSES[chosen.loss]))
