"""Phone, projector, magnified, paper: nothing is lost and nothing too small."""

import re
from itertools import pairwise

import pytest

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson, assert_none

MERGE = "/?scenario=course&t=2&step=da_next&entry=2,3"
MOMENTS = {
    "the merge": MERGE,
    "a running total": "/?scenario=course&t=1&step=dWaxt",
    "a long sum": "/?scenario=course&t=1&step=dbat",
    "a long line": "/?scenario=course&cell=lstm&t=1&step=da_prev",
    "forward": "/?scenario=course&t=1&step=z",
    "a heat map": "/?scenario=custom&n_a=20&m=24&T_x=20&t=3&step=da_next",
}
PHONE = (390, 844)
SCREENS = [(1280, 720), (1024, 768), (1920, 1080)]
PROJECTORS = {(1280, 720): 18, (1920, 1080): 28}  # the smallest text that may be there, in pixels

TOO_WIDE = """() => {
  const scrolls = (around, right) => getComputedStyle(around).overflowX !== 'visible' && right <= innerWidth;
  const inside = (element) => {
    for (let around = element.parentElement; around !== document.body; around = around.parentElement) {
      if (scrolls(around, around.getBoundingClientRect().right)) return true;
    }
    return false;
  };
  const sideways = document.documentElement.scrollWidth - innerWidth;
  return [...(sideways > 0 ? [`the page scrolls sideways by ${sideways} px`] : []),
    ...[...document.querySelectorAll('body *')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (right > innerWidth + 0.5 || left < -0.5) && !inside(element);
      })
      .map((element) => element.outerHTML.slice(0, 100))];
}"""

TEXT_SIZES = """() => {
  const clipped = (element) =>
    element !== null && (getComputedStyle(element).clipPath !== 'none' || clipped(element.parentElement));
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('option, script, [role=grid]') || clipped(element)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width || box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) continue;
    found.push([parseFloat(getComputedStyle(element).fontSize), node.data.trim().slice(0, 40)]);
  }
  return found;
}"""

DIGITS = """() => [...document.querySelectorAll('.tick')].filter((tick) => tick.textContent).map((tick) => {
  const range = document.createRange();
  range.selectNodeContents(tick);
  const { left, right } = range.getBoundingClientRect();
  return { left, right, text: tick.textContent };
})"""

LOST = """() => [...document.querySelectorAll('button, select, summary, input, [role=grid], #narration p, #code')]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => getComputedStyle(element).clipPath === 'none') // else for keys alone
  .map((element) => (element.type === 'radio' ? element.labels[0] : element))
  .filter((element) => {
    element.scrollIntoView({ block: 'center', inline: 'center' });
    const box = element.getBoundingClientRect();
    const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return !there || !(element.contains(there) || there.contains(element));
  })
  .map((element) => element.outerHTML.slice(0, 100))"""


def wider_than_the_screen(lesson: Lesson) -> list[str]:
    found: list[str] = lesson.page.evaluate(TOO_WIDE)
    return found


@pytest.mark.parametrize("address", MOMENTS.values(), ids=MOMENTS)
def test_nothing_is_lost_on_any_screen_from_the_back_of_a_hall_or_on_paper(visit: Visit, address: str) -> None:
    lesson = visit().open(address)
    for screen in [*SCREENS, PHONE]:
        lesson.resize(*screen)
        assert_none([f"{screen}: {fault}" for fault in wider_than_the_screen(lesson)])
        if screen != PHONE:
            assert lesson.page.evaluate("document.documentElement.scrollHeight <= innerHeight"), screen
    assert_read_from_the_back(lesson.press("p"))
    assert_printed_on_one_page(lesson.press("p"))


def assert_read_from_the_back(lesson: Lesson) -> None:
    """Projected, the smallest text can be read from the last row."""
    assert lesson.page.locator("html.presenter").count() == 1
    for screen, least in PROJECTORS.items():
        lesson.resize(*screen)
        small = [text for text in lesson.page.evaluate(TEXT_SIZES) if text[0] < least]
        assert_none([f"{screen}: {size} px: {text}" for size, text in small])


def assert_printed_on_one_page(lesson: Lesson) -> None:
    lesson.resize(1280, 720)
    lesson.page.emulate_media(media="print")
    lesson.drawn()
    for sheet in ("A4", "Letter"):
        paper = lesson.page.pdf(format=sheet, prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, sheet


def test_on_a_phone_the_transport_stays_in_sight(visit: Visit) -> None:
    lesson = visit(390, 844).open(MERGE)
    for y in (0, 10_000):
        lesson.page.evaluate("(y) => scrollTo(0, y)", y)
        box = lesson.button("Next step").bounding_box()
        assert box
        assert box["y"] + box["height"] <= 844
        assert box["height"] >= 44  # a thumb's width


def test_projected_only_what_is_watched_is_left(visit: Visit) -> None:
    lesson = visit().open(MERGE).press("p")
    for region, seen in {
        "#network": True,
        "#stage": True,
        "#narration": True,
        "#transport": True,
        "#side": False,
    }.items():
        assert lesson.page.locator(region).is_visible() == seen, region
    assert_none(wider_than_the_screen(lesson))


@pytest.mark.parametrize("address", [MERGE, MERGE + "&present=1"], ids=["studied", "projected"])
def test_at_twice_the_size_no_control_is_lost(visit: Visit, address: str) -> None:
    """1280 × 720 at 200 % zoom: every control can be scrolled to and is not covered by another."""
    lesson = visit(640, 360, pixel_ratio=2).open(address)
    assert_none(wider_than_the_screen(lesson))
    assert_none(lesson.page.evaluate(LOST))


def test_no_control_is_covered_by_another(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    for screen in ((1280, 720), (1024, 768), PHONE):
        assert_none([f"{screen}: {lost}" for lost in lesson.resize(*screen).page.evaluate(LOST)])


def test_projected_there_is_a_way_out_in_sight_and_escape_is_another(visit: Visit) -> None:
    lesson = visit().open(MERGE + "&present=1")
    for screen in [*SCREENS, PHONE]:
        lesson.resize(*screen)
        box = lesson.button("Present").bounding_box()
        assert box, screen
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] + box["width"] <= screen[0], screen
        assert box["y"] + box["height"] <= screen[1], screen
    lesson.button("Present").click()
    assert "presenter" not in lesson.page.locator("html").get_attribute("class").split()
    lesson.press("p").press("Escape")
    assert "presenter" not in lesson.page.locator("html").get_attribute("class").split()


def test_escape_closes_what_lies_above_before_it_leaves_the_hall(visit: Visit) -> None:
    lesson = visit().open(MERGE + "&present=1").press("c").press("Escape")
    assert not lesson.page.locator("#comparison").is_visible()
    assert lesson.page.locator("html.presenter").count() == 1


def test_a_phone_is_not_invited_to_project_but_can_read_what_was_sent_to_it(visit: Visit) -> None:
    assert not visit(*PHONE).open(MERGE).button("Present").is_visible()
    lesson = visit(*PHONE).open(MERGE + "&present=1")
    assert_none(wider_than_the_screen(lesson))
    for grid in lesson.page.get_by_role("grid").all():
        box = grid.bounding_box()
        assert box
        assert box["height"] >= 80, "a matrix can be told from a rule"


@pytest.mark.parametrize("address", ["/?t=2", "/?scenario=long&t=150", "/?cell=lstm"])
def test_the_digits_of_the_scrubber_stand_apart(visit: Visit, address: str) -> None:
    lesson = visit().open(address)
    for _ in range(2):
        for screen in [*SCREENS, PHONE, (640, 360)]:
            lesson.resize(*screen)
            boxes = lesson.page.evaluate(DIGITS)
            assert len(boxes) >= 3, screen
            assert_none([f"{one} {other}" for one, other in pairwise(boxes) if other["left"] < one["right"] + 3])
            assert boxes[-1]["right"] <= screen[0], screen
        lesson.press("p")  # and projected


def test_in_a_low_window_the_picture_has_most_of_it(visit: Visit) -> None:
    """1280 × 720 at 200 % zoom: what stays in sight while one scrolls takes little of 360 pixels."""
    lesson = visit(640, 360).open(MERGE)
    box = lesson.page.locator("#transport").bounding_box()
    assert box
    assert box["height"] <= 60


def test_printed_from_the_dark_page_it_is_black_on_white(visit: Visit) -> None:
    lesson = visit(dark=True).open(MERGE)
    lesson.page.emulate_media(media="print")
    lesson.drawn()
    colours = "(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))"
    background, ink = lesson.page.evaluate(colours)
    assert background in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert max(int(part) for part in re.findall(r"\d+", ink)[:3]) < 80


def test_printed_it_says_what_it_is_and_when(visit: Visit) -> None:
    lesson = visit(1047, 718).open(MERGE)
    lesson.page.emulate_media(media="print")
    lesson.drawn()
    boxes = []
    for said in ("#title h1", "#title [name=scenario]", "#title [name=cell]", "#transport .where"):
        box = lesson.page.locator(said).bounding_box()
        assert box, said
        boxes.append(box)
    assert_none([str(two) for two in pairwise(boxes) if two[0]["x"] + two[0]["width"] > two[1]["x"] + 1])
    assert lesson.text(".where") == "t = 2 · da_next · 1 of 8"


def test_printed_there_are_no_buttons(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.page.emulate_media(media="print")
    assert_none([button for button in lesson.page.locator("button, summary").all() if button.is_visible()])
    for region in ("#network", "#stage", "#narration"):
        assert lesson.page.locator(region).is_visible()
