"""Records are computed beside the server and not in its place."""

import threading
from collections.abc import Generator

import httpx2
import pytest

from app.records.trace import Record
from app.web import trace_routes as api
from app.web.stream import WORKERS

LONG = "/api/trace?scenario=custom&T_x=400"  # what is small is made in one go

WAIT = 20  # seconds before a test gives up; nothing here takes so long where it works


def test_the_server_answers_while_a_record_is_computed(
    server: str, client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, answered = threading.Event(), threading.Event()

    def slow() -> Generator[Record, None, None]:
        begun.set()
        assert answered.wait(WAIT), "the server waited for the record"
        yield {"kind": "end"}

    monkeypatch.setattr(api, "answer", lambda *args: slow())
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(httpx2.get(f"{server}{LONG}", timeout=WAIT).text))
    reader.start()
    assert begun.wait(WAIT)
    assert client.get("/healthz").status_code == 200
    answered.set()
    reader.join(WAIT)
    assert received == ['{"kind":"end"}\n']


def test_more_readers_than_workers_take_turns(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is given its first record before any is given its last: nobody waits for another's whole trace."""
    readers = int(WORKERS.total_tokens) + 2
    under_way: list[int] = []
    all_begun = threading.Event()

    def numbered(*args: object) -> Generator[Record, None, None]:
        yield {"kind": "head"}
        under_way.append(1)
        if len(under_way) == readers:
            all_begun.set()
        while not all_begun.is_set():
            yield {"kind": "forward"}
        yield {"kind": "end"}

    monkeypatch.setattr(api, "answer", numbered)
    received: list[str] = []
    threads = [
        threading.Thread(target=lambda: received.append(httpx2.get(f"{server}{LONG}", timeout=WAIT).text))
        for _ in range(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert [text.splitlines()[-1] for text in received] == ['{"kind":"end"}'] * readers
