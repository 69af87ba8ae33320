"""The page as a test sees it: what it says of itself, what a screen reader reads, what is drawn, what went wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, ConsoleMessage, Error, Locator, Page, Request

PATIENCE = 60_000  # milliseconds before a test gives up: far more than anything takes, on a busy machine too

DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

SETTLED = """(state) => new Promise(done => {
  const { dataset } = document.documentElement;
  const look = () => (dataset.state === state ? done() : new MutationObserver((_, watching) => {
    if (dataset.state !== state) return;
    watching.disconnect();
    done();
  }).observe(document.documentElement, { attributeFilter: ['data-state'] }));
  requestAnimationFrame(() => requestAnimationFrame(look)); // what was done just now is known to the page
})"""

WRITTEN = """() => new Promise(done => {
  const { dataset } = document.documentElement;
  const look = () => (dataset.address === location.search ? done() : requestAnimationFrame(look));
  look();
})"""

MEDIA = "['print', '(prefers-reduced-motion)', '(prefers-color-scheme: dark)'].map((one) => matchMedia(one).matches)"

MOMENT = "() => ({ ...document.documentElement.dataset })"

PICTURE = """() => Object.fromEntries(['network', 'stage'].map((region) => [
  region,
  [...document.querySelectorAll(`#${region} svg *`)].map((mark) => [
    mark.tagName, ...[...mark.attributes].map(({ name, value }) => `${name}=${value}`).sort(), mark.textContent,
  ].join(' ')),
]))"""

GO = "(address) => { history.pushState(null, '', address); dispatchEvent(new PopStateEvent('popstate')); }"

GRIDS = """() => [...document.querySelectorAll('#stage [role=grid]')].map((grid) => ({
  symbol: grid.dataset.symbol ?? null,
  label: grid.getAttribute('aria-label'),
  entry: grid.dataset.entry,
  values: [...grid.querySelectorAll('[role=row]')].map(
    (row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.dataset.value)),
}))"""

WATCH = f"""() => {{
  const picture = {PICTURE};
  window.watched = [];
  new MutationObserver(() => window.watched.push({{ ...document.documentElement.dataset, ...picture() }}))
    .observe(document.documentElement, {{ attributes: true }});
}}"""

BEEN_HERE = "try { localStorage.setItem('visited', '1') } catch {}"
"""What is offered on a first visit takes room, and would be seen by whichever test comes first."""

LISTEN = "addEventListener('securitypolicyviolation', (event) => console.error(`CSP: ${event.violatedDirective}`))"


@dataclass(frozen=True)
class Moment:
    """What the document element says of the moment that is shown."""

    t: int
    step: str
    playhead: float
    state: str


@dataclass(frozen=True)
class Grid:
    """A matrix of the stage as it can be read: `values` are its numbers in full."""

    symbol: str | None
    label: str
    entry: tuple[int, int]
    values: list[list[float]]


class Lesson:
    """One page. Whatever it says on the console is kept as a complaint."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self._browser: CDPSession | None = None
        page.set_default_timeout(PATIENCE)
        page.add_init_script(LISTEN)
        page.add_init_script(BEEN_HERE)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        self.complaints.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.requests.append(request.url)

    def begin(self, width: int, height: int, *, motion: bool, dark: bool) -> None:
        """Make it as a new page is: of this size and light, nothing pointed at, nothing said yet."""
        if self.page.viewport_size != {"width": width, "height": height}:
            self.page.set_viewport_size({"width": width, "height": height})
        if self.page.evaluate(MEDIA) != [False, not motion, dark]:  # else all would be laid out anew, for nobody
            self.page.emulate_media(
                media="null",
                reduced_motion="no-preference" if motion else "reduce",
                color_scheme="dark" if dark else "light",
            )
        self.page.mouse.move(0, 0)
        self._forget()
        self.complaints.clear()
        self.requests.clear()

    def _forget(self) -> None:
        """Let the browser forget what an earlier test chose: dark, words that were closed."""
        if self.origin.startswith("http"):
            self._browser = self._browser or self.page.context.new_cdp_session(self.page)
            where = {"origin": self.origin, "storageTypes": "local_storage"}
            self._browser.send("Storage.clearDataForOrigin", where)

    # Where it is ----------------------------------------------------------------------------------------------

    def open(self, address: str = "/") -> "Lesson":
        """Go to an address and wait until its trace is whole and drawn."""
        self.page.goto(self.origin + address)
        return self.settle()

    def go(self, address: str) -> "Lesson":
        """Be at another address of the page that is open, as after a press on Back: nothing is loaded but its trace."""
        self.page.evaluate(GO, address)
        return self.settle()

    def settle(self, state: str = "ready") -> "Lesson":
        """Wait for a state. `ready` is said of a moment when all of it is there and drawn."""
        try:
            self.page.evaluate(SETTLED, state)
        except Error:  # the page that was asked is no more: a link has led to another one
            self.page.wait_for_load_state()
            self.page.evaluate(SETTLED, state)
        return self

    def resize(self, width: int, height: int) -> "Lesson":
        """Make the window of another size, and wait until all is drawn for it."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.drawn()  # the sizes of the regions
        self.drawn()  # and what is drawn for them
        return self

    def drawn(self) -> None:
        """Wait until a frame has been drawn after all that happened so far."""
        self.page.evaluate(DRAWN)

    def moment(self) -> Moment:
        data: Mapping[str, str] = self.page.evaluate(MOMENT)
        return Moment(int(data["t"] or 0), data["step"], float(data["playhead"]), data["state"])

    def watch(self) -> None:
        """From now on keep what every frame says and shows: a test may be too slow to look while things move."""
        self.page.evaluate(WATCH)

    def watched(self) -> list[dict[str, Any]]:
        """Return what was kept, a frame that changed something each: what `moment` reads, and `picture`."""
        seen: list[dict[str, Any]] = self.page.evaluate("window.watched")
        return seen

    @property
    def address(self) -> str:
        """What a copied address holds beside the host. It is written sparingly, so wait until it is this moment's."""
        self.settle()
        self.page.evaluate(WRITTEN)
        return self.page.url.removeprefix(self.origin)

    # What it shows --------------------------------------------------------------------------------------------

    def grids(self) -> list[Grid]:
        """Return the matrices of the stage in the order in which they are read."""
        found: list[dict[str, Any]] = self.page.evaluate(GRIDS)
        return [
            Grid(
                one["symbol"],
                one["label"],
                as_entry(one["entry"]),
                [[float(value) for value in row] for row in one["values"]],
            )
            for one in found
        ]

    def picture(self) -> dict[str, list[str]]:
        """Return all that is drawn, each mark as text: the map and the stage."""
        drawn: dict[str, list[str]] = self.page.evaluate(PICTURE)
        return drawn

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    def button(self, name: str) -> Locator:
        """Return the button of this accessible name."""
        return self.page.get_by_role("button", name=name, exact=True)

    # What is done with it -------------------------------------------------------------------------------------

    def press(self, *keys: str) -> "Lesson":
        """Press keys one after another and wait until what they did is drawn."""
        for key in keys:
            self.page.keyboard.press(key)
        self.drawn()
        return self

    def click(self, name: str) -> "Lesson":
        """Click the button of this accessible name and wait until what it did is drawn."""
        self.button(name).click()
        self.drawn()
        return self


def as_entry(text: str) -> tuple[int, int]:
    """Read "2,3"."""
    found = re.fullmatch(r"(\d+),(\d+)", text)
    assert found, text
    return int(found[1]), int(found[2])


def assert_none(found: Sequence[object]) -> None:
    """Fail with everything that was found, one a line."""
    assert not found, "\n".join(["", *map(str, found)])
