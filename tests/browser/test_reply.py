"""From a paste to a reply for a forum and back by its link, by keyboard alone; and what else a diagnosis offers."""

import io
import re

import numpy as np
import pytest

from app.diagnosis.candidates import right, singles
from app.runs.exercises import EXERCISES
from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson
from tests.notebook import newest

EXERCISE = EXERCISES["rnn_backward"]
DROPPED = newest(next(one for one in singles(EXERCISE) if one.ids == ("drop_carry",)).printed)
LEVELS = ("", "A nudge", "The line", "The right line")
TOLD = (
    "t = 2 is the first timestep",
    "How many of them reach your cell?",
    "da_next = da[:, :, t]",
    "The last column of",
)
MOST_TABS = 60
FOCUSED = "document.activeElement.textContent.trim() || document.activeElement.ariaLabel || ''"


def tab_to(lesson: Lesson, name: str) -> Lesson:
    """Press Tab until what has this name has the focus."""
    for _ in range(MOST_TABS):
        lesson.page.keyboard.press("Tab")
        if lesson.page.evaluate(FOCUSED) == name:
            return lesson
    raise AssertionError(f"Tab does not reach {name}")


def copied(lesson: Lesson, name: str) -> str:
    """Press a button that copies, and return what was copied."""
    tab_to(lesson, name).press("Enter")
    lesson.page.locator("#diagnosis output", has_text="Copied.").wait_for()
    text: str = lesson.page.evaluate("navigator.clipboard.readText()")
    return text


def diagnosed(lesson: Lesson, text: str) -> Lesson:
    """Paste a text and ask, by keyboard alone."""
    tab_to(lesson, "My numbers are different").press("Enter")
    lesson.page.wait_for_selector("#diagnosis[open]")
    lesson.page.keyboard.insert_text(text)
    tab_to(lesson, "Diagnose").press("Enter")
    lesson.page.locator("#diagnosis .answer h3").wait_for()
    return lesson


def test_from_a_paste_to_a_reply_and_back_by_its_link_at_each_level(visit: Visit) -> None:
    lesson = visit(fresh=True).open()
    lesson.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    diagnosed(lesson, DROPPED)
    replies = []
    for name in LEVELS:
        if name:
            tab_to(lesson, name).press("Enter")
        replies.append(copied(lesson, "Copy as forum reply"))
        assert copied(lesson, "Copy link") in replies[-1]
    title = lesson.text("#diagnosis h3")
    for level, reply in enumerate(replies):
        assert [told.replace("[", "\\[").replace("]", "\\]") in reply or told in reply for told in TOLD] == [
            k <= level for k in range(4)
        ]
        (link,) = re.findall(r"\((http[^)]+)\)", reply)
        lesson.requests.clear()
        lesson.page.goto("about:blank")
        lesson.page.goto(link)
        lesson.page.locator("#diagnosis .answer h3").wait_for()
        lesson.settle()
        assert lesson.text("#diagnosis h3") == title
        assert lesson.page.input_value("#pasted") == DROPPED
        answer = lesson.text("#diagnosis .answer")
        assert [told in answer for told in TOLD] == [k <= level for k in range(4)]
        assert f"spoil={level}" in lesson.page.url
        assert not [one for one in lesson.requests if "numbers" in one.partition("#")[0]]  # never sent
        lesson.press("Escape")
        assert "#" not in lesson.page.url


@pytest.mark.parametrize("link", ["/#numbers=abcd", "/#numbers=" + "x" * 9000])
def test_a_link_that_is_not_whole_says_so(visit: Visit, link: str) -> None:
    lesson = visit(fresh=True).open(link)
    lesson.page.locator("#diagnosis .answer", has_text=re.compile("not whole|too long")).wait_for()


def test_what_is_too_long_for_a_link_says_so_and_is_diagnosed_all_the_same(visit: Visit) -> None:
    noise = " ".join(np.random.default_rng(1).random(2000).astype(str))
    lesson = diagnosed(visit(fresh=True).open(), f"{DROPPED}\n{noise}")
    assert "mistake" in lesson.text("#diagnosis h3")
    tab_to(lesson, "Copy link").press("Enter")
    lesson.page.locator("#diagnosis output", has_text="too long for a link").wait_for()


def test_a_question_in_words_is_answered_by_a_moment(visit: Visit) -> None:
    lesson = diagnosed(visit().open("/?t=3"), "why is da_prevt not da[:,:,t-1]?")
    assert "They are two parts of one total" in lesson.text("#diagnosis .answer")
    tab_to(lesson, "Compare the two, entry by entry").page.keyboard.press("Enter")
    lesson.page.wait_for_url("**compare=1**")
    lesson.settle()
    assert "Is da_prevt equal to da[:,:,2]?" in lesson.text("#comparison").replace("\u00a0", " ")


def test_unknown_numbers_have_something_to_press(visit: Visit) -> None:
    lines = dict(right(EXERCISE).printed)
    row = np.array(lines['gradients["dx"][1][2]'])
    row[1] = 0.7654321
    lesson = diagnosed(visit().open(), newest({**lines, 'gradients["dx"][1][2]': row}))
    assert "no known mistake" in lesson.text("#diagnosis h3")
    assert lesson.page.get_by_role("link", name="See what arrives at t = 1, and what is made of it").is_visible()
    assert "python -m app check" in lesson.text("#diagnosis .answer")
    file = io.BytesIO()
    np.savez(file, dx=np.zeros((3, 10, 4)), dWaa=np.zeros((5, 5)))
    chosen = {"name": "gradients.npz", "mimeType": "application/zip", "buffer": file.getvalue()}
    lesson.page.set_input_files("#diagnosis .answer input[type=file]", [chosen])  # type: ignore[list-item]
    lesson.page.get_by_role("heading", name="One mistake prints exactly this").wait_for()
    assert not lesson.button("Copy link").is_visible()  # a link holds text
