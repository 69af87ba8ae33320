"""create_app(): mounts, routes, middleware; nothing else."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from .requests.limits import Limits, from_environment
from .requests.queries import OwnQuery, TraceQuery, within
from .requests.refusals import sentences
from .web import diagnosis_routes, pages, trace_routes
from .web.headers import SecurityHeaders


def create_app(limits: Limits | None = None) -> FastAPI:
    """Build the application, which keeps its limits; where none are given, they are those of the environment.

    Raises RuntimeError where the front end was not built, BadLimit for a limit in the environment that makes no sense.
    """
    limits = from_environment() if limits is None else limits
    pages.require_built_files()
    # No /docs and /redoc: their scripts come from other hosts. /openapi.json says the same.
    app = FastAPI(
        title="Unrolled", summary="Backprop through time, one addition at a time.", docs_url=None, redoc_url=None
    )
    app.state.limits = limits
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=1)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(RequestValidationError, _say_what_is_allowed)
    for router in (trace_routes.traces(limits), trace_routes.router, diagnosis_routes.router, pages.router):
        app.include_router(router)
    files = GZipMiddleware(StaticFiles(directory=pages.STATIC), minimum_size=500, compresslevel=6)  # fetched once
    app.mount(f"/static/{pages.version()}", files, name="static")
    return app


async def _say_what_is_allowed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    model = within(OwnQuery if request.method == "POST" else TraceQuery, request.app.state.limits)
    return JSONResponse({"detail": sentences(error, model)}, status_code=422)
