"""What several test files need: a real server, and how long hypothesis may look for a counterexample."""

from collections.abc import Iterator

import httpx2
import pytest
from hypothesis import settings

from app.main import create_app
from tests.serving import running

settings.register_profile("suite", max_examples=40, deadline=None)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a real server in this process, so that a test can put its own function in the app's place."""
    with running(create_app()) as address:
        yield address


@pytest.fixture(scope="session")
def client(server: str) -> Iterator[httpx2.Client]:
    """A client of the real server. Its paths are the server's: client.get("/healthz")."""
    with httpx2.Client(base_url=server, timeout=20) as opened:
        yield opened
