"""Response headers: a strict content security policy, and long caching for addresses that carry their version."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"


class SecurityHeaders:
    """Adds the headers to every answer. Plain ASGI, so that a stream passes through line by line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers where the answer starts."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = POLICY
                headers["x-content-type-options"] = "nosniff"
                headers["referrer-policy"] = "same-origin"
                versioned = scope["path"].startswith("/static/") and message["status"] == 200
                headers["cache-control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
            await send(message)

        await self.app(scope, receive, send_with_headers)
