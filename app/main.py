"""create_app(): mounts, routes, middleware; nothing else."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from .requests.limits import Limits, from_environment
from .requests.queries import NotebookQuery, NudgeQuery, OwnQuery, RunQuery, TensorsQuery, TraceQuery, within
from .requests.refusals import sentences
from .web import asked_routes, diagnosis_routes, notebook_routes, nudge_routes, pages, tensors_routes, trace_routes
from .web.body import Bodies
from .web.files import Files
from .web.guard import Guard
from .web.headers import SecurityHeaders
from .web.held import Held
from .web.kept import Kept, KeptFirst
from .web.places import Places


class Application(FastAPI):
    """Wraps the finished stack, so that what the framework itself answers, a 500 too, carries the headers."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return what answers a request."""
        limits: Limits = self.state.limits
        first = KeptFirst(super().build_middleware_stack(), self.state.kept, "/api/trace")
        root_path: str = self.state.root_path
        return SecurityHeaders(Guard(first, limits.own_hosts, root_path), limits.frames, root_path)


def create_app(limits: Limits | None = None, *, root_path: str = "") -> FastAPI:
    """Build the application, which keeps its limits; where none are given, they are those of the environment.

    `root_path` is the path below which a proxy shows it. Requests are taken with it and without.
    Raises RuntimeError where the front end was not built, BadLimit for a limit in the environment that makes no sense.
    """
    limits = from_environment() if limits is None else limits
    pages.require_built_files()
    # No /docs and /redoc: their scripts come from other hosts. /openapi.json says the same.
    app = Application(
        title="Unrolled",
        summary="Backprop through time, one addition at a time.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.limits = limits
    app.state.root_path = root_path
    app.state.kept = Kept(limits.max_kept)
    app.state.held = Held(limits.max_held_together)
    app.state.bodies = Bodies()
    app.state.diagnoses, app.state.uploads = Places("diagnoses", 1), Places("uploads", 2)
    app.state.long = Places("requests that take long", 1)
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=1)
    app.add_exception_handler(RequestValidationError, _say_what_is_allowed)
    of_runs = (
        trace_routes.traces(limits),
        nudge_routes.nudges(limits),
        asked_routes.questions(limits),
        tensors_routes.kept_tensors(limits),
        notebook_routes.notebooks(limits),
    )
    for router in (*of_runs, trace_routes.router, diagnosis_routes.router, pages.router):
        app.include_router(router)
    app.state.files = Files(pages.STATIC, pages.version())
    app.mount(f"/static/{pages.version()}", app.state.files, name="static")
    return app


async def _say_what_is_allowed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    models = {nudge_routes.PATH: NudgeQuery, asked_routes.PATH: RunQuery}
    models |= {tensors_routes.PATH: TensorsQuery, notebook_routes.PATH: NotebookQuery}
    asked = OwnQuery if request.method == "POST" else models.get(request.scope["route"].path, TraceQuery)
    return JSONResponse({"detail": sentences(error, within(asked, request.app.state.limits))}, status_code=422)
