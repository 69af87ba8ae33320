"""The nudge as a reader meets it: predicted beside measured, by keyboard, in the address, fetched when asked for."""

import re

import httpx2
import pytest

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson

ROWS = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))"


def table(lesson: Lesson) -> list[list[str]]:
    lesson.settle()
    rows: list[list[str]] = lesson.page.locator(".nudge table").evaluate(ROWS)
    return rows


def test_three_predicted_changes_stand_beside_three_measured_ones(visit: Visit, client: httpx2.Client) -> None:
    lesson = visit().open("/?t=1&step=da_next&entry=2,3&lens=nudge")
    head, *rows = table(lesson)
    assert head == ["moved", "ε · gradient", "predicted", "measured", "left over", "left over, ε/2", "left over, ε/4"]
    assert [row[0] for row in rows] == ["through ŷ⟨1⟩", "through a⟨2⟩", "on both"]
    assert [row[1] for row in rows] == ["ε · da[2,3,1]", "ε · da_prevt[2,3]", "ε · da_next[2,3]"]
    roads = client.get("/api/nudge?t=1&i=2&j=3&eps=0.01").json()["roads"]
    for row, road in zip(rows, roads, strict=True):
        assert float(row[2]) == pytest.approx(road["predicted"], abs=1e-7)
        assert float(row[3]) == pytest.approx(road["measured"], abs=1e-7)
    predicted = [float(row[2]) for row in rows]
    assert predicted[0] + predicted[1] == pytest.approx(predicted[2], abs=2e-7)
    assert "J = Σ da ⊙ a" in lesson.text(".nudge .which")
    assert "a⟨1⟩ goes two ways" in lesson.text(".nudge .words")


def test_epsilon_is_moved_by_keyboard_alone_and_is_in_the_address(visit: Visit) -> None:
    lesson = visit().open("/?t=1&step=da_next&entry=2,3&lens=nudge")
    before = lesson.moment()
    lesson.page.locator(".nudge input[type=range]").focus()
    for _ in range(3):
        lesson.page.keyboard.press("ArrowRight")
    assert "&lens=nudge&eps=0.02" in lesson.address
    assert lesson.moment() == before
    assert table(lesson)[3][2] == "-0.0029939"
    lesson.page.locator("body").click(position={"x": 2, "y": 2})
    lesson.press("Shift+ArrowLeft")
    assert table(lesson)[1][0] == "through ŷ⟨2⟩"


def test_an_entry_of_a_parameter_acts_at_every_timestep(visit: Visit) -> None:
    lesson = visit().open("/?t=1&step=da_next&entry=2,3&lens=nudge")
    lesson.page.locator(".nudge select").select_option("Waa")
    assert "&of=Waa" in lesson.address
    _, *rows = table(lesson)
    assert [row[0] for row in rows] == [*(f"at t = {t} alone" for t in range(4)), "at every t"]
    *parts, whole = (float(row[2]) for row in rows)
    assert sum(parts) == pytest.approx(whole, abs=5e-5)


def test_it_is_reached_with_the_key_of_the_lenses_and_fetched_only_then(visit: Visit) -> None:
    lesson = visit(fresh=True).open("/?t=1&step=da_next")
    assert not [address for address in lesson.requests if re.search(r"nudge", address)]
    for _ in range(3):
        lesson.press("v")
    lesson.page.locator(".nudge table tbody tr").first.wait_for()
    lesson.settle()
    assert [address for address in lesson.requests if address.endswith("/panels/nudge.js")]
    lesson.press("v")
    assert lesson.page.locator(".nudge").is_hidden()


def test_the_bump_is_seen_to_travel_where_movement_is_welcome(visit: Visit) -> None:
    lesson = visit(motion=True).open("/?t=1&step=da_next&entry=2,3&lens=nudge")
    delays = lesson.page.evaluate(
        """() => {
          document.querySelector('.nudge button').click();
          return Object.fromEntries([...document.querySelectorAll('.nudge [data-at]')].map((mark) => [
            mark.dataset.at, mark.getAnimations().at(-1).effect.getTiming().delay]));
        }"""
    )
    assert sorted(delays.values()) == [delays[at] for at in sorted(delays, key=int)]
    assert len(set(delays.values())) == 6  # at t = 1 its own, up and right; then two timesteps on


def test_what_cannot_be_moved_is_said(visit: Visit) -> None:
    lesson = visit().open("/?mistake=wax_not_transposed&t=3&step=da_next&entry=2,3&lens=nudge")
    assert "the run stops, so nothing can be moved" in lesson.text(".nudge .words")
    lesson.complaints.clear()  # the browser's own word about the refusal


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768), (390, 844)])
def test_nothing_of_it_is_wider_than_the_page(visit: Visit, width: int, height: int) -> None:
    lesson = visit(width, height).open("/?t=1&step=da_next&entry=2,3&lens=nudge&of=Waa")
    assert lesson.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert lesson.page.locator(".nudge .words p").first.is_visible()
