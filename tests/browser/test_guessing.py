"""Predict, then reveal: what is asked is covered for everybody, and a wrong answer is met by its arithmetic."""

import re

import pytest

from tests.browser.axe import faults
from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson

MERGE = "/?scenario=course&cell=rnn&seed=1&t=2&step=da_next&entry=2,3"
ASKED = f"{MERGE}&predict=1"
RIGHT = "-0.7207"


def typed(lesson: Lesson, text: str) -> Lesson:
    lesson.page.fill("#guess input[type=text]", text)
    return lesson.press("Enter").settle()


def readable(lesson: Lesson) -> str:
    """Return all that is seen and all that a screen reader reads."""
    return lesson.page.inner_text("main") + lesson.page.locator("body").aria_snapshot()


@pytest.mark.parametrize("more", ["", "&present=1"])
def test_what_is_asked_is_nowhere_to_be_read(visit: Visit, more: str) -> None:
    lesson = visit().open(ASKED + more)
    assert RIGHT not in readable(lesson)
    assert "da[:, :, t] + da_prevt" not in readable(lesson)
    assert [grid.symbol for grid in lesson.grids()] == ["da_t", "da_prevt"]
    assert "da[2,3,2] = -0.7973" in readable(lesson)
    assert "predict=1" in lesson.address


def test_a_number_that_is_right_is_told_so(visit: Visit) -> None:
    lesson = typed(visit().open(ASKED), "-0.72")
    assert lesson.text("#narration").startswith("✓ Yes: da_next[2,3] = -0.7207.")
    assert "da_next" in [grid.symbol for grid in lesson.grids()]
    assert "predict" not in lesson.address
    assert lesson.page.is_hidden("#guess")


@pytest.mark.parametrize(
    ("guess", "line", "why"),
    [
        ("-0.7973", "da_next = da[:, :, t]", "The carried gradient is dropped"),
        ("0.0766", "da_next = da_prevt", "The upstream gradient is dropped"),
        ("-0.8739", "da_next = da[:, :, t] - da_prevt", "taken away"),
    ],
)
def test_a_wrong_one_is_met_by_its_arithmetic(visit: Visit, guess: str, line: str, why: str) -> None:
    lesson = typed(visit().open(ASKED), guess)
    said = lesson.text("#narration .guessing")
    assert said.startswith("✗")
    assert guess in said
    assert f"{line}." in said
    assert why in said
    assert RIGHT in said


def test_the_bar_is_dragged_with_arrow_keys_and_the_moment_stays(visit: Visit) -> None:
    lesson = visit().open(ASKED)
    lesson.page.focus("#guess input[type=range]")
    lesson.press(*["ArrowLeft"] * 36)
    assert lesson.moment().step == "da_next"
    assert lesson.page.input_value("#guess input[type=text]") == "-0.72"
    lesson.press("Tab", "Enter").settle()
    assert "✓" in lesson.text("#narration .guessing")


def test_the_bar_is_dragged_with_the_pointer(visit: Visit) -> None:
    lesson = visit().open(ASKED)
    box = lesson.page.locator("#guess input[type=range]").bounding_box()
    assert box
    lesson.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lesson.page.mouse.down()
    lesson.page.mouse.move(box["x"] + box["width"] * 0.31, box["y"] + box["height"] / 2)
    lesson.page.mouse.up()
    assert float(lesson.page.input_value("#guess input[type=text]")) == pytest.approx(-0.75, abs=0.07)


def test_one_picture_of_three_is_right_and_two_are_mistakes(visit: Visit) -> None:
    verdicts = []
    for letter in "ABC":
        lesson = visit().open(ASKED)
        lesson.click(f"Picture {letter}").settle()
        verdicts.append(lesson.text("#narration .guessing"))
    assert sum("✓" in one for one in verdicts) == 1
    assert sum("The carried gradient is dropped" in one for one in verdicts) == 1
    assert sum("The upstream gradient is dropped" in one for one in verdicts) == 1


def test_r_covers_the_coming_step_and_shows_it_and_so_does_a_clicker(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    for key in ("r", "ArrowRight", "PageDown", "Space"):
        before = lesson.moment().playhead
        lesson.press("r").settle()
        assert lesson.moment().playhead == before + 1
        assert lesson.page.is_visible("#guess")
        lesson.press(key).settle()
        assert lesson.moment().playhead == before + 1
        assert lesson.page.is_hidden("#guess")


def test_every_step_can_be_guessed_that_makes_something(visit: Visit) -> None:
    lesson = visit().open("/?scenario=course&t=1&step=da_next")
    for _ in range(9):
        lesson.press("r").settle()
        moment = lesson.moment()
        assert moment.step != "hand_over"
        assert re.search(r"what is .+\?", lesson.text("#narration"))
        lesson.press("r").settle()


def test_what_is_no_number_is_not_taken_for_one(visit: Visit) -> None:
    lesson = typed(visit().open(ASKED), "a lot")
    assert lesson.page.get_attribute("#guess input[type=text]", "aria-invalid") == "true"
    assert lesson.page.is_visible("#guess")


def test_going_on_forgets_the_guess(visit: Visit) -> None:
    lesson = typed(visit().open(ASKED), "1")
    assert "✗" in lesson.text("#narration")
    lesson.press("ArrowRight").settle()
    assert "✗" not in lesson.text("#narration")


def test_the_answer_plays_and_then_rests(visit: Visit) -> None:
    lesson = visit(motion=True).open(ASKED)
    lesson.watch()
    typed(lesson, "0.1")
    heads = [float(frame["playhead"]) for frame in lesson.watched() if frame["state"] == "playing"]
    rest = lesson.moment().playhead
    assert heads
    assert all(rest - 1 < head <= rest for head in heads)


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_axe_finds_nothing(visit: Visit, size: tuple[int, int]) -> None:
    lesson = visit(*size).open(ASKED)
    assert faults(lesson) == []
    typed(lesson, "1")
    assert faults(lesson) == []


def test_nobody_who_does_not_guess_fetches_what_asks(visit: Visit) -> None:
    lesson = visit(fresh=True).open(MERGE)
    assert not [one for one in lesson.requests if "guessing" in one or "slips" in one]
    lesson.press("r").settle()
    assert [one for one in lesson.requests if "guessing" in one]
    assert [one for one in lesson.requests if "slips=" in one]
