"""A copied address opens the same moment: the same words, numbers and marks."""

from itertools import pairwise

import pytest

from tests.browser.conftest import Visit

# Three ways to a moment, and what of it must be seen again.
WALKS = {
    "the merge": ["Home", "Shift+ArrowRight", "Shift+ArrowRight", *["ArrowRight"] * 17],
    "a running total": ["End", *["ArrowLeft"] * 3],
    "forward": ["Home", *["ArrowRight"] * 6],
    "a hand-over": ["End", *["Shift+ArrowLeft"] * 2, "ArrowLeft"],
    "the opening": ["Home"],
    "the end": ["End"],
    "projected": ["Home", *["ArrowRight"] * 18, "p"],
}

GONE_TO = [
    "/?scenario=course&cell=rnn&seed=1&t=2&step=da_next&entry=2,3&scale=magnified",
    "/?scenario=course&cell=lstm&seed=1&t=1&step=da_prev&entry=1,1&present=1",
    "/?scenario=course&cell=rnn&seed=1&mistake=drop_carry&t=2&step=da_next&entry=2,3",
    "/?scenario=vanishing&cell=rnn&seed=1&t=4&step=da_next&entry=2,3&lens=flow",
]


@pytest.mark.parametrize("keys", WALKS.values(), ids=WALKS)
def test_opened_fresh_a_moment_is_drawn_as_it_was_when_one_walked_there(visit: Visit, keys: list[str]) -> None:
    walked = visit().open("/?scenario=course&entry=1,4").press(*keys).settle()
    fresh = visit().open(walked.address)
    assert fresh.moment() == walked.moment()
    for region, marks in walked.picture().items():
        assert fresh.picture()[region] == marks, region
    assert fresh.grids() == walked.grids()
    assert fresh.text("#narration") == walked.text("#narration")
    assert fresh.address == walked.address


def test_gone_to_a_moment_is_drawn_as_when_it_is_opened(visit: Visit) -> None:
    """As Back does: nothing is left of the moments before, of another run, cell, lens or scale, projected or not."""
    gone, fresh = visit().open("/?scenario=hello&cell=lstm&t=1&step=dc_next&entry=1,0"), visit()
    for address in GONE_TO:
        gone.go(address)
        fresh.open(address)
        assert gone.moment() == fresh.moment(), address
        assert gone.picture() == fresh.picture(), address
        assert gone.grids() == fresh.grids(), address
        assert gone.text("#narration") == fresh.text("#narration"), address
        assert gone.address == fresh.address == address


def test_the_address_follows_every_step(visit: Visit) -> None:
    lesson = visit().open("/?scenario=course&t=2&step=da_next&entry=2,3")
    assert lesson.press("ArrowRight").address == "/?scenario=course&cell=rnn&seed=1&t=2&step=dtanh&entry=2,3"


def test_sizes_and_seed_are_in_it_where_they_are_asked_for(visit: Visit) -> None:
    asked = "scenario=custom&cell=rnn&seed=7&n_x=2&n_a=3&n_y=2&m=4&T_x=3"
    lesson = visit().open(f"/?{asked}&t=1&step=dtanh&entry=0,1")
    assert lesson.address == f"/?{asked}&t=1&step=dtanh&entry=0,1"
    assert [len(grid.values) for grid in lesson.grids()] == [3, 3, 3]


def test_stepping_leaves_no_trail_in_the_history(visit: Visit) -> None:
    """The browser's back button leaves the lesson; it does not undo forty steps."""
    lesson = visit().open("/?scenario=course&t=2&step=da_next")
    before = lesson.page.evaluate("history.length")
    lesson.press(*["ArrowRight"] * 5)
    assert lesson.page.evaluate("history.length") == before


def test_a_key_held_down_is_not_too_many_addresses(visit: Visit) -> None:
    """Browsers count: Chromium grumbles at 200 in ten seconds, Safari throws at 100 in thirty: three a second."""
    lesson = visit(fresh=True)
    lesson.page.add_init_script(
        """window.written = [];
        const original = history.replaceState;
        history.replaceState = function (...given) { written.push(performance.now()); original.apply(this, given); };"""
    )
    lesson.open("/?scenario=course").press("Home", *["ArrowRight"] * 60)
    shown = lesson.moment()
    assert f"t={shown.t}&step={shown.step}&" in lesson.address  # the last one is written all the same
    written = lesson.page.evaluate("window.written")
    assert len(written) >= 2
    assert min(later - earlier for earlier, later in pairwise(written)) >= 300  # milliseconds


@pytest.mark.parametrize(
    "search",
    [
        "?t=99&step=da_next",
        "?t=2&step=nonsense",
        "?t=-1&step=&entry=a,b&scale=huge",
        "?entry=99,99&t=2&step=da_next",
        "?scenario=course&t=2&step=%3Cscript%3Ealert(1)%3C/script%3E",
        "?%E0%A4%A&&&==&t=2",
    ],
)
def test_an_address_that_makes_no_sense_opens_something_sensible(visit: Visit, search: str) -> None:
    lesson = visit().open(f"/{search}")
    assert lesson.moment().state == "ready"
    assert lesson.press("ArrowRight").moment().playhead >= 1


@pytest.mark.parametrize(
    ("search", "says"),
    [
        ("?scenario=nonsense", "course"),
        ("?cell=nonsense", "rnn"),
        ("?scenario=custom&T_x=100000", "whole number from 1 to"),
    ],
)
def test_what_the_server_refuses_is_told_in_its_words(visit: Visit, search: str, says: str) -> None:
    lesson = visit()
    lesson.page.goto(f"{lesson.origin}/{search}")
    lesson.settle("error")
    assert says in lesson.text("#message")
    said = [complaint for complaint in lesson.complaints if "Failed to load resource" not in complaint]
    lesson.complaints[:] = said  # the browser itself reports every 404 and 422


def test_what_is_refused_leaves_what_was_there(visit: Visit) -> None:
    lesson = visit().open("/?scenario=custom&t=1&step=da_next")
    before = [grid.values for grid in lesson.grids()], lesson.address
    lesson.page.evaluate("document.querySelector('#title form').noValidate = true")
    lesson.page.locator(".sizes summary").click()
    lesson.page.get_by_label("clip carry at").fill("-1")
    lesson.page.keyboard.press("Enter")
    lesson.settle("error")
    assert "What is shown is still the run before" in lesson.text("#message")
    lesson.complaints.clear()  # what the browser itself says of a refusal
    lesson.click("Close").settle()
    assert ([grid.values for grid in lesson.grids()], lesson.address) == before
    lesson.press("ArrowRight")
    assert lesson.moment().step == "dtanh"
