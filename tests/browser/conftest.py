"""One browser for all of these tests, and a context for each, in which nothing may go wrong unseen."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser import launching
from tests.browser.lesson import Lesson

Visit = Callable[..., Lesson]


@pytest.fixture(scope="package")  # not longer: while Playwright runs, no other test could use asyncio.run
def chromium() -> Iterator[Browser]:
    with launching.chromium() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, server: str) -> Iterator[Visit]:
    """Make a page of the server's, not opened yet. It must have said nothing on the console when the test is over.

    `motion` is whether movement is welcome; without it every step is complete at once, and tests are quick.
    """
    contexts: list[BrowserContext] = []
    lessons: list[Lesson] = []

    def make(
        width: int = 1280,
        height: int = 720,
        *,
        motion: bool = False,
        dark: bool = False,
        pixel_ratio: float = 1,
        origin: str = "",
    ) -> Lesson:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=pixel_ratio,
            reduced_motion="no-preference" if motion else "reduce",
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        lesson = Lesson(context, origin or server)
        lessons.append(lesson)
        return lesson

    yield make
    complaints = [complaint for lesson in lessons for complaint in lesson.complaints]
    for context in contexts:
        context.close()
    assert complaints == []
