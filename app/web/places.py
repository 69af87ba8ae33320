"""Places for what takes long: so many at a time, and of those who wait each client in turn, whatever it asks for."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import HTTPException, Request

from .body import unless_left

T = TypeVar("T")

WAITING = 32
"""How many may wait. To the next it is said that there are too many; of a client that has most of them, to its last."""


class Places:
    """Places of one kind. A client is who asks from one address: a hall behind a single one is still served in turn."""

    def __init__(self, kind: str, at_once: int) -> None:
        """`kind` is what they are for, in the plural."""
        self.kind = kind
        self._free = at_once
        self._threads = CapacityLimiter(at_once)
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()  # by whose turn comes next

    async def run(self, request: Request, work: Callable[[], T]) -> T:
        """Return what comes of some work, which is done in a thread once there is a place.

        Whoever leaves gives up what they wait for. Raises HTTPException 503 where too many wait, 400 for who has left.
        """

        async def placed() -> T:
            async with self.place(request):
                return await self.thread(work)

        return await unless_left(request, placed)

    async def thread(self, work: Callable[[], T]) -> T:
        """Return what comes of some work of who has a place, done in a thread."""
        return await to_thread.run_sync(work, limiter=self._threads)

    @asynccontextmanager
    async def place(self, request: Request) -> AsyncIterator[None]:
        """Wait for a place, and keep it. Raises HTTPException 503."""
        if self._free and not self._waiting:
            self._free -= 1
        else:
            await self._turn(request.client.host if request.client else "")
        try:
            yield
        finally:
            self._next()

    async def _turn(self, client: str) -> None:
        if sum(map(len, self._waiting.values())) >= WAITING:
            self._turn_away(client)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was this one's turn just when it left
                self._next()
            else:
                self._forget(client, turn)
            raise

    def _turn_away(self, client: str) -> None:
        most, queue = max(self._waiting.items(), key=lambda item: len(item[1]), default=("", deque()))
        said = HTTPException(
            503, f"Too many {self.kind} are waiting; try again in a few seconds.", {"retry-after": "5"}
        )
        if len(queue) <= len(self._waiting.get(client, ())) + 1:
            raise said
        last = queue[-1]
        self._forget(most, last)
        last.set_exception(said)

    def _forget(self, client: str, turn: "asyncio.Future[None]") -> None:
        queue = self._waiting[client]
        queue.remove(turn)
        if not queue:
            del self._waiting[client]

    def _next(self) -> None:
        """Give the place to the client whose turn it is; its next one waits for all the others."""
        while self._waiting:
            client, queue = self._waiting.popitem(last=False)
            turn = queue.popleft()
            if queue:
                self._waiting[client] = queue
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
