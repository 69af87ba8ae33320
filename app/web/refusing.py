"""How a request is refused: which status says what, and what /openapi.json says of it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import HTTPException, Request

from ..bptt.refused import NoSuchThing, NotAllowed
from ..requests.queries import Problem

PROBLEM: dict[str, Any] = {"application/json": {"schema": Problem.model_json_schema()}}
"""The content of an answer that refuses, for OpenAPI."""


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what cannot be answered into an answer that says so, before a stream has begun."""
    try:
        yield
    except NoSuchThing as error:
        raise HTTPException(404, str(error)) from error
    except NotAllowed as error:
        raise HTTPException(422, str(error)) from error


async def once(request: Request) -> None:
    """Refuse a parameter that is given twice."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    if repeated := [name for name, times in given.items() if times > 1]:
        named = ", ".join(name[:40] for name in repeated[:3])
        raise HTTPException(422, f"{named} must be given once; which value is meant cannot be told.")
