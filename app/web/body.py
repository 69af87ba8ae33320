"""Reading what was sent with a request, up to what is allowed."""

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

PATIENT = 10
"""How many times what is allowed is read, and not kept, before whoever sends it is cut off in the middle."""


async def body_of(request: Request, most: int) -> bytes:
    """Return what was sent. What is too much is read to its end all the same, but not kept: only then is it refused.

    Raises HTTPException 422 for more than `most` bytes, 400 where the sender left on the way.
    """
    kept, size = bytearray(), 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size <= most:
                kept += chunk
            elif size > PATIENT * most:
                break
    except ClientDisconnect as error:  # nobody reads the answer; without one it would be logged as a fault of ours
        raise HTTPException(400, "What was sent was cut off on its way.") from error
    if size > most:
        raise HTTPException(422, f"More than {most:,} bytes were sent, which is what is allowed.")
    return bytes(kept)
