"""A moment in a frame of another page, of another origin: slides keep their keys, and both sides can speak."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from app.main import create_app
from app.requests.limits import Limits
from tests.browser.conftest import Visit
from tests.browser.lesson import PATIENCE, PICTURE
from tests.serving import running

ROOT = Path(__file__).parents[2]
MOMENT = "?scenario=hello&cell=rnn&seed=1&t=2&step=da_next&entry=1,0"
FRAME = '<iframe src="{address}/embed{moment}" title="Unrolled: t = 2" width="900" height="480"></iframe>'
LISTEN = """<script>
  addEventListener('message', ({ origin, data }) => (window.heard ??= []).push({ origin, data }));
  addEventListener('keydown', ({ key }) => (window.pressed ??= []).push(key));
</script>"""
DECK = """<!doctype html><link rel="stylesheet" href="reveal.css">
<div class="reveal"><div class="slides"><section>{frame}</section><section>two</section></div></div>
<script src="reveal.js"></script><script>Reveal.initialize({{ controls: false, transition: 'none' }})</script>"""


class Quiet(SimpleHTTPRequestHandler):
    """Hands out files, and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of pages with a frame: plain.html, barred.html of a server that allows no frames, and deck.html."""
    folder = tmp_path_factory.mktemp("around")
    for name in ("reveal.js", "reveal.css"):
        (folder / name).symlink_to(ROOT / "node_modules" / "reveal.js" / "dist" / name)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        origin = f"http://127.0.0.1:{server.server_address[1]}"
        with running(create_app(Limits(framed_by=origin))) as address, running(create_app()) as closed:
            frame = FRAME.format(address=address, moment=MOMENT)
            (folder / "plain.html").write_text(f"<!doctype html>{LISTEN}<a href='#'>before</a>{frame}")
            (folder / "barred.html").write_text(f"<!doctype html>{FRAME.format(address=closed, moment=MOMENT)}")
            (folder / "deck.html").write_text(DECK.format(frame=frame))
            yield origin
        server.shutdown()
        thread.join()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 1000, "height": 700}, reduced_motion="reduce")
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


def framed(page: Page) -> Frame:
    """Return the frame once its moment is there and drawn."""
    page.frame_locator("iframe").locator("html[data-state=ready]").wait_for()
    return page.frames[1]


def step(frame: Frame) -> str:
    found: str = frame.evaluate("document.documentElement.dataset.step")
    return found


def heard(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page.evaluate("window.heard ?? []")
    return found


def until(page: Page, expression: str) -> None:
    """Wait until an expression holds in the page around."""
    page.wait_for_function(expression, timeout=PATIENCE)


def test_it_is_the_stage_and_the_transport_alone_and_the_picture_of_the_page_itself(
    page: Page, around: str, visit: Visit
) -> None:
    page.goto(f"{around}/plain.html")
    frame = framed(page)
    regions = frame.locator("main > :not(.unseen)").all()
    shown = [region.get_attribute("id") for region in regions if region.evaluate("one => one.checkVisibility()")]
    assert shown == ["stage", "transport"]
    assert frame.evaluate("document.querySelector('#title').clientHeight") == 0
    address = frame.url.partition("?")[0].removesuffix("/embed")
    alone = visit(900, 480, origin=address, fresh=True).open(f"/embed{MOMENT}")
    assert frame.evaluate(PICTURE) == alone.picture()
    assert "da_prevt" in "".join(alone.picture()["stage"])


def test_nothing_of_it_is_cut_off_in_a_small_frame(visit: Visit) -> None:
    for width, height in ((900, 480), (640, 360), (480, 300)):
        lesson = visit(width, height).open(f"/embed{MOMENT}")
        size = "({ scrollWidth, scrollHeight } = document.documentElement, [scrollWidth, scrollHeight])"
        assert lesson.page.evaluate(size) == [width, height]
        assert lesson.page.locator("#transport [data-action=play]").is_visible()


def test_a_server_that_was_not_told_so_is_shown_in_no_frame(page: Page, around: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(f"{around}/barred.html")
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors 'self'" in text for text in refused)
    assert page.frame_locator("iframe").locator("#stage").count() == 0


def test_keys_are_taken_only_after_a_click_and_given_back_with_escape(page: Page, around: str) -> None:
    page.goto(f"{around}/plain.html")
    frame = framed(page)
    page.locator("a").focus()
    page.keyboard.press("ArrowRight")
    frame.locator("#transport [data-action=play]").focus()  # as Tab does: nothing was clicked
    page.keyboard.press("End")
    frame.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert step(frame) == "da_next"
    frame.locator("#stage").click(position={"x": 5, "y": 5})
    page.keyboard.press("ArrowRight")
    frame.wait_for_selector("html[data-step=dtanh]")
    page.keyboard.press("Escape")
    until(page, "document.hasFocus() && document.activeElement.tagName !== 'IFRAME'")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("window.pressed") == ["ArrowRight", "ArrowRight"]
    assert step(frame) == "dtanh"


def test_the_page_around_is_told_each_moment_and_may_ask_for_one(page: Page, around: str) -> None:
    page.goto(f"{around}/plain.html")
    frame = framed(page)
    until(page, "window.heard?.length > 0")
    first = heard(page)[-1]
    assert first["origin"] == frame.url.partition("/embed")[0]
    assert first["data"] == {
        "t": 2,
        "step": "da_next",
        "playhead": frame.evaluate("+document.documentElement.dataset.playhead"),
    }
    ask = "go => document.querySelector('iframe').contentWindow.postMessage({ go }, '*')"
    page.evaluate(ask, "next-step")
    until(page, "window.heard.at(-1).data.step === 'dtanh'")
    page.evaluate(ask, "?t=1&step=da_next")
    until(page, "window.heard.at(-1).data.t === 1")
    page.evaluate(ask, "?scenario=custom&cell=lstm&t=3&step=da_next")
    until(page, "window.heard.at(-1).data.t === 3")
    assert frame.evaluate("document.querySelector('select[name=cell]').value") == "lstm"
    assert frame.evaluate("document.documentElement.hasAttribute('data-keys')") is False


def test_what_others_send_or_what_is_no_moment_changes_nothing(page: Page, around: str) -> None:
    page.goto(f"{around}/plain.html")
    frame = framed(page)
    frame.evaluate("postMessage({ go: 'last' }, '*')")  # not from the page around
    for sent in ({"go": "dance"}, {"go": 'play"], [data-action="last'}, {"go": 3}, "last", None, {"to": "last"}):
        page.evaluate("sent => document.querySelector('iframe').contentWindow.postMessage(sent, '*')", sent)
    page.evaluate("document.querySelector('iframe').contentWindow.postMessage({ go: 'next-step' }, '*')")
    until(page, "window.heard.at(-1).data.step === 'dtanh'")
    assert [told["data"]["step"] for told in heard(page)] == ["da_next", "dtanh"]  # type: ignore[index]


def test_in_a_deck_of_slides_the_arrows_stay_the_decks_until_somebody_clicks(page: Page, around: str) -> None:
    page.goto(f"{around}/deck.html")
    frame = framed(page)
    slide = "Reveal.getIndices().h"
    page.keyboard.press("ArrowRight")
    until(page, f"{slide} === 1")
    page.keyboard.press("ArrowLeft")
    until(page, f"{slide} === 0")
    frame.locator("#stage").click(position={"x": 5, "y": 5})
    page.keyboard.press("ArrowRight")
    frame.wait_for_selector("html[data-step=dtanh]")
    assert page.evaluate(slide) == 0
    page.keyboard.press("Escape")
    until(page, "document.hasFocus() && document.activeElement.tagName !== 'IFRAME'")
    page.keyboard.press("ArrowRight")
    until(page, f"{slide} === 1")
    assert step(frame) == "dtanh"
