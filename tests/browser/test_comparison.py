"""Why is da_prevt ≠ da[:,:,t]? The answer is whole at every size, and true of the moment that it is asked at."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson, assert_none

MERGE = "/?scenario=course&t=2&step=da_next&entry=2,3"
MOMENTS = {
    "where two meet": MERGE,
    "at the last timestep": "/?scenario=course&t=3&step=da_next",
    "on the way forward": "/?scenario=course&t=1&step=z",
    "with two lanes": "/?scenario=course&cell=lstm&t=1&step=da_prev",
    "of large matrices": "/?scenario=custom&n_a=40&m=30&t=2&step=da_next",
    "with a mistake": "/?t=2&step=da_next&mistake=drop_carry",
}
SCREENS = {
    "1280x720": (1280, 720),
    "1024x768": (1024, 768),
    "presenter": (1280, 720, "p"),
    "large presenter": (1920, 1080),
}
"""Windows by their size, and the key that leads from the one before: what is slow is loading."""

CUT_OFF = """() => {
  const panel = document.querySelector('#comparison');
  const around = panel.getBoundingClientRect();
  const parts = [...panel.querySelectorAll('h2, p, p > span, figure, figcaption, svg, button:not([hidden])')];
  return [
    ...(panel.scrollHeight > panel.clientHeight + 1 ? [`${panel.scrollHeight} px in ${panel.clientHeight}`] : []),
    ...parts.filter((part) => {
      const { left, right, top, bottom, height } = part.getBoundingClientRect();
      const inside = left >= around.left && right <= around.right + 1
        && top >= around.top && bottom <= Math.min(around.bottom, innerHeight) + 1;
      return !inside || (part.matches('svg') && height < 120);
    }).map((part) => part.outerHTML.slice(0, 100)),
    ...[...panel.querySelectorAll('h2, p, figcaption')].flatMap((one, k, all) => all.slice(k + 1).filter((two) => {
      const [a, b] = [one.getBoundingClientRect(), two.getBoundingClientRect()];
      return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    }).map((two) => `${one.outerHTML.slice(0, 60)} over ${two.outerHTML.slice(0, 60)}`)),
  ];
}"""


def said(lesson: Lesson) -> str:
    return lesson.text("#comparison").replace("\u00a0", " ")


@pytest.mark.parametrize("address", MOMENTS.values(), ids=MOMENTS)
def test_the_whole_answer_is_in_sight(visit: Visit, address: str) -> None:
    found: list[str] = []
    lesson = visit().open(address)
    for name, (width, height, *keys) in SCREENS.items():
        lesson.resize(width, height).press(*keys)
        for _ in range(2):
            assert lesson.press("c").settle().page.locator("#comparison").is_visible()
            found += [f"{name}: {fault}" for fault in lesson.page.evaluate(CUT_OFF)]
        lesson.press("Escape")
    assert_none(found)


def test_it_answers_with_numpys_own_counts_and_the_sum(visit: Visit) -> None:
    lesson = visit().open(MERGE).press("c").settle()
    assert "Is da_prevt equal to da[:,:,2]?" in said(lesson)
    assert "No: 0 of 50" in said(lesson)
    assert "only da_next is the gradient" in said(lesson)
    numbers = [float(one.inner_text()) for one in lesson.page.locator("#comparison .sum b").all()]
    assert sum(numbers[:2]) == pytest.approx(numbers[2], abs=1e-12)


def test_asked_again_it_is_about_what_leaves_and_then_it_closes(visit: Visit) -> None:
    """One key for all of it: a clicker has no pointer."""
    lesson = visit().open(MERGE).press("c", "c")
    assert "Is da_prev of t = 2 equal to da[:,:,1]?" in said(lesson)
    assert "da_prevt == da[:, :, t-1]" in said(lesson)
    assert lesson.press("c").settle().page.locator("#comparison").is_hidden()
    lesson.press("End", "c")  # before t = 0 nothing is left to compare with
    assert lesson.press("c").settle().page.locator("#comparison").is_hidden()


def test_the_other_question_is_a_press_away_and_keeps_the_keyboards_place(visit: Visit) -> None:
    lesson = visit().open(MERGE).click("Why is da_prevt ≠ da[:,:,2]?")
    other = lesson.page.locator("#comparison [data-action=other-question]")
    other.focus()
    lesson.press("Enter")
    assert "Is da_prev of t = 2 equal" in said(lesson)
    lesson.press("Enter")
    assert "Is da_prevt equal to da[:,:,2]?" in said(lesson)


def test_at_the_last_timestep_nothing_comes_from_later(visit: Visit) -> None:
    lesson = visit().open("/?scenario=course&t=3&step=da_next").press("c").settle()
    assert "Nothing comes after t = 3: da_prevt is zeros, so da_next is da[:,:,3] alone." in said(lesson)
    assert "t = 4" not in said(lesson)


def test_on_the_way_forward_it_is_asked_ahead(visit: Visit) -> None:
    lesson = visit().open("/?scenario=course&t=0&step=z").press("c").settle()
    assert "Going back, at t = 2: is da_prevt equal to da[:,:,2]?" in said(lesson)
    assert "0 of 50" in said(lesson)


def test_in_a_run_where_a_mistake_makes_them_equal_it_says_so(visit: Visit) -> None:
    lesson = visit().open("/?t=1&step=da_next&mistake=carry_is_upstream").press("c").settle()
    assert "Yes: 50 of 50 entries are equal." in said(lesson)
    assert "In this run a wrong line has mixed other numbers in. In the right one" in said(lesson)


def test_what_it_covers_cannot_be_reached_behind_it(visit: Visit) -> None:
    lesson = visit().open(MERGE).press("c").settle()
    assert not lesson.page.locator("#stage [role=grid]").first.is_visible()
    assert lesson.press("Escape").page.locator("#stage [role=grid]").first.is_visible()


def test_on_a_phone_the_question_is_beside_the_words_and_brings_its_answer_into_view(visit: Visit) -> None:
    lesson = visit(390, 844).open(MERGE)
    button = lesson.button("Why is da_prevt ≠ da[:,:,2]?")
    box = button.bounding_box()
    assert box
    assert box["y"] + box["height"] < 600
    lesson.page.locator("#side .check summary").scroll_into_view_if_needed()
    lesson.press("c").settle()
    answer = lesson.page.locator("#comparison .answer").bounding_box()
    assert answer
    assert 0 <= answer["y"] < 600
    inner = "(({ scrollHeight, clientHeight }) => [scrollHeight, clientHeight])(document.querySelector('#comparison'))"
    scroll, client = lesson.page.evaluate(inner)
    assert scroll <= client + 1  # it scrolls with the page, not in a box of its own
    figure, code = (lesson.page.locator(one).bounding_box() for one in ("#comparison figcaption", "#code"))
    assert figure
    assert code
    assert figure["y"] + figure["height"] <= code["y"]


def test_of_a_carry_that_was_cut_it_does_not_say_that_it_is_everything(visit: Visit) -> None:
    said = visit().open("/?truncate=2&t=1&step=da_next&compare=1").text("#comparison")
    assert "cut off on the way" in said
    assert "leaves out everything from later timesteps" in said
    assert "is everything" not in said
    whole = visit().open("/?truncate=2&t=2&step=da_next&compare=1").text("#comparison")
    assert "everything" in whole
    assert "leaves out" not in whole
