"""A moment as a picture in a file, drawn by the page itself in a browser: what Share in the page would save."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from starlette.types import ASGIApp

from ...bptt.refused import NotAllowed
from ...requests.addresses import named
from ...requests.limits import Limits
from .browser import PATIENCE, NoBrowser, Tab, tab
from .write import require_parent, write_file

KINDS = ("svg", "png", "gif")

WIDTH, HEIGHT = 1280, 720

SAID = "document.querySelector('#said')?.textContent"
"""What the page tells its reader."""

LEAST, MOST = 320, 3840
"""Pixels of a side."""


class NoPicture(NotAllowed):
    """There is no such picture. The message says what there is."""


def picture(
    target: Path, address: str, app: ASGIApp, limits: Limits, width: int = WIDTH, height: int = HEIGHT,
    say: Callable[[str], None] | None = None,
) -> int:  # fmt: skip
    """Write the moment of an address as .svg or .png, or its timestep as .gif; return the bytes.

    It is drawn on a page of this width and height, in pixels; a .png is twice as sharp, a .gif of just this size.
    Raises NoSuchThing or NotAllowed for what the server would refuse, NoPicture, NoBrowser.
    """
    kind = target.suffix.removeprefix(".").lower()
    if kind not in KINDS:
        raise NoPicture(f"{target.name} must end in {', '.join(f'.{one}' for one in KINDS)}.")
    for name, size in (("width", width), ("height", height)):
        if not LEAST <= size <= MOST:
            raise NoPicture(f"{name} must be from {LEAST} to {MOST} pixels, not {size}.")
    require_parent(target)
    with TemporaryDirectory(dir=target.parent, ignore_cleanup_errors=True) as folder:
        page, saved = Path(folder) / "moment.html", Path(folder) / "saved"
        saved.mkdir()
        wanted = {name: text for name, text in named(address).items() if name != "present"}  # it would show a QR code
        write_file(page, [f"/?{urlencode(wanted)}"], app, limits, lambda _: None)
        with tab(page.as_uri(), saved, width, height) as shown:
            _save(shown, kind, (width, height), saved, say or (lambda _: None))
        (made,) = saved.iterdir()
        size = made.stat().st_size
        shutil.copyfile(made, Path(folder) / target.name)
        os.replace(Path(folder) / target.name, target)
    return size


def _save(page: Tab, kind: str, size: tuple[int, int], folder: Path, say: Callable[[str], None]) -> None:
    """Press what a reader would press, and wait until the file is whole."""
    page.until("document.documentElement.dataset.state === 'ready'")
    page.value("document.querySelector('#offer:not([hidden]) button')?.click()")  # it takes room on a first visit
    page.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.until("document.documentElement.dataset.state === 'ready'")
    page.value("document.querySelector('#title [data-action=share]').click()")
    page.until("document.querySelector('#taking')?.matches(':popover-open')")
    if kind == "gif":
        wanted = f"new Option('', '{size[0]},{size[1]}', true, true)"
        page.value(f"document.querySelector('#taking select').append({wanted})")
    button = f"[...document.querySelectorAll('#taking button')].find((one) => one.textContent === '{kind.upper()}')"
    page.value(f"{button}.click()")
    told, changed = "", time.monotonic()
    while not [one for one in folder.iterdir() if one.suffix == f".{kind}"]:
        now = page.until("document.querySelector('#taking [role=status]').textContent || ' '")
        if now != told:
            told, changed = now, time.monotonic()
            say(now.strip())
        if time.monotonic() > changed + PATIENCE:
            raise NoBrowser(f"The browser has not saved it: {page.value(SAID) or 'it does not say why'}.")
