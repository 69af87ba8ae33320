"""The routes of a trace, and of what there is to ask for: validate, run, serialise."""

from collections.abc import Generator
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response

from ..bptt.cells import CELLS
from ..bptt.loss import LOSSES
from ..records.declaration import declare
from ..records.jsonl import line
from ..records.schema import trace_content
from ..records.trace import Record
from ..requests.limits import Limits
from ..requests.queries import OwnQuery, TraceQuery, within
from ..requests.trace import answer, drawn_run, uploaded_run
from ..runs.scenarios import SCENARIOS
from .body import body_of
from .refusing import PROBLEM, once, refusals
from .stream import JSONL, TraceResponse, lines

UPLOAD = {
    "application/zip": {"schema": {"type": "string", "format": "binary", "description": "an .npz file"}},
    "application/json": {"schema": {"type": "object", "description": "nested lists of numbers, by name"}},
}
TRACE: dict[str, Any] = {
    "description": "JSON lines. A number that is not finite is the string NaN, Infinity or -Infinity. "
    "A stream whose last record is not `end` was cut off.",
    "content": {JSONL: trace_content()},
}

router = APIRouter()


def traces(limits: Limits) -> APIRouter:
    """Return the routes that make a trace within these limits, which /openapi.json names as well."""
    router = APIRouter(dependencies=[Depends(once)])
    Drawn, Own = within(TraceQuery, limits), within(OwnQuery, limits)

    def drawn_records(query: Annotated[Drawn, Query()]) -> Generator[Record, None, None]:  # type: ignore[valid-type]
        """Draw the scenario before the stream starts, so that a wrong name is an answer and not a broken line."""
        with refusals():
            return answer(drawn_run(query, limits), query, limits)

    async def uploaded_records(
        request: Request,
        query: Annotated[Own, Query()],  # type: ignore[valid-type]
    ) -> Generator[Record, None, None]:
        """Read the tensors before the stream starts, in a thread of its own: a hostile file may take long to refuse."""
        body = await body_of(request, limits.max_upload)
        with refusals():
            return answer(await to_thread.run_sync(uploaded_run, body, query, limits), query, limits)

    @router.get(
        "/api/trace",
        response_class=TraceResponse,
        summary="One trace: head, forward × T_x, backward × T_x, end, each line sent as it is computed",
        responses={
            200: TRACE,
            404: {
                "description": "No such scenario, cell or mistake; the sentence says which are.",
                "content": PROBLEM,
            },
            422: {"description": "A parameter that is not allowed; the sentence says what is.", "content": PROBLEM},
        },
    )
    async def trace(made: Annotated[Generator[Record, None, None], Depends(drawn_records)]) -> Response:
        return TraceResponse(lines(made))

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
    async def own_trace(made: Annotated[Generator[Record, None, None], Depends(uploaded_records)]) -> Response:
        """The body is an .npz file, as `np.savez("mine.npz", x=x, a0=a0, da=da, **parameters)` writes it, or a JSON
        object of nested lists by the same names."""
        return TraceResponse(lines(made))

    return router


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
