"""Who is answered: by which name, from which site, and HEAD wherever GET is."""

import asyncio
import gzip
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.requests.limits import Limits
from app.web import pages
from app.web.headers import ALWAYS, VERSIONED


@pytest.fixture(scope="module")
def own() -> TestClient:
    """An app that goes by one name, below a path."""
    app = create_app(Limits(hosts="learn.example, [::1]"), root_path="/unrolled")

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("on purpose")

    return TestClient(app, base_url="http://learn.example", raise_server_exceptions=False)


@pytest.mark.parametrize("host", ["learn.example", "LEARN.example:8000", "[::1]:80", "[::1]"])
def test_its_own_names_are_answered_with_any_port(own: TestClient, host: str) -> None:
    assert own.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "learn.example.evil", "", "127.0.0.1"])
def test_another_name_is_refused(own: TestClient, host: str) -> None:
    assert own.get("/healthz", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),  # another port of the same machine
        ({"origin": "http://learn.example"}, 200),
        ({"origin": "http://learn.example:81"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_what_another_site_posts_is_refused(own: TestClient, headers: dict[str, str], status: int) -> None:
    assert own.post("/api/diagnose", content='gradients["da0"][2][3] = 1', headers=headers).status_code == status
    assert own.get("/healthz", headers={"sec-fetch-site": "cross-site"}).status_code == 200  # a link


@pytest.mark.parametrize("path", ["/", "/catalogue", "/api/trace?scenario=custom&T_x=500", "/healthz", "/api/cells"])
def test_head_is_answered_wherever_get_is(own: TestClient, path: str) -> None:
    answer = own.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert own.head("/nowhere").status_code == 404


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/broken"])
def test_every_answer_has_the_headers_also_where_the_server_fails(own: TestClient, path: str) -> None:
    answer = own.get(path)
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


def test_below_a_path_everything_is_found_with_the_path_and_without(own: TestClient) -> None:
    page = own.get("/unrolled/").text
    script = next(part for part in page.split('"') if part.endswith("built/main.js"))
    assert script == f"/unrolled/static/{pages.version()}/built/main.js"
    for address in (script, script.removeprefix("/unrolled"), "/unrolled/healthz", "/healthz", "/unrolled/catalogue"):
        assert own.get(address).status_code == 200
    assert 'href="/' not in page.replace('href="/unrolled/', "")


def test_a_file_is_compressed_once_and_known_again(client: httpx2.Client) -> None:
    address = f"/static/{pages.version()}/built/main.js"
    answer = client.get(address)
    assert answer.content == (pages.STATIC / "built" / "main.js").read_bytes()
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert (plain.content, "content-encoding" in plain.headers) == (answer.content, False)
    again = client.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == VERSIONED


def test_compressing_happens_once(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app()
    calls: list[int] = []
    compress = gzip.compress

    def counted(data: bytes, *more: Any, **named: Any) -> bytes:
        calls.append(len(data))
        return compress(data, *more, **named)

    monkeypatch.setattr("app.web.files.gzip.compress", counted)
    client = TestClient(app)
    for _ in range(3):
        assert client.get(f"/static/{pages.version()}/built/main.js").status_code == 200
    assert len(calls) == 1


def test_a_head_request_leaves_before_anything_is_computed() -> None:
    from app.web.guard import Guard

    sent: list[Any] = []
    made: list[int] = []

    async def streams(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        assert (await receive())["type"] == "http.disconnect"
        made.append(len(sent))

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Guard(streams)({"type": "http", "method": "HEAD", "headers": []}, None, send))  # type: ignore[arg-type]
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert made == [2]
