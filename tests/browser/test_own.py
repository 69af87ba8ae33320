"""One's own tensors are called by their file, everywhere, and nobody takes an address for them."""

import re

from playwright.sync_api import expect

from app.requests.limits import Limits
from app.requests.tensors import as_npz, tensors
from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson
from tests.browser.test_taking import query

NAME = "Your data: mine.npz"
SEEN = """() => [document.title, document.querySelector('main').innerText,
  ...[...document.querySelectorAll('select')].map((one) => one.selectedOptions[0]?.textContent ?? '')].join('\\n')"""


def opened(lesson: Lesson) -> Lesson:
    own = as_npz(tensors(query(scenario="hello"), Limits()))
    lesson.page.set_input_files("#own input", {"name": "mine.npz", "mimeType": "", "buffer": own})
    expect(lesson.page).to_have_title(f"Unrolled: {NAME}")
    return lesson.settle()


def test_they_are_named_in_the_title_the_tab_and_the_narration_and_never_after_a_scenario(visit: Visit) -> None:
    lesson = opened(visit(fresh=True).open("/"))
    assert "Course exercise" not in lesson.page.evaluate(SEEN)
    assert lesson.page.locator("select[name=scenario]").evaluate("(one) => one.selectedOptions[0].text.trim()") == NAME
    lesson.press("Home").settle()
    assert NAME in lesson.text("#narration p")
    lesson.press("p")
    assert NAME in lesson.text("#hall")
    lesson.press("p")
    assert not lesson.page.locator(".preset").is_visible(), "it would lead away from them"


def test_another_option_is_asked_of_the_same_tensors_and_another_scenario_leaves_them(visit: Visit) -> None:
    lesson = opened(visit(fresh=True).open("/"))
    lesson.page.get_by_text("Sizes", exact=True).click()
    lesson.page.locator("input[name=truncate]").fill("2")
    lesson.page.keyboard.press("Enter")
    lesson.settle()
    assert NAME in lesson.page.evaluate(SEEN)
    lesson.page.locator("select[name=scenario]").select_option("course")
    expect(lesson.page).not_to_have_title(re.compile("Your data"))
    lesson.settle()
    assert "Your data" not in lesson.page.evaluate(SEEN)
    assert "scenario=course" in lesson.address


def test_what_is_shared_says_that_the_address_does_not_hold_them_and_gives_the_file(visit: Visit) -> None:
    lesson = opened(visit(fresh=True).open("/?scenario=course&t=1&step=dtanh"))
    lesson.press("q")
    panel = lesson.page.locator("#taking")
    expect(panel).to_contain_text("does not hold your data")
    expect(panel.get_by_role("link", name="the file to pass on")).to_have_attribute("download", "mine.npz")
    address = panel.get_by_label("Address", exact=True).input_value()
    assert address == f"{lesson.origin}/", "least of all the moment of another run"
