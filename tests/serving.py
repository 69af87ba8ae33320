"""A real server on a free port of this machine, for as long as it is needed: in a thread, or in its own processes."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from starlette.types import ASGIApp

from app.web.listening import listen
from app.web.serve import Place, server_of

ROOT = Path(__file__).parents[1]


@contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """Run an app on a port of its own and yield its address."""
    listener = listen("127.0.0.1", 0)
    server = server_of(app, Place(), log_config=None)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=60)
        assert not thread.is_alive()


@contextmanager
def serving(*arguments: str, before: tuple[str, ...] = ()) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Start `app serve` with these arguments, yield its process and its address, and kill it.

    `before` is a command that runs it, such as one that limits it.
    """
    command = [*before, sys.executable, "-m", "app", "serve", "--port", "0", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            told = re.search(r"http://[^ ]+", process.stdout.readline())
            assert told
            yield process, told[0]
        finally:
            for child in children(process.pid):
                kill(child)
            process.kill()


def children(process: int) -> list[int]:
    """Return the processes that it has started, as far as /proc tells."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(one) for one in listed.read_text().split()] if listed.exists() else []


def kill(process: int) -> None:
    """End a process without asking it."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def until_listening(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a process takes connections. Raises AssertionError where it ends instead."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=60).close()
        except ConnectionRefusedError:
            assert process.poll() is None, f"it ended with {process.returncode}"
        else:
            return
