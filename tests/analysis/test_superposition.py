"""Wrong runs split by source: against one run of the same wrong lines for each source on its own."""

import re
from dataclasses import replace

import numpy as np
import pytest

from app.analysis.attribution import Attribution, NotASum, Split
from app.analysis.left_out import left_out
from app.analysis.superposition import Superposition
from app.bptt.passes import Backward, Setting, backward_pass, forward_pass
from app.mistakes.catalogue import CATALOGUE
from app.mistakes.mistake import NotPossible, with_forms
from app.runs.run import make_run
from app.runs.scenarios import SCENARIOS

SMALL = {"n_x": 2, "n_a": 3, "n_y": 2, "m": 2, "T_x": 3}
CELLS = ("rnn", "gru", "lstm")


def run(cell="rnn", **chosen) -> Setting:
    return make_run("custom", cell, 1, SMALL | chosen).setting


NO_SUM = {"tanh_derivative_without_brackets", "da_next_forgotten"}
"""What these make of a gradient of zeros is not zeros: 1 - a² · da_next."""


def wrong_runs(cell):
    """Every form of every mistake of the catalogue in a cell, where it runs at all and is linear in da."""
    for mistake in CATALOGUE.values():
        for form in mistake.forms_for(cell) if mistake.id not in NO_SUM else ():
            try:
                setting = with_forms(run(cell), [form])
                backward(setting)
            except (NotPossible, ValueError, IndexError):
                continue
            yield mistake.id, setting


def backward(setting) -> dict[int, Backward]:
    done = backward_pass(setting, list(forward_pass(setting)))
    return {frame.t: frame for frame in done if isinstance(frame, Backward)}


def alone(setting, s) -> dict[int, Backward]:
    """The run with every upstream gradient but that of s at zero."""
    da = np.zeros_like(setting.da)
    da[:, :, s] = setting.da[:, :, s]
    return backward(replace(setting, da=da))


def splits(setting) -> dict[int, Split]:
    split = Superposition(setting)
    return {t: split.split(frame, {}) for t, frame in backward(setting).items()}


@pytest.mark.parametrize("cell", CELLS)
def test_each_part_is_what_its_source_would_bring_alone(cell):
    for mistake, setting in wrong_runs(cell):
        each = [alone(setting, s) for s in range(setting.T_backward)]
        for t, split in splits(setting).items():
            for total, parts in split.totals.items():
                for s in range(setting.T_backward):
                    assert np.allclose(parts[:, s], each[s][t].values[total], rtol=1e-9, atol=1e-12), mistake


@pytest.mark.parametrize("cell", CELLS)
def test_of_a_right_run_it_is_what_is_carried_back_side_by_side(cell):
    setting = run(cell)
    caches = [frame.values for frame in forward_pass(setting)]
    attribution = Attribution(setting)
    ours = splits(setting)
    for t, frame in backward(setting).items():
        theirs = attribution.split(frame, caches[t])
        for total, parts in theirs.totals.items():
            np.testing.assert_allclose(ours[t].totals[total][:, theirs.sources], parts, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("scenario", [name for name, one in SCENARIOS.items() if not one.loss.gives_da])
def test_under_a_loss_a_source_is_the_loss_of_its_timestep(scenario):
    setting = make_run(scenario, SCENARIOS[scenario].cells[0], 1, {}).setting
    caches = [frame.values for frame in forward_pass(setting)]
    attribution = Attribution(setting)
    ours = Superposition(setting)
    for t, frame in list(backward(setting).items())[:4]:
        theirs = attribution.split(frame, caches[t])
        split = ours.split(frame, {})
        own = theirs.sources >= 0  # those that are zero are carried on together
        for total, parts in theirs.totals.items():
            ours_too = split.totals[total][:, theirs.sources[own]]
            np.testing.assert_allclose(ours_too, parts[:, own], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("mistake", sorted(NO_SUM))
def test_what_is_no_sum_is_not_split(mistake):
    (form,) = CATALOGUE[mistake].forms_for("rnn")
    with pytest.raises(NotASum):
        splits(with_forms(run(), [form]))


# The sentence ----------------------------------------------------------------------------------------------------

CLAUSES = re.compile(r"what came through (.+?),? (is missing|is there, with other numbers|should not be there)")


def said(sentence: str) -> dict[str, set[int]]:
    return {words: {int(s) for s in re.findall(r"⟨(\d+)⟩", names)} for names, words in CLAUSES.findall(sentence)}


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_said_to_be_missing_changed_or_added_is(cell):
    right = run(cell)
    total, whole = right.cell.lanes[0].total, splits(right)
    theirs = [alone(right, s) for s in range(right.T_backward)]
    for mistake, setting in wrong_runs(cell):
        ours = [alone(setting, s) for s in range(right.T_backward)]
        for t, split in splits(setting).items():
            expected: dict[str, set[int]] = {}
            for s in range(right.T_backward):
                here, there = ours[s][t].values[total], theirs[s][t].values[total]
                if not np.allclose(here, there, rtol=1e-9, atol=1e-12):
                    words = "is missing" if not here.any() else "is there, with other numbers"
                    expected.setdefault(words if there.any() else "should not be there", set()).add(s)
            sentence = left_out(total, split, whole[t])
            assert said(sentence) == expected, mistake
            assert sentence.endswith("is as in the right run.") == (not expected), mistake


def test_many_are_counted_and_the_norm_is_that_of_the_right_run():
    right = run(T_x=6)
    wrong = with_forms(right, CATALOGUE["drop_carry"].forms_for("rnn")[:1])
    largest = max(np.linalg.norm(alone(right, s)[0].values["da_next"]) for s in range(1, 6))
    assert left_out("da_next", splits(wrong)[0], splits(right)[0]) == (
        "Of da_next at t = 0, what came through 5 of the ŷ, from ŷ⟨1⟩ to ŷ⟨5⟩, is missing: the largest of norm "
        f"{largest:.3g} in the right run."
    )


def test_of_what_is_no_number_nothing_is_said():
    split = Split(0, np.arange(1), {"da_next": np.full((2, 1, 2), np.inf)})
    assert left_out("da_next", split, split) == ""
