"""axe finds nothing, at any size, in any light, with anything open."""

import pytest

from tests.browser.axe import faults
from tests.browser.conftest import Visit
from tests.browser.lesson import assert_none

MERGE = "/?scenario=course&t=2&step=da_next&entry=2,3"

SIZES = {"1280x720": (1280, 720), "1024x768": (1024, 768), "390x844": (390, 844)}

KEYS = {
    "light": [],
    "dark": ["d"],
    "dark presenter": ["p"],
    "presenter": ["d"],
    "presenter with the comparison": ["c"],
    "comparison": ["p"],
    "dark comparison": ["d"],
    "dark help": ["c", "?"],
    "help": ["Escape", "d", "?"],
}
"""States of the page, each entered from the one before: what is slow is loading."""


COLOURS_AT = "1280x720"
"""What is written on what does not depend on the size: elsewhere contrast, the dearest rule, is asked once a light."""

ONCE_A_LIGHT = {"light", "dark"}


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(visit: Visit, size: str) -> None:
    lesson = visit(*SIZES[size]).open(MERGE)
    found = []
    for state, keys in KEYS.items():
        broken = faults(lesson.press(*keys), contrast=size == COLOURS_AT or state in ONCE_A_LIGHT)
        found.extend(f"{state}: {fault}" for fault in broken)
    assert_none(found)


@pytest.mark.parametrize(
    "moment",
    [
        "/?scenario=course",
        "/?scenario=course&t=1&step=z",
        "/?scenario=course&t=1&step=dWaxt",
        "/?scenario=course&t=1&step=hand_over",
        "/?scenario=custom&n_a=20&m=20&T_x=12&t=3&step=da_next",
        "/?scenario=course&cell=lstm&t=1&step=da_prev",
        "/?scenario=course&t=1&step=da_next&lens=nudge",
        "/?scenario=course&t=1&step=da_next&lens=nudge&of=Waa&truncate=2",
        "/?scenario=course&t=1&step=da_next&ask=shapes",
    ],
)
def test_axe_finds_nothing_at_other_moments(visit: Visit, moment: str) -> None:
    assert_none(faults(visit().open(moment)))


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_the_page_of_what_people_ask(visit: Visit, dark: bool) -> None:
    lesson = visit(dark=dark)
    lesson.page.goto(f"{lesson.origin}/questions")
    assert_none(faults(lesson))


@pytest.mark.parametrize("scene", [2, 3])
def test_axe_finds_nothing_in_a_scene_of_the_lesson(visit: Visit, scene: int) -> None:
    assert_none(faults(visit().open(f"/lesson?scene={scene}")))


def test_a_matrix_is_a_grid_that_can_be_read(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    upstream = lesson.page.get_by_role("grid", name="da[:,:,2]")
    assert upstream.get_attribute("aria-rowcount") == "5"
    assert upstream.get_attribute("aria-colcount") == "10"
    rows = upstream.get_by_role("row").all()
    assert [row.get_attribute("aria-rowindex") for row in rows] == ["1", "2", "3", "4", "5"]
    third = rows[2].get_by_role("gridcell").all()
    assert [cell.get_attribute("aria-colindex") for cell in third] == [str(j) for j in range(1, 11)]
    (shown,) = (grid for grid in lesson.grids() if grid.symbol == "da_t")
    assert [float(cell.inner_text()) for cell in third] == pytest.approx(shown.values[2], abs=1e-5)


def test_the_focus_is_always_seen(visit: Visit) -> None:
    """Whatever Tab reaches has an outline that stands out from the page."""
    lesson = visit().open(MERGE)
    for _ in range(40):
        lesson.page.keyboard.press("Tab")
        seen = lesson.page.evaluate(
            """() => {
              const element = document.activeElement;
              const style = getComputedStyle(element);
              const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
              return [element.outerHTML.slice(0, 80), element === document.body || outline];
            }"""
        )
        assert seen[1], seen[0]


def test_a_new_step_is_spoken_once_and_politely(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    live = lesson.page.locator("[aria-live=polite]")
    assert live.count() == 1
    lesson.press("ArrowRight")
    spoken = live.text_content() or ""
    assert "t = 2" in spoken
    lesson.press("c", "Escape")
    assert live.text_content() == spoken
