"""Who is answered at all: any page in a browser can reach a server on the same machine, and some try to."""

import asyncio
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

READING = ("GET", "HEAD", "OPTIONS")


class Guard:
    """Refuses names that are not ours and what is posted from other sites; answers HEAD wherever GET is answered."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = (), root_path: str = "") -> None:
        """`hosts` are the names that the server goes by; with none, any name is taken.

        `root_path` is the path below which a proxy shows it; requests are taken with it and without.
        """
        self.app = app
        self.root_path = root_path
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.root_path:
            path: str = scope["path"]
            whole = path if f"{path}/".startswith(f"{self.root_path}/") else self.root_path + path
            scope = {**scope, "root_path": self.root_path, "path": whole}
        headers = Headers(scope=scope)
        if self.hosts and _name(headers.get("host", "")) not in self.hosts:
            said = "This server does not go by that name; UNROLLED_HOSTS lists the names it goes by."
            await JSONResponse({"detail": said}, 421)(scope, receive, send)
        elif scope["method"] not in READING and _is_foreign(headers):
            said = "What is sent here must come from this server's own page."
            await JSONResponse({"detail": said}, 403)(scope, receive, send)
        elif scope["method"] == "HEAD":
            await self._head(scope, send)
        else:
            await self.app(scope, receive, send)

    async def _head(self, scope: Scope, send: Send) -> None:
        """Answer as GET would, and leave once the head is known: what would be streamed is not computed."""
        known = asyncio.Event()

        async def leave() -> Message:
            await known.wait()
            return {"type": "http.disconnect"}

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b""})
                known.set()

        await self.app({**scope, "method": "GET"}, leave, send_head)


def _name(host: str) -> str:
    """Return a Host header without its port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower()


def _is_foreign(headers: Headers) -> bool:
    """Whether a browser says that another site sent this. Programs say nothing of the kind."""
    if (site := headers.get("sec-fetch-site")) is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
