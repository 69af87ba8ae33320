"""From what was asked to the records that answer it: the same for the command line and for the API."""

from collections.abc import Generator
from dataclasses import replace

from ..bptt.cells import CELLS
from ..bptt.loss import LOSSES
from ..bptt.refused import NoSuchThing
from ..mistakes.catalogue import find
from ..mistakes.mistake import NotPossible
from ..records.budget import Amount, Detail, choose
from ..records.split import BySource
from ..records.trace import Record, records
from ..records.wrong import records_side_by_side, wrong_run
from ..runs.run import NotInScenario, Run, look_up, make_run, scenario_with
from ..runs.scenarios import SCENARIOS
from ..runs.upload import own_run
from .limits import Limits
from .queries import OwnQuery, RunQuery, View


class NoSuchStep(NoSuchThing):
    """A step was named that the run does not have. The message says which it has."""


def drawn_amount(query: RunQuery, limits: Limits) -> Amount:
    """Count what a scenario's run is made of, before any of it is drawn. Raises NoSuchThing or NotAllowed."""
    scenario, sizes = look_up(_name(query), query.cell, query.sizes, query.text)
    amount = Amount(CELLS[query.cell], LOSSES.get(query.loss or "", scenario.loss), sizes)
    amount.require_room(limits.budget)
    return amount


def _name(query: RunQuery) -> str:
    return query.scenario if "scenario" in query.model_fields_set else scenario_with(query.cell, query.scenario)


def drawn_run(query: RunQuery, limits: Limits) -> Run:
    """Draw the run of a scenario, if it is not too large to hold. Raises NoSuchThing or NotAllowed.

    Where none is named and the usual one has not the cell, it is the first that has it, and the run says so.
    """
    drawn_amount(query, limits)
    name = _name(query)
    scenario = SCENARIOS[name]
    run = make_run(name, query.cell, query.seed, query.sizes, **query.switches)
    if name == query.scenario:
        return run
    usual, cell = SCENARIOS[query.scenario].title, CELLS[query.cell].title
    taken = f"“{usual}” has no {cell}. Shown instead: “{scenario.title}”."
    return replace(run, instead=f"{taken} {run.instead}".strip())


def uploaded_run(body: bytes, query: OwnQuery, limits: Limits) -> Run:
    """Read the run of one's own tensors. Raises NoSuchThing or NotAllowed."""
    run = own_run(body, limits.room, query.cell, query.loss, truncate=query.truncate, clip=query.clip)
    return replace(run, setting=replace(run.setting, clip_total=query.clip_total))


SMALL = 80_000  # numbers: up to these, an answer is made in one go and may be kept


def amount_of(run: Run) -> Amount:
    """Return what a run is made of, counted."""
    return Amount(run.cell, run.setting.loss, run.sizes)


def held_by(amount: Amount, query: View) -> int:
    """Return the numbers that an answer holds until its end: with a mistake, those of the right run as well."""
    return amount.held * (1 if query.mistake is None else 2)


def is_small(amount: Amount, query: View, limits: Limits) -> bool:
    """Whether the answer is made sooner than it would be sent in pieces. Raises NotAllowed, as `answer` does."""
    detail = _detail(amount, query, limits)
    return amount.sent(detail, _timesteps(amount, query)) <= SMALL and amount.held <= SMALL


def _timesteps(amount: Amount, query: View) -> int:
    return len(query.window) if query.window else amount.sizes.T_x


def _detail(amount: Amount, query: View, limits: Limits) -> Detail:
    detail = query.detail or ("full" if query.mistake else None)
    return choose(amount, detail, _timesteps(amount, query), limits.budget)


def answer(run: Run, query: View, limits: Limits) -> Generator[Record, None, None]:
    """Return the records of a run. Raises NoSuchThing or NotAllowed at once, before the first is asked for."""
    window = query.window
    if window is not None and not 0 <= window.start < window.stop <= run.setting.T_x:
        raise NotInScenario(f"frames={query.frames} must be lo:hi with 0 ≤ lo < hi ≤ T_x = {run.setting.T_x}.")
    amount_of(run).require_room(limits.budget)
    detail = _detail(amount_of(run), query, limits)
    if query.slips is not None:
        _require_one_frame(run, query, limits)
    if query.mistake is None:
        sources = BySource(run.setting, limits.max_carried) if query.sources else None
        return records(
            run,
            entry=query.focus,
            detail=detail,
            window=window,
            sources=sources,
            check=query.check,
            slips=query.slips,
            parts=query.parts,
            inputs=query.inputs,
        )
    if detail not in ("full", "entry") or window:
        raise NotPossible("A run with a mistake in it is sent whole: leave out frames, and detail=lean or norms.")
    made = find(query.mistake, run.cell.name)
    return records_side_by_side(
        wrong_run(run, made),
        run,
        made,
        entry=query.focus,
        values=detail == "full",
        check=query.check,
        most=limits.max_carried if query.sources else None,
        parts=query.parts,
        inputs=query.inputs,
    )


def _require_one_frame(run: Run, query: View, limits: Limits) -> None:
    """Raise NotAllowed where slips are asked for that nothing bounds, or of a step that is not there."""
    names = [step.name for step in (*run.setting.forward_steps, *run.setting.backward_steps)]
    if query.slips not in names:
        raise NoSuchStep(f"slips={query.slips!r} is no step of this run; choose one of {', '.join(names)}")
    if query.mistake is not None or query.entry is None or query.window is None or len(query.window) > 1:
        raise NotInScenario("slips needs an entry and frames of one timestep, of a run without a mistake.")
    choose(amount_of(run), "full", 1, limits.budget)  # all entries of some of them are sent
