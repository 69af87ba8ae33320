"""What stands around the stage: the code, what opens over the page and closes again, what is said in between."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson, assert_none

MERGE = "/?scenario=course&t=2&step=da_next&entry=2,3"

LIT = """() => {
  const around = document.querySelector('#code').getBoundingClientRect();
  const line = document.querySelector('#code ol:not([hidden]) .current').getBoundingClientRect();
  return line.top >= around.top - 1 && line.bottom <= around.bottom + 1;
}"""

CUT = "(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector('.formula'))"

EMPTY = """() => [...document.querySelectorAll('button, summary, select')]
  .filter((element) => element.checkVisibility())
  .filter((element) => element.matches('select') ? element.selectedIndex < 0
    : !element.innerText.trim() && !element.getAttribute('aria-label'))
  .map((element) => element.outerHTML)"""


# The code --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768)])
def test_the_line_that_is_lit_and_its_whole_formula_are_in_sight_at_every_step(
    visit: Visit, width: int, height: int
) -> None:
    lesson = visit(width, height).open("/?cell=lstm&t=2&step=da_next")
    out_of_sight: list[str] = []
    for _ in range(20):
        lesson.drawn()
        if not lesson.page.evaluate(LIT):
            out_of_sight.append(lesson.moment().step)
        if lesson.page.evaluate(CUT):
            out_of_sight.append(f"the end of the formula of {lesson.moment().step}")
        lesson.press("ArrowRight")
    assert_none(out_of_sight)


@pytest.mark.parametrize("step", ["dft", "da_prev", "dc_prev", "hand_over"])
def test_opened_by_its_address_a_line_is_in_sight(visit: Visit, step: str) -> None:
    lesson = visit().open(f"/?cell=lstm&t=2&step={step}")
    lesson.page.wait_for_function(LIT)  # the panel is told where the line stands when the browser has laid it out


def test_a_wrong_line_can_be_read_in_the_form_of_the_listing(visit: Visit) -> None:
    lesson = visit().open("/?mistake=dwaa_uses_a_next&t=2&step=dWaat")
    wrong, right = (lesson.page.locator(f"#code ol:not([hidden]) {tag}") for tag in ("del", "ins"))
    assert wrong.inner_text() == "dWaa += dtanh @ a_next.T"
    assert right.inner_text() == "dWaa += dtanh @ a_prev.T"
    assert "line-through" not in wrong.evaluate("(line) => getComputedStyle(line).textDecorationLine")


# What opens over the page ----------------------------------------------------------------------------------------


def opened(lesson: Lesson, name: str) -> bool:
    return bool(lesson.page.locator(f"details.{name}").evaluate("(details) => details.open"))


@pytest.mark.parametrize("name", ["sizes", "check"])
def test_what_opens_over_the_page_closes_by_escape_and_by_a_press_elsewhere(visit: Visit, name: str) -> None:
    lesson = visit().open(MERGE)
    summary = lesson.page.locator(f"details.{name} summary")
    summary.click()
    assert opened(lesson, name)
    lesson.press("Escape")
    assert not opened(lesson, name)
    assert summary.evaluate("(summary) => summary === document.activeElement")
    summary.click()
    lesson.page.mouse.click(300, 640)
    assert not opened(lesson, name)


def test_escape_closes_one_thing_at_a_time(visit: Visit) -> None:
    lesson = visit().open(MERGE).press("c").settle()
    lesson.page.locator("details.check summary").click()
    assert lesson.press("Escape").page.locator("#comparison").is_visible()
    assert lesson.press("Escape").page.locator("#comparison").is_hidden()


def test_drawn_again_the_sizes_give_way_to_what_was_asked_for(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.page.locator("details.sizes summary").click()
    lesson.page.fill("[name=seed]", "5")
    lesson.click("Draw again").settle()
    assert not opened(lesson, "sizes")
    assert "seed=5" in lesson.address


# What is said ----------------------------------------------------------------------------------------------------


def test_sharing_answers(visit: Visit) -> None:
    lesson = visit(fresh=True).open(MERGE)
    lesson.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lesson.button("Share: copy the address of this moment").click()
    lesson.page.get_by_text("Address copied.", exact=True).wait_for()
    assert "step=da_next" in lesson.page.evaluate("navigator.clipboard.readText()")
    lesson.page.get_by_text("Address copied.", exact=True).wait_for(state="detached")


def test_a_cell_that_the_usual_scenario_has_not_opens_in_one_that_has_it(visit: Visit) -> None:
    lesson = visit().open("/?cell=gru")
    assert "scenario=hello&cell=gru" in lesson.address
    assert "has no GRU" in lesson.text("#message")
    assert lesson.page.locator("#message button:visible").count() == 0
    lesson.page.get_by_label("Scenario").select_option("course")
    lesson.page.wait_for_selector("#message", state="hidden")


def test_where_nothing_could_be_opened_nothing_empty_is_left_standing(visit: Visit) -> None:
    lesson = visit()
    lesson.page.goto(f"{lesson.origin}/?scenario=nonsense")
    lesson.settle("error")
    assert_none(lesson.page.evaluate(EMPTY))
    assert not lesson.page.locator("#side").is_visible()
    lesson.page.get_by_role("link", name="Back to the start").click()
    lesson.settle()
    lesson.complaints.clear()  # the browser itself reports every 404
