"""What stands in the head of every answer: a strict content security policy, and how long it may be kept."""

from collections.abc import Collection

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
    "object-src 'none'"
)

FRAMED = "/embed"
"""The one page that others may show in a frame, where a server allows it."""

ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-accel-buffering": "no",  # a proxy that collects an answer first would hold a stream back
}

VERSIONED = "public, max-age=31536000, immutable"


class SecurityHeaders:
    """Adds the headers to every answer. Plain ASGI, so that a stream passes through line by line."""

    def __init__(self, app: ASGIApp, framed_by: Collection[str] = (), root_path: str = "") -> None:
        """`framed_by` are the origins whose pages may show `FRAMED` in a frame, beside the server's own."""
        self.app = app
        self.framed = root_path + FRAMED
        policy = POLICY.replace("frame-ancestors 'self'", " ".join(["frame-ancestors 'self'", *framed_by]))
        self.headers = {**ALWAYS, "content-security-policy": policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers where the answer starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers if scope["path"] in (FRAMED, self.framed) else ALWAYS)
                versioned = "/static/" in scope["path"] and message["status"] in (200, 206, 304)
                headers["cache-control"] = VERSIONED if versioned else "no-cache"
            await send(message)

        await self.app(scope, receive, send_with_headers)
