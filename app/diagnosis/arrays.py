"""Gradients as arrays in, the mistakes that reproduce them out: for any scenario, with every entry compared."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import combinations
from typing import Any

import numpy as np

from ..analysis.gradcheck import work_of
from ..bptt.passes import Gradients, backward_pass, forward_pass
from ..bptt.step import Array
from ..bptt.tolerances import SINGLE, agree
from ..mistakes.catalogue import CATALOGUE
from ..mistakes.mistake import Made, NotPossible, with_forms
from ..runs.run import Run
from ..runs.tensors import BadTensors
from .candidates import Candidate
from .diagnosis import MOST_CANDIDATES, Diagnosis, distinct
from .evidence import Match
from .verdict import Columns, say

MOST_WORK = 4e9
"""How much work is spent on pairs, as `work_of` counts it: about a second. Where the runs are too large for all of
them, the answer says so; so what is answered depends on what was sent, and never on how busy the machine is."""

Arrays = Mapping[str, Array]


def gradient_names(run: Run) -> list[str]:
    """Return the names of what a run's backward pass returns: dx, da0, dWax, …"""
    return list(_gradients(run, ()).printed)


def diagnose_arrays(arrays: Arrays, run: Run, scenario: Mapping[str, Any], work: float = MOST_WORK) -> Diagnosis:
    """Diagnose gradients of a run; `scenario` is what it was asked for by. Raises BadTensors for a foreign name."""
    right = _gradients(run, ())
    unknown = [name for name in arrays if name not in right.printed]
    if unknown or not arrays:
        raise BadTensors(f"There is no array {', '.join(unknown)}; send any of {', '.join(right.printed)}.")
    truth = _match(arrays, right)
    about: dict[str, Any] = {"columns": _columns(arrays, right), "scenario": scenario}
    if not truth.unmatched:
        return Diagnosis("correct", say("correct", truth, len(right.printed)), **about, matched=truth.matched)
    alone = list(_singles(run, right))
    found = _explaining(arrays, alone)
    complete = True
    if not found:
        two, complete = _pairs(run, alone, int(work // work_of(run.setting)))
        found = _explaining(arrays, two)
    if found:
        return Diagnosis(
            "mistake", say("mistake", found[0], alike=len(found)), **about, found=found, matched=tuple(arrays)
        )
    summary = say("unknown", truth, columns=about["columns"])
    if not complete:
        summary += " Not all pairs of mistakes were tried: this run is too large for that."
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


def _singles(run: Run, right: Candidate) -> Iterator[Candidate]:
    for mistake in CATALOGUE.values():
        for number, form in enumerate(mistake.forms_for(run.cell.name)):
            try:
                one = _gradients(run, (Made(mistake, form, number),))
            except NotPossible:
                continue
            if not one.error and any(not _close(one.printed[name], right.printed[name]) for name in right.printed):
                yield one


def _pairs(run: Run, alone: list[Candidate], most: int) -> tuple[list[Candidate], bool]:
    """Return what pairs make, the first `most` of them, and whether those are all."""
    two = [pair for pair in combinations(alone, 2) if pair[0].ids != pair[1].ids]
    made: list[Candidate] = []
    for first, second in two[:most]:
        with suppress(NotPossible):  # both in the same line
            made.append(_gradients(run, first.made + second.made))
    return made, len(two) <= most


def _explaining(arrays: Arrays, candidates: list[Candidate]) -> tuple[Match, ...]:
    whole = (one for one in candidates if not one.error and not _match(arrays, one).unmatched)
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
