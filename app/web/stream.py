"""Records as a streamed answer: computed in worker threads, so that the server stays awake, and only while read.

A record of a large trace takes longer than a frame of animation; NumPy lets go of the interpreter meanwhile.
"""

from collections.abc import AsyncIterator, Callable, Generator
from contextlib import aclosing, closing

from anyio import CapacityLimiter, to_thread
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from ..records.jsonl import line
from ..records.trace import Record

JSONL = "application/jsonl"

WORKERS = CapacityLimiter(2)
"""How many compute at the same time; the others take turns, record by record. More would only wait for each other."""


QUICK = CapacityLimiter(2)
"""The same for answers that are made in one go: these do not wait for the long ones."""


def whole(records: Generator[Record, None, None]) -> bytes:
    """Return all lines at once."""
    with closing(records):
        return b"".join(map(line, records))


class TraceResponse(StreamingResponse):
    """A stream of JSON lines that stops computing as soon as the reader has left."""

    media_type = JSONL

    done: Callable[[], None] | None = None
    """What is called when the stream has ended, in whichever way."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the body; whatever ends it, close the generator at once instead of when it is collected."""
        try:
            async with aclosing(self.body_iterator):  # type: ignore[type-var]
                await super().__call__(scope, receive, send)
        finally:
            if self.done is not None:
                self.done()


async def lines(records: Generator[Record, None, None]) -> AsyncIterator[bytes]:
    """Yield each record as a line, as soon as it is computed."""
    with closing(records):  # with all the frames that it holds, as soon as nobody reads on
        while made := await to_thread.run_sync(_next_line, records, limiter=WORKERS):
            yield made


def _next_line(records: Generator[Record, None, None]) -> bytes:
    """Compute and encode one record; nothing at the end."""
    return next((line(record) for record in records), b"")
