"""The route of the questions that are asked of every run."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Response

from ..records.asked import asked
from ..records.jsonl import encoded
from ..records.schema.asked import AskedAnswer
from ..requests.limits import Limits
from ..requests.queries import RunQuery, within
from ..requests.trace import drawn_run
from .refusing import PROBLEM, once, refusals
from .stream import QUICK

PATH = "/api/questions"


def questions(limits: Limits) -> APIRouter:
    """Return the route, within these limits, which /openapi.json names as well."""
    router = APIRouter(dependencies=[Depends(once)])
    Drawn = within(RunQuery, limits)

    @router.get(
        PATH,
        summary="Five questions that are asked of every run, answered for this one, each with its moment",
        responses={
            200: {"model": AskedAnswer},
            404: {"description": "No such scenario or cell; the sentence says which are.", "content": PROBLEM},
            422: {"description": "A parameter that is not allowed; the sentence says what is.", "content": PROBLEM},
        },
    )
    async def get_questions(query: Annotated[Drawn, Query()]) -> Response:  # type: ignore[valid-type]
        """Scenario, sizes and switches are those of /api/trace. A mistake and changed entries are left out: it is
        asked of the right run, as it is drawn."""
        with refusals():
            drawn = query.model_copy(update={"what": None})  # type: ignore[attr-defined]
            run = await to_thread.run_sync(drawn_run, drawn, limits, limiter=QUICK)
        return Response(encoded({"questions": asked(run)}), media_type="application/json")

    return router
