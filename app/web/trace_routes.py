"""The routes of a trace, and of what there is to ask for: validate, run, serialise."""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Hashable
from functools import cache, partial
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response

from ..bptt.cells import CELLS
from ..bptt.loss import LOSSES
from ..records.declaration import declare
from ..records.jsonl import encoded
from ..records.schema import trace_content
from ..records.trace import Record
from ..requests.limits import Limits
from ..requests.queries import OwnQuery, TraceQuery, within
from ..requests.trace import amount_of, answer, drawn_amount, drawn_run, held_by, is_small, uploaded_run
from ..runs.run import make_run
from ..runs.scenarios import SCENARIOS
from .body import sent, unless_left
from .held import room
from .kept import Kept, Whole, etag_of, takes_gzip
from .places import Places
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
        key = _key(query)
        if (etag := etag_of(key)) in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"etag": etag, "vary": "Accept-Encoding"})

        early: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        def begin() -> Generator[Record, None, None]:
            return answer(drawn_run(query, limits), query, limits)

        def begun() -> tuple[Generator[Record, None, None], bytes]:
            records = begin()
            return records, until_the_end(records)

        async def make() -> Whole:
            records, text = await to_thread.run_sync(begun, limiter=QUICK)
            if asked.check and not early.done():  # what is checked takes longer than all before it
                early.set_result(text)
            text += await to_thread.run_sync(whole, records, limiter=QUICK) if asked.check else b""
            return Whole(text, None, etag, JSONL)

        with refusals():
            amount = drawn_amount(query, limits)
            if not is_small(amount, query, limits):
                return await _streamed(request, held_by(amount, query), begin)
            making = asyncio.create_task(kept.get(key, request.scope["query_string"], make))
            _unfinished.add(making)
            making.add_done_callback(_unfinished.discard)
            await asyncio.wait((making, early), return_when=asyncio.FIRST_COMPLETED)
            if not making.done():
                return TraceResponse(_as_it_comes(early.result(), making), headers={"etag": etag})
            # None where whoever was making it has left on the way
            made = making.result() or await make()
        if takes_gzip(request.headers):
            await kept.compressed(made)
        return made.response(request.headers)

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
        places: Places = request.app.state.uploads
        async with sent(request, limits.max_upload) as body:

            async def read() -> Response:
                # Few at a time, also while they wait for room: a small file may hold more than any trace.
                async with places.place(request):
                    run = await places.thread(partial(uploaded_run, body, query, limits))
                    amount = amount_of(run)
                    amount.require_room(limits.budget)
                    return await _streamed(request, held_by(amount, query), lambda: answer(run, query, limits))

            with refusals():
                return await unless_left(request, read)

    return router


_unfinished: set[asyncio.Task[Whole | None]] = set()
"""Answers on the way, that others may be waiting for: they go on when whoever asked first has left."""


async def _as_it_comes(early: bytes, making: asyncio.Task[Whole | None]) -> AsyncIterator[bytes]:
    """Yield an answer up to its end, and the rest once it is there."""
    yield early
    made = await asyncio.shield(making)
    if made is not None:
        yield made.all()[len(early) :]


async def _streamed(request: Request, numbers: int, begin: Callable[[], Generator[Record, None, None]]) -> Response:
    """Return records as a stream that is begun once there is room for what it holds. Raises HTTPException 503."""
    release = await room(request, numbers)
    try:
        records = await to_thread.run_sync(begin, limiter=QUICK)
    except BaseException:
        release()
        raise
    response = TraceResponse(lines(records))
    response.done = release
    return response


def _key(query: TraceQuery) -> Hashable:
    """Return what was asked, however it was written; a scenario that is left out is not one that is named."""
    return "scenario" in query.model_fields_set, *query.model_dump(exclude_defaults=True).items()


@router.get("/api/cells", summary="Every cell: its steps, symbols and code")
def cells() -> Response:
    return Response(_cells(), media_type="application/json")


@cache
def _cells() -> bytes:
    return encoded({"cells": {name: declare(cell, LOSSES["given"]) for name, cell in CELLS.items()}})


@router.get("/api/scenarios", summary="Every scenario: its cells and sizes")
def scenarios() -> Response:
    listed = {
        scenario.name: {
            "name": scenario.name,
            "title": scenario.title,
            "description": usual.description,
            "look_for": usual.look_for,
            "cells": scenario.cells,
            "sizes": {cell: vars(sizes) for cell, sizes in scenario.sizes.items()},
            "fixed": scenario.fixed,
            "loss": scenario.loss.name,
            "radius": scenario.radius,
            "bias": scenario.bias,
            "beside": scenario.beside,
        }
        for scenario in SCENARIOS.values()
        for usual in (make_run(scenario.name, scenario.cells[0], 1, {}),)
    }
    return Response(encoded({"scenarios": listed}), media_type="application/json")


@router.get("/healthz", summary="Whether the server answers")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}
