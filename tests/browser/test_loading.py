"""The page loads whole and clean, from its own server alone."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson


def test_it_loads_without_a_word_on_the_console_and_without_another_host(visit: Visit, server: str) -> None:
    lesson = visit(motion=True, fresh=True).open()
    hosts = {urlsplit(address).netloc for address in lesson.requests}
    assert hosts == {urlsplit(server).netloc}
    assert lesson.complaints == []


def test_nothing_that_it_asks_for_is_missing(visit: Visit) -> None:
    lesson = visit(fresh=True)
    answers: dict[str, int] = {}
    lesson.page.on("response", lambda response: answers.update({response.url: response.status}))
    lesson.open()
    assert {address: status for address, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?scenario=course",
        "/?cell=lstm&t=2&step=da_next&entry=2,3",
        "/?T_x=3&scenario=custom&seed=7&n_a=4&radius=0.9&present=1&clip=2",
        "/?mistake=drop_carry&first=1",
    ],
)
def test_no_file_is_fetched_twice(visit: Visit, address: str) -> None:
    """The first trace least of all, which the page asks for before its scripts are there."""
    lesson = visit(fresh=True).open(address)
    assert lesson.page.locator("link[as=fetch]").count() == 1
    fetched = lesson.page.evaluate(
        """() => performance.getEntriesByType('resource')
          .filter((entry) => entry.transferSize > 0) // else it came from the cache
          .map((entry) => entry.name)"""
    )
    assert sorted(fetched) == sorted(set(fetched))


def test_all_that_the_first_load_takes_is_140_kilobytes_as_sent(visit: Visit) -> None:
    """Headers, fonts and the trace included; `python -m tests.bench.frames` says what they are made of."""
    lesson = visit(fresh=True)
    sizes: list[float] = []
    session = lesson.page.context.new_cdp_session(lesson.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    lesson.open("/?scenario=course")
    lesson.page.wait_for_load_state("networkidle")
    assert len(sizes) > 5
    assert sum(sizes) <= 140_000


def test_what_goes_against_the_policy_would_be_seen(chromium: Browser, server: str) -> None:
    """The other tests rely on this: an inline script is refused, and the refusal counts as a complaint."""
    page = chromium.new_page()
    lesson = Lesson(page, server).open()
    lesson.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
    lesson.drawn()
    page.close()
    assert any("CSP: script-src" in complaint for complaint in lesson.complaints)


def test_it_goes_on_without_the_server_once_the_trace_is_there(visit: Visit) -> None:
    lesson = visit(fresh=True).open("/?scenario=course&t=2&step=da_next&entry=2,3")
    lesson.page.context.set_offline(True)
    lesson.press("ArrowRight")
    assert lesson.moment().step == "dtanh"
    lesson.press("End", "Home", "p", "d")
    assert lesson.moment().playhead == 0


def test_it_opens_at_the_question(visit: Visit) -> None:
    """Where two gradients meet for the first time: da_next at the last timestep but one."""
    lesson = visit().open("/")
    assert (lesson.moment().t, lesson.moment().step) == (2, "da_next")
