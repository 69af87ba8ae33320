"""The whole lesson by keyboard alone: every declared step in order, and on the screen the API's very numbers."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson

Record = dict[str, Any]
Matrix = list[list[float]]


class Told:
    """A trace as the API tells it, and what each moment of the lesson must therefore show."""

    def __init__(self, client: httpx2.Client, asked: str) -> None:
        lines = client.get(f"/api/trace?{asked}&parts=true").text.splitlines()
        self.head, *others = (json.loads(line) for line in lines)
        self.frames = {(one["kind"], one["t"]): one for one in others if one["kind"] in ("forward", "backward")}
        self.declaration = self.head["declaration"]

    def moments(self) -> Iterator[tuple[str, int, Record | None]]:
        """Yield direction, t and step of every moment after the opening; None where a timestep hands over."""
        for t in range(self.head["sizes"]["T_x"]):
            yield from (("forward", t, step) for step in self.declaration["steps"]["forward"])
        for t in reversed(range(self.head["T_backward"])):
            yield from (("backward", t, step) for step in self.declaration["steps"]["backward"])
            yield "backward", t, None

    def value(self, direction: str, t: int, name: str) -> Matrix:
        """Return a value as it is at a step: of its own pass, else of the forward pass, else a parameter."""
        for kind in (direction, "forward"):
            values = self.frames.get((kind, t), {"values": {}})["values"]
            if name in values:
                return values[name]
        return self.head["parameters"][name]

    def matrices(self, direction: str, t: int, step: Record | None) -> list[Matrix]:
        """Return what stands on the stage: operands, result, and the running total before the result is added."""
        if step is None:
            names = [lane["returned"] for lane in self.declaration["lanes"] for _ in range(2)]
            return [self.value(direction, t, name) for name in names]
        shown = [self._operand(direction, t, operand) for operand in step["operands"]]
        shown.append(self.value(direction, t, step["name"]))
        if step["total"]:
            shown.append(self._before(t, step["total"]))
        return shown

    def _operand(self, direction: str, t: int, operand: Record) -> Matrix:
        if operand["symbol"] is None:
            return self.frames[direction, t]["parts"][operand["expression"]]
        value = self.value(direction, t, operand["symbol"])
        return [list(column) for column in zip(*value, strict=True)] if operand["transposed"] else value

    def _before(self, t: int, total: str) -> Matrix:
        if t + 1 < self.head["T_backward"]:
            return self.frames["backward", t + 1]["totals"][total]
        return [[0.0] * len(row) for row in self.frames["backward", t]["totals"][total]]


def walk(lesson: Lesson, told: Told) -> None:
    """Go from the opening to the end with the right arrow key and hold every moment against what was told."""
    lesson.press("Home")
    assert (lesson.moment().step, lesson.moment().playhead) == ("start", 0)
    playhead = 0
    for playhead, (direction, t, step) in enumerate(told.moments(), start=1):
        moment = lesson.press("ArrowRight").moment()
        name = step["name"] if step else "hand_over"
        assert (moment.t, moment.step, moment.playhead, moment.state) == (t, name, playhead, "ready")
        shown = sorted(grid.values for grid in lesson.grids())
        assert shown == sorted(told.matrices(direction, t, step)), f"{direction}, t = {t}, {name}"
    assert lesson.press("ArrowRight").moment().playhead == playhead


def test_the_course_exercise_from_its_first_step_to_its_last(visit: Visit, client: httpx2.Client) -> None:
    walk(visit().open("/?scenario=course"), Told(client, "scenario=course"))


@pytest.mark.parametrize("asked", ["cell=lstm", "cell=gru", "scenario=hello&cell=rnn"])
def test_any_cell_and_any_loss(visit: Visit, client: httpx2.Client, asked: str) -> None:
    sizes = "n_a=3&T_x=2" + ("" if "scenario" in asked else "&scenario=custom&n_x=2&n_y=2&m=2")
    walk(visit().open(f"/?{asked}&{sizes}"), Told(client, f"{asked}&{sizes}"))


def test_the_words_and_the_line_of_code_move_with_the_step(visit: Visit) -> None:
    lesson = visit().open("/?scenario=course&t=2&step=da_next")
    assert "two gradients meet" in lesson.text("#narration")
    current = lesson.page.locator("#code [aria-current=step]:visible")
    assert current.inner_text().strip() == "da_next = da[:, :, t] + da_prevt"
    lesson.press("ArrowRight")
    assert current.inner_text().strip() == "dtanh = (1 - a_next**2) * da_next"
    assert "tanh" in lesson.text("#narration")


def test_what_is_spoken_is_what_is_written(visit: Visit) -> None:
    lesson = visit().open("/?scenario=course&t=2&step=da_next")
    spoken = lesson.page.locator("#live").text_content() or ""
    assert spoken.startswith("Backward, t = 2.")
    assert lesson.text("#narration p") in spoken
