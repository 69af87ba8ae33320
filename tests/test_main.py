"""The application as a whole: a strict policy on every answer, and a clear word where something is missing."""

from pathlib import Path

import httpx2
import pytest

from app.main import create_app
from app.web import pages
from app.web.headers import POLICY

ANSWERS = {
    "/": 200,
    "/api/trace?scenario=course": 200,
    "/api/trace?T_x=abc": 422,
    "/api/trace?scenario=nowhere": 404,
    "/api/cells": 200,
    "/api/scenarios": 200,
    "/questions": 200,
    "/api/nudge?t=1": 200,
    "/api/questions": 200,
    "/healthz": 200,
    "/openapi.json": 200,
    "/no/such/page": 404,
    "/static/nothing.js": 404,
}


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
def test_every_answer_carries_the_strict_policy(client: httpx2.Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_the_policy_allows_nothing_inline_and_no_other_host() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'self'"
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_the_page_names_no_other_host_and_has_nothing_inline(client: httpx2.Client) -> None:
    page = client.get("/").text
    assert "<script" in page
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page
    assert "style=" not in page
    assert " onclick=" not in page
    for script in page.split("<script")[1:]:
        attributes, _, rest = script.partition(">")
        assert "src=" in attributes
        assert rest.startswith("</script>")


def test_pages_that_would_need_other_hosts_are_not_there(client: httpx2.Client) -> None:
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404


def test_static_files_are_kept_for_good_under_an_address_that_changes_with_them(client: httpx2.Client) -> None:
    answer = client.get(f"/static/{pages.version()}/built/main.js")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert client.get("/").headers["cache-control"] == "no-cache"


def test_files_outside_static_cannot_be_reached(client: httpx2.Client) -> None:
    for path in ("../app/main.py", "%2e%2e/app/main.py", "..%2fpyproject.toml"):
        assert client.get(f"/static/{pages.version()}/{path}").status_code == 404


def test_only_what_is_offered_can_be_done(client: httpx2.Client) -> None:
    assert client.put("/api/trace").status_code == 405


def test_no_application_is_made_of_a_front_end_that_was_not_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    with pytest.raises(RuntimeError, match="is missing"):
        create_app()
