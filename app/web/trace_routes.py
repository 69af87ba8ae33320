"""The routes: validate, run, serialise."""

from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from starlette.requests import ClientDisconnect

from ..bptt.cells import CELLS
from ..bptt.loss import LOSSES
from ..records.declaration import declare
from ..records.jsonl import line
from ..records.schema import trace_content
from ..records.trace import Record
from ..requests.limits import SETTINGS
from ..requests.queries import OwnQuery, Problem, TraceQuery
from ..requests.trace import NOT_ALLOWED, NOT_FOUND, answer, drawn_run, uploaded_run
from ..runs.run import SCENARIOS
from .stream import JSONL, TraceResponse, lines

router = APIRouter()

REFUSED = {"application/json": {"schema": Problem.model_json_schema()}}


UPLOAD = {
    "application/zip": {"schema": {"type": "string", "format": "binary", "description": "an .npz file"}},
    "application/json": {"schema": {"type": "object", "description": "nested lists of numbers, by name"}},
}
TRACE: dict[str, Any] = {
    "description": "JSON lines. A number that is not finite is the string NaN, Infinity or -Infinity. "
    "A stream whose last record is not `end` was cut off.",
    "content": {JSONL: trace_content()},
}


def once(request: Request) -> None:
    """Refuse a parameter that is given twice."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    if repeated := [name for name, times in given.items() if times > 1]:
        raise HTTPException(422, f"{', '.join(repeated)} must be given once; which value is meant cannot be told.")


def drawn_records(query: Annotated[TraceQuery, Query()]) -> Generator[Record, None, None]:
    """Draw the scenario before the stream starts, so that a wrong name is an answer and not a broken line."""
    with _refusals():
        return answer(drawn_run(query), query)


async def uploaded_records(request: Request, query: Annotated[OwnQuery, Query()]) -> Generator[Record, None, None]:
    """Read the tensors before the stream starts, in a thread of its own: a hostile file may take long to refuse."""
    body = await _body(request)
    with _refusals():
        return answer(await to_thread.run_sync(uploaded_run, body, query), query)


async def _body(request: Request) -> bytes:
    """Return what was sent. What is too much is read to its end all the same, but not kept: only then is it refused."""
    kept, size = bytearray(), 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size <= SETTINGS.max_upload:
                kept += chunk
            elif size > 10 * SETTINGS.max_upload:
                break
    except ClientDisconnect as error:  # nobody reads the answer; without one it would be logged as a fault of ours
        raise HTTPException(400, "The tensors were cut off on their way.") from error
    if size > SETTINGS.max_upload:
        raise HTTPException(422, f"The tensors take more than {SETTINGS.max_upload:,} bytes, which is what is allowed.")
    return bytes(kept)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what cannot be answered into an answer that says so, before a stream has begun."""
    try:
        yield
    except NOT_FOUND as error:
        raise HTTPException(404, str(error)) from error
    except NOT_ALLOWED as error:
        raise HTTPException(422, str(error)) from error


@router.get(
    "/api/trace",
    dependencies=[Depends(once)],
    response_class=TraceResponse,
    summary="One trace: head, forward × T_x, backward × T_x, end, each line sent as it is computed",
    responses={
        200: TRACE,
        404: {"description": "No such scenario, cell or mistake; the sentence says which exist.", "content": REFUSED},
        422: {"description": "A parameter that is not allowed; the sentence says what is.", "content": REFUSED},
    },
)
async def trace(made: Annotated[Generator[Record, None, None], Depends(drawn_records)]) -> Response:
    return TraceResponse(lines(made))


@router.post(
    "/api/trace",
    dependencies=[Depends(once)],
    response_class=TraceResponse,
    summary="The trace of one's own tensors: x, a0, the cell's parameters, and da or y",
    openapi_extra={"requestBody": {"required": True, "content": UPLOAD}},
    responses={
        200: TRACE,
        404: {"description": "No such cell, loss or mistake; the sentence says which exist.", "content": REFUSED},
        422: {
            "description": "An array that cannot be read or does not fit; the sentence names it and what was expected.",
            "content": REFUSED,
        },
    },
)
async def own_trace(made: Annotated[Generator[Record, None, None], Depends(uploaded_records)]) -> Response:
    """The body is an .npz file, as `np.savez("mine.npz", x=x, a0=a0, da=da, **parameters)` writes it, or a JSON object
    of nested lists by the same names."""
    return TraceResponse(lines(made))


@router.get("/api/cells", summary="Every cell: its steps, symbols and code")
def cells() -> Response:
    declared = {name: declare(cell, LOSSES["given"]) for name, cell in CELLS.items()}
    return Response(line({"cells": declared}), media_type="application/json")


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
            "beside": scenario.beside,
        }
        for scenario in SCENARIOS.values()
    }
    return Response(line({"scenarios": listed}), media_type="application/json")


@router.get("/healthz", summary="Whether the server answers")
def healthz() -> dict[str, str]:
    return {"status": "ok"}
