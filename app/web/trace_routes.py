"""The routes of a trace, and of what there is to ask for: validate, run, serialise."""

import asyncio
from collections.abc import AsyncIterator, Generator, Hashable
from functools import cache, partial
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from ..bptt.cells import CELLS
from ..bptt.loss import LOSSES
from ..records.declaration import declare
from ..records.jsonl import line
from ..records.schema import trace_content
from ..records.trace import Record
from ..requests.limits import Limits
from ..requests.queries import OwnQuery, TraceQuery, within
from ..requests.trace import amount_of, answer, drawn_run, is_small, uploaded_run
from ..runs.scenarios import SCENARIOS
from .body import body_of
from .held import Full, Held
from .kept import Kept, Whole, etag_of, takes_gzip
from .refusing import PROBLEM, once, refusals
from .stream import JSONL, QUICK, TraceResponse, lines, until_the_end, whole

UPLOAD = {
    "application/zip": {"schema": {"type": "string", "format": "binary", "description": "an .npz file"}},
    "application/json": {"schema": {"type": "object", "description": "nested lists of numbers, by name"}},
}
TRACE: dict[str, Any] = {
    "description": "JSON lines. A number that is not finite is the string NaN, Infinity or -Infinity. "
    "A stream without an `end` was cut off; `check`, whether the gradients are right, comes after it.",
    "content": {JSONL: trace_content()},
}

UPLOADS = CapacityLimiter(2)
"""How many uploads are read at the same time."""

MOST_WAITING = 32

router = APIRouter()


def traces(limits: Limits) -> APIRouter:
    """Return the routes that make a trace within these limits, which /openapi.json names as well."""
    router = APIRouter(dependencies=[Depends(once)])
    Drawn, Own = within(TraceQuery, limits), within(OwnQuery, limits)

    @router.get(
        "/api/trace",
        response_class=TraceResponse,
        summary="One trace: head, forward × T_x, backward × T_x, end, check, each line sent as it is computed",
        responses={
            200: TRACE,
            404: {
                "description": "No such scenario, cell or mistake; the sentence says which are.",
                "content": PROBLEM,
            },
            422: {"description": "A parameter that is not allowed; the sentence says what is.", "content": PROBLEM},
        },
    )
    async def trace(request: Request, query: Annotated[Drawn, Query()]) -> Response:  # type: ignore[valid-type]
        """What is small is made in one go, and kept; what is not is sent line by line, as it is computed."""
        asked: TraceQuery = query
        kept: Kept = request.app.state.kept
        held: Held = request.app.state.held
        begun: list[tuple[Generator[Record, None, None], int]] = []
        key = _key(query)
        if (etag := etag_of(key)) in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"etag": etag, "vary": "Accept-Encoding"})

        early: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        def begin() -> Generator[Record, None, None] | None:
            """Draw the scenario, and return its records if the answer is small; else it is left to be streamed."""
            run = drawn_run(query, limits)
            records = answer(run, query, limits)
            if is_small(run, query, limits):
                return records
            begun.append((records, amount_of(run).held))
            return None

        def begin_and_go_on() -> tuple[Generator[Record, None, None] | None, bytes]:
            records = begin()
            return records, b"" if records is None else until_the_end(records)

        async def make() -> Whole | None:
            records, text = await to_thread.run_sync(begin_and_go_on, limiter=QUICK)
            if records is None:
                return None
            if asked.check and not early.done():  # what is checked takes longer than all before it
                early.set_result(text)
                text += await to_thread.run_sync(whole, records, limiter=QUICK)
            return Whole(text, None, etag, JSONL)

        with refusals():
            making = asyncio.create_task(kept.get(key, request.scope["query_string"], make))
            await asyncio.wait((making, early), return_when=asyncio.FIRST_COMPLETED)
            if not making.done():
                _unfinished.add(making)
                making.add_done_callback(_unfinished.discard)
                return TraceResponse(_as_it_comes(early.result(), making), headers={"etag": etag})
            made = making.result()
            if made is None and not begun:  # somebody else has begun it, for themselves
                made = await make()
        if made is not None:
            if takes_gzip(request.headers):
                await kept.compressed(made)
            return made.response(request.headers)
        records, numbers = begun[0]
        return await _streamed(records, numbers, held)

    @router.post(
        "/api/trace",
        response_class=TraceResponse,
        summary="The trace of one's own tensors: x, a0, the cell's parameters, and da or y",
        openapi_extra={"requestBody": {"required": True, "content": UPLOAD}},
        responses={
            200: TRACE,
            404: {"description": "No such cell, loss or mistake; the sentence says which are.", "content": PROBLEM},
            422: {
                "description": "An array that cannot be read or does not fit; the sentence names it and what was "
                "expected.",
                "content": PROBLEM,
            },
        },
    )
    async def own_trace(request: Request, query: Annotated[Own, Query()]) -> Response:  # type: ignore[valid-type]
        """The body is an .npz file, as `np.savez("mine.npz", x=x, a0=a0, da=da, **parameters)` writes it, or a JSON
        object of nested lists by the same names."""
        body = await body_of(request, limits.max_upload)
        if UPLOADS.statistics().tasks_waiting >= MOST_WAITING:
            raise HTTPException(503, "Too many uploads are waiting; try again in a few seconds.", {"retry-after": "5"})
        with refusals():
            # In a thread, few at a time: a hostile file may take long to refuse.
            run = await to_thread.run_sync(uploaded_run, body, query, limits, limiter=UPLOADS)
            records = answer(run, query, limits)
        return await _streamed(records, amount_of(run).held, request.app.state.held)

    return router


_unfinished: set[asyncio.Task[Whole | None]] = set()
"""Answers of which the end is sent, and that others may be waiting for: they go on when whoever asked has left."""


async def _as_it_comes(early: bytes, making: asyncio.Task[Whole | None]) -> AsyncIterator[bytes]:
    """Yield an answer up to its end, and the rest once it is there."""
    yield early
    made = await asyncio.shield(making)
    if made is not None:
        yield made.all()[len(early) :]


async def _streamed(records: Generator[Record, None, None], numbers: int, held: Held) -> Response:
    """Return records as a stream once there is room for what it holds. Raises HTTPException 503."""
    try:
        await held.take(numbers)
    except Full:
        raise HTTPException(
            503, "Too many traces are open; try again in a few seconds.", {"retry-after": "5"}
        ) from None
    response = TraceResponse(lines(records))
    response.done = partial(held.give_back, numbers)
    return response


def _key(query: TraceQuery) -> Hashable:
    """Return what was asked, however it was written; a scenario that is left out is not one that is named."""
    return "scenario" in query.model_fields_set, *query.model_dump(exclude_defaults=True).items()


@router.get("/api/cells", summary="Every cell: its steps, symbols and code")
def cells() -> Response:
    return Response(_cells(), media_type="application/json")


@cache
def _cells() -> bytes:
    return line({"cells": {name: declare(cell, LOSSES["given"]) for name, cell in CELLS.items()}})


@router.get("/api/scenarios", summary="Every scenario: its cells and sizes")
def scenarios() -> Response:
    listed = {
        scenario.name: {
            "name": scenario.name,
            "title": scenario.title,
            "description": scenario.description,
            "look_for": scenario.look_for,
            "cells": scenario.cells,
            "sizes": {cell: vars(sizes) for cell, sizes in scenario.sizes.items()},
            "fixed": scenario.fixed,
            "loss": scenario.loss.name,
            "radius": scenario.radius,
            "bias": scenario.bias,
            "beside": scenario.beside,
        }
        for scenario in SCENARIOS.values()
    }
    return Response(line({"scenarios": listed}), media_type="application/json")


@router.get("/healthz", summary="Whether the server answers")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}
