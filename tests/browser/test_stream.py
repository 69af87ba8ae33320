"""Frames are drawn as they arrive, and a half trace is never taken for a whole one."""

from collections.abc import Iterator

import pytest

from app.main import create_app
from app.requests import trace as asked
from tests.browser.conftest import Visit
from tests.browser.interrupted import Interrupted
from tests.browser.lesson import Lesson
from tests.serving import running

HEAD, FORWARD = 1, 4


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Interrupted, str]]:
    """A server that sends even a small trace record by record, as it does a large one."""
    app = Interrupted(create_app())
    with pytest.MonkeyPatch.context() as patched, running(app) as address:
        patched.setattr(asked, "SMALL", 0)
        yield app, address


@pytest.fixture
def connection(served: tuple[Interrupted, str]) -> Iterator[Interrupted]:
    yield served[0]
    served[0].reset()


@pytest.fixture
def origin(served: tuple[Interrupted, str]) -> str:
    return served[1]


def begin(lesson: Lesson, address: str = "/?scenario=course") -> Lesson:
    lesson.page.goto(lesson.origin + address)
    return lesson


def forgive(lesson: Lesson) -> None:
    """Forget what the browser itself says of a connection that the test has cut."""
    lesson.complaints[:] = [said for said in lesson.complaints if "Failed to load resource" not in said]


def test_frames_are_drawn_before_the_stream_has_ended(visit: Visit, connection: Interrupted, origin: str) -> None:
    connection.records = HEAD + FORWARD + 2
    lesson = begin(visit(origin=origin), "/?scenario=course&t=2&step=da_next")
    lesson.page.wait_for_selector("#stage [role=gridcell]")
    assert lesson.moment().state == "loading"
    assert {grid.symbol for grid in lesson.grids()} == {"da_t", "da_prevt", "da_next"}
    assert all(grid.values for grid in lesson.grids())
    lesson.press("Home", "ArrowRight")
    assert (lesson.moment().step, lesson.moment().state) == ("z", "loading")
    connection.go_on.set()
    assert lesson.settle().moment().playhead == 1


def test_what_has_not_arrived_is_awaited_and_then_drawn(visit: Visit, connection: Interrupted, origin: str) -> None:
    connection.records = HEAD + FORWARD
    lesson = begin(visit(origin=origin), "/?scenario=course&t=2&step=da_next")
    lesson.page.wait_for_selector("#stage [role=grid]")
    assert not any(any(grid.values) for grid in lesson.grids())
    connection.go_on.set()
    assert all(grid.values for grid in lesson.settle().grids())


@pytest.mark.parametrize(
    ("records", "then"),
    [
        (0, "end"),
        (HEAD + FORWARD + 1, "end"),
        (HEAD + 2 * FORWARD, "end"),  # all of it but the last record
        (0, "break"),
        (HEAD + FORWARD + 1, "break"),
    ],
)
def test_a_stream_without_its_end_is_a_message_with_a_way_on(
    visit: Visit, connection: Interrupted, origin: str, records: int, then: str
) -> None:
    connection.records, connection.then = records, then
    lesson = begin(visit(origin=origin)).settle("error")
    message = lesson.page.get_by_role("alert")
    assert message.is_visible()
    assert "trace" in message.inner_text()
    forgive(lesson)

    connection.records = None
    lesson.click("Retry").settle()
    assert message.is_hidden()
    assert len(lesson.grids()) > 0


def test_a_retry_that_fails_says_so_again(visit: Visit, connection: Interrupted, origin: str) -> None:
    connection.records, connection.then = 3, "end"
    lesson = begin(visit(origin=origin)).settle("error")
    lesson.click("Retry").settle("error")
    assert lesson.button("Retry").is_visible()
    forgive(lesson)


def test_a_retry_keeps_the_moment_that_was_asked_for(visit: Visit, connection: Interrupted, origin: str) -> None:
    connection.records, connection.then = HEAD + 2, "end"
    lesson = begin(visit(origin=origin), "/?scenario=course&t=1&step=dtanh&entry=0,4").settle("error")
    connection.records = None
    lesson.click("Retry").settle()
    assert (lesson.moment().t, lesson.moment().step) == (1, "dtanh")


def test_a_server_that_is_not_there_any_more_is_named(visit: Visit, connection: Interrupted, origin: str) -> None:
    lesson = begin(visit(origin=origin, fresh=True)).settle()
    lesson.page.context.set_offline(True)
    lesson.page.get_by_label("Scenario").select_option("custom")
    lesson.settle("error")
    assert "does not answer" in lesson.text("#message")
    forgive(lesson)
    lesson.page.context.set_offline(False)
    lesson.click("Retry").settle()
    assert "scenario=custom" in lesson.address


def test_without_the_server_another_entry_has_no_arithmetic_and_that_is_said(visit: Visit) -> None:
    lesson = visit(fresh=True).open("/?scenario=course&t=2&step=da_next&entry=2,3")
    lesson.page.context.set_offline(True)
    lesson.page.locator("#stage [role=grid]").last.focus()
    lesson.press("ArrowRight")
    lesson.page.wait_for_selector("#message:not([hidden])")
    assert "does not answer" in lesson.text("#message")
    forgive(lesson)


def test_another_scenario_ends_the_stream_before_it(visit: Visit, connection: Interrupted, origin: str) -> None:
    connection.records = HEAD + 1
    lesson = begin(visit(origin=origin))
    lesson.page.wait_for_selector("#stage [role=grid]")
    connection.records = None
    lesson.page.get_by_label("Scenario").select_option("custom")
    lesson.settle()
    connection.go_on.set()
    lesson.drawn()
    assert "scenario=custom" in lesson.address
    assert lesson.moment().state == "ready"
