"""What the rules of axe find wrong with a page as it is now."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.lesson import Lesson

RUN = """([options, left_out]) => axe.run({ exclude: left_out }, options).then(({ violations }) => violations)"""

LIKE_THE_FIRST = [["[role=row]:nth-child(n + 3)"]]
"""Rows of a readable matrix after its first two: they are made by one line of code, and are half of all elements."""


def faults(lesson: Lesson, *, contrast: bool = True) -> list[str]:
    """Return each rule that is broken, and where. The contrast of colours is by far the dearest."""
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
    if lesson.page.evaluate("typeof axe") == "undefined":
        lesson.page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = lesson.page.evaluate(RUN, [options, LIKE_THE_FIRST])
    return [
        f"{rule['id']}: {node['html'][:90]}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found
        for node in rule["nodes"]
    ]
