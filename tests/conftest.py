"""What several test files need: a real server, and how long hypothesis may look for a counterexample."""

import socket
import threading
from collections.abc import Iterator

import httpx2
import pytest
import uvicorn
from hypothesis import settings

from app.main import create_app

settings.register_profile("suite", max_examples=40, deadline=None)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a real server in this process, so that a test can put its own function in the app's place."""
    listener = socket.create_server(("127.0.0.1", 0))
    uvicorn_server = uvicorn.Server(uvicorn.Config(create_app(), log_config=None, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=uvicorn_server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    uvicorn_server.should_exit = True
    thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.fixture(scope="session")
def client(server: str) -> Iterator[httpx2.Client]:
    """A client of the real server. Its paths are the server's: client.get("/healthz")."""
    with httpx2.Client(base_url=server, timeout=20) as opened:
        yield opened
