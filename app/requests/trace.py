"""From what was asked to the records that answer it: the same for the command line and for the API."""

from collections.abc import Generator
from dataclasses import replace

from ..bptt.cells import CELLS
from ..mistakes.catalogue import NoSuchMistake, find
from ..mistakes.mistake import NotPossible
from ..records.budget import Amount, Budget, TooLarge, choose
from ..records.split import Sources
from ..records.trace import Record, records
from ..records.wrong import records_side_by_side, wrong_run
from ..runs.run import SCENARIOS, NotInScenario, Run, UnknownName, look_up, make_run, scenario_with
from ..runs.tensors import BadTensors
from ..runs.upload import Limits, own_run
from .limits import SETTINGS
from .queries import OwnQuery, TraceQuery, View

NOT_FOUND = (UnknownName, NoSuchMistake)
NOT_ALLOWED = (NotInScenario, NotPossible, TooLarge, BadTensors)

BUDGET = Budget(SETTINGS.max_held, SETTINGS.max_sent, SETTINGS.max_sent_unasked)

LIMITS = Limits(
    SETTINGS.max_held,
    {"T_x": SETTINGS.max_T_x, "m": SETTINGS.max_m, **dict.fromkeys(("n_x", "n_a", "n_y"), SETTINGS.max_n)},
)


def drawn_run(query: TraceQuery) -> Run:
    """Draw the run of a scenario, if it is not too large to hold. Raises NOT_FOUND or NOT_ALLOWED.

    Where none is named and the usual one has not the cell, it is the first that has it, and the run says so.
    """
    named = "scenario" in query.model_fields_set
    name = query.scenario if named else scenario_with(query.cell, query.scenario)
    scenario, sizes = look_up(name, query.cell, query.sizes)
    Amount(CELLS[query.cell], scenario.loss, sizes).require_room(BUDGET)
    run = make_run(name, query.cell, query.seed, query.sizes, **query.switches)
    if name == query.scenario:
        return run
    usual, cell = SCENARIOS[query.scenario].title, CELLS[query.cell].title
    return replace(run, instead=f"“{usual}” has no {cell}. Shown instead: “{scenario.title}”.")


def uploaded_run(body: bytes, query: OwnQuery) -> Run:
    """Read the run of one's own tensors. Raises NOT_FOUND or NOT_ALLOWED."""
    return own_run(body, LIMITS, query.cell, query.loss, truncate=query.truncate, clip=query.clip)


def answer(run: Run, query: View) -> Generator[Record, None, None]:
    """Return the records of a run. Raises NOT_FOUND or NOT_ALLOWED at once, before the first is asked for."""
    window = query.window
    if window is not None and not 0 <= window.start < window.stop <= run.setting.T_x:
        raise NotInScenario(f"frames={query.frames} must be lo:hi with 0 ≤ lo < hi ≤ T_x = {run.setting.T_x}.")
    amount = Amount(run.cell, run.setting.loss, run.sizes)
    amount.require_room(BUDGET)
    timesteps = len(window) if window else run.setting.T_x
    detail = choose(amount, query.level or ("full" if query.mistake else None), timesteps, BUDGET)
    if query.mistake is None:
        sources = Sources(run.setting, SETTINGS.max_carried)
        return records(run, entry=query.focus, detail=detail, window=window, sources=sources, check=query.check)
    if detail not in ("full", "entry") or window:
        raise NotPossible("A run with a mistake in it is sent whole: leave out frames, and detail=lean or norms.")
    made = find(query.mistake, run.cell.name)
    return records_side_by_side(wrong_run(run, made), run, made, entry=query.focus, values=detail == "full")
