"""A browser for as long as it is needed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
ALONE = ["--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # the network cable is out


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real browser that reaches this machine alone. There is none: that is a failure, not a reason to skip."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "no browser: install Chromium or name one in $CHROMIUM"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *ALONE, *as_root])
        yield browser
        browser.close()
