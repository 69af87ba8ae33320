"""Phones, fingers, magnified windows: what one came for is on the first screen, large enough to read and to press."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson, assert_none
from tests.browser.test_sizes import wider_than_the_screen

MERGE = "/?scenario=course&t=2&step=da_next&entry=2,3"
LENSES = [f"{MERGE}&lens={lens}" for lens in ("step", "flow", "sources", "nudge")]
PAGES = [*LENSES, "/lesson", "/questions", "/catalogue", f"/embed{MERGE[1:]}", "/?cell=lstm&t=1&step=da_prev"]
MAGNIFIED = {"200 %": (640, 360), "400 %": (320, 180)}
"""1280 × 720, as a browser lays it out."""

TYPE = """() => {
  const clipped = (element) =>
    element !== null && (getComputedStyle(element).clipPath !== 'none' || clipped(element.parentElement));
  const sizeOf = (element) => {
    const drawn = element.closest('svg')?.getScreenCTM();
    return parseFloat(getComputedStyle(element).fontSize) * (drawn ? Math.min(drawn.a, drawn.d) : 1);
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('option, script, style, [role=grid], math') || clipped(element)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const least = element.closest('p, dd, li:not(.code li, .reach li)') ? 13 : 12;
    const code = element.closest('code, kbd, .mono, .symptom code') !== null;
    const size = sizeOf(element);
    if (size < (code ? 12 : least) - 0.05) found.push(`${size} px: ${node.data.trim().slice(0, 50)}`);
  }
  return found;
}"""

TOO_SMALL = """() => [...document.querySelectorAll('a[href], button, select, summary, input')]
  .map((one) => (one.type === 'radio' || one.type === 'checkbox' || one.type === 'file' ? one.labels[0] : one))
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((one) => getComputedStyle(one).display !== 'inline' && !one.matches('.skip')) // a link in a sentence
  .filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 1 && Math.min(width, height) < 43.5;
  })
  .map((one) => { const { width, height } = one.getBoundingClientRect();
    return `${Math.round(width)} x ${Math.round(height)}: ${one.outerHTML.slice(0, 90)}`; })"""


@pytest.fixture(scope="module")
def phone(chromium: Browser, server: str) -> Iterator[Lesson]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    yield Lesson(page, server)
    context.close()


def go(lesson: Lesson, address: str) -> None:
    lesson.page.goto(lesson.origin + address)
    if lesson.page.locator("html[data-state]").count():
        lesson.settle()


@pytest.mark.parametrize("address", PAGES)
def test_under_a_finger_all_that_is_pressed_is_44_pixels_wide_and_high(phone: Lesson, address: str) -> None:
    go(phone, address)
    assert_none(phone.page.evaluate(TOO_SMALL))
    assert_none(wider_than_the_screen(phone))


@pytest.mark.parametrize("address", PAGES)
def test_no_type_is_below_12_pixels_and_none_that_explains_below_13(visit: Visit, address: str) -> None:
    lesson = visit()
    go(lesson, address)
    found = []
    for width, height in [(1280, 720), (1024, 768), (390, 844), (320, 180)]:
        lesson.page.set_viewport_size({"width": width, "height": height})
        lesson.drawn()
        lesson.drawn()
        found += [f"{width} × {height}: {fault}" for fault in lesson.page.evaluate(TYPE)]
        found += [f"{width} × {height}: {fault}" for fault in wider_than_the_screen(lesson)]
    assert_none(found)


@pytest.mark.parametrize("size", MAGNIFIED)
def test_magnified_the_story_is_on_the_first_screen_and_nothing_is_read_below_the_transport(
    visit: Visit, size: str
) -> None:
    lesson = visit(*MAGNIFIED[size]).open(MERGE)
    transport = lesson.page.locator("#transport").bounding_box()
    assert transport
    assert transport["y"] + transport["height"] == MAGNIFIED[size][1]
    for text in lesson.page.locator("#stage svg text.story").all():
        box = text.bounding_box()
        assert box
        assert box["y"] + box["height"] <= transport["y"], text.text_content()
    lesson.page.evaluate("scrollTo(0, 1e6)")
    for words in ("#narration p", "#side"):
        lesson.page.locator(words).evaluate("(one) => one.scrollIntoView({ block: 'end' })")
        box = lesson.page.locator(words).bounding_box()
        assert box
        assert box["y"] + box["height"] <= transport["y"] + 1, words


def test_on_a_phone_the_story_stands_before_the_matrices_on_the_first_screen(visit: Visit) -> None:
    lesson = visit(390, 844).open(MERGE)
    result = lesson.page.locator("#stage svg text.story.total").first.bounding_box()
    matrix = lesson.page.get_by_role("grid").first.bounding_box()
    transport = lesson.page.locator("#transport").bounding_box()
    assert result
    assert matrix
    assert transport
    assert result["y"] < matrix["y"] < transport["y"]


@pytest.mark.parametrize("size", [(1280, 720), (390, 844), (640, 360)])
def test_what_is_read_and_gone_through_has_the_order_that_is_seen(visit: Visit, size: tuple[int, int]) -> None:
    lesson = visit(*size).open(MERGE)
    tops = lesson.page.evaluate(
        """() => ['mistake', 'network', 'stage', 'about', 'narration', 'side']
          .map((id) => document.getElementById(id)).filter((one) => one.checkVisibility())
          .sort((one, other) => one.compareDocumentPosition(other) & 4 ? -1 : 1)
          .map((one) => [one.id, one.getBoundingClientRect().top])"""
    )
    assert [name for name, _ in sorted(tops, key=lambda one: one[1])] == [name for name, _ in tops]


@pytest.mark.parametrize(
    "size", [(1920, 1080), (1280, 720), (1024, 768), (390, 844), (360, 640), (640, 360), (320, 180)]
)
def test_one_sentence_says_what_this_is_on_the_first_screen(visit: Visit, size: tuple[int, int]) -> None:
    lesson = visit(*size, fresh=True).open("/")
    shown = lesson.page.get_by_text(re.compile("backprop through time, one addition at a time", re.IGNORECASE)).all()
    boxes = [box for one in shown if (box := one.bounding_box())]
    assert any(box["y"] + box["height"] <= size[1] and box["x"] + box["width"] <= size[0] for box in boxes), boxes
    assert sum(one.is_visible() for one in shown) == 1, "once"
