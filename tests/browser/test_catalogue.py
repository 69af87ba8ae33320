"""The catalogue: one screen, a search that stands in the address, one mistake open at a time, told level by level."""

from playwright.sync_api import Locator

from app.web.veil import veil
from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson


def catalogue(lesson: Lesson, asked: str = "") -> Lesson:
    lesson.page.goto(f"{lesson.origin}/catalogue{asked}")
    lesson.page.wait_for_load_state("load")
    return lesson


def ids(found: Locator) -> list[str]:
    told: list[str] = found.evaluate_all("all => all.map((one) => one.id.split('.').at(-1))")
    return told


def test_it_is_one_screen(visit: Visit) -> None:
    lesson = catalogue(visit())
    assert lesson.page.evaluate("document.documentElement.scrollHeight") <= 720
    assert lesson.page.locator("details.exercise:visible").count() == 9
    assert lesson.page.locator("details.mistake:visible").count() == 0


def test_a_mistake_is_found_by_its_digits_and_the_address_keeps_what_was_searched_for(visit: Visit) -> None:
    lesson = catalogue(visit())
    before = lesson.page.url
    lesson.requests.clear()
    lesson.page.fill("#search", "-0.15028183")
    found = lesson.page.locator("details.mistake:visible")
    assert {"drop_carry", "carry_never_updated"} <= set(ids(found))
    assert found.count() < 10
    assert lesson.page.locator("details.exercise:visible").count() == 1
    assert lesson.page.url == f"{before}?q=-0.15028183"
    assert [one for one in lesson.requests if not one.endswith("icon.svg")] == []  # which a new address asks for
    kept = ids(found)
    catalogue(lesson, "?q=-0.15028183")
    assert lesson.page.input_value("#search") == "-0.15028183"
    assert ids(lesson.page.locator("details.mistake:visible")) == kept
    lesson.page.get_by_role("link", name="the line").click()  # a level keeps what was searched for
    lesson.page.wait_for_url("**spoil=2**")
    assert ids(lesson.page.locator("details.mistake:visible")) == kept
    lesson.page.fill("#search", "")
    assert "q=" not in lesson.page.url
    assert lesson.page.locator("details.exercise:visible").count() == 9


def test_it_works_by_keyboard_with_one_open_at_a_time(visit: Visit) -> None:
    lesson = catalogue(visit())
    lesson.page.focus("#search")
    lesson.page.keyboard.insert_text("carry_starts_as_upstream")
    for _ in range(20):
        lesson.page.keyboard.press("Tab")
        if lesson.page.evaluate("document.activeElement.closest('details.mistake') !== null"):
            break
    lesson.page.keyboard.press("Enter")
    (first,) = ids(lesson.page.locator("details.mistake[open]"))
    lesson.page.keyboard.press("Enter")
    assert lesson.page.locator("details.mistake[open]").count() == 0
    lesson.page.locator("details.mistake:visible summary").last.focus()
    lesson.page.keyboard.press("Enter")
    assert lesson.page.locator("details.mistake[open]").count() == 1
    assert first == "carry_starts_as_upstream"


def test_an_address_opens_the_mistake_that_it_points_at(visit: Visit) -> None:
    lesson = catalogue(visit(), "#drop_dc_carry")
    assert lesson.page.locator("#drop_dc_carry").is_visible()
    assert ids(lesson.page.locator("details.mistake[open]")) == ["drop_dc_carry"]
    lesson.page.evaluate("location.hash = 'drop_carry'")
    lesson.page.locator("#drop_carry[open]").wait_for()
    assert ids(lesson.page.locator("details.mistake[open]")) == ["drop_carry"]


def test_a_level_tells_no_more_here_and_hands_itself_on(visit: Visit) -> None:
    lesson = visit()
    title, hint = "The carried gradient is dropped", "How many of them reach your cell?"
    line, right = "da_next = da[:, :, t]", "da_next = da[:, :, t] + da_prevt"
    for level, told in enumerate(([], [hint], [hint, title, line], [hint, title, line, right])):
        catalogue(lesson, f"?spoil={level}#drop_carry")
        text = lesson.page.content()
        assert [one for one in (hint, title) if one in text] == [one for one in (hint, title) if one in told]
        name = "drop_carry" if level >= 2 else veil("drop_carry")
        assert lesson.page.url.endswith(f"#{name}")
        assert ("drop_carry" in text) is (level >= 2)
        open_one = lesson.page.locator(f"[id='{name}']")
        assert open_one.locator("del").all_inner_texts() == [line] * (level >= 2)
        assert open_one.locator("ins").all_inner_texts() == [right] * (level >= 3)
        assert f"spoil={level}" in (open_one.locator("a.show").get_attribute("href") or "")
    catalogue(lesson, "#drop_carry")
    assert "spoil" not in (lesson.page.locator("#drop_carry a.show").get_attribute("href") or "")
    assert lesson.page.locator("#drop_carry ins").count() == 1
