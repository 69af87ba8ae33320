"""What the stage shows beside a step: norms over time, sources, numbers that are none, long runs, own tensors."""

import io

import numpy as np
import pytest

from tests.browser.conftest import Visit

EXPLODED = "/?scenario=silence&T_x=200&radius=1000000000000&t=2&step=da_next"


def test_an_exploding_run_that_overflows_is_shown_as_such(visit: Visit) -> None:
    lesson = visit().open(EXPLODED)
    carried = next(grid for grid in lesson.grids() if grid.symbol == "da_prevt")
    assert not np.isfinite(carried.values).all()
    assert "NaN" in lesson.text("#narration") or "Infinity" in lesson.text("#narration")
    assert lesson.page.locator("#stage svg .cross, #stage svg .clip").count() > 0
    assert lesson.complaints == []


@pytest.mark.parametrize(
    ("address", "verdict"),
    [("/?scenario=vanishing&lens=flow&log=1", "called vanishing"), (f"{EXPLODED}&lens=flow&log=1", "explodes")],
)
def test_the_flow_says_the_verdict_of_the_trace(visit: Visit, address: str, verdict: str) -> None:
    lesson = visit().open(address)
    said = " ".join(lesson.page.locator("#stage svg text").all_text_contents())
    assert verdict in said
    assert lesson.complaints == []


def test_two_cells_of_a_scenario_stand_on_one_chart(visit: Visit) -> None:
    lesson = visit().open("/?scenario=lstm-vs-rnn&cell=lstm&lens=flow&t=0&step=da_next")
    lesson.page.locator("#stage svg text", has_text="RNN: da_next").wait_for()
    assert lesson.complaints == []


def test_the_sources_of_the_focus_entry_are_stacked(visit: Visit) -> None:
    lesson = visit().open("/?t=0&step=da_next&entry=2,3&lens=sources")
    names = lesson.page.locator("#stage svg .story").all_text_contents()
    assert [f"da[:,:,{t}]" for t in range(4)] == [name for name in names if name.startswith("da[:")]


def test_the_carried_term_unfolds_into_the_timesteps_it_came_from(visit: Visit) -> None:
    lesson = visit().open("/?t=1&step=da_next&entry=0,1")
    folded = lesson.page.locator("#stage svg .story", has_text="from da[")
    assert folded.count() == 0
    lesson.press("u")
    assert folded.count() == 2


def test_of_a_long_trace_the_tensors_come_for_the_timestep_that_is_shown(visit: Visit) -> None:
    lesson = visit().open("/?scenario=custom&n_a=24&m=24&T_x=600&t=300&step=da_next")
    assert lesson.page.locator("#stage canvas").count() > 0
    assert any("frames=" in address for address in lesson.requests)
    assert lesson.complaints == []


def test_own_tensors_are_traced_from_a_file(visit: Visit) -> None:
    random = np.random.default_rng(0)
    shapes = {"x": (2, 3, 4), "a0": (6, 3), "Wax": (6, 2), "Waa": (6, 6), "Wya": (2, 6), "ba": (6, 1), "by": (2, 1)}
    arrays = {name: random.standard_normal(shape) for name, shape in shapes.items()}
    file = io.BytesIO()
    np.savez(file, **arrays, da=random.standard_normal((6, 3, 4)))
    lesson = visit().open()
    upload = {"name": "mine.npz", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
    lesson.page.set_input_files("#own input", upload)
    lesson.page.locator("[role=grid][aria-label*='6 rows, 3 columns']").first.wait_for()
    assert lesson.complaints == []
