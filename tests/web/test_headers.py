"""The headers are added without holding a stream back."""

import asyncio
from typing import Any

import pytest

from app.web.headers import POLICY, SecurityHeaders


async def answers(path: str, status: int, **settings: Any) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        for n in range(3):
            assert len(sent) == n + 1, "the part before was passed on before the next was made"
            await send({"type": "http.response.body", "body": b"part", "more_body": n < 2})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is to be read")

    await SecurityHeaders(app, **settings)({"type": "http", "path": path}, receive, send)
    return sent


def headers(path: str, status: int = 200, **settings: Any) -> dict[str, str]:
    start = asyncio.run(answers(path, status, **settings))[0]
    return {name.decode(): value.decode() for name, value in start["headers"]}


def test_each_part_of_a_stream_is_passed_on_at_once() -> None:
    assert [message["type"] for message in asyncio.run(answers("/api/trace", 200))[1:]] == ["http.response.body"] * 3


PATHS = ["/", "/lesson", "/questions", "/catalogue", "/api/trace", "/docs", "/static/abc/js/main.js"]


@pytest.mark.parametrize("path", PATHS)
def test_the_policy_is_on_every_path(path: str) -> None:
    assert headers(path)["content-security-policy"] == POLICY


def test_only_static_files_that_are_there_are_kept_for_good() -> None:
    assert headers("/static/abc/js/main.js")["cache-control"] == "public, max-age=31536000, immutable"
    assert headers("/static/abc/js/gone.js", 404)["cache-control"] == "no-cache"
    assert headers("/")["cache-control"] == "no-cache"


def test_one_page_alone_may_be_shown_in_frames_and_only_by_those_who_are_named() -> None:
    open_to = {"framed_by": ["https://course.example"]}
    assert "frame-ancestors 'self';" in headers("/embed")["content-security-policy"]
    assert "frame-ancestors 'self' https://course.example;" in headers("/embed", **open_to)["content-security-policy"]
    below = headers("/unrolled/embed", **open_to, root_path="/unrolled")["content-security-policy"]
    assert "frame-ancestors 'self' https://course.example;" in below
    assert headers("/", **open_to)["content-security-policy"] == POLICY
