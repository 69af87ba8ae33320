"""The Jinja2 pages, and the addresses of the static files, each with a version so that it can be cached for good."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from ..bptt.cells import CELLS
from ..diagnosis.catalogue import catalogue
from ..requests.limits import Limits
from ..requests.queries import MAX_SEED
from ..runs.scenarios import SCENARIOS
from .preload import first_trace

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(directory=ROOT / "templates")


def require_built_files() -> None:
    """Raise RuntimeError where what browsers get was not built, or not since its sources were changed."""
    built = STATIC / "built" / "main.js"
    if not built.is_file():
        raise RuntimeError("static/built/main.js is missing; `make run` or `make built` builds it")
    for source in sorted([*STATIC.glob("js/**/*.js"), *STATIC.glob("css/*.css")]):
        if source.stat().st_mtime > built.stat().st_mtime:
            name = source.relative_to(STATIC).as_posix()
            raise RuntimeError(f"static/built is older than static/{name}; `make run` or `make built` builds it again")


@cache
def version() -> str:
    """Return a hash over the static files: the path segment that changes when any of them does."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


@router.get("/", response_class=HTMLResponse)
def index(request: Request) -> HTMLResponse:
    limits: Limits = request.app.state.limits
    context = {
        "static": f"{request.scope.get('root_path', '')}/static/{version()}",
        "first_trace": first_trace(request.query_params),
        "scenarios": SCENARIOS.values(),
        "cells": CELLS.values(),
        "limits": limits.sizes,
        "max_seed": MAX_SEED,
    }
    return templates.TemplateResponse(request, "index.html", context)


@router.get("/catalogue", response_class=HTMLResponse)
def mistakes(request: Request) -> HTMLResponse:
    context = {
        "static": f"{request.scope.get('root_path', '')}/static/{version()}",
        "mistakes": catalogue(),
        "titles": {cell.name: cell.title for cell in CELLS.values()},
    }
    return templates.TemplateResponse(request, "catalogue.html", context)
