"""What the page costs a browser: the time between frames while it plays, and the first load from nothing.

Run alone with `python -m tests.bench.frames`. It measures and asserts nothing; the figures are of this machine.
"""

import re
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

import httpx2
import numpy as np
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, BrowserContext, Page

from app.main import create_app
from tests.browser.launching import chromium
from tests.serving import running

LECTURE = "/?scenario=custom&n_x=8&n_a=16&n_y=4&m=8&T_x=20"
COURSE = "/?scenario=course"
BARE = "/bare"
LOADS = 9  # of each page, by turns
SPEED = "4"  # so that a full play takes half a minute; a frame has no less to draw than at speed 1
SETTLED = 1500  # milliseconds after which a page has loaded in any case
LONGEST_PLAY = 300_000  # milliseconds
SCREEN = {"width": 1280, "height": 720}

WATCH = """
  window.seen = { frames: [], tasks: [], picture: null };
  new PerformanceObserver((list) => window.seen.tasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: 'longtask', buffered: true });
  const drawn = () => document.querySelector('#stage svg path');
  new MutationObserver((_, observer) => {
    if (!drawn()) return;
    observer.disconnect();
    const { port1, port2 } = new MessageChannel(); // a message from within a frame comes when it has been painted
    port1.onmessage = () => { window.seen.picture = performance.now(); };
    port2.postMessage(null);
  }).observe(document, { childList: true, subtree: true });
"""

COUNT = """() => {
  const { frames } = Object.assign(window.seen, { frames: [], tasks: [] });
  const tick = (now) => { frames.push(now); requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""


def show() -> None:
    """Print both tables."""
    app = create_app()
    bare: list[str] = []
    app.get(BARE, response_class=HTMLResponse)(lambda: bare[0])
    with running(app) as origin, chromium() as browser:
        _show_frames(browser, origin)
        print()
        sizes, addresses = _transferred(browser, origin)
        bare.append(_without_the_program(httpx2.get(origin).text, addresses))
        _show_loads(browser, origin)
        _show_bytes(sizes, addresses)


# Frames ----------------------------------------------------------------------------------------------------------


def _show_frames(browser: Browser, origin: str) -> None:
    print(f"Frames of a full play, lecture size (n_x 8, n_a 16, n_y 4, m 8, T_x 20), 1280 × 720, {SPEED} × speed")
    print(f"  {'':<18} {'frames':>7} {'p50':>8} {'p95':>8} {'p99':>8} {'longest':>9}   long tasks")
    for slower in (1, 4):
        frames, tasks = _play(browser, origin, slower)
        p50, p95, p99 = np.percentile(frames, [50, 95, 99])
        name = "this machine" if slower == 1 else f"{slower} × slower CPU"
        times = "".join(f" {time:5.1f} ms" for time in (p50, p95, p99)) + f"  {max(frames):5.1f} ms"
        over = f"{len(tasks)} over 50 ms" + (f", longest {max(tasks):.0f} ms" if tasks else "")
        print(f"  {name:<18} {len(frames):>7} {times}   {over}")


def _play(browser: Browser, origin: str, slower: int) -> tuple[list[float], list[float]]:
    """Play from the first moment to the last; return milliseconds between frames, and of each long task."""
    context, page = _fresh(browser)
    page.goto(origin + LECTURE)
    page.wait_for_selector("html[data-state=ready]")
    page.get_by_label("Speed").select_option(SPEED)
    page.keyboard.press("Home")
    page.wait_for_timeout(1000)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.wait_for_timeout(1000)
    page.locator("body").focus()
    page.evaluate("document.activeElement.blur()")
    page.evaluate(COUNT)
    page.keyboard.press(" ")
    page.wait_for_selector("html[data-state=playing]")
    page.wait_for_selector("html[data-state=ready]", timeout=LONGEST_PLAY)
    seen = page.evaluate("window.seen")
    context.close()
    return list(np.diff(seen["frames"])), seen["tasks"]


# First load ------------------------------------------------------------------------------------------------------


def _show_loads(browser: Browser, origin: str) -> None:
    pictures, loads = [], []
    for _ in range(LOADS):
        pictures.append(_picture(browser, origin))
        loads.append(_load(browser, origin))
    print(f"First load of the course exercise, medians of {LOADS} fresh profiles, from this machine's own server")
    picture, load = median(pictures), median(loads)
    print(
        f"  first picture {picture:.0f} ms; a bare page with the same bytes {load:.0f} ms; ratio {picture / load:.2f}"
    )


def _show_bytes(sizes: dict[str, tuple[int, int]], addresses: list[str]) -> None:
    for kind, (number, size) in sorted(sizes.items(), key=lambda item: -item[1][1]):
        print(f"  {kind:<12} {number:>3} requests {size / 1000:8.1f} kB")
    hosts = sorted({httpx2.URL(address).host for address in addresses})
    total = sum(size for _, size in sizes.values())
    print(f"  {'all':<12} {len(addresses):>3} requests {total / 1000:8.1f} kB as sent, gzip; hosts: {', '.join(hosts)}")


def _picture(browser: Browser, origin: str) -> float:
    """Return milliseconds from the start of the navigation until the first bars have been painted on the stage."""
    context, page = _fresh(browser)
    page.goto(origin + COURSE, wait_until="commit")
    page.wait_for_timeout(SETTLED)  # to look for it meanwhile would take the browser's time
    picture: float = page.evaluate("window.seen.picture")
    context.close()
    return picture


def _load(browser: Browser, origin: str) -> float:
    """Return milliseconds until the bare page has loaded all its bytes."""
    context, page = _fresh(browser)
    page.goto(origin + BARE, wait_until="networkidle")
    loaded: float = page.evaluate(
        """() => Math.max(
          performance.getEntriesByType('navigation')[0].loadEventEnd,
          ...performance.getEntriesByType('resource').map((entry) => entry.responseEnd))"""
    )
    context.close()
    return loaded


def _transferred(browser: Browser, origin: str) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Return number and bytes of the answers by kind, headers included, and every address asked for."""
    context, page = _fresh(browser)
    kinds: dict[str, str] = {}
    addresses: list[str] = []
    sizes: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]
        addresses.append(event["response"]["url"])

    def finished(event: dict[str, Any]) -> None:
        number, size = sizes[kinds[event["requestId"]]]
        sizes[kinds[event["requestId"]]] = (number + 1, size + int(event["encodedDataLength"]))

    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    page.goto(origin + COURSE)
    page.wait_for_selector("html[data-state=ready]")
    page.wait_for_load_state("networkidle")
    context.close()
    return dict(sizes), addresses


def _fresh(browser: Browser) -> tuple[BrowserContext, Page]:
    """Open a page in a profile that has seen nothing."""
    context = browser.new_context(viewport=SCREEN)
    context.add_init_script(WATCH)
    return context, context.new_page()


def _without_the_program(html: str, addresses: list[str]) -> str:
    """Return the page with all that it fetches, as early as can be, but with nothing that runs."""
    kinds = {".js": "script", ".woff2": "font"}
    preloads = ""
    for address in map(httpx2.URL, addresses):
        kind = kinds.get(Path(address.path).suffix, "fetch")
        if kind != "fetch" or address.path.startswith("/api/"):
            preloads += f'<link rel="preload" as="{kind}" crossorigin href="{address.raw_path.decode()}">'
    return re.sub(r'<script type="module"[^>]*></script>', preloads, html)


if __name__ == "__main__":
    show()
