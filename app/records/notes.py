"""What the head says of a run beside its scenario's own words, and where a click leads from it."""

from typing import Any

from ..analysis.weights import of_bias, of_counts, of_two_sizes
from ..bptt.cells import CELLS
from ..runs.run import Run
from ..runs.scenarios import SCENARIOS
from ..runs.scenarios.draw import RECURRENT, largest_singular_value


def told(run: Run) -> list[str]:
    """Return what is said of the weights of a run, sentence by sentence."""
    notes = []
    if run.scenario.beside:
        notes.append(of_counts((CELLS[name] for name in run.scenario.beside), run.sizes))
    if run.bias is not None:
        notes.append(of_bias(run.cell, run.bias, run.setting.T_backward - 1))
    if run.radius is not None and run.setting.T_backward > 1:
        notes.append(of_two_sizes(run.radius, largest_singular_value(run.setting.parameters[RECURRENT])))
    return notes


ALONE, MANY = "One timestep alone", "All timesteps"


def elsewhere(run: Run) -> dict[str, Any] | None:
    """Return the same cell over one timestep, or from one over many: `words`, and what to `ask` for instead.

    None where there is no other: a run of one timestep that is no scenario's single one, and one's own tensors.
    """
    if run.scenario.many:
        return {"words": MANY, "ask": {"scenario": run.scenario.many}}
    if run.seed is None or run.setting.T_backward == 1:
        return None
    single = (one for one in SCENARIOS.values() if one.many == run.scenario.name and run.cell.name in one.cells)
    one = next(single, None)
    if one is not None:
        return {"words": ALONE, "ask": {"scenario": one.name}}
    if "T_x" in run.scenario.fixed:
        return None
    return {"words": ALONE, "ask": {"scenario": run.scenario.name, "T_x": 1}}
