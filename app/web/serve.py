"""Starting the server: listen, say where, open the page, answer in one process or in several, end when told to."""

import asyncio
import logging
import threading
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from socket import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from .connection import PatientProtocol
from .listening import listen
from .workers import keep

GRACE = 1  # seconds that an open stream is given when the server is told to stop
CONNECTIONS = 1000  # at once in a process; the next is told 503


@dataclass(frozen=True)
class Place:
    """Where and how an application is served."""

    host: str = "127.0.0.1"
    port: int = 8000  # 0 for any that is free
    workers: int = 1
    proxies: str = ""  # addresses of the proxies whose forwarded headers are believed, with commas between
    access_log: bool = False


class Server(uvicorn.Server):
    """Uvicorn's, which hangs up on whoever still reads when the grace is over: their streams end as for a reader that
    has left, and not in the middle of a computation."""

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop listening, wait for what is under way, but not longer than the grace."""
        asyncio.get_running_loop().call_later(GRACE, self._hang_up)
        await super().shutdown(sockets)

    def _hang_up(self) -> None:
        for connection in list(self.server_state.connections):
            if (transport := getattr(connection, "transport", None)) is not None:
                transport.abort()


def serve(application: ASGIApp, place: Place, *, open_page: bool = False, page: str = "/") -> None:
    """Answer until Ctrl-C. Prints the address once it is listened on; with `open_page`, a browser opens that page.

    Raises CannotServe for an address that cannot be listened on.
    """
    with listen(place.host, place.port) as listener:
        shown = f"[{place.host}]" if ":" in place.host else place.host
        address = f"http://{shown}:{listener.getsockname()[1]}"
        print(f"Unrolled is on {address} (Ctrl-C ends it)", flush=True)

        def answer() -> None:
            with suppress(KeyboardInterrupt):
                server_of(application, place).run(sockets=[listener])

        def opened() -> None:  # not waited for: a browser in the terminal would keep the server from starting
            if open_page:
                threading.Thread(target=webbrowser.open, args=(address + page,), daemon=True).start()

        if place.workers == 1:
            opened()
            answer()
        else:
            keep(place.workers, answer, started=opened)


def server_of(application: ASGIApp, place: Place, **more: Any) -> Server:
    """Return the server, not started."""
    config = uvicorn.Config(
        application,
        http=PatientProtocol,
        ws="none",
        log_level="warning",
        access_log=place.access_log,
        server_header=False,
        proxy_headers=bool(place.proxies),
        forwarded_allow_ips=place.proxies,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=3 * GRACE,  # only where hanging up was not enough
        **more,
    )
    if place.access_log:
        logging.getLogger("uvicorn.access").setLevel(logging.INFO)
    return Server(config)
