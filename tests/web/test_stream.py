"""Records are computed beside the server and not in its place."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import aclosing

import httpx2
import pytest

from app.records.trace import Record
from app.web import trace_routes as api
from app.web.stream import LARGE, WORKERS, lines

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


def test_lines_that_are_made_at_once_travel_together_and_none_is_lost() -> None:
    async def pieces() -> list[bytes]:
        return [piece async for piece in lines({"kind": "forward", "t": t} for t in range(100))]

    sent = asyncio.run(pieces())
    assert b"".join(sent) == b"".join(b'{"kind":"forward","t":%d}\n' % t for t in range(100))
    assert len(sent) < 100


def test_what_was_made_before_an_error_is_sent() -> None:
    def broken() -> Generator[Record, None, None]:
        yield {"kind": "head"}
        yield {"kind": "forward"}
        raise ArithmeticError("this step cannot be computed")

    sent: list[bytes] = []

    async def read() -> None:
        async for piece in lines(broken()):
            sent.append(piece)  # noqa: PERF401

    with pytest.raises(ArithmeticError):
        asyncio.run(read())
    assert b"".join(sent) == b'{"kind":"head"}\n{"kind":"forward"}\n'


def test_who_leaves_waits_for_the_record_under_way_and_for_no_other() -> None:
    made: list[int] = []
    closed = threading.Event()

    def endless() -> Generator[Record, None, None]:
        try:
            while True:
                made.append(0)
                yield {"kind": "forward", "values": {"a": "x" * LARGE}}
        finally:
            closed.set()

    async def leave() -> None:
        async with aclosing(lines(endless())) as reading:
            await anext(reading)

    asyncio.run(leave())
    assert closed.is_set()
    assert len(made) <= 2
