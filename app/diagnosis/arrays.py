"""Gradients as arrays in, the mistakes that reproduce them out: for any scenario, with every entry compared."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from ..analysis.gradcheck import work_of
from ..bptt.passes import Gradients, backward_pass, forward_pass
from ..bptt.step import Array
from ..bptt.tolerances import SINGLE, agree
from ..mistakes.catalogue import CATALOGUE
from ..mistakes.mistake import Form, Made, Mistake, NotPossible, with_forms
from ..runs.run import Run
from ..runs.tensors import BadTensors
from .candidates import Candidate
from .diagnosis import MOST_CANDIDATES, Diagnosis, distinct
from .evidence import Match
from .verdict import Columns, say

MOST_WORK = 1e9
"""How much work is spent on all runs, as `work_of` counts it: a few seconds. Where the runs are too large for all of
them, the answer says so; so what is answered depends on what was sent, and never on how busy the machine is."""

MOST_KEPT = 40
"""How many candidates that explain everything are kept with their numbers, to see which of them differ."""

Arrays = Mapping[str, Array]


def gradient_names(run: Run) -> list[str]:
    """Return the names of what a run's backward pass returns: dx, da0, dWax, … One timestep is enough to know them."""
    setting = run.setting
    first = {name: getattr(setting, name)[:, :, :1] for name in ("x", "da", "y") if getattr(setting, name) is not None}
    return list(_gradients(replace(run, setting=replace(setting, **first)), ()).printed)


def diagnose_arrays(arrays: Arrays, run: Run, scenario: Mapping[str, Any], work: float = MOST_WORK) -> Diagnosis:
    """Diagnose gradients of a run; `scenario` is what it was asked for by. Raises BadTensors for a foreign name."""
    names = gradient_names(run)
    unknown = [name for name in arrays if name not in names]
    if unknown or not arrays:
        raise BadTensors(f"There is no array {', '.join(unknown)}; send any of {', '.join(names)}.")
    runs = int(work // work_of(run.setting))  # that may be made in all
    if runs < 1:
        raise BadTensors("This run is too large to be diagnosed; with fewer timesteps, units or examples it can be.")
    right = _gradients(run, ())
    truth = _match(arrays, right)
    about: dict[str, Any] = {"columns": _columns(arrays, right), "scenario": scenario, "setting": run.setting}
    about |= {"agrees": truth.matched, "differs": truth.unmatched}
    if not truth.unmatched:
        return Diagnosis("correct", say("correct", truth, len(right.printed)), **about, matched=truth.matched)
    single = [(Made(mistake, form, n),) for mistake in CATALOGUE.values() for n, form in _forms(mistake, run)]
    alone: list[tuple[Made, ...]] = []  # those that change anything; their numbers are compared and dropped
    found = _explaining(arrays, _singles(run, right, single[:runs], alone))
    complete = len(single) <= runs
    if not found:
        two = [one + other for one, other in combinations(alone, 2) if one[0].mistake.id != other[0].mistake.id]
        left = max(0, runs - len(single))
        complete = complete and len(two) <= left
        found = _explaining(arrays, _made(run, two[:left]))
    if found:
        return Diagnosis(
            "mistake", say("mistake", found[0], alike=len(found)), **about, found=found, matched=tuple(arrays)
        )
    summary = say("unknown", truth, columns=about["columns"])
    if not complete:
        summary += " Not all mistakes and pairs of them were tried: this run is too large for that."
    return Diagnosis("unknown", summary, **about, matched=truth.matched, unmatched=truth.unmatched)


def _gradients(run: Run, made: tuple[Made, ...]) -> Candidate:
    setting = with_forms(run.setting, [one.form for one in made])
    with np.errstate(all="ignore"):  # a wrong run may overflow or divide by zero
        try:
            *_, returned = backward_pass(setting, list(forward_pass(setting)))
        except (ValueError, IndexError) as error:
            return Candidate(made, {}, str(error))
    assert isinstance(returned, Gradients)
    return Candidate(made, dict(returned.values))


def _forms(mistake: Mistake, run: Run) -> Iterator[tuple[int, Form]]:
    return enumerate(mistake.forms_for(run.cell.name))


def _made(run: Run, mistakes: Iterable[tuple[Made, ...]]) -> Iterator[Candidate]:
    for made in mistakes:
        with suppress(NotPossible):  # not in this run, or two in the same line
            yield _gradients(run, made)


def _singles(
    run: Run, right: Candidate, mistakes: Iterable[tuple[Made, ...]], alone: list[tuple[Made, ...]]
) -> Iterator[Candidate]:
    """Yield what each mistake makes that changes anything, and note it in `alone`."""
    for one in _made(run, mistakes):
        if not one.error and any(not _close(one.printed[name], right.printed[name]) for name in right.printed):
            alone.append(one.made)
            yield one


def _explaining(arrays: Arrays, candidates: Iterable[Candidate]) -> tuple[Match, ...]:
    """Return those that explain everything that was sent. They are looked at one by one, and the others dropped."""
    whole: list[Candidate] = []
    for one in candidates:
        if len(whole) < MOST_KEPT and not one.error and not _match(arrays, one).unmatched:
            whole.append(one)
    return tuple(Match(one, tuple(arrays), ()) for one in distinct(whole)[:MOST_CANDIDATES])


def _match(arrays: Arrays, candidate: Candidate) -> Match:
    good = {name: _close(array, candidate.printed[name]) for name, array in arrays.items()}
    return Match(candidate, tuple(name for name in good if good[name]), tuple(name for name in good if not good[name]))


def _close(sent: Any, true: Any) -> bool:
    """Whether two arrays agree. What is as long as a shorter da is compared with the beginning."""
    if np.ndim(sent) == 3 and np.shape(sent)[:2] == np.shape(true)[:2] and np.shape(sent)[2] < np.shape(true)[2]:
        true = true[:, :, : np.shape(sent)[2]]
    return agree(np.asarray(sent), np.asarray(true), SINGLE)


def _columns(arrays: Arrays, right: Candidate) -> Columns:
    sent, true = arrays.get("dx"), np.asarray(right.printed["dx"])
    if sent is None or sent.ndim != 3 or sent.shape[:2] != true.shape[:2] or sent.shape[2] > true.shape[2]:
        return Columns()
    T = sent.shape[2]
    return Columns(tuple(t for t in range(T) if _close(sent[:, :, t], true[:, :, t])), T)
