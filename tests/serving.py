"""A real server on a free port of this machine, for as long as it is needed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp

from app.web.listening import listen
from app.web.serve import Place, server_of


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
