"""What is drawn can be read and walked without seeing it: tables of the pictures, named rows and columns, keys."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.lesson import assert_none
from tests.browser.test_accessibility import faults

MERGE = "/?scenario=course&t=2&step=da_next&entry=2,3"


def test_the_map_opens_as_a_table_whose_rows_lead_to_their_timesteps(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    area = lesson.page.get_by_label("The unrolled network: a map of the timesteps")
    area.get_by_text("Table", exact=True).click()
    table = area.get_by_role("table", name="The map: norms of what has flowed")
    expect(table.get_by_role("columnheader", name="da_prevt")).to_be_visible()
    row = table.get_by_role("row").filter(has=lesson.page.get_by_role("rowheader", name="t = 3"))
    assert "done" in row.inner_text()
    assert_none(faults(lesson))
    lesson.button("t = 3").focus()
    lesson.press("Enter").settle()
    assert (lesson.moment().t, lesson.moment().step) == (3, "da_next")
    assert lesson.page.evaluate("document.activeElement.textContent") == "t = 3"
    lesson.press("Escape")
    expect(table).to_be_hidden()
    assert lesson.page.evaluate("document.activeElement.textContent") == "Table"


def test_each_chart_opens_as_a_table_and_a_step_has_none(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    area = lesson.page.get_by_label("What happens at this step")
    assert not area.get_by_text("Table", exact=True).is_visible()
    for lens, caption in {"flow": "Norms of the gradients", "sources": "What came to da_next"}.items():
        lesson.open(f"{MERGE}&lens={lens}")
        area.get_by_text("Table", exact=True).click()
        table = area.get_by_role("table", name=caption)
        expect(table.get_by_role("rowheader", name="t = 0")).to_be_visible()
        assert_none(faults(lesson))


def test_what_a_level_covers_is_not_told_by_a_table_either(visit: Visit) -> None:
    lesson = visit().open("/?mistake=drop_carry&t=1&step=da_next&lens=sources&spoil=0")
    assert lesson.page.locator("#stage .covered").is_visible()
    assert lesson.page.get_by_text("Table", exact=True).count() == 2
    assert not lesson.page.locator("#stage .table").is_visible()


def test_an_entry_is_read_with_its_row_and_column_and_in_a_wrong_run_with_the_right_number(visit: Visit) -> None:
    lesson = visit().open("/?mistake=drop_carry&t=1&step=da_next&entry=2,3")
    grid = lesson.page.get_by_role("grid", name="da_next")
    cell = grid.locator("[aria-selected=true]")
    wrong = cell.inner_text()
    name = cell.get_attribute("aria-label") or ""
    assert name.startswith(f"{wrong}, in the right run ")
    assert name.endswith(", unit 2, example 3")
    expect(grid.get_by_role("gridcell", name=name)).to_have_count(1)
    lesson.open("/?t=1&step=dxt&entry=0,0")
    expect(lesson.page.get_by_role("grid", name="Wax").locator("[aria-selected=true]")).to_have_attribute(
        "aria-label", re.compile(r"input 0, unit 0$")
    )


def test_the_cells_of_the_map_are_one_stop_of_tab_and_arrows_go_along_them(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.page.get_by_role("toolbar", name="Timesteps").focus()
    here = lesson.page.locator("#timesteps button:focus")
    expect(here).to_have_attribute("aria-label", re.compile(r"^t = 2, here; da\[:, :, t\] \d"))
    lesson.press("ArrowRight")
    assert lesson.moment().t == 2, "to look is not to go"
    expect(here).to_have_attribute("value", "3")
    lesson.press("Enter").settle()
    assert lesson.moment().t == 3
    expect(here).to_have_attribute("aria-current", "step")
    lesson.press("ArrowRight")
    expect(here).to_have_attribute("value", "3")  # there is none after it
    lesson.press("Tab")
    assert lesson.page.locator("#timesteps :focus").count() == 0
    assert_none(faults(lesson))


def test_each_line_of_code_is_come_to_by_arrows_and_leads_to_its_moment(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    current = lesson.page.locator("#code [aria-current=step]:visible")
    current.focus()
    assert current.inner_text().strip() == "da_next = da[:, :, t] + da_prevt"
    for keys, where in {
        ("ArrowDown", "Enter"): (2, "dtanh"),
        ("ArrowUp", "ArrowUp", "Enter"): (2, "da_next"),  # the line that opens the loop
        ("ArrowUp", "Enter"): (3, "da_next"),  # where the zeros arrive
    }.items():
        lesson.press(*keys).settle()
        assert (lesson.moment().t, lesson.moment().step) == where, keys
    before = lesson.page.locator("#code :focus").inner_text()
    assert "np.zeros" in before, "the keyboard's place is kept"
    lesson.press(*["ArrowDown"] * 20, " ").settle()
    assert (lesson.moment().t, lesson.moment().step) == (0, "hand_over")
    assert "da0" in lesson.page.locator("#code :focus").inner_text()
