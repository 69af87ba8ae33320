"""Every scenario in every one of its cells, none longer than a few timesteps: what most contracts are held against.

A record of t = 150 is made as one of t = 11 is, so two hundred timesteps hold no more than twelve. What is about the
length itself (budgets, windows, the table of sources, vanishing) is held where it stands, with the lengths it takes.
"""

import pytest

from app.runs.run import Run, make_run
from app.runs.scenarios import SCENARIOS

LONGEST = 12

NAMES = [(scenario.name, cell) for scenario in SCENARIOS.values() for cell in scenario.cells]


def short_run(scenario: str, cell: str, seed: int = 1) -> Run:
    """Draw a scenario in a cell, shortened where it is long."""
    T_x = min(LONGEST, SCENARIOS[scenario].sizes[cell].T_x)
    return make_run(scenario, cell, seed, {"T_x": T_x})


each_scenario_and_cell = pytest.mark.parametrize(("scenario", "cell"), NAMES)

RUNS = [pytest.param(short_run(*name), id="-".join(name)) for name in NAMES]
