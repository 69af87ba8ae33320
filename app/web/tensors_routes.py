"""The route of a run's tensors: a file to keep, or to pass on."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Response

from ..requests.limits import Limits
from ..requests.queries import TensorsQuery, TraceQuery, within
from ..requests.tensors import WRITERS, tensors
from .refusing import PROBLEM, once, refusals
from .stream import WORKERS

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
    async def get_tensors(query: Annotated[Asked, Query()]) -> Response:  # type: ignore[valid-type]
        """x, a0, the parameters, and da or y; under trace/ every value of every timestep, and the gradients."""
        asked = query.model_dump(exclude={"format"}, exclude_unset=True)  # type: ignore[attr-defined]
        ending: str = query.format  # type: ignore[attr-defined]
        write, kind = WRITERS[ending]

        def made() -> bytes:
            return write(tensors(TraceQuery.model_validate(asked), limits))

        with refusals():
            content = await to_thread.run_sync(made, limiter=WORKERS)
        name = f"unrolled-{query.scenario}-{query.cell}.{ending}"  # type: ignore[attr-defined]
        return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})

    return router
