"""A server and a browser for as long as they are needed."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Browser, sync_playwright
from starlette.types import ASGIApp

QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
ALONE = ["--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # the network cable is out


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real browser that reaches this machine alone. There is none: that is a failure, not a reason to skip."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "no browser: install Chromium or name one in $CHROMIUM"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *ALONE, *as_root])
        yield browser
        browser.close()


@contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """Run an app on a port of its own and yield its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        assert not thread.is_alive()
