"""A mistake is told level by level: what an address holds back is nowhere on the page that it opens."""

from dataclasses import dataclass

import pytest

from app.bptt.cells import CELLS
from app.mistakes.catalogue import find
from app.records.wrong import describe, wrong_run
from app.runs.run import make_run
from app.web.veil import veil
from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson

WRITTEN = """() => {
  const copy = document.body.cloneNode(true);
  for (const one of copy.querySelectorAll("script, dialog, select, .preset")) one.remove();
  const said = [...copy.querySelectorAll("*")].flatMap((one) => [...one.attributes].map(({ value }) => value));
  return [copy.textContent, ...said].join("\\n").replace(/\\s+/g, " ");
}"""
"""All that the page holds, seen or not, as text and as what attributes say."""

CASES = [
    ("rnn", "drop_carry"),
    ("rnn", "overwrite_parameters"),
    ("rnn", "da_not_sliced"),
    ("lstm", "drop_dc_carry"),
]


KEYS = ("dxt", "da_prev", "dc_prev", "a_next", "c_next", "yt_pred")
"""The results of which a value is told before the line is."""


@dataclass(frozen=True)
class Told:
    """What there is to tell of a mistake, by the level that tells it."""

    nudge: str
    title: str
    right: str
    explanation: str


def told(cell: str, code: str) -> Told:
    run = make_run("course", cell, 1, {})
    (made,) = find(code, cell)
    record = describe(made, CELLS[cell], run.setting.loss, wrong_run(run, [made]).setting)
    line = record["lines"][0]
    listed = line["listed"] or {"right": line["right"]["tokens"]}
    right = "".join(token["text"] for token in listed["right"])
    return Told(record["hint"], record["title"], right, record["explanation"])


def written(lesson: Lesson) -> str:
    text: str = lesson.page.evaluate(WRITTEN)
    return text


@pytest.mark.parametrize(("cell", "code"), CASES)
def test_a_level_tells_what_it_is_for_and_nothing_that_comes_after(visit: Visit, cell: str, code: str) -> None:
    known = told(cell, code)
    lesson = visit()
    for level in range(4):
        lesson.open(f"/?scenario=course&cell={cell}&seed=1&mistake={code}&spoil={level}&first=1")
        for _ in range(2):
            text = written(lesson)
            assert (known.nudge in text) is (level >= 1), (level, "nudge")
            assert (known.title in text) is (level >= 2), (level, "title")
            if level < 2:
                assert lesson.page.locator("#code li, #formula code, #formula math").count() == 0
                assert lesson.grids() == []
                assert "in the right run" not in text or lesson.moment().step in KEYS
            assert (lesson.page.locator("#code del").count() > 0) is (level >= 2)
            assert (lesson.page.locator("#code ins").count() > 0) is (level == 3)
            if level < 3:
                assert f"instead of {known.right}" not in text
                assert known.explanation not in text
            lesson.press("ArrowRight").settle()
    lesson.click("Explain")
    assert known.explanation in written(lesson)


def test_the_button_asks_for_the_next_level_and_the_address_keeps_it(visit: Visit) -> None:
    lesson = visit().open("/?scenario=course&cell=rnn&seed=1&mistake=drop_carry&spoil=0&first=1")
    assert "Going back, t = 2 is the first timestep that is not right" in lesson.text("#mistake")
    assert lesson.moment().t == 2
    for level, name in enumerate(["A nudge", "The line", "The right line"]):
        assert f"spoil={level}" in lesson.address
        assert ("drop_carry" in lesson.address) is (level >= 2)
        lesson.click(name)
    assert "spoil=3" in lesson.address
    assert "mistake=drop_carry" in lesson.address
    assert lesson.button("Explain").is_visible()
    assert "instead of" in lesson.text("#formula")


def test_a_veiled_address_opens_the_same_run(visit: Visit) -> None:
    lesson = visit().open(f"/?scenario=course&cell=rnn&seed=1&mistake={veil('drop_carry')}&spoil=0&first=1")
    assert "Going back, t = 2 is the first timestep that is not right" in lesson.text("#mistake")
    assert "drop_carry" not in lesson.address
    lesson.click("A nudge")
    lesson.click("The line")
    assert "mistake=drop_carry" in lesson.address


def test_what_the_right_line_draws_is_covered_until_it_is_told(visit: Visit) -> None:
    asked = "/?scenario=course&cell=rnn&seed=1&mistake=drop_carry&t=2&step"
    covered = visit().open(f"{asked}=da_next&spoil=2")
    assert covered.grids() == []
    assert "da_next = da[:, :, t]" in covered.text("#formula")
    assert "instead" not in covered.text("#narration p")
    assert covered.page.locator("#stage .covered").is_visible()
    other = visit().open(f"{asked}=dtanh&spoil=2")
    assert other.grids() != []
    assert not other.page.locator("#stage .covered").is_visible()


def test_a_link_without_a_level_tells_all_of_it(visit: Visit) -> None:
    lesson = visit().open("/?scenario=course&cell=rnn&seed=1&mistake=drop_carry&t=2&step=da_next")
    assert "The carried gradient is dropped" in lesson.text("#mistake")
    assert "spoil" not in lesson.address
    assert not lesson.button("A nudge").is_visible()


def test_a_level_says_nothing_of_a_run_without_a_mistake(visit: Visit) -> None:
    lesson = visit().open("/?scenario=course&cell=rnn&seed=1&t=2&step=da_next&spoil=0")
    assert lesson.grids() != []
    assert lesson.page.locator("#code li").count() > 0
