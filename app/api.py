"""The routes: validate, run, serialise."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Generator
from contextlib import aclosing, closing
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.cells import CELLS
from app.declaration import declare
from app.documentation import trace_content
from app.loss import LOSSES
from app.mistakes import NoSuchMistake, NotPossible, find
from app.records import Record, records
from app.scenarios import SCENARIOS, NotInScenario, Run, UnknownName, make_run
from app.schemas import Problem, TraceQuery
from app.settings import SETTINGS
from app.side_by_side import records_side_by_side, wrong_run
from app.sources import Sources
from app.wire import line

router = APIRouter()

JSONL = "application/jsonl"
REFUSED = {"application/json": {"schema": Problem.model_json_schema()}}


class TraceResponse(StreamingResponse):
    """A stream of JSON lines that stops computing as soon as the reader has left."""

    media_type = JSONL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the body; whatever ends it, close the generator at once instead of when it is collected."""
        async with aclosing(self.body_iterator):  # type: ignore[type-var]
            await super().__call__(scope, receive, send)


def requested_run(request: Request, query: Annotated[TraceQuery, Query()]) -> tuple[Run, TraceQuery]:
    """Draw the scenario before the stream starts, so that a wrong name is an answer and not a broken line."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    if repeated := [name for name, times in given.items() if times > 1]:
        raise HTTPException(422, f"{', '.join(repeated)} must be given once; which value is meant cannot be told.")
    try:
        return make_run(query.scenario, query.cell, query.seed, query.sizes, **query.switches), query
    except UnknownName as error:
        raise HTTPException(404, str(error)) from error
    except NotInScenario as error:
        raise HTTPException(422, str(error)) from error


def requested_records(
    requested: Annotated[tuple[Run, TraceQuery], Depends(requested_run)],
) -> Generator[Record, None, None]:
    """Choose what is streamed: the run, or the run with mistakes in it beside the right one."""
    run, query = requested
    if query.mistake is None:
        sources = Sources(run.setting, SETTINGS.max_carried)
        return records(run, entry=query.focus, values=query.values, sources=sources, check=query.check)
    try:
        made = find(query.mistake, run.cell.name)
        wrong = wrong_run(run, made)
    except NoSuchMistake as error:
        raise HTTPException(404, str(error)) from error
    except NotPossible as error:
        raise HTTPException(422, str(error)) from error
    return records_side_by_side(wrong, run, made, entry=query.focus, values=query.values)


@router.get(
    "/api/trace",
    response_class=TraceResponse,
    summary="One trace: head, forward × T_x, backward × T_x, end, each line sent as it is computed",
    responses={
        200: {
            "description": "JSON lines. A number that is not finite is the string NaN, Infinity or -Infinity. "
            "A stream whose last record is not `end` was cut off.",
            "content": {JSONL: trace_content()},
        },
        404: {"description": "No such scenario, cell or mistake; the sentence says which exist.", "content": REFUSED},
        422: {"description": "A parameter that is not allowed; the sentence says what is.", "content": REFUSED},
    },
)
async def trace(made: Annotated[Generator[Record, None, None], Depends(requested_records)]) -> Response:
    return TraceResponse(_lines(made))


async def _lines(made: Generator[Record, None, None]) -> AsyncIterator[bytes]:
    with closing(made):  # with all the frames that it holds, as soon as nobody reads on
        for record in made:
            yield line(record)
            await asyncio.sleep(0)  # lets other requests in, and lets a reader who has left be noticed


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
