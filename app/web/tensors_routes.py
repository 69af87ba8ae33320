"""The route of a run's tensors: a file to keep, or to pass on."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from ..requests.limits import Limits
from ..requests.queries import TensorsQuery, TraceQuery, within
from ..requests.tensors import WRITERS, tensors
from ..requests.trace import SMALL, drawn_amount
from .held import room
from .places import Places
from .refusing import PROBLEM, once, refusals
from .stream import PiecesResponse, pieces

PATH = "/api/tensors"


def kept_tensors(limits: Limits) -> APIRouter:
    """Return the route, within these limits, which /openapi.json names as well."""
    router = APIRouter(dependencies=[Depends(once)])
    Asked = within(TensorsQuery, limits)

    @router.get(
        PATH,
        response_class=Response,
        summary="A run as a file of arrays, which POST /api/trace takes again",
        responses={
            200: {"description": "An .npz file, or JSON.", "content": {kind: {} for _, kind in WRITERS.values()}},
            404: {
                "description": "No such scenario, cell or mistake; the sentence says which are.",
                "content": PROBLEM,
            },
            422: {"description": "A parameter that is not allowed; the sentence says what is.", "content": PROBLEM},
        },
    )
    async def get_tensors(request: Request, query: Annotated[Asked, Query()]) -> Response:  # type: ignore[valid-type]
        """x, a0, the parameters, and da or y; under trace/ every value of every timestep, and the gradients."""
        asked = query.model_dump(exclude={"format"}, exclude_unset=True)  # type: ignore[attr-defined]
        ending: str = query.format  # type: ignore[attr-defined]
        write, kind = WRITERS[ending]

        def made() -> bytes:
            return write(tensors(TraceQuery.model_validate(asked), limits))

        places: Places = request.app.state.long
        with refusals():
            amount = drawn_amount(query, limits)
            numbers = amount.held + amount.sent("full", amount.sizes.T_x)
            release = await room(request, numbers, uncounted=SMALL)
            try:
                content = await places.run(request, made)
            except BaseException:
                release()
                raise
        name = f"unrolled-{query.scenario}-{query.cell}.{ending}"  # type: ignore[attr-defined]
        headers = {"content-disposition": f'attachment; filename="{name}"', "content-length": str(len(content))}
        response = PiecesResponse(pieces(content), media_type=kind, headers=headers)
        response.done = release
        return response

    return router
