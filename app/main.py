"""create_app(): mounts, routes, middleware; nothing else."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from .requests.queries import OwnQuery, TraceQuery
from .requests.refusals import sentences
from .web import diagnosis_routes as api_diagnose
from .web import pages
from .web import trace_routes as api
from .web.headers import SecurityHeaders


def create_app() -> FastAPI:
    """Build the application. Raises RuntimeError where the front end was not built."""
    pages.require_built_files()
    # No /docs and /redoc: their scripts come from other hosts. /openapi.json says the same.
    app = FastAPI(
        title="Unrolled", summary="Backprop through time, one addition at a time.", docs_url=None, redoc_url=None
    )
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=1)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(RequestValidationError, _say_what_is_allowed)
    app.include_router(api.router)
    app.include_router(api_diagnose.router)
    app.include_router(pages.router)
    files = GZipMiddleware(StaticFiles(directory=pages.STATIC), minimum_size=500, compresslevel=6)  # fetched once
    app.mount(f"/static/{pages.version()}", files, name="static")
    return app


async def _say_what_is_allowed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    model = OwnQuery if request.method == "POST" else TraceQuery
    return JSONResponse({"detail": sentences(error, model)}, status_code=422)
