"""What tests.bench.dearest measures is allowed, and nearly as large as may be; SECURITY.md says what bounds it."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.analysis import nudge
from app.analysis.gradcheck import work_of
from app.bptt.refused import NotAllowed
from app.requests import notebook as written
from app.requests.queries import NotebookQuery, TraceQuery
from app.requests.trace import drawn_amount, drawn_run
from tests.bench.dearest import ASKED, LIMITS, MOST_CPU, MOST_MEMORY, query

NEARLY = 0.85


def amounts(name: str) -> tuple[float, float]:
    """Return how much of what may be held, and of what may be sent in full, a request takes."""
    asked = {key: value for key, value in query(name).items() if key in TraceQuery.model_fields}
    amount = drawn_amount(TraceQuery.model_validate(asked), LIMITS)
    return amount.held / LIMITS.max_held, amount.sent("full", amount.sizes.T_x) / LIMITS.max_sent


@pytest.mark.parametrize("name", [name for name in ASKED if not name.startswith(("nudge", "notebook"))])
def test_a_trace_that_is_measured_is_nearly_as_large_as_may_be(name: str) -> None:
    held, sent = amounts(name)
    assert NEARLY <= (held if name == "widest_trace" else sent) <= 1


def test_a_notebook_that_is_measured_is_nearly_as_long_as_may_be() -> None:
    asked = NotebookQuery.model_validate(query("notebook"))
    assert NEARLY <= drawn_amount(asked, LIMITS).ends / LIMITS.max_sent_unasked <= 1


def test_a_notebook_that_would_be_too_long_is_refused_before_anything_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "forward_pass", None)
    asked = NotebookQuery.model_validate({**query("notebook"), "T_x": 180})
    with pytest.raises(NotAllowed, match="1,000,000 are allowed"):
        written.notebook(asked, {}, LIMITS)


@pytest.mark.parametrize("name", ["nudge", "nudge_of_a_parameter"])
def test_a_nudge_that_is_measured_takes_nearly_as_much_work_as_it_may(name: str) -> None:
    asked: dict[str, Any] = {key: value for key, value in query(name).items() if key in TraceQuery.model_fields}
    run = drawn_run(TraceQuery.model_validate(asked), LIMITS)
    runs = 2 + 2 * nudge.ROADS if name == "nudge" else 2 * run.setting.T_backward + 3 + nudge.HALVINGS
    assert NEARLY <= runs * work_of(run.setting) / nudge.MAX_WORK <= 1


def test_a_nudge_that_is_too_much_is_refused_before_anything_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    run = drawn_run(TraceQuery(scenario="custom", cell="lstm", T_x=2000, n_a=1, n_x=1, n_y=1, m=1), LIMITS)
    monkeypatch.setattr(nudge, "forward_pass", None)
    with pytest.raises(NotAllowed, match="with a smaller size it runs"):
        nudge.nudge_state(run.setting, 0, (0, 0), 0.01)


def test_the_bounds_are_those_that_are_written_down() -> None:
    written = (Path(__file__).parents[2] / "SECURITY.md").read_text()
    (cpu, memory) = re.findall(r"No request takes more than ([0-9]+) s of CPU and ([0-9]+) MB", written)[0]
    assert (float(cpu), int(memory) * 1_000_000) == (MOST_CPU, MOST_MEMORY)
