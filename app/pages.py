"""The Jinja2 pages, and the addresses of the static files, each with a version so that it can be cached for good."""

import hashlib
import re
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from app.catalogue import catalogue
from app.cells import CELLS
from app.scenarios import SCENARIOS
from app.schemas import MAX_SEED
from app.settings import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
SHEETS = [f"css/{name}.css" for name in ("fonts", "tokens", "page", "picture", "modes")]  # later ones override

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(directory=ROOT / "templates")


def require_vendor_files() -> None:
    """Raise RuntimeError where third-party front-end files are missing: they are built at set-up, not committed."""
    if not (VENDOR / "d3.js").is_file():
        raise RuntimeError(f"{VENDOR.relative_to(ROOT)}/d3.js is missing; `make run` or `make vendor` builds it")


@cache
def version() -> str:
    """Return a hash over the static files: the path segment that changes when any of them does."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


IMPORT = re.compile(r'^import \{[^}"]*\} from "(\.[^"]+)";$', re.MULTILINE)


@cache
def modules() -> list[str]:
    """Return the scripts that the page imports at its start, to be fetched at once instead of one after another.

    What is imported on demand, `await import(…)`, is not among them.
    """
    found: dict[Path, None] = {}
    waiting = [STATIC / "js" / "main.js"]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = None
            waiting += [(path.parent / name).resolve() for name in IMPORT.findall(path.read_text("utf-8"))]
    return sorted(path.relative_to(STATIC).as_posix() for path in found)


@router.get("/", response_class=HTMLResponse)
def index(request: Request) -> HTMLResponse:
    context = {
        "static": f"/static/{version()}",
        "sheets": SHEETS,
        "modules": modules(),
        "scenarios": SCENARIOS.values(),
        "cells": CELLS.values(),
        "limits": {"n_x": SETTINGS.max_n, "n_a": SETTINGS.max_n, "n_y": SETTINGS.max_n, "m": SETTINGS.max_m}
        | {"T_x": SETTINGS.max_T_x},
        "max_seed": MAX_SEED,
    }
    return templates.TemplateResponse(request, "index.html", context)


@router.get("/catalogue", response_class=HTMLResponse)
def mistakes(request: Request) -> HTMLResponse:
    context = {
        "static": f"/static/{version()}",
        "sheets": [*SHEETS[:-1], "css/catalogue.css"],
        "mistakes": catalogue(),
        "titles": {cell.name: cell.title for cell in CELLS.values()},
    }
    return templates.TemplateResponse(request, "catalogue.html", context)
