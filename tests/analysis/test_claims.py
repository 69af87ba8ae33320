"""What is said of handing a carry over, timestep by timestep, of runs whose cuts and clips are known."""

from typing import Any

import pytest

from app.analysis.claims import handing_over
from app.analysis.facts import Facts
from app.bptt.passes import Backward, backward_pass, forward_pass
from app.runs.run import make_run

SAID = {
    "whole": ({}, ["handed on"] * 3 + ["initial state"]),
    "cut in the middle": ({"truncate": 2}, ["handed on", "cut", "handed on", "returned below a cut"]),
    "cut everywhere": ({"truncate": 1}, ["cut everywhere"] * 3 + ["returned below a cut"]),
    "clipped at each": ({"clip": 0.01}, ["clipped"] * 3 + ["returned below a clip"]),
}


@pytest.mark.parametrize(("asked", "expected"), SAID.values(), ids=SAID)
def test_what_is_said_of_handing_over_is_what_was_done(asked: dict[str, Any], expected: list[str]) -> None:
    setting = make_run("course", "rnn", 1, {}, **asked).setting
    facts = Facts(setting)
    said = [
        handing_over(setting, frame, facts.at(frame), ())
        for frame in backward_pass(setting, list(forward_pass(setting)))
        if isinstance(frame, Backward)
    ]
    assert said == [{"da_prevt": one} for one in expected]


def test_where_the_right_run_returns_other_numbers_it_is_said() -> None:
    setting = make_run("course", "rnn", 1, {}).setting
    facts = Facts(setting)
    *_, last = (one for one in backward_pass(setting, list(forward_pass(setting))) if isinstance(one, Backward))
    assert handing_over(setting, last, facts.at(last), {"da_prev"}) == {"da_prevt": "returned wrong"}
