"""The lesson: walked by keyboard alone, by a clicker alone, read by a screen reader, on a phone and on paper."""

import json
import re

import pytest

from app.records.lesson.scenes import SCENES
from tests.browser.axe import faults
from tests.browser.conftest import Visit
from tests.browser.lesson import PATIENCE, Lesson, assert_none

SHOWN = "#lesson article:not([hidden])"
COUNT = len(SCENES)
ENOUGH = 80  # presses of Tab on one scene


def scene(lesson: Lesson) -> int:
    """Return which scene is shown, counted from 1."""
    return int(lesson.page.get_attribute("#lesson", "data-scene") or 0)


def arrive(lesson: Lesson, at: int) -> Lesson:
    """Wait for a scene, and for its moment."""
    lesson.page.wait_for_selector(f"#lesson[data-scene='{at}']")
    return lesson.settle()


def tab_to(lesson: Lesson, wanted: str, *, back: bool = False) -> None:
    """Press Tab, or Shift and Tab, until what has this text or fits this selector has the focus."""
    for _ in range(ENOUGH):
        lesson.page.keyboard.press("Shift+Tab" if back else "Tab")
        text, fits = lesson.page.evaluate(
            "(wanted) => [document.activeElement.textContent.trim(), "
            "wanted.startsWith('#') && document.activeElement.matches(wanted)]",
            wanted,
        )
        if fits or text == wanted:
            return
    raise AssertionError(f"Tab never reached {wanted!r}")


def test_it_is_walked_by_keyboard_alone(visit: Visit) -> None:
    lesson = visit().open("/lesson")
    tab_to(lesson, "Next")
    for at, one in enumerate(SCENES, start=1):
        arrive(lesson, at)
        assert lesson.text(f"{SHOWN} h2").startswith(f"{at} of {COUNT}")
        verdicts = []
        for option in reversed(one.question.options if one.question else ()):
            tab_to(lesson, option.text, back=True)
            lesson.press("Enter").settle()
            reply = lesson.text(f"{SHOWN} .reply")
            assert option.reply in reply
            verdicts.append(reply[0])
        assert not verdicts or (verdicts.count("✓"), verdicts.count("✗")) == (1, len(verdicts) - 1)
        if one.question and not one.question.options:
            tab_to(lesson, "#guess input[type=text]", back=True)
            lesson.page.keyboard.type("-0.7207")
            lesson.press("Enter").settle()
            assert "✓" in lesson.text("#narration")
        if one.until:
            tab_to(lesson, "Watch")
            lesson.press("Enter").settle()
            assert (lesson.moment().t, lesson.moment().step) == one.until
        if one.diagnoses:
            tab_to(lesson, "My numbers are different", back=True)
            lesson.press("Enter")
            lesson.page.wait_for_selector("#diagnosis[open]")
        else:
            if one.until or verdicts or one.question:
                tab_to(lesson, "Next")
            lesson.press("Enter")


def test_it_is_walked_by_a_clicker_alone(visit: Visit) -> None:
    lesson = visit().open("/lesson")
    seen = [1]
    for _ in range(4 * COUNT):
        before = scene(lesson)
        lesson.press("PageDown").settle()
        if scene(lesson) == before:
            continue
        arrive(lesson, before + 1)
        seen.append(scene(lesson))
        lesson.page.go_back()
        arrive(lesson, before)
        lesson.page.go_forward()
        arrive(lesson, before + 1)
    assert seen == list(range(1, COUNT + 1))
    for _ in range(3 * COUNT):
        lesson.press("PageUp").settle()
    assert scene(lesson) == 1


def test_before_a_clicker_goes_on_the_scene_has_played_and_its_question_is_answered(visit: Visit) -> None:
    lesson = visit().open("/lesson")
    lesson.press("PageDown").settle()
    assert lesson.moment().step == "yt_pred"
    assert lesson.page.locator(f"{SHOWN} .reply").inner_text() == ""
    lesson.press("PageDown")
    assert lesson.text(f"{SHOWN} .reply").startswith("✓")
    assert scene(lesson) == 1
    lesson.press("PageDown")
    arrive(lesson, 2)
    lesson = visit(motion=True).open("/lesson?scene=4")
    assert lesson.page.is_visible("#guess")
    lesson.press("PageDown").settle()
    assert lesson.page.is_hidden("#guess")
    assert scene(lesson) == 4


def test_progress_is_in_the_address(visit: Visit) -> None:
    lesson = visit().open("/lesson?scene=3")
    assert scene(lesson) == 3
    lesson.click("Next")
    arrive(lesson, 4)
    assert lesson.address == "/lesson?scene=4"
    lesson.page.reload()
    arrive(lesson, 4)
    assert lesson.page.is_visible("#guess")
    lesson.press("ArrowRight").settle()  # to look around does not lose the place
    assert lesson.address == "/lesson?scene=4"
    lesson.click("Back")
    arrive(lesson, 3)


@pytest.mark.parametrize("asked", ["scene=0", "scene=99", "scene=x", ""])
def test_a_scene_that_is_not_there_is_the_nearest(visit: Visit, asked: str) -> None:
    lesson = visit().open(f"/lesson?{asked}")
    assert scene(lesson) == (COUNT if asked == "scene=99" else 1)


def test_a_scene_is_told_when_it_changes_and_only_then(visit: Visit) -> None:
    lesson = visit().open("/lesson?scene=2")
    told = lesson.page.locator("#lesson .told")
    assert told.text_content() == ""
    lesson.press("PageDown").settle()
    assert told.text_content() == ""
    lesson.click("Next")
    arrive(lesson, 3)
    said = told.text_content() or ""
    assert SCENES[2].title in said
    assert "no timestep is later" in said
    lesson.press("ArrowRight").settle()
    assert told.text_content() == said


def test_a_screen_reader_finds_headings_and_buttons_with_names(visit: Visit) -> None:
    lesson = visit().open("/lesson?scene=5")
    tree = lesson.page.locator("body").aria_snapshot()
    assert re.search(r'heading ".*Why is da_prevt not.*" \[level=2\]', tree)
    assert re.search(r'heading "How many of the 50 entries.*" \[level=3\]', tree)
    for name in ("all 50", "about half", "none", "Back", "Next"):
        assert f'button "{name}"' in tree
    assert 'navigation "Scenes"' in tree
    assert lesson.page.locator("#lesson nav [aria-current=step]").inner_text() == "5"


SIZES = [(1280, 720), (1024, 768), (390, 844), (1920, 1080)]


def test_nothing_is_cut_off_and_axe_finds_nothing_in_any_scene(visit: Visit) -> None:
    """Each scene in windows of all sizes, and with an answer; what is slow is going from one to the next."""
    lesson = visit().open("/lesson")
    found = []
    wide = "document.documentElement.scrollWidth <= innerWidth"
    inside = """(selector) => [...document.querySelectorAll(selector)]
      .filter((one) => one.offsetParent)
      .every((one) => one.getBoundingClientRect().left >= 0 && one.getBoundingClientRect().right <= innerWidth + 1)"""
    for at in range(1, COUNT + 1):
        arrive(lesson, at)
        for option in lesson.page.locator(f"{SHOWN} [data-reply]").all()[:1]:
            option.click()  # an answer takes room too
        for size in SIZES:
            lesson.resize(*size)
            assert lesson.page.evaluate(wide), (at, size)
            assert lesson.page.evaluate(inside, f"{SHOWN} :is(h2, p, button, a), #lesson nav button"), (at, size)
            if size[0] > 900:
                box = lesson.page.locator("#lesson nav").bounding_box()
                assert box
                assert box["y"] + box["height"] <= size[1], (at, size)
            if size != SIZES[-1]:
                found += [f"{at}, {size}: {fault}" for fault in faults(lesson, contrast=size == SIZES[0])]
        if at < COUNT:
            lesson.click("Next")
    for size in SIZES[:-1]:
        found += [f"dark, {size}: {fault}" for fault in faults(lesson.resize(*size).press("d"))]
        lesson.press("d")
    assert_none(found)


def test_in_a_hall_the_words_stay_and_are_large(visit: Visit) -> None:
    lesson = visit(1920, 1080).open("/lesson?scene=3").press("p").settle()
    sizes = lesson.page.evaluate(
        "(all) => [...document.querySelectorAll(all)].map((one) => parseFloat(getComputedStyle(one).fontSize))",
        f"{SHOWN} :is(h2, p, h3, [data-reply])",
    )
    assert min(sizes) >= 28
    assert lesson.page.locator(f"{SHOWN} h2").is_visible()
    lesson.press("PageDown")
    assert "✓" in lesson.text(f"{SHOWN} .reply")


def test_on_paper_all_scenes_are_there(visit: Visit) -> None:
    lesson = visit().open("/lesson")
    lesson.page.emulate_media(media="print")
    seen = lesson.page.locator("#lesson").inner_text()
    for one in SCENES:
        assert one.title in seen
        if one.question:
            assert re.sub("`", "", one.question.ask) in seen
    assert lesson.page.is_hidden("#stage")


def test_a_wrong_answer_is_met_by_a_reason_and_can_be_mended(visit: Visit) -> None:
    lesson = visit().open("/lesson?scene=6")
    lesson.click("none")
    assert lesson.text(f"{SHOWN} .reply").startswith("✗ No. One is right")
    assert lesson.button("none").get_attribute("aria-pressed") == "true"
    lesson.click("the last, t = 3")
    assert lesson.text(f"{SHOWN} .reply").startswith("✓")
    assert lesson.button("none").get_attribute("aria-pressed") == "false"


def test_watching_moves_and_stops_where_the_scene_ends(visit: Visit) -> None:
    lesson = visit(motion=True).open("/lesson")
    lesson.watch()
    lesson.click("Watch").settle()
    assert (lesson.moment().t, lesson.moment().step) == SCENES[0].until
    heads = [float(frame["playhead"]) for frame in lesson.watched() if frame["state"] == "playing"]
    assert len({head for head in heads if head % 1}) > 3


def test_the_first_visit_offers_it_in_one_line_and_no_other(visit: Visit) -> None:
    lesson = visit(fresh=True)
    lesson.page.add_init_script("localStorage.removeItem('visited')")
    lesson.open("/")
    assert lesson.text("#offer a") == "The lesson takes ten minutes."
    box = lesson.page.locator("#offer").bounding_box()
    assert box
    assert box["height"] <= 34
    assert lesson.page.evaluate("localStorage.getItem('visited')") == "1"
    lesson.click("No lesson")
    assert lesson.page.is_hidden("#offer")
    again = visit().open("/")
    assert again.page.is_hidden("#offer")
    again.press("?")
    again.page.get_by_role("link", name="the lesson").click()
    again.page.wait_for_selector("#lesson", timeout=PATIENCE)


def test_nobody_else_fetches_it(visit: Visit) -> None:
    lesson = visit(fresh=True).open("/")
    assert not [one for one in lesson.requests if "lesson" in one]


def test_what_the_page_was_sent_is_what_is_declared(visit: Visit) -> None:
    lesson = visit().open("/lesson")
    sent = lesson.page.evaluate("[...document.querySelectorAll('#lesson article')].map((one) => one.dataset.scene)")
    assert [json.loads(one) for one in sent] == [json.loads(json.dumps(one.as_record())) for one in SCENES]
