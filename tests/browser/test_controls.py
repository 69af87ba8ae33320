"""Buttons, keys, scrubber, the map and the matrices: every way to move, in both directions."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson

MERGE = "/?scenario=course&t=2&step=da_next&entry=2,3"

LAST = 4 * 4 + 4 * 8  # course exercise: T_x = 4 timesteps of 4 steps forward, of 7 and the hand-over back
MERGE_AT = 4 * 4 + 8 + 1


def at(lesson: Lesson) -> float:
    return lesson.moment().playhead


# Buttons ---------------------------------------------------------------------------------------------------------


def test_each_button_of_the_transport_goes_where_its_name_says(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    for button, t, step in [
        ("Next step", 2, "dtanh"),
        ("Previous step", 2, "da_next"),
        ("Previous step", 3, "hand_over"),
        ("Next step", 2, "da_next"),
        ("Next timestep", 1, "da_next"),
        ("Previous timestep", 2, "da_next"),
        ("Previous timestep", 3, "da_next"),
        ("Last", 0, "hand_over"),
        ("First", 0, "start"),
    ]:
        lesson.click(button)
        assert (lesson.moment().t, lesson.moment().step, lesson.moment().state) == (t, step, "ready"), button


def test_play_becomes_pause_and_pauses_between_two_rests(visit: Visit) -> None:
    lesson = visit(motion=True).open(MERGE)
    lesson.click("Play").settle("playing")
    lesson.page.wait_for_function("(start) => Number(document.documentElement.dataset.playhead) > start", arg=MERGE_AT)
    lesson.click("Pause").settle()
    paused = at(lesson)
    lesson.drawn()
    assert at(lesson) == paused > MERGE_AT
    assert lesson.button("Play").is_visible()


def test_playing_on_from_the_end_starts_again(visit: Visit) -> None:
    lesson = visit(motion=True).open(MERGE).press("End").click("Play").settle("playing")
    assert at(lesson) < 2


def test_a_step_moves_and_comes_to_rest(visit: Visit) -> None:
    lesson = visit(motion=True).open(MERGE)
    lesson.watch()
    lesson.press("ArrowRight").settle()
    on_the_way = [float(frame["playhead"]) for frame in lesson.watched() if frame["state"] == "playing"]
    assert MERGE_AT < on_the_way[0] < on_the_way[-1] < MERGE_AT + 1
    assert at(lesson) == MERGE_AT + 1


def test_pressed_again_while_it_moves_a_step_is_finished_and_the_next_begins(visit: Visit) -> None:
    lesson = visit(motion=True).open(MERGE)
    for _ in range(5):
        lesson.page.keyboard.press("ArrowRight")
    lesson.settle()
    assert at(lesson) == MERGE_AT + 5


def test_at_the_ends_a_button_is_disabled_but_keeps_the_keyboards_place(visit: Visit) -> None:
    lesson = visit().open(MERGE).click("Last")
    assert lesson.button("Next step").get_attribute("aria-disabled") == "true"
    assert lesson.button("Previous step").get_attribute("aria-disabled") in (None, "false")
    lesson.button("Last").click(force=True)
    assert lesson.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Last"
    assert at(lesson) == LAST


# Keys ------------------------------------------------------------------------------------------------------------


def test_keys_move_the_playhead(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    for key, playhead in [
        ("ArrowRight", MERGE_AT + 1),
        ("ArrowLeft", MERGE_AT),
        ("PageUp", MERGE_AT - 1),
        ("PageDown", MERGE_AT),
        ("Shift+ArrowRight", MERGE_AT + 8),
        ("Shift+ArrowLeft", MERGE_AT),
        ("Home", 0),
        ("ArrowLeft", 0),
        ("End", LAST),
        ("ArrowRight", LAST),
    ]:
        assert at(lesson.press(key)) == playhead, key


def test_space_plays_and_pauses(visit: Visit) -> None:
    lesson = visit(motion=True).open(MERGE).press(" ")
    assert lesson.moment().state == "playing"
    lesson.press(" ").settle()


def test_letters_switch_what_is_shown(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    page = lesson.page
    lesson.press("p")
    assert "presenter" in (page.locator("html").get_attribute("class") or "")
    assert "present" in lesson.address
    lesson.press("P")
    assert "presenter" not in (page.locator("html").get_attribute("class") or "")

    assert page.locator("#comparison").is_hidden()
    assert lesson.press("c").settle().page.locator("#comparison").is_visible()
    assert lesson.press("Escape").page.locator("#comparison").is_hidden()

    scheme = "getComputedStyle(document.documentElement).getPropertyValue('color-scheme')"
    assert page.evaluate(scheme) != "dark"
    lesson.press("d")
    assert page.evaluate(scheme) == "dark"
    lesson.press("d")
    assert page.evaluate(scheme) == "light"

    lesson.press("?")
    assert page.get_by_role("dialog").is_visible()
    lesson.press("Escape")
    assert page.get_by_role("dialog").is_hidden()


def test_while_help_is_open_keys_do_not_move_the_lesson_behind_it(visit: Visit) -> None:
    lesson = visit().open(MERGE).press("?", "ArrowRight", "End")
    assert at(lesson) == MERGE_AT


def test_keys_with_control_or_alt_belong_to_the_browser(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    seen = "addEventListener('keydown', (event) => { document.title = String(event.defaultPrevented) })"
    lesson.page.evaluate(seen)
    for key in ("Control+ArrowRight", "Alt+p", "Control+d"):
        lesson.press(key)
        assert (at(lesson), lesson.page.title()) == (MERGE_AT, "false")


def test_tab_reaches_every_control_and_is_never_taken(visit: Visit) -> None:
    """Once round the page: what can have the focus gets it, each thing once, in the order of the page."""
    lesson = visit().open(MERGE)
    page = lesson.page
    page.evaluate("addEventListener('keydown', (event) => { if (event.defaultPrevented) document.title = event.key })")
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, select, input, summary, [tabindex="0"]')]
          .filter((element) => element.checkVisibility({ visibilityProperty: true }))
          .filter((element) => !element.matches('[type=radio]:not(:checked)'))
          .map((element, k) => { element.setAttribute('data-tab', k); return String(k) })"""
    )
    reached: list[str] = []
    while "BODY" not in reached and len(reached) < 2 * len(wanted):  # then it is out of the page
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.closest('[data-tab]')?.dataset.tab ?? document.activeElement.tagName")
        )
    assert [mark for mark in reached if mark in wanted] == wanted  # between them, what can be scrolled
    assert page.title() != "Tab"


def test_space_on_a_focused_button_presses_that_button(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.button("Next timestep").focus()
    lesson.press(" ")
    assert at(lesson) == MERGE_AT + 8


def test_keys_in_a_field_are_typed_there(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.page.locator("summary", has_text="sizes").click()
    field = lesson.page.get_by_label("seed")
    field.focus()
    lesson.press("Home", "7")
    assert field.input_value() == "71"
    assert at(lesson) == MERGE_AT


# Scrubber, map, matrices -----------------------------------------------------------------------------------------


def scrub(lesson: Lesson, playhead: float) -> float:
    """Drag the scrubber's thumb to a playhead; return where the playhead then is."""
    slider = lesson.page.get_by_role("slider")
    box = slider.bounding_box()
    assert box
    thumb = 18
    for share in (at(lesson) / LAST, playhead / LAST):
        lesson.page.mouse.move(box["x"] + thumb / 2 + share * (box["width"] - thumb), box["y"] + box["height"] / 2)
        if share == at(lesson) / LAST:
            lesson.page.mouse.down()
    lesson.page.mouse.up()
    lesson.drawn()
    return at(lesson)


def test_the_scrubber_goes_both_ways(visit: Visit) -> None:
    lesson = visit(motion=True).open(MERGE)
    assert scrub(lesson, 40.5) == pytest.approx(40.5, abs=0.2)
    assert lesson.moment().t == 0
    assert scrub(lesson, 6.5) == pytest.approx(6.5, abs=0.2)
    assert (lesson.moment().t, lesson.moment().state) == (1, "ready")


def test_the_scrubber_says_in_words_where_it_is(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    said = lesson.page.get_by_role("slider").get_attribute("aria-valuetext") or ""
    assert "t = 2" in said
    assert "da_next" in said


def test_with_the_focus_on_the_scrubber_an_arrow_key_is_still_one_step(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.page.get_by_role("slider").focus()
    assert at(lesson.press("ArrowRight")) == MERGE_AT + 1
    assert at(lesson.press("ArrowLeft", "ArrowLeft")) == MERGE_AT - 1


def test_a_click_on_a_cell_of_the_map_goes_to_its_timestep(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    for t in (0, 3, 1):
        lesson.page.locator(f'#network [data-t="{t}"]').first.click()
        lesson.drawn()
        assert (lesson.moment().t, lesson.moment().step) == (t, "da_next")


def test_a_click_on_an_entry_makes_it_the_focus_entry_and_fetches_its_arithmetic(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    box = lesson.page.locator("#stage [role=grid]").first.bounding_box()
    assert box
    lesson.page.mouse.click(box["x"] + 7.5 / 10 * box["width"], box["y"] + 4.5 / 5 * box["height"])
    lesson.settle()
    assert "entry=4,7" in lesson.address
    lesson.page.wait_for_selector("#formula .numbers :text('[4,7')")


def test_every_entry_can_be_touched_where_it_is_drawn(visit: Visit) -> None:
    """A screen reader's user explores by touch: the readable entry lies over the drawn one."""
    lesson = visit().open(MERGE)
    grid = lesson.page.locator("#stage [role=grid]").first
    box, entry = grid.bounding_box(), grid.locator("[role=row]").nth(4).locator("[role=gridcell]").nth(7).bounding_box()
    assert box
    assert entry
    assert entry["x"] == pytest.approx(box["x"] + 7 / 10 * box["width"], abs=2)
    assert entry["y"] == pytest.approx(box["y"] + 4 / 5 * box["height"], abs=2)
    assert entry["width"] == pytest.approx(box["width"] / 10, abs=2)


def test_arrow_keys_in_a_matrix_move_the_focus_entry_and_stop_at_its_edges(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    result = lesson.page.locator("#stage [role=grid]").last
    result.focus()
    lesson.press("ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown")
    assert "entry=4,4" in lesson.address
    assert at(lesson) == MERGE_AT
    lesson.press(*["ArrowLeft"] * 6, "ArrowUp")
    assert "entry=3,0" in lesson.address
    assert lesson.page.evaluate("document.activeElement.getAttribute('role')") == "grid"
    lesson.settle()


def test_the_focus_entry_is_the_selected_one_in_every_matrix(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    for grid in lesson.page.locator("#stage [role=grid]").all():
        selected = grid.locator("[aria-selected=true]")
        assert selected.count() == 1
        assert selected.get_attribute("id") == grid.get_attribute("aria-activedescendant")
        assert selected.get_attribute("aria-colindex") == "4"


def test_a_scale_is_chosen_and_kept_in_the_address(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    pictures = {str(lesson.picture()["stage"])}
    for scale in ("matrix", "magnified"):
        lesson.page.get_by_label("Scale").select_option(scale)
        lesson.drawn()
        assert f"scale={scale}" in lesson.address
        pictures.add(str(lesson.picture()["stage"]))
    assert len(pictures) == 3


def test_another_scenario_is_loaded_from_the_title_bar(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.page.get_by_label("Scenario").select_option("hello")
    lesson.page.wait_for_selector("#stage [role=grid]")
    lesson.settle()
    assert "scenario=hello" in lesson.address


def test_what_lies_under_the_pointer_is_lit_everywhere(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.page.locator("#code [aria-current=step] [data-symbol=da_prevt]").hover()
    for region in ("#formula", "#stage", "#code"):
        lit = lesson.page.locator(f"{region} [data-symbol=da_prevt][data-lit]")
        assert lit.count() >= 1, region
    assert lesson.page.locator("[data-lit]:not([data-symbol=da_prevt])").count() == 0
