"""More contrast where it is asked for, and the system's own colours where it chooses them."""

from tests.browser.conftest import Visit
from tests.browser.lesson import assert_none
from tests.browser.test_accessibility import faults

MERGE = "/?scenario=course&t=2&step=da_next&entry=2,3"
COLOUR = "(selector) => getComputedStyle(document.querySelector(selector)).color"


def test_with_more_contrast_nothing_is_written_softly(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.page.emulate_media(contrast="more")
    lesson.drawn()
    assert lesson.page.evaluate(COLOUR, ".where") == lesson.page.evaluate(COLOUR, "body")
    assert_none(faults(lesson))


def test_in_the_systems_colours_what_is_pressed_and_what_runs_is_still_told(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.page.emulate_media(forced_colors="active")
    lesson.drawn()
    assert lesson.page.evaluate(COLOUR, "#narration p") == lesson.page.evaluate(COLOUR, "body")
    ink = "() => getComputedStyle(document.querySelector('#stage svg text.note')).fill"
    assert lesson.page.evaluate(ink) == lesson.page.evaluate(COLOUR, "body")
    for selector, side in {"#code .current": "left", ".segments input:checked + span": "top"}.items():
        width = "([one, side]) => parseFloat(getComputedStyle(document.querySelector(one))[`border-${side}-width`])"
        assert lesson.page.evaluate(width, [selector, side]) >= 3, selector
    lesson.page.emulate_media(forced_colors="none", contrast="no-preference")
