"""The Jinja2 pages, and the addresses of the static files, each with a version so that it can be cached for good."""

import hashlib
import json
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from ..bptt.cells import CELLS
from ..bptt.loss import LOSSES
from ..diagnosis.catalogue import catalogue
from ..requests.limits import Limits
from ..requests.queries import MAX_SEED
from ..runs.scenarios import SCENARIOS
from ..runs.scenarios.text import IN_WORDS, LONGEST, SPELLABLE
from .preload import first_trace

APP = Path(__file__).resolve().parents[1]
ROOT = APP if (APP / "templates").is_dir() else APP.parent  # installed, the pages lie in the package
STATIC = ROOT / "static"

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(directory=ROOT / "templates")


def require_built_files() -> None:
    """Raise RuntimeError where what browsers get was not built, or not of the sources that are there."""
    for needed in ("built/main.js", "built/main.css", "built/manifest.json"):
        if not (STATIC / needed).is_file():
            raise RuntimeError(f"static/{needed} is missing; `make run` or `make built` builds it")
    if not (STATIC / "js").is_dir():  # installed: without the sources, there are no others
        return
    built = json.loads((STATIC / "built" / "manifest.json").read_bytes())
    sources = {
        path.relative_to(STATIC).as_posix(): path for path in [*STATIC.glob("js/**/*.js"), *STATIC.glob("css/**/*.css")]
    }
    now = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sources.items()}
    if changed := sorted(name for name in built.keys() | now.keys() if built.get(name) != now.get(name)):
        raise RuntimeError(
            f"static/built was made of another static/{changed[0]}; `make run` or `make built` builds it again"
        )


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
    return _moment(request)


@router.get("/embed", response_class=HTMLResponse)
def embed(request: Request) -> HTMLResponse:
    """Answer with the stage and the transport alone, for a frame in another page: see `headers.FRAMED`."""
    return _moment(request, embed=True)


def _moment(request: Request, *, embed: bool = False) -> HTMLResponse:
    limits: Limits = request.app.state.limits
    context = {
        "static": f"{request.scope.get('root_path', '')}/static/{version()}",
        "first_trace": first_trace(request.query_params),
        "scenarios": SCENARIOS.values(),
        "cells": CELLS.values(),
        "losses": LOSSES.values(),
        "limits": limits.sizes,
        "max_seed": MAX_SEED,
        "embed": embed,
        "text_pattern": SPELLABLE.strip("^$"),
        "text_allowed": IN_WORDS,
        "text_most": LONGEST,
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
