"""What stands in the head of every answer: a strict content security policy, and how long it may be kept."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"

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

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers where the answer starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(ALWAYS)
                versioned = "/static/" in scope["path"] and message["status"] in (200, 206, 304)
                headers["cache-control"] = VERSIONED if versioned else "no-cache"
            await send(message)

        await self.app(scope, receive, send_with_headers)
