"""Records as a streamed answer: computed in worker threads, so that the server stays awake, and only while read.

A record of a large trace takes longer than a frame of animation; NumPy lets go of the interpreter meanwhile.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import aclosing, closing

from anyio import CancelScope, CapacityLimiter, to_thread
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from ..records.jsonl import encoded
from ..records.trace import Record

JSONL = "application/jsonl"

WORKERS = CapacityLimiter(2)
"""How many compute at the same time; the others take turns, record by record. More would only wait for each other."""


QUICK = CapacityLimiter(2)
"""The same for answers that are made in one go: these do not wait for the long ones."""


def until_the_end(records: Generator[Record, None, None]) -> bytes:
    """Return the lines up to the end; what is checked comes after it."""
    made = []
    for record in records:
        made.append(encoded(record))
        if record["kind"] == "end":
            break
    return b"".join(made)


def whole(records: Generator[Record, None, None]) -> bytes:
    """Return all lines at once."""
    with closing(records):
        return b"".join(map(encoded, records))


class PiecesResponse(StreamingResponse):
    """An answer in pieces, each sent once the one before is read, that ends as soon as the reader has left."""

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


class TraceResponse(PiecesResponse):
    """A stream of JSON lines that stops computing as soon as the reader has left."""

    media_type = JSONL


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    """Yield what is there already piece by piece: sent at once, all of it would wait in memory a second time."""
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


TURN = 16
"""How many records are computed before another stream has its turn."""

LARGE = 256_000  # bytes after which a turn ends before that: a few milliseconds

PIECE = 64_000  # bytes of an answer that are sent together

TOGETHER = 0.002
"""Seconds that a line waits for the next, to be sent with it: handing over every line would take longer than most."""


async def lines(records: Generator[Record, None, None]) -> AsyncIterator[bytes]:
    """Yield records as lines, as soon as they are computed: those of the next moment with them."""
    with closing(records):  # with all the frames that it holds, as soon as nobody reads on
        while True:
            turn = _Turn(records)
            computing = asyncio.ensure_future(to_thread.run_sync(turn.compute, limiter=WORKERS))
            computing.add_done_callback(lambda _, turn=turn: turn.news.set())  # type: ignore[misc]
            try:
                while not computing.done():
                    await turn.news.wait()
                    if not computing.done():
                        await asyncio.wait([computing], timeout=TOGETHER)
                    turn.news.clear()
                    if some := turn.taken():
                        yield some
                if some := turn.taken():
                    yield some
            finally:
                turn.left = True
                with CancelScope(shield=True):
                    await asyncio.wait([computing])  # it is still in the generator
            if computing.result():
                return


class _Turn:
    """A few records of a stream, computed in a worker thread and taken from the server's."""

    def __init__(self, records: Generator[Record, None, None]) -> None:
        self.news = asyncio.Event()
        self.left = False
        self._records = records
        self._made: deque[bytes] = deque()
        self._loop = asyncio.get_running_loop()

    def compute(self) -> bool:
        """Compute and encode records; return whether that was all."""
        size = 0
        for _ in range(TURN):
            if self.left or size > LARGE:
                return False
            record = next(self._records, None)
            if record is None:
                return True
            made = encoded(record)
            size += len(made)
            self._made.append(made)
            if len(self._made) == 1:  # the others are taken with it
                self._loop.call_soon_threadsafe(self.news.set)
        return False

    def taken(self) -> bytes:
        """Return the lines that are ready, and forget them."""
        return b"".join(self._made.popleft() for _ in range(len(self._made)))
