"""Limits come from the environment; one that makes no sense stops the program with a line that says so."""

import os
import subprocess
import sys

import pytest

from app.requests.limits import LOCAL, Settings, local_environment


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", "trace", "custom", "--T-x", "3"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_limit_can_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNROLLED_MAX_T_X", "7")
    assert Settings().max_T_x == 7


def test_the_limit_is_the_one_that_requests_are_held_to() -> None:
    refused = start(UNROLLED_MAX_T_X="2")
    assert refused.returncode == 2
    assert refused.stderr == "unrolled: T_x must be a whole number from 1 to 2, not '3'.\n"


@pytest.mark.parametrize("value", ["abc", "0", "-5", "1.5", "", "1000000000000000000000"])
def test_a_limit_that_makes_no_sense_stops_the_program_with_one_line(value: str) -> None:
    stopped = start(UNROLLED_MAX_T_X=value)
    assert stopped.returncode == 2
    assert stopped.stdout == ""
    said = f"unrolled: UNROLLED_MAX_T_X must be a whole number from 1 to 100000, not '{value}'.\n"
    assert stopped.stderr == said


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().max_T_x = 5  # type: ignore[misc]


def test_the_local_limits_are_larger_and_give_way_to_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    public = Settings()
    for name, limit in LOCAL.items():
        assert limit > getattr(public, name), name
    monkeypatch.setenv("UNROLLED_MAX_N", "7")
    environment = local_environment()
    assert environment["UNROLLED_MAX_N"] == "7"
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (Settings().max_n, Settings().max_T_x) == (7, LOCAL["max_T_x"])
