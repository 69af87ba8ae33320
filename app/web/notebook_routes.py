"""The route of a moment as a notebook that computes it again."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from ..requests.limits import Limits
from ..requests.notebook import notebook
from ..requests.queries import NotebookQuery, within
from .places import Places
from .refusing import PROBLEM, once, refusals

PATH = "/api/notebook"

KIND = "application/x-ipynb+json"


def notebooks(limits: Limits) -> APIRouter:
    """Return the route, within these limits, which /openapi.json names as well."""
    router = APIRouter(dependencies=[Depends(once)])
    Asked = within(NotebookQuery, limits)

    @router.get(
        PATH,
        response_class=Response,
        summary="A moment as a notebook that computes it again, in NumPy and beside it in PyTorch",
        responses={
            200: {"description": "An .ipynb file.", "content": {KIND: {}}},
            404: {
                "description": "No such scenario, cell or mistake; the sentence says which are.",
                "content": PROBLEM,
            },
            422: {"description": "A parameter that is not allowed; the sentence says what is.", "content": PROBLEM},
        },
    )
    async def get_notebook(request: Request, query: Annotated[Asked, Query()]) -> Response:  # type: ignore[valid-type]
        """Its lines are those that ran; its last cells hold their numbers against those of the picture."""
        asked: NotebookQuery = query
        moment = {name: str(value) for name in ("t", "step") if (value := getattr(asked, name)) is not None}
        places: Places = request.app.state.long
        with refusals():
            content = await places.run(request, partial(notebook, asked, moment, limits))
        at = [f"t{value}" if name == "t" else value for name, value in moment.items()]
        name = "-".join(["unrolled", asked.scenario, asked.cell, *at])
        return Response(
            content, media_type=KIND, headers={"content-disposition": f'attachment; filename="{name}.ipynb"'}
        )

    return router
