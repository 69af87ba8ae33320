"""One browser for all of these tests, and a page for each, on which nothing may go wrong unseen."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import launching
from tests.browser.lesson import Lesson

Visit = Callable[..., Lesson]


@pytest.fixture(scope="package")  # not longer: while Playwright runs, no other test could use asyncio.run
def chromium() -> Iterator[Browser]:
    with launching.chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def profiles(chromium: Browser) -> dict[float, BrowserContext]:
    """Profiles by the pixels of their screens. They keep the page's files, as those of a reader who comes back do."""
    return {ratio: chromium.new_context(device_scale_factor=ratio) for ratio in (1, 2)}


@pytest.fixture(scope="package")
def waiting(profiles: dict[float, BrowserContext], server: str) -> list[Lesson]:
    """The page that a test is done with, for the next one: to go elsewhere costs half of what a new page does."""
    return [Lesson(profiles[1].new_page(), server)]


@pytest.fixture
def visit(
    chromium: Browser, profiles: dict[float, BrowserContext], waiting: list[Lesson], server: str
) -> Iterator[Visit]:
    """Give a page of the server's, not opened yet. It must have said nothing on the console when the test is over.

    `motion` is whether movement is welcome; without it every step is complete at once, and tests are quick. `fresh`
    gives it a profile of its own, in which nothing was ever fetched, and which a test may change as it likes: cut it
    off from the network, put scripts before the page's, listen. Another page may have been used by an earlier test.
    """
    given: list[Lesson] = []
    closed_after: list[BrowserContext | Page] = []

    def give(
        width: int = 1280,
        height: int = 720,
        *,
        motion: bool = False,
        dark: bool = False,
        pixel_ratio: float = 1,
        origin: str = "",
        fresh: bool = False,
    ) -> Lesson:
        if waiting and not fresh and not origin and pixel_ratio == 1:
            lesson = waiting.pop()
        else:
            profile = chromium.new_context(device_scale_factor=pixel_ratio) if fresh else profiles[pixel_ratio]
            page = profile.new_page()
            lesson = Lesson(page, origin or server)
            closed_after.append(profile if fresh else page)
        lesson.begin(width, height, motion=motion, dark=dark)
        given.append(lesson)
        return lesson

    yield give
    complaints = [complaint for lesson in given for complaint in lesson.complaints]
    for one in closed_after:
        one.close()
    waiting += [lesson for lesson in given if not lesson.page.is_closed()]
    assert complaints == []
