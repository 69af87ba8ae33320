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
    with httpx2.Client(base_url=server, timeout=60) as opened:
        yield opened


SLOW_TO_START = {"server", "chromium"}
"""Fixtures that start a server or a browser."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out what starts a server, a browser or a process")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --quick, leave out what takes long to start. Else begin with the browser: its files take longest."""
    if not config.getoption("--quick"):
        items.sort(key=lambda item: "browser" not in item.path.parts)
        return
    slow = [item for item in items if _is_slow(item)]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in set(slow)]


def _is_slow(item: pytest.Item) -> bool:
    starts = item.get_closest_marker("process") is not None
    return starts or bool(SLOW_TO_START & set(getattr(item, "fixturenames", ())))
