"""A Chromium without a window, for as long as a picture takes: it is spoken to by the protocol of its own tools."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...bptt.refused import NotAllowed

NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell"),
    *("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge"),
)
"""What a Chromium may be called, those without windows first; tools/find_browser.py looks for the same."""

FLAGS = [
    *("--headless", "--remote-debugging-pipe", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic", "--hide-scrollbars"),
    "--host-resolver-rules=MAP * ~NOTFOUND",  # what it shows lies on the disk
]

PATIENCE = 120.0
"""Seconds that a page may take before it is given up."""


class NoBrowser(NotAllowed):
    """There is no browser to draw with, or it does not do it. The message says what helps."""


def find() -> str:
    """Return the path of a Chromium: of $CHROMIUM, else on PATH. Raises NoBrowser."""
    given = os.environ.get("CHROMIUM")
    found = shutil.which(given) if given else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        said = f"CHROMIUM is {given}, and that is no program" if given else f"there is none of {', '.join(NAMES)}"
        raise NoBrowser(f"A picture is drawn by a browser, and {said}: install Chromium, or name one in $CHROMIUM.")
    if sys.platform == "win32":
        raise NoBrowser("From the command line a picture cannot be drawn on Windows yet: Share in the page draws it.")
    return found


class Tab:
    """A page of a browser. Commands are those of the DevTools protocol, each answered before the next."""

    def __init__(self, to: int, back: int) -> None:
        self.to, self.back = to, back
        self.rest = b""
        self.number = 0
        self.session = ""

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the answer to a command. Raises NoBrowser where it is refused, or the browser has ended."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        try:
            os.write(self.to, json.dumps(message).encode() + b"\0")
            while (answer := self._next()).get("id") != self.number:
                pass
        except BrokenPipeError:
            raise NoBrowser("The browser ended before the picture was drawn.") from None
        if "error" in answer:
            raise NoBrowser(f"The browser refuses {method}: {answer['error'].get('message')}.")
        result: dict[str, Any] = answer["result"]
        return result

    def value(self, expression: str) -> Any:
        """Return what an expression is in the page; a promise is waited for."""
        found = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise NoBrowser(f"The page cannot draw it: {found['exceptionDetails'].get('text')}.")
        return found["result"].get("value")

    def until(self, expression: str, seconds: float = PATIENCE) -> Any:
        """Return what an expression is once it is something. Raises NoBrowser where that takes too long."""
        end = time.monotonic() + seconds
        while not (value := self.value(f"new Promise((done) => setTimeout(() => done({expression}), 50))")):
            if time.monotonic() > end:
                raise NoBrowser(f"The page has not drawn it within {seconds:g} s.")
        return value

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            more = os.read(self.back, 1 << 20)
            if not more:
                raise NoBrowser("The browser ended before the picture was drawn.")
            self.rest += more
        message, _, self.rest = self.rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


@contextmanager
def tab(address: str, downloads: Path, width: int, height: int) -> Iterator[Tab]:
    """Show an address on a page of this size, in pixels, whose downloads come into a folder. Raises NoBrowser."""
    command = [find(), *FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()

    def as_three_and_four() -> None:  # where the browser looks for the two pipes
        three, four = os.dup(theirs_in), os.dup(theirs_out)
        os.dup2(three, 3)
        os.dup2(four, 4)

    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [*command, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=as_three_and_four,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            page = Tab(ours_out, ours_in)
            page.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
            target = page.send("Target.createTarget", url="about:blank")["targetId"]
            page.session = page.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            page.send("Emulation.setDeviceMetricsOverride", **size)
            still = [{"name": "prefers-reduced-motion", "value": "reduce"}]
            page.send("Emulation.setEmulatedMedia", features=still)
            page.send("Page.navigate", url=address)
            yield page
        finally:
            process.kill()
            process.wait()
            for end in (ours_in, ours_out):
                with suppress(OSError):
                    os.close(end)
