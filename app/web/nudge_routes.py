"""The route of a nudge: one number of a run is moved, and the run goes forward again."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from ..records.jsonl import encoded
from ..records.schema.nudge import NudgeAnswer
from ..requests.limits import Limits
from ..requests.nudge import nudge
from ..requests.queries import NudgeQuery, within
from ..requests.trace import SMALL, drawn_amount
from .held import room
from .places import Places
from .refusing import PROBLEM, once, refusals

PATH = "/api/nudge"


def nudges(limits: Limits) -> APIRouter:
    """Return the route, within these limits, which /openapi.json names as well."""
    router = APIRouter(dependencies=[Depends(once)])
    Asked = within(NudgeQuery, limits)

    @router.get(
        PATH,
        summary="One number of a run moved by ε: what the gradients say of it, and what the cost really does",
        responses={
            200: {"model": NudgeAnswer},
            404: {
                "description": "No such scenario, cell or mistake; the sentence says which are.",
                "content": PROBLEM,
            },
            422: {"description": "A parameter that is not allowed; the sentence says what is.", "content": PROBLEM},
        },
    )
    async def get_nudge(request: Request, query: Annotated[Asked, Query()]) -> Response:  # type: ignore[valid-type]
        """Scenario, sizes and switches are those of /api/trace. An entry of a⟨t⟩ is moved for ŷ⟨t⟩ alone, for the next
        timestep alone, and for both; one of a parameter at each timestep alone, and at all."""
        places: Places = request.app.state.long
        with refusals():
            release = await room(request, drawn_amount(query, limits).held, uncounted=SMALL)
            try:
                found = await places.run(request, partial(nudge, query, limits))
            finally:
                release()
        return Response(encoded(found), media_type="application/json")

    return router
