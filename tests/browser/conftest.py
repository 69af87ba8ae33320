"""One browser for all of these tests, and a context for each, in which nothing may go wrong unseen."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.lesson import Lesson

QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
ALONE = ["--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # the network cable is out

Visit = Callable[..., Lesson]


@pytest.fixture(scope="package")  # not longer: while Playwright runs, no other test could use asyncio.run
def chromium() -> Iterator[Browser]:
    """A real browser that reaches this machine alone. There is none: that is a failure, not a reason to skip."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "no browser: install Chromium or name one in $CHROMIUM"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *ALONE, *as_root])
        yield browser
        browser.close()


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
