"""How long one connection may take to say what it wants, and to take what it asked for."""

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEADERS = 10.0  # seconds for the line and the headers of a request, however they trickle in
BODY = 60.0  # seconds for what is sent with it
STALLED = 30.0  # seconds in which a reader takes less than LEAST of what waits for it
LEAST = 64_000  # bytes
UNREAD = 200_000_000  # bytes that wait for all readers of a process; then who has waited longest is hung up on

_STALLING: "dict[PatientProtocol, None]" = {}


class PatientProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Uvicorn's, with an end to its patience: where no request comes, and where its answer is not read."""

    _waiting: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _left = 0  # bytes that waited when it was last looked

    def connection_made(self, transport: Any) -> None:
        """Take a connection, and wait for its first request."""
        super().connection_made(transport)
        self._wait(HEADERS)

    def data_received(self, data: bytes) -> None:
        """Take what was sent. Part of a request does not begin the time anew."""
        before = self.cycle
        super().data_received(data)
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            if not cycle.more_body:
                self._cancel()
            elif cycle is not before:
                self._wait(BODY)
        elif self._waiting is None:
            self._wait(HEADERS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._cancel()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Stop answering until something was read; but not for ever."""
        super().pause_writing()
        _STALLING[self] = None
        self._watch(self.transport.get_write_buffer_size())
        unread = sum(one.transport.get_write_buffer_size() for one in _STALLING)
        for one in list(_STALLING):
            if unread <= UNREAD:
                break
            unread -= one.transport.get_write_buffer_size()
            del _STALLING[one]
            one.transport.abort()

    def resume_writing(self) -> None:
        """Go on."""
        _STALLING.pop(self, None)
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        super().resume_writing()

    def _watch(self, left: int) -> None:
        self._left = left
        self._stalled = self.loop.call_later(STALLED, self._look)

    def _look(self) -> None:
        left = self.transport.get_write_buffer_size()
        if self._left - left < LEAST:
            self.transport.abort()
        else:
            self._watch(left)

    def _wait(self, seconds: float) -> None:
        self._cancel()
        self._waiting = self.loop.call_later(seconds, self.transport.abort)

    def _cancel(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
