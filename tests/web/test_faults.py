"""What goes wrong where a server runs: no descriptors left, nothing to write to, halves of connections, SIGTERM."""

import os
import re
import resource
import shutil
import signal
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from tests.serving import children, serving
from tests.web.test_serve import received

pytestmark = pytest.mark.process

LONG = "/api/trace?scenario=custom&T_x=100&n_a=64&m=64&detail=lean"
PLAIN = {"accept-encoding": "identity"}


def connected(address: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=60)


def test_without_a_descriptor_left_who_comes_is_hung_up_on_and_who_is_there_is_answered() -> None:
    with serving() as (process, address), ExitStack() as crowd:
        with httpx2.Client(base_url=address, timeout=60) as first:
            for path in ("/", "/api/trace?check=false"):  # what is read once has been read
                assert first.get(path).status_code == 200
            most = len(os.listdir(f"/proc/{process.pid}/fd")) + 3
            resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (most, most))
            waiting = [crowd.enter_context(connected(address)) for _ in range(6)]
            last = waiting[-1]
            assert received(last) == b""
            assert first.get("/healthz").status_code == 200
            assert first.get("/api/trace?seed=5&check=false").status_code == 200
        crowd.close()
        while len(os.listdir(f"/proc/{process.pid}/fd")) > most - 3:
            assert process.poll() is None
        assert httpx2.get(f"{address}/healthz", timeout=60).status_code == 200
        process.terminate()
        assert process.communicate(timeout=60)[1] == ""


@pytest.mark.parametrize("arguments", [[], ["--workers", "2"]])
def test_told_to_end_it_ends_with_open_streams_and_without_a_traceback(arguments: list[str]) -> None:
    with serving(*arguments) as (process, address):
        with httpx2.Client(base_url=address) as reader, reader.stream("GET", LONG, headers=PLAIN) as answer:
            read = answer.iter_raw()
            next(read)
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
        assert process.stderr is not None
        assert process.stderr.read() == ""
        assert children(process.pid) == []


def test_who_has_said_all_and_shut_that_half_is_answered_to_the_end() -> None:
    with serving() as (_, address), connected(address) as half:
        half.sendall(b"GET /api/trace HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        half.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := half.recv(65536):
            answer += piece
    assert answer == b"" or b'{"kind":"check"' in answer  # in full or not at all: never a half that looks whole


def test_an_access_log_has_a_line_for_each_request_and_without_the_switch_none() -> None:
    for arguments, lines in (([], 0), (["--access-log"], 2)):
        with serving(*arguments) as (process, address):
            assert httpx2.get(f"{address}/healthz").status_code == 200
            assert httpx2.get(f"{address}/nowhere?x=1").status_code == 404
            process.send_signal(signal.SIGTERM)
            told, said = process.communicate(timeout=60)
            logged = re.findall(r'"GET (/\S*) HTTP/1.1" (\d+)', told + said)
            assert len(logged) == lines
            if lines:
                assert logged == [("/healthz", "200"), ("/nowhere?x=1", "404")]


READ_ONLY = 'mount --make-rprivate / && mount -o remount,bind,ro / && exec "$@"'


def can_mount() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("unshare") is not None


@pytest.mark.skipif(not can_mount(), reason="a root that cannot be written to takes Linux, root and unshare")
def test_where_nothing_can_be_written_everything_is_answered() -> None:
    """As in a container with --read-only: pages, traces, diagnoses, files of tensors."""
    before = ("unshare", "--mount", "sh", "-c", f"mount --bind / / && {READ_ONLY}", "sh")
    with serving(before=before) as (process, address), httpx2.Client(base_url=address, timeout=60) as client:
        assert not os.access(f"/proc/{process.pid}/root{Path(__file__).parent}", os.W_OK)
        for path in ("/", "/lesson", "/catalogue", "/api/trace", "/api/tensors", "/api/questions", "/healthz"):
            assert client.get(path).status_code == 200, path
        found = client.post("/api/diagnose", content=b'gradients["da0"][2][3] = -0.000705301629139')
        assert found.status_code == 200
