"""The Jinja2 pages, and the addresses of the static files, each with a version so that it can be cached for good."""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from starlette.datastructures import QueryParams

from ..bptt.cells import CELLS
from ..bptt.loss import LOSSES
from ..diagnosis.catalogue import catalogue
from ..diagnosis.grouped import grouped
from ..diagnosis.levels import LEVELS
from ..diagnosis.misconceptions import MISCONCEPTIONS
from ..records.lesson.scene import as_search
from ..records.lesson.scenes import SCENES
from ..records.lesson.words import pieces
from ..requests.limits import Limits
from ..requests.queries import MAX_SEED
from ..runs.scenarios import SCENARIOS
from ..runs.scenarios.text import IN_WORDS, LONGEST, SPELLABLE
from .preload import first_trace
from .veil import veil

APP = Path(__file__).resolve().parents[1]
ROOT = APP if (APP / "templates").is_dir() else APP.parent  # installed, the pages lie in the package
STATIC = ROOT / "static"

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(directory=ROOT / "templates")
templates.env.filters["veil"] = veil


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
    return _page(request, request.query_params, {})


@router.get("/embed", response_class=HTMLResponse)
def embed(request: Request) -> HTMLResponse:
    """Answer with the stage and the transport alone, for a frame in another page: see `headers.FRAMED`."""
    return _page(request, request.query_params, {"embed": True})


@router.get("/lesson", response_class=HTMLResponse)
def lesson(request: Request) -> HTMLResponse:
    asked = request.query_params.get("scene", "1")
    at = min(max(int(asked), 1), len(SCENES)) if re.fullmatch("[0-9]{1,3}", asked) else 1
    scenes = {
        "title": "the lesson, scene by scene",
        "scenes": SCENES,
        "at": at,
        "pieces": pieces,
        "as_search": as_search,
    }
    return _page(request, QueryParams(dict(SCENES[at - 1].address)), scenes)


def _page(request: Request, opened: QueryParams, more: Mapping[str, Any]) -> HTMLResponse:
    limits: Limits = request.app.state.limits
    context = {
        "title": "backprop through time, one addition at a time",
        "static": f"{request.scope.get('root_path', '')}/static/{version()}",
        "first_trace": first_trace(opened),
        "scenarios": SCENARIOS.values(),
        "cells": CELLS.values(),
        "losses": LOSSES.values(),
        "limits": limits.sizes,
        "max_seed": MAX_SEED,
        "text_pattern": SPELLABLE.strip("^$"),
        "text_allowed": IN_WORDS,
        "text_most": LONGEST,
    }
    return templates.TemplateResponse(request, "index.html", {**context, **more})


@router.get("/catalogue", response_class=HTMLResponse)
def mistakes(request: Request, spoil: str = "") -> HTMLResponse:
    level = int(spoil) if spoil in map(str, range(len(LEVELS))) else None
    return HTMLResponse(_catalogue(f"{request.scope.get('root_path', '')}/static/{version()}", level))


@lru_cache(maxsize=8)  # one for each level: what is searched for, the page's script looks up
def _catalogue(static: str, level: int | None) -> str:
    """Return the catalogue as a page that tells of each mistake what a level does."""
    return templates.get_template("catalogue.html").render(
        static=static,
        groups=grouped(),
        count=len(catalogue()),
        cells={cell.name: cell.title for cell in CELLS.values()},
        level=level,
        told=LEVELS if level is None else LEVELS[: level + 1],
    )


@router.get("/questions", response_class=HTMLResponse)
def questions(request: Request) -> HTMLResponse:
    context = {
        "static": f"{request.scope.get('root_path', '')}/static/{version()}",
        "misconceptions": MISCONCEPTIONS,
    }
    return templates.TemplateResponse(request, "questions.html", context)
