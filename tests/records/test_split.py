"""The wire form of an attribution: what a frame and the end of a trace say about where the gradients came from."""

from dataclasses import replace

import numpy as np
import pytest

from app.bptt.cells import CELLS
from app.bptt.loop import LOOP
from app.records.split import DROP_BELOW, KEEP_ALL, MAX_TABLE, BySource
from app.records.trace import records
from app.runs.run import Run, make_run

PLENTY = 10**9


def followed(run: Run, entry=None, most=PLENTY) -> tuple[list[dict], dict]:
    """The backward records, first to last as sent, and the end."""
    made = list(records(run, entry=entry, sources=BySource(run.setting, most)))
    return [record for record in made if record["kind"] == "backward"], made[-1]


@pytest.mark.parametrize("cell", CELLS)
def test_the_contributions_to_the_focus_entry_add_up_to_its_gradient(cell):
    run = make_run("custom", cell, 1, {"T_x": 6})
    backward, _ = followed(run, entry=(2, 1))
    lane = run.cell.lanes[0]
    for record in backward:
        contributions = record["arithmetic"]["sources"][lane.total]
        assert [c["t"] for c in contributions] == list(range(record["t"], 6))
        np.testing.assert_allclose(
            sum(c["value"] for c in contributions), record["values"][lane.total][2, 1], rtol=1e-12, atol=1e-14
        )
        np.testing.assert_allclose(
            sum(c["value"] for c in contributions[1:]), record["values"][lane.carried][2, 1], rtol=1e-12, atol=1e-14
        )


def test_an_entry_outside_the_matrix_takes_the_nearest_one():
    run = make_run("custom", "rnn", 1, {"n_a": 2, "m": 2})
    far, _ = followed(run, entry=(9, 9))
    near, _ = followed(run, entry=(1, 1))
    assert [r["arithmetic"]["sources"] for r in far] == [r["arithmetic"]["sources"] for r in near]


def test_the_table_has_a_norm_for_every_later_source_and_for_no_earlier_one():
    run = make_run("course", "rnn", 1, {})
    backward, end = followed(run)
    norms = end["attribution"]["norms"]
    for t in range(4):
        assert [norm is None for norm in norms[t]] == [s < t for s in range(4)]
        assert norms[t][t] == pytest.approx(np.linalg.norm(run.setting.da[:, :, t]))
    assert end["attribution"]["total"] == "da_next"
    assert end["attribution"]["dropped"] == {"below": 0.0, "cells": 0, "dropped_at": [None] * 4}
    assert backward[0]["t"] == 3
    assert "arithmetic" not in backward[0], "no entry was asked for"


def test_a_long_run_drops_small_sources_and_says_which():
    T_x = KEEP_ALL + 1
    run = make_run("custom", "rnn", 1, {"T_x": T_x, "n_a": 2, "m": 1})
    backward, end = followed(run, entry=(0, 0))
    dropped = end["attribution"]["dropped"]
    norms = end["attribution"]["norms"]
    assert dropped["below"] == DROP_BELOW
    unknown = [(t, s) for s in range(T_x) for t in range(s + 1) if norms[t][s] is None]
    expected = [(t, s) for s, known in enumerate(dropped["dropped_at"]) if known is not None for t in range(known)]
    assert unknown == expected
    assert dropped["cells"] == len(unknown) > 0
    for record in backward:
        contributions = record["arithmetic"]["sources"]["da_next"]
        assert sum(c["value"] for c in contributions) == pytest.approx(record["values"]["da_next"][0, 0], rel=1e-12)


def test_a_source_that_became_zero_has_a_norm_of_zero():
    run = make_run("custom", "rnn", 1, {"T_x": 3})
    da = np.zeros_like(run.setting.da)
    da[:, :, 2] = 1.0
    _, end = followed(replace(run, setting=replace(run.setting, da=da)))
    norms = end["attribution"]["norms"]
    assert (norms[0][0], norms[0][1], norms[1][1]) == (0.0, 0.0, 0.0)
    assert norms[0][2] > 0
    assert end["attribution"]["dropped"]["cells"] == 0


def test_a_run_that_is_too_large_says_so_and_is_traced_all_the_same():
    run = make_run("custom", "rnn", 1, {"T_x": 5, "n_a": 4, "m": 3})
    backward, end = followed(run, entry=(0, 0), most=179)
    assert end["attribution"]["norms"] is None
    assert "180 numbers" in end["attribution"]["reason"]
    assert "179" in end["attribution"]["reason"]
    assert all("sources" not in record["arithmetic"] for record in backward)
    assert followed(run, most=180)[1]["attribution"]["reason"] is None


def test_a_wrong_backward_pass_says_that_it_cannot_be_split():
    def never_handed_over(da_prev, da, t, da_prevt, gradients):
        return da[:, :, t - 1]

    run = make_run("course", "rnn", 1, {})
    wrong = replace(run, setting=replace(run.setting, loop=replace(LOOP, hand_over=never_handed_over)))
    _, end = followed(wrong, entry=(0, 0))
    assert end["attribution"]["norms"] is None
    assert "t = 2" in end["attribution"]["reason"]


def test_a_table_that_is_too_long_is_not_sent_but_the_contributions_are():
    run = make_run("custom", "rnn", 1, {"T_x": MAX_TABLE + 1, "n_a": 1, "m": 1, "n_x": 1, "n_y": 1})
    backward, end = followed(run, entry=(0, 0))
    assert end["attribution"]["norms"] is None
    assert f"{MAX_TABLE + 1} × {MAX_TABLE + 1}" in end["attribution"]["reason"]
    assert len(backward[1]["arithmetic"]["sources"]["da_next"]) == 2
