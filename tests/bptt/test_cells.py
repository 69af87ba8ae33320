"""Every cell in the registry keeps what the driver, the declaration and the page rely on."""

import pytest

from app.bptt.cell import Cell
from app.bptt.cells import CELLS

each_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=list(CELLS))


def known_at_the_start(cell: Cell) -> set[str]:
    """The size to slice by, the parameters, the input and what is handed from timestep to timestep."""
    return {"n_a", "xt"} | {p.name for p in cell.parameters} | {lane.previous for lane in cell.lanes}


@each_cell
def test_it_is_registered_under_its_own_name(cell: Cell) -> None:
    assert CELLS[cell.name] is cell


@each_cell
def test_each_forward_step_reads_only_what_is_given_or_already_made(cell: Cell) -> None:
    known = known_at_the_start(cell)
    for step in cell.forward:
        assert set(step.reads) <= known, step.name
        known.add(step.name)
    assert {lane.next for lane in cell.lanes} <= known


@each_cell
def test_each_backward_step_reads_only_the_cache_what_arrived_or_what_is_already_made(cell: Cell) -> None:
    arrived = {name for lane in cell.lanes for name in (lane.upstream, lane.carried) if name}
    known = known_at_the_start(cell) | {step.name for step in cell.forward} | arrived
    for step in cell.backward:
        assert set(step.reads) <= known, step.name
        known.add(step.name)
    assert {name for lane in cell.lanes for name in (lane.total, lane.returned)} <= known


@each_cell
def test_names_are_used_once(cell: Cell) -> None:
    names = [step.name for step in cell.steps] + [p.name for p in cell.parameters] + [t.name for t in cell.totals]
    assert len(names) == len(set(names))


@each_cell
def test_every_parameter_has_a_running_total_of_its_own_shape_that_some_step_feeds(cell: Cell) -> None:
    steps = {step.name: step for step in cell.steps}
    assert {total.name for total in cell.totals} == set(cell.accumulates)
    for parameter, total in zip(cell.parameters, cell.totals, strict=True):
        assert total.name == f"d{parameter.name}"
        assert ", ".join(steps[cell.accumulates[total.name]].dims) == parameter.dims == total.dims


@each_cell
def test_the_gradient_of_the_input_is_stacked(cell: Cell) -> None:
    assert cell.stacks["dx"] in {step.name for step in cell.backward}


@each_cell
def test_the_three_roles_are_told_apart(cell: Cell) -> None:
    for lane in cell.lanes:
        assert cell.role(lane.carried) == cell.role(lane.returned) == "carried"
        assert cell.role(lane.total) == "total"
        assert lane.upstream is None or cell.role(lane.upstream) == "upstream"
    assert cell.role("xt") == ""
    assert cell.role("no such value") == ""
