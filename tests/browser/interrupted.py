"""The app with a bad connection: its traces can be held, cut off or refused."""

import threading

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class CutOff(ConnectionError):
    """Thrown into the app where the connection is to break."""


class Interrupted:
    """Passes everything on, but of a trace only so many records: then it waits, ends or breaks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.go_on = threading.Event()
        self.reset()

    def reset(self) -> None:
        """Let go what waits, and be a good connection again."""
        self.go_on.set()
        self.go_on = threading.Event()
        self.records: int | None = None  # after so many; None: all
        self.then = "wait"  # "wait" for `go_on`, "end" as if nothing was missing, "break" the connection

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] != "/api/trace":
            return await self.app(scope, receive, send)
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        sent = 0

        async def send_some(message: Message) -> None:
            nonlocal sent
            lines = message.get("body", b"").splitlines(keepends=True)  # some records travel together
            for line in lines:
                if sent == self.records:
                    await self._interrupt(send)
                sent += 1
                await send({**message, "body": line, "more_body": True})
            if not lines or not message.get("more_body", False):
                await send({**message, "body": b""} if lines else message)

        try:
            await self.app({**scope, "headers": plain}, receive, send_some)
        except CutOff:
            if self.then == "break":
                raise  # the server closes the connection without the end of the body

    async def _interrupt(self, send: Send) -> None:
        if self.then == "wait":
            go_on = self.go_on
            await to_thread.run_sync(go_on.wait)
            return
        if self.then == "end":
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        raise CutOff("the test cut the connection")
