"""How many numbers all open streams hold together: the next one begins when there is room for it."""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial

from fastapi import HTTPException, Request

from .body import unless_left


class Full(RuntimeError):
    """Too many wait already."""


class Held:
    """Counts numbers in memory. One that is larger than all that is allowed may be held while it is alone."""

    WAITING = 64

    def __init__(self, most: int) -> None:
        self.most = most
        self.held = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    async def take(self, numbers: int) -> None:
        """Wait, in the order of asking, until so many more may be held. Raises Full."""
        if not self._waiting and self._fits(numbers):
            self.held += numbers
            return
        if len(self._waiting) >= self.WAITING:
            raise Full
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((numbers, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was this one's turn just when it left
                self.give_back(numbers)
            else:
                self._waiting.remove((numbers, turn))
                self._let_in()
            raise

    def give_back(self, numbers: int) -> None:
        """Hold so many fewer."""
        self.held -= numbers
        self._let_in()

    def _let_in(self) -> None:
        while self._waiting and self._fits(self._waiting[0][0]):
            numbers, turn = self._waiting.popleft()
            if not turn.done():
                self.held += numbers
                turn.set_result(None)

    def _fits(self, numbers: int) -> bool:
        return self.held == 0 or self.held + numbers <= self.most


async def room(request: Request, numbers: int, *, uncounted: int = 0) -> Callable[[], None]:
    """Return what gives back the room for so many numbers, once there is room for them. Few enough are not counted.

    Raises HTTPException 503 where too many wait for it, 400 where whoever asked has left.
    """
    held: Held = request.app.state.held
    if numbers <= uncounted:
        return lambda: None
    try:
        await unless_left(request, partial(held.take, numbers))
    except Full:
        raise HTTPException(
            503, "Too many traces are open; try again in a few seconds.", {"retry-after": "5"}
        ) from None
    return partial(held.give_back, numbers)
