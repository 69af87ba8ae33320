"""How much a trace holds and sends: counted beforehand, and compared here with what it then really does."""

import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.bptt.cells import CELLS
from app.bptt.loss import GIVEN, LOSSES, Loss
from app.bptt.passes import forward_pass, kept_forward
from app.bptt.sizes import Sizes
from app.bptt.together import held
from app.records.budget import DETAILS, Amount, Budget, Detail, TooLarge, choose
from app.records.trace import records
from app.runs.run import Run, make_run
from app.runs.scenarios import SCENARIOS

PLENTY = 10**12
BUDGET = Budget(held=PLENTY, sent=1_000_000, sent_unasked=200_000)
COURSE = Sizes(n_x=3, n_a=5, n_y=2, m=10, T_x=4)

each_cell = pytest.mark.parametrize("cell", CELLS)
each_scenario = pytest.mark.parametrize(
    ("scenario", "cell"), [(s.name, cell) for s in SCENARIOS.values() if s.name != "long" for cell in s.cells]
)


def amount(cell: str = "rnn", loss: Loss = GIVEN, **sizes: int) -> Amount:
    return Amount(CELLS[cell], loss, replace(COURSE, **sizes))


def amount_of(run: Run) -> Amount:
    return Amount(run.cell, run.setting.loss, run.sizes)


def numbers(value: Any) -> int:
    """How many numbers there are in a record, or a part of one."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, dict):
        return sum(map(numbers, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(numbers, value))
    return int(isinstance(value, (float, np.floating)))


# Counted beforehand ----------------------------------------------------------------------------------------------


@each_scenario
@pytest.mark.parametrize("detail", DETAILS)
def test_what_is_sent_is_about_what_was_counted(scenario: str, cell: str, detail: Detail) -> None:
    """Within a factor of two of what frames hold in numbers: indices and the fixed part of a record are not counted."""
    run = make_run(scenario, cell, 1, {})
    entry = (0, 0) if detail == "entry" else None
    sent = sum(
        numbers(record.get(part, {}))
        for record in records(run, detail=detail, entry=entry)
        for part in (
            "values",
            "parts",
            "totals",
            "norms",
            "arithmetic",
            "comparisons",
            "inputs",
            "parameters",
            "gradients",
        )
    )
    counted = amount_of(run).sent(detail, run.sizes.T_x)
    assert sent <= 1.5 * counted
    if detail in ("full", "lean"):
        assert counted <= 1.5 * sent


@each_cell
@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_more_detail_is_never_less_to_send(cell: str, loss: Loss) -> None:
    for T_x in (1, 10, 200):
        counted = amount(cell, loss, T_x=T_x)
        assert counted.sent("full", T_x) > counted.sent("lean", T_x) > counted.sent("norms", T_x)


@each_cell
def test_a_trace_holds_no_more_than_was_counted(cell: str) -> None:
    sizes = {"n_x": 16, "n_a": 32, "n_y": 4, "m": 64, "T_x": 60}
    counted = amount(cell, **sizes).held * np.dtype(float).itemsize
    tracemalloc.start()
    for record in records(make_run("custom", cell, 1, sizes), detail="norms"):
        del record
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counted / 2 < most < 1.5 * counted


# Chosen ----------------------------------------------------------------------------------------------------------


def test_a_small_trace_is_sent_in_full_and_a_larger_one_with_less() -> None:
    unasked = [choose(amount(T_x=T_x), None, T_x, BUDGET) for T_x in (4, 100, 300, 2000)]
    assert unasked == ["full", "full", "lean", "norms"]


def test_fewer_timesteps_are_sent_with_more() -> None:
    assert choose(amount(T_x=2000), None, 2000, BUDGET) == "norms"
    assert choose(amount(T_x=2000), None, 20, BUDGET) == "full"


@pytest.mark.parametrize("detail", DETAILS)
def test_what_is_asked_for_is_given_where_it_is_allowed(detail: Detail) -> None:
    assert choose(amount(), detail, 4, BUDGET) == detail


def test_what_is_too_large_to_send_names_both_numbers_and_what_to_ask_for_instead() -> None:
    large = amount(T_x=2000)
    with pytest.raises(TooLarge) as raised:
        choose(large, "full", 2000, replace(BUDGET, sent=large.sent("lean", 2000)))
    assert str(raised.value) == (
        f"detail=full would send {large.sent('full', 2000):,} numbers; {large.sent('lean', 2000):,} are allowed. "
        "Ask for detail=lean or norms, or for fewer timesteps with frames=lo:hi."
    )


def test_what_is_too_large_to_hold_is_refused_with_its_sizes() -> None:
    large = amount(T_x=2000, n_a=256)
    with pytest.raises(
        TooLarge, match=rf"T_x = 2000 would hold {large.held:,} numbers in memory; {large.held - 1:,} are"
    ):
        large.require_room(replace(BUDGET, held=large.held - 1))
    large.require_room(replace(BUDGET, held=large.held))


# Sent ------------------------------------------------------------------------------------------------------------


@each_cell
def test_lean_is_full_without_the_weights_of_each_timestep_and_the_parts_of_sums(cell: str) -> None:
    run = make_run("custom", cell, 1, {})
    weights = set(run.cell.accumulates.values())
    full, lean = list(records(run)), list(records(run, detail="lean"))
    for whole, less in zip(full[1:-1], lean[1:-1], strict=True):
        assert whole["values"].keys() - less["values"].keys() == weights & whole["values"].keys()
        for name, value in less["values"].items():
            np.testing.assert_array_equal(value, whole["values"][name])
        assert whole.keys() - less.keys() == {"parts"} | ({"totals"} & whole.keys())
        assert less["norms"] == whole["norms"]
    for name, gradient in lean[-1]["gradients"].items():
        np.testing.assert_array_equal(gradient, full[-1]["gradients"][name])
    assert full[-1]["gradients"].keys() - lean[-1]["gradients"].keys() == run.cell.stacks.keys()


@each_cell
def test_norms_are_those_of_full_and_nothing_else_is_sent_of_a_frame(cell: str) -> None:
    run = make_run("custom", cell, 1, {})
    full, norms = list(records(run)), list(records(run, detail="norms"))
    for whole, less in zip(full[1:-1], norms[1:-1], strict=True):
        assert less["norms"] == whole["norms"]
        assert less.keys() <= {"kind", "t", "norms", "cache", "cut", "clipped", "comparisons", "said", "facts", "loss"}
    assert norms[-1]["flow"] == full[-1]["flow"]
    assert (norms[-1]["gradients"], norms[0]["parameters"], norms[0]["inputs"]) == ({}, {}, {})


@each_cell
@pytest.mark.parametrize("detail", DETAILS)
def test_a_window_is_the_frames_of_the_whole_trace_at_its_timesteps(cell: str, detail: Detail) -> None:
    run = make_run("custom", cell, 1, {"T_x": 6})
    whole = list(records(run, detail=detail, entry=(0, 0)))
    part = list(records(run, detail=detail, entry=(0, 0), window=range(2, 4)))
    assert [(r["kind"], r.get("t")) for r in part] == [
        ("head", None),
        *(("forward", t) for t in (2, 3)),
        *(("backward", t) for t in (3, 2)),
        ("end", None),
    ]
    assert part[0]["frames"] == (2, 4)
    assert whole[0]["frames"] is None
    expected = [record for record in whole[1:-1] if record["t"] in (2, 3)]
    for ours, theirs in zip(part[1:-1], expected, strict=True):
        np.testing.assert_equal(ours, theirs)
    assert part[-1]["focus"] == whole[-1]["focus"]


@each_cell
def test_of_the_forward_pass_only_what_is_read_again_is_held(cell: str) -> None:
    setting = make_run("custom", cell, 1, {"T_x": 3}).setting
    made = list(forward_pass(setting))
    caches = [held(frame, kept_forward(setting)) for frame in made]
    read = {name for step in setting.backward_steps for name in step.reads}
    handed_on = {lane.next for lane in setting.cell.lanes}
    for frame, cache in zip(made, caches, strict=True):
        assert cache.keys() == frame.values.keys() & (read | handed_on) != frame.values.keys()
        assert all(cache[name] is frame.values[name] for name in cache)
