"""Reading what was sent with a request, up to what is allowed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from anyio import create_task_group
from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

PATIENT = 10
"""How many times what is allowed is read, and not kept, before whoever sends it is cut off in the middle."""


T = TypeVar("T")


async def unless_left(request: Request, work: Callable[[], Awaitable[T]]) -> T:
    """Return what comes of some work; where whoever asked leaves, it gives up its place. Raises HTTPException 400.

    What is being computed in a thread is not broken off, but what waits for its turn is.
    """
    done: list[T] = []
    failed: list[Exception] = []
    async with create_task_group() as tasks:

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            tasks.cancel_scope.cancel()

        tasks.start_soon(watch)
        try:
            done.append(await work())
        except Exception as error:  # noqa: BLE001 - raised below, not as a group
            failed.append(error)
        tasks.cancel_scope.cancel()
    if failed:
        raise failed[0]
    if not done:
        raise HTTPException(400, "Whoever asked has left.")
    return done[0]


class Bodies:
    """How many bytes of all that is being sent to an app, or waits to be looked at, are in memory."""

    def __init__(self, most: int = 100_000_000) -> None:
        self.most = most
        self.size = 0

    def has_room(self, more: int, own: int) -> bool:
        """Whether so many more may be kept of a body that has `own`; one may be larger than all, while it is alone."""
        return self.size == own or self.size + more <= self.most


@asynccontextmanager
async def sent(request: Request, most: int) -> AsyncIterator[bytes]:
    """Give what was sent with a request, which is counted until it has been looked at.

    What is too much is read to its end all the same, but not kept: only then is it refused. Raises HTTPException 422
    for more than `most` bytes, 503 where too much is in memory already, 400 where the sender left on the way.
    """
    bodies: Bodies = request.app.state.bodies
    kept, size, full = bytearray(), 0, False
    try:
        try:
            async for chunk in request.stream():
                size += len(chunk)
                full = full or not bodies.has_room(len(chunk), len(kept))
                if size <= most and not full:
                    bodies.size += len(chunk)
                    kept += chunk
                elif size > PATIENT * most:
                    break
        except ClientDisconnect as error:  # nobody reads the answer; without one it would be logged as a fault of ours
            raise HTTPException(400, "What was sent was cut off on its way.") from error
        if size > most:
            raise HTTPException(422, f"More than {most:,} bytes were sent, which is what is allowed.")
        if full:
            raise HTTPException(503, "Too much is being sent; try again in a few seconds.", {"retry-after": "5"})
        yield bytes(kept)
    finally:
        bodies.size -= len(kept)
