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


@pytest.fixture
def visit(chromium: Browser, profiles: dict[float, BrowserContext], server: str) -> Iterator[Visit]:
    """Make a page of the server's, not opened yet. It must have said nothing on the console when the test is over.

    `motion` is whether movement is welcome; without it every step is complete at once, and tests are quick. `fresh`
    gives it a profile of its own, in which nothing was ever fetched and which can be cut off from the network.
    """
    lessons: list[Lesson] = []
    opened: list[BrowserContext | Page] = []

    def make(
        width: int = 1280,
        height: int = 720,
        *,
        motion: bool = False,
        dark: bool = False,
        pixel_ratio: float = 1,
        origin: str = "",
        fresh: bool = False,
    ) -> Lesson:
        profile = chromium.new_context(device_scale_factor=pixel_ratio) if fresh else profiles[pixel_ratio]
        page = profile.new_page()
        opened.append(profile if fresh else page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            reduced_motion="no-preference" if motion else "reduce", color_scheme="dark" if dark else "light"
        )
        lessons.append(Lesson(page, origin or server))
        return lessons[-1]

    yield make
    complaints = [complaint for lesson in lessons for complaint in lesson.complaints]
    for one in opened:
        one.close()
    assert complaints == []
