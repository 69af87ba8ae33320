"""What usual wrong lines make of one step: each is really wrong, and really what its line says."""

from typing import Any

import numpy as np
import pytest

from app.analysis.arithmetic import clamp
from app.mistakes.catalogue import CATALOGUE, find
from app.mistakes.mistake import in_sums
from app.records.slips import DRAWN, MOST
from app.records.trace import records
from app.records.wrong import records_side_by_side, wrong_run
from app.runs.run import Run, make_run
from tests.every_run import each_scenario_and_cell, short_run

ENTRY = (2, 3)


def told(run: Run, step: str, t: int) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Return the slips of a step at a timestep, and what is right there."""
    frames = [one for one in records(run, entry=ENTRY, window=range(t, t + 1), slips=step) if "slips" in one]
    (frame,) = frames
    return frame["slips"], np.atleast_2d(frame["values"][step])


def test_of_the_sum_they_are_the_parts_alone_and_the_difference() -> None:
    run = make_run("course", "rnn", 1, {})
    slips, right = told(run, "da_next", 2)
    values = {one["line"]: one["value"] for one in slips}
    assert run.setting.da is not None
    upstream = run.setting.da[2, 3, 2]
    carried = right[ENTRY] - upstream
    assert values["da_next = da[:, :, t]"] == pytest.approx(upstream)
    assert values["da_next = da_prevt"] == pytest.approx(carried)
    assert values["da_next = da[:, :, t] - da_prevt"] == pytest.approx(upstream - carried)
    assert [one["mistake"] for one in slips[:2]] == ["drop_carry", "drop_upstream"]


def test_where_nothing_is_carried_to_leave_the_carry_out_is_no_slip() -> None:
    slips, _ = told(make_run("course", "rnn", 1, {}), "da_next", 3)
    assert "drop_carry" not in {one["mistake"] for one in slips}


@each_scenario_and_cell
def test_of_every_step_each_is_wrong_in_its_own_way(scenario: str, cell: str) -> None:
    run = short_run(scenario, cell)
    steps = (*run.setting.forward_steps, *run.setting.backward_steps)
    for step in steps:
        slips, right = told(run, step.name, min(1, run.setting.T_backward - 1))
        at = clamp(ENTRY, right)
        assert len(slips) <= MOST
        for k, one in enumerate(slips):
            assert one["mistake"] is None or one["mistake"] in CATALOGUE
            assert (one["values"] is not None) == (k < DRAWN)
            if one["values"] is not None:
                assert one["values"].shape == right.shape
                assert one["values"][at] == one["value"] or np.isnan(one["value"])
                assert not np.allclose(one["values"], right, rtol=1e-9, atol=0)


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_those_of_the_catalogue_are_what_a_run_with_the_mistake_has(cell: str) -> None:
    """At the last timestep going back: all that the step reads there is right in the wrong run too."""
    run = make_run("course", cell, 3, {})
    last, checked = run.setting.T_backward - 1, 0
    for step in run.setting.cell.backward:
        for one in told(run, step.name, last)[0]:
            mistake = CATALOGUE.get(one["mistake"] or "")
            for number, form in enumerate(mistake.forms_for(cell) if mistake else ()):
                if [swap.name for swap in in_sums(form.swaps, run.cell)] != [step.name]:
                    continue
                made = find(f"{one['mistake']}:{number}", cell)
                frames = records_side_by_side(wrong_run(run, made), run, made)
                frame = next(record for record in frames if record["kind"] == "backward")
                if one["values"] is not None and np.allclose(frame["values"][step.name], one["values"]):
                    checked += 1
                    break
            else:
                assert one["values"] is None or mistake is None, one
    assert checked >= 5


def test_they_are_asked_for_one_entry_of_one_timestep(client: Any) -> None:
    asked = {"entry": "2,3", "frames": "2:3", "detail": "entry", "slips": "da_next"}
    assert client.get("/api/trace", params=asked).status_code == 200
    for wrong in ({"entry": None}, {"frames": None}, {"frames": "1:3"}, {"mistake": "drop_carry", "frames": None}):
        params = {name: value for name, value in {**asked, **wrong}.items() if value is not None}
        answer = client.get("/api/trace", params=params)
        assert answer.status_code == 422, wrong
        assert "slips" in answer.json()["detail"] or "mistake" in answer.json()["detail"]
    unknown = client.get("/api/trace", params={**asked, "slips": "nothing"})
    assert unknown.status_code == 404
    assert "da_next" in unknown.json()["detail"]
