"""Two workers, of which one is killed in the middle of a lecture: no learner sees more than a Retry."""

import os
import signal
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson
from tests.browser.test_stream import forgive
from tests.serving import children, serving

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="workers are found in /proc"),
]

LEARNERS = 3


def goes_on(lesson: Lesson) -> None:
    """See what was asked for in full, after a Retry at the most."""
    lesson.page.wait_for_selector("html:is([data-state=ready], [data-state=error])")
    if lesson.moment().state == "error":
        lesson.click("Retry")
    lesson.settle()
    assert lesson.page.get_by_role("alert").is_hidden()
    assert lesson.press("End").settle().moment().t == 0
    forgive(lesson)


def test_when_a_worker_is_killed_no_learner_sees_more_than_a_retry(visit: Visit) -> None:
    with serving("--workers", "2") as (process, origin):
        lessons = [visit(origin=origin, fresh=True).open("/?scenario=course") for _ in range(LEARNERS)]
        # One after the other: whichever answers a learner, it is met once.
        for scenario, victim in zip(("hello", "last-only"), children(process.pid), strict=True):
            os.kill(victim, signal.SIGSTOP)  # so that it is in the middle of something when it dies
            for lesson in lessons:
                lesson.page.get_by_label("Scenario").select_option(scenario)
                lesson.drawn()
            os.kill(victim, signal.SIGKILL)
            for lesson in lessons:
                goes_on(lesson)
                assert f"scenario={scenario}" in lesson.address
