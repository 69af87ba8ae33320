"""The listener, the workers behind it, and how long a connection may take: with real sockets and processes."""

import asyncio
import os
import re
import signal
import socket
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest

from app.web import connection
from app.web.listening import CannotServe, listen
from app.web.serve import Place, server_of
from tests.serving import children, running, serving


def received(connection: socket.socket) -> bytes:
    """Return what still comes; nothing where the other side has hung up, in whichever way."""
    try:
        return connection.recv(1)
    except ConnectionResetError:
        return b""


async def says_whether_it_delays(scope, receive, send) -> None:
    """Answer with TCP_NODELAY of the accepted socket that this very request came in at."""
    delays = [
        transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        for transport in TRANSPORTS
    ]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(delays).encode()})


TRANSPORTS: list[asyncio.BaseTransport] = []


def test_an_accepted_socket_sends_small_answers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = connection.PatientProtocol.connection_made

    def noted(self, transport) -> None:
        TRANSPORTS[:] = [transport]
        made(self, transport)

    monkeypatch.setattr(connection.PatientProtocol, "connection_made", noted)
    with running(says_whether_it_delays) as address:
        assert httpx2.get(address).text == "[1]"


def test_an_address_that_is_taken_is_said() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(CannotServe, match="Address already in use"):
        listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX: "])
def test_who_does_not_say_what_they_want_is_hung_up_on(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(connection, "HEADERS", 0.05)
    with running(says_whether_it_delays) as address:
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=60) as slow:
            slow.sendall(sent)
            assert received(slow) == b""


def test_who_does_not_send_what_they_announced_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BODY", 0.05)

    async def waits(scope, receive, send) -> None:
        while scope["type"] == "http" and (await receive())["type"] != "http.disconnect":
            pass

    with running(waits) as address:
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=60) as slow:
            slow.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab")
            assert received(slow) == b""


def test_who_does_not_read_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "STALLED", 0.05)
    left = threading.Event()

    async def endless(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        task = asyncio.ensure_future(receive_until_left(receive))
        while not task.done():
            await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
            await asyncio.sleep(0)
        left.set()

    async def receive_until_left(receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    with running(endless) as address:
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=60) as stalled:
            stalled.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert left.wait(timeout=60)


async def large(scope, receive, send) -> None:
    """Answer with more than any socket takes at once."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"30000000")]})
    await send({"type": "http.response.body", "body": bytes(30_000_000)})


def ask(address: str) -> socket.socket:
    """Ask, read the beginning of the answer, and nothing more."""
    asking = socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=60)
    asking.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert asking.recv(1)
    return asking


def test_who_reads_slowly_is_given_as_long_as_it_takes() -> None:
    """Each time it is looked, enough was read since the last time; when it is not, that is the end."""
    unread = iter([1_000_000, 1_000_000 - connection.LEAST, 1_000_001 - 2 * connection.LEAST])
    aborted: list[bool] = []
    patient = object.__new__(connection.PatientProtocol)
    patient.transport = SimpleNamespace(get_write_buffer_size=lambda: next(unread), abort=lambda: aborted.append(True))
    later: list[Any] = []
    patient.loop = SimpleNamespace(call_later=lambda seconds, call: later.append(call))
    patient._watch(next(unread))
    later.pop()()
    assert aborted == []
    later.pop()()
    assert (aborted, later) == ([True], [])


def test_where_too_much_is_unread_who_has_waited_longest_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "UNREAD", 50_000_000)  # one answer waits, two do not
    with running(large) as address, ask(address) as first, ask(address) as second:
        read = 1
        while piece := receive_some(first):
            read += len(piece)
        assert read < 30_000_000
        read = 1
        while read < 30_000_000 and (piece := second.recv(1_000_000)):
            read += len(piece)
        assert read >= 30_000_000


def receive_some(asking: socket.socket) -> bytes:
    try:
        return asking.recv(1_000_000)
    except ConnectionResetError:
        return b""


def test_only_named_proxies_are_believed() -> None:
    assert server_of(says_whether_it_delays, Place()).config.proxy_headers is False
    trusting = server_of(says_whether_it_delays, Place(proxies="10.0.0.1"))
    assert (trusting.config.proxy_headers, trusting.config.forwarded_allow_ips) == (True, "10.0.0.1")


# Processes --------------------------------------------------------------------------------------------------------


@pytest.mark.process
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are read from /proc")
def test_a_worker_that_is_killed_is_replaced_and_ctrl_c_ends_all_of_them() -> None:
    with serving("--workers", "2") as (process, address):
        assert httpx2.get(f"{address}/healthz").status_code == 200
        first = children(process.pid)
        assert len(first) == 2
        os.kill(first[0], signal.SIGKILL)
        assert process.stderr is not None
        assert re.match(r"unrolled: worker \d+ ended \(by signal SIGKILL\)", process.stderr.readline())
        assert httpx2.get(f"{address}/healthz").status_code == 200  # by the other, while the new one comes
        while len(children(process.pid)) < 2:
            os.sched_yield()
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == ""


@pytest.mark.process
def test_ctrl_c_with_open_streams_says_nothing() -> None:
    with serving() as (process, address):
        asked = "/api/trace?scenario=custom&T_x=100&n_a=64&m=64&detail=lean"
        headers = {"accept-encoding": "identity"}
        with httpx2.Client(base_url=address) as reader, reader.stream("GET", asked, headers=headers) as answer:
            next(answer.iter_lines())
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
