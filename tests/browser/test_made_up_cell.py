"""A cell nobody has heard of, with steps of every kind, is drawn and played: the page knows kinds and no names."""

import pytest

from app.bptt.cell import Cell
from app.bptt.cells import CELLS
from app.bptt.sizes import Sizes
from app.bptt.step import KINDS
from app.runs.scenarios import SCENARIOS
from tests.browser.conftest import Visit
from tests.made_up_cell import MADE_UP


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Cell:
    """The cell in the registry of the running server, and a scenario that draws it."""
    monkeypatch.setitem(CELLS, MADE_UP.name, MADE_UP)
    monkeypatch.setitem(SCENARIOS["custom"].sizes, MADE_UP.name, Sizes(n_x=2, n_a=3, n_y=2, m=4, T_x=2))  # type: ignore[index]
    return MADE_UP


def test_it_has_every_kind() -> None:
    assert {one.kind for one in MADE_UP.steps} == set(KINDS)


@pytest.mark.parametrize("motion", [False, True], ids=["stepped through", "played"])
def test_it_is_drawn_and_played_to_its_end(visit: Visit, registered: Cell, motion: bool) -> None:
    lesson = visit(motion=motion).open(f"/?scenario=custom&cell={registered.name}&entry=1,2")
    steps = [one.name for _ in range(2) for one in registered.forward]
    steps += [name for _ in range(2) for name in (*(one.name for one in registered.backward), "hand_over")]
    if motion:
        lesson.page.get_by_label("Speed").select_option("4")
        lesson.press("Home", " ").settle("playing")
        lesson.page.wait_for_selector(f'html[data-playhead="{len(steps)}"]', timeout=20_000)
        return
    lesson.press("Home")
    for name in steps:
        assert lesson.press("ArrowRight").settle().moment().step == name
        shown = lesson.grids()
        assert shown
        assert all(grid.values for grid in shown), name
        if name != "hand_over":
            assert name in {grid.symbol for grid in shown}
            assert lesson.text("#formula .numbers")
