"""From one number that is moved to what came of it: the same steps, run forward again."""

from ..analysis.nudge import Nudged, as_record, nudge_parameter, nudge_state
from ..analysis.nudge_said import cost_sentence, verdict
from ..bptt.refused import NotAllowed
from ..mistakes.catalogue import find
from ..mistakes.mistake import NotPossible
from ..records.declaration import declare
from ..records.trace import Record
from ..records.wrong import wrong_run
from ..runs.run import NotInScenario, Run
from .limits import Limits
from .queries import NudgeQuery
from .trace import drawn_run


def nudge(query: NudgeQuery, limits: Limits) -> Record:
    """Return what came of moving one number of a run. Raises NoSuchThing or NotAllowed."""
    run = drawn_run(query, limits)
    if query.mistake is not None:
        run = wrong_run(run, find(query.mistake, run.cell.name))
    try:
        found = _moved(run, query)
    except NotAllowed:
        raise
    except (ValueError, IndexError) as error:  # the mistake's own: shapes that do not fit
        raise NotPossible(f"With {query.mistake} the run stops, so nothing can be moved: {error}") from error
    return {
        **as_record(found),
        "written": _written(run, found),
        "cost": cost_sentence(run.setting),
        "sentence": verdict(found, wrong=query.mistake is not None),
    }


def _moved(run: Run, query: NudgeQuery) -> Nudged:
    entry = (query.i, query.j)
    if query.of not in [lane.state for lane in run.cell.lanes if lane.upstream]:
        return nudge_parameter(run.setting, query.of, entry, query.eps)
    if query.t is None:
        raise NotInScenario(f"t is missing: which {query.of}⟨t⟩ is moved, from 0 to {run.setting.T_backward - 1}.")
    return nudge_state(run.setting, query.t, entry, query.eps)


def _written(run: Run, found: Nudged) -> dict[str, str]:
    """Return how the page writes the number that is moved, and each gradient's entry, by road; of a road's own t."""
    symbols = declare(run.cell, run.setting.loss)["symbols"]
    i, j = found.entry
    moved = f"{found.of}[{i},{j}]" if found.t is None else f"{found.of}[{i},{j},{found.t}]"

    def entry(name: str, t: int | None) -> str:
        called: str = symbols[name]["entry"]
        return called.replace("{i}", str(i)).replace("{j}", str(j)).replace("{t}", str(t))

    return {"moved": moved, **{road.road: entry(road.name, road.t) for road in found.roads if road.road != "timestep"}}
