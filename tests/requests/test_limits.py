"""Limits are given to an app and kept by it; those of the environment are read at the door."""

import httpx2
import pytest

from app.main import create_app
from app.requests.limits import LOCAL, BadLimit, Limits, from_environment
from tests.serving import running
from tests.test_cli import run


def test_a_limit_can_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNROLLED_MAX_T_X", "7")
    assert from_environment().max_T_x == 7


def test_the_limit_is_the_one_that_requests_are_held_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNROLLED_MAX_T_X", "2")
    refused = run("trace", "custom", "--T-x", "3")
    assert refused.returncode == 2
    assert refused.stderr == b"unrolled: T_x must be a whole number from 1 to 2, not '3'.\n"


def test_two_apps_have_their_own_limits_and_say_so() -> None:
    for most in (5, 9):
        with running(create_app(Limits(max_T_x=most))) as address:
            asked = f"{address}/api/trace?scenario=custom&T_x={most}"
            assert httpx2.get(asked).status_code == 200
            refused = httpx2.get(f"{address}/api/trace?scenario=custom&T_x={most + 1}")
            assert refused.json()["detail"] == f"T_x must be a whole number from 1 to {most}, not '{most + 1}'."
            parameters = httpx2.get(f"{address}/openapi.json").json()["paths"]["/api/trace"]["get"]["parameters"]
            (T_x,) = (one["schema"]["anyOf"][0]["maximum"] for one in parameters if one["name"] == "T_x")
            assert T_x == most


@pytest.mark.parametrize("value", ["abc", "0", "-5", "1.5", "", "1000000000000000000000"])
def test_a_limit_that_makes_no_sense_is_one_line(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNROLLED_MAX_T_X", value)
    said = f"UNROLLED_MAX_T_X must be a whole number from 1 to 100000, not '{value}'."
    with pytest.raises(BadLimit) as refused:
        create_app()
    assert str(refused.value) == said
    for command in ("trace", "serve"):
        stopped = run(command)
        assert (stopped.returncode, stopped.stdout) == (2, b"")
        assert stopped.stderr.decode() == f"unrolled: {said}\n"


@pytest.mark.parametrize("name", ["UNROLLED_MAX_TX", "UNROLLED_HOST", "unrolled_max_sents", "UNROLLED_"])
def test_a_variable_that_does_not_exist_is_named_with_those_that_do(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "7")
    for command in ("trace", "serve"):
        stopped = run(command)
        assert (stopped.returncode, stopped.stdout) == (2, b"")
        assert stopped.stderr.decode().startswith(f"unrolled: There is no {name}; there are UNROLLED_MAX_T_X, ")


def test_limits_cannot_be_changed_once_they_are_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Limits().max_T_x = 5  # type: ignore[misc]


def test_the_local_limits_are_larger_and_give_way_to_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    public = from_environment()
    for name, limit in LOCAL.items():
        assert limit > getattr(public, name), name
    monkeypatch.setenv("UNROLLED_MAX_N", "7")
    local = from_environment(local=True)
    assert (local.max_n, local.max_T_x) == (7, LOCAL["max_T_x"])


@pytest.mark.parametrize(
    "value", ["", "*", "https://course.example", "https://*.example.org:8443, http://127.0.0.1:9000"]
)
def test_who_may_frame_it_is_named_by_origins(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNROLLED_FRAMED_BY", value)
    assert from_environment().frames == [origin.strip() for origin in value.split(",") if origin]


@pytest.mark.parametrize("value", ["course.example", "https://a.example; x *", "'none'", "https://a/path", "*,"])
def test_and_by_nothing_else(value: str) -> None:
    refused = run("serve", "--port", "0", "--framed-by", value)
    said = "UNROLLED_FRAMED_BY must be origins such as https://course.example with commas between, or * for any"
    assert refused.stderr.decode() == f"unrolled: {said}, not {value!r}.\n"
