"""The routes for numbers that are different: what was pasted or sent is diagnosed, and the catalogue is listed."""

from functools import cache, partial

from fastapi import APIRouter, Depends, Request, Response

from ..diagnosis.catalogue import catalogue
from ..diagnosis.schema import CatalogueAnswer, DiagnosisAnswer
from ..records.jsonl import encoded
from ..requests.diagnosis import AUTO, diagnose_body
from ..requests.limits import Limits
from .body import sent
from .places import Places
from .refusing import PROBLEM, once, refusals

router = APIRouter()


@router.post(
    "/api/diagnose",
    dependencies=[Depends(once)],
    summary="Which mistake reproduces these numbers: pasted output of the course's exercises, or gradients as arrays",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "description": "`text`, and `exercise` where it is known; or `arrays` by name, with "
                        "`scenario`, `cell`, `seed` and sizes as /api/trace has them",
                        "example": {"text": 'gradients["da0"][2][3] = -0.000705301629139', "exercise": AUTO},
                    }
                },
                "text/plain": {"schema": {"type": "string", "description": "pasted output"}},
                "application/zip": {
                    "schema": {"type": "string", "format": "binary", "description": "an .npz file of gradients"}
                },
            },
        }
    },
    responses={
        200: {"model": DiagnosisAnswer},
        404: {"description": "No such exercise, scenario or cell; the sentence says which exist.", "content": PROBLEM},
        422: {"description": "What was sent is neither; the sentence says what can be.", "content": PROBLEM},
        503: {"description": "Too many diagnoses are waiting.", "content": PROBLEM},
    },
)
async def post_diagnose(request: Request) -> Response:
    """The answer has `verdict`: correct, mistake, partial, unknown, too_few, error_recognised or unreadable. It is
    `mistake` only where every number that was given is reproduced."""
    limits: Limits = request.app.state.limits
    places: Places = request.app.state.diagnoses
    async with sent(request, max(limits.max_paste, limits.max_upload)) as body:
        with refusals():
            diagnosing = partial(diagnose_body, body, dict(request.query_params), limits, wait=False)
            found = await places.run(request, diagnosing)
    return Response(encoded(found.as_record()), media_type="application/json")


@router.get(
    "/api/mistakes",
    summary="The catalogue of mistakes: their lines, and what each exercise prints with them",
    responses={200: {"model": CatalogueAnswer}},
)
def get_mistakes() -> Response:
    return Response(_catalogue(), media_type="application/json")


@cache
def _catalogue() -> bytes:
    return encoded({"mistakes": catalogue()})
