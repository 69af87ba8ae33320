"""What if: an entry that the run starts from is dragged or changed by keyboard, and the run is another, and says so."""

from urllib.parse import unquote

import pytest

from tests.browser.conftest import Visit
from tests.browser.lesson import Grid, Lesson

MERGE = "/?scenario=course&cell=rnn&seed=1&t=2&step=da_next&entry=2,3"


def grid(lesson: Lesson, symbol: str) -> Grid:
    lesson.settle()
    return next(one for one in lesson.grids() if one.symbol == symbol)


def test_with_plus_and_delete_an_entry_of_da_is_changed_and_taken_back(visit: Visit) -> None:
    lesson = visit(fresh=True).open(MERGE)
    assert not [address for address in lesson.requests if "moving" in address]
    before, total = grid(lesson, "da_t").values[2][3], grid(lesson, "da_next").values[2][3]
    lesson.page.get_by_role("grid", name="da[:,:,2]").focus()
    lesson.page.locator(".ghost").wait_for(state="attached")
    lesson.page.keyboard.press("+")
    lesson.page.locator("#message", has_text="Changed on purpose: da[2,3,2] is").wait_for()
    after = grid(lesson, "da_t").values[2][3]
    assert after > before
    assert grid(lesson, "da_next").values[2][3] == pytest.approx(total + after - before)
    assert f"&what=da[2,3,2]:{after:g}&t=2&step=da_next" in unquote(lesson.address)
    lesson.page.keyboard.press("Delete")
    lesson.page.locator("#message").wait_for(state="hidden")
    assert grid(lesson, "da_t").values[2][3] == before
    assert lesson.address == MERGE


def test_a_bar_is_dragged_and_back_takes_it_back(visit: Visit) -> None:
    lesson = visit(fresh=True).open(MERGE)
    before = grid(lesson, "da_t").values[2][3]
    box = lesson.page.get_by_role("grid", name="da[:,:,2]").bounding_box()
    assert box is not None
    x, middle = box["x"] + box["width"] * 3.5 / 10, box["y"] + box["height"] / 2
    lesson.page.mouse.move(x, middle)
    lesson.page.locator(".ghost").wait_for(state="attached")
    lesson.page.mouse.down()
    lesson.page.mouse.move(x, middle - 10)
    lesson.page.mouse.move(x, middle - 16)
    assert "da[2,3,2] = " in lesson.text(".ghost")
    lesson.page.mouse.up()
    lesson.page.locator("#message", has_text="Changed on purpose: da[2,3,2] is").wait_for()
    assert grid(lesson, "da_t").values[2][3] > 0 > before
    lesson.page.go_back()
    lesson.page.locator("#message").wait_for(state="hidden")
    assert grid(lesson, "da_t").values[2][3] == before


def test_what_is_computed_cannot_be_moved(visit: Visit) -> None:
    lesson = visit(fresh=True).open(MERGE)
    for name in ("da_prevt", "da_next"):
        lesson.page.get_by_role("grid", name=name).focus()
        lesson.page.locator(".ghost").wait_for(state="attached")
        lesson.page.keyboard.press("+")
    assert lesson.address == MERGE
