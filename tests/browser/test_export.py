"""A copy opened from a disk, and from a host that only hands out files, shows what the server's page shows."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app.main import create_app
from app.requests.limits import Limits
from app.web.export.write import write_file, write_site
from tests.browser.conftest import Visit
from tests.browser.lesson import PATIENCE, PICTURE, Lesson
from tests.browser.pixels import FEW, differing

MOMENT = "/?scenario=hello&cell=rnn&seed=1&t=2&step=da_next&mistake=drop_carry&entry=1,0"
RIGHT = "/?scenario=hello&cell=rnn&seed=1&t=2&step=da_next&entry=1,0"


def silent(_: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def moment(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("one") / "moment.html"
    write_file(target, [MOMENT, "/?scenario=lstm-vs-rnn&cell=lstm&lens=flow"], create_app(Limits()), Limits(), silent)
    return target.as_uri()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("host") / "below" / "a prefix"
    target.parent.mkdir()
    some = {"scenarios": ["hello", "course"], "mistakes": ["drop_carry"]}
    write_site(target, create_app(Limits()), Limits(), silent, **some)
    return target


class Quiet(SimpleHTTPRequestHandler):
    """Hands out files, and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The address of a site below a prefix, on a server that knows nothing but files."""
    handler = partial(Quiet, directory=str(site.parent.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/below/a%20prefix"
        server.shutdown()
        thread.join()


def assert_same(browser: Browser, copy: Lesson, live: Lesson) -> None:
    """Compare every mark, and then the pixels of the whole page."""
    assert copy.picture() == live.picture()
    shots = [lesson.page.screenshot(animations="disabled") for lesson in (copy, live)]
    assert differing(browser, *shots) <= FEW


def test_one_file_from_a_disk_shows_what_the_server_shows_mark_by_mark_and_pixel_by_pixel(
    chromium: Browser, visit: Visit, moment: str
) -> None:
    copy, live = visit(origin=moment).open(""), visit().open(MOMENT)
    assert copy.moment() == live.moment()
    for keys in ([], ["ArrowRight"], ["Home"], ["p"]):
        for lesson in (copy, live):
            lesson.press(*keys)
            lesson.page.evaluate("document.querySelector('#title h1 + details')?.remove()")  # the list of its moments
        assert_same(chromium, copy, live)
    assert copy.requests == [moment]


def test_a_moment_of_one_file_has_an_address_and_opens_again(visit: Visit, moment: str) -> None:
    copy = visit(origin=moment, fresh=True).open("")
    copy.press("ArrowRight")
    again = visit(origin=moment).open(copy.address)
    assert again.moment() == copy.moment()
    copy.page.get_by_role("link", name="The right run").click()
    copy.settle()
    assert "mistake" not in copy.address
    copy.page.get_by_text("Moments").click()
    copy.page.get_by_role("link", name="LSTM").click()
    assert "lens=flow" in copy.settle().address  # ready: the other cell's norms are there too


def test_what_one_file_does_not_hold_is_said_where_it_is_asked_for(visit: Visit, moment: str) -> None:
    copy = visit(origin=moment, fresh=True).open("")
    before = copy.moment()
    copy.page.get_by_label("Scenario").select_option("vanishing")
    copy.settle("error")
    assert "This copy has no server, and does not hold that run. What is shown is still the run before." in copy.text(
        "#message"
    )
    assert copy.moment().t == before.t
    assert copy.page.get_by_label("Scenario").input_value() == "hello"
    copy.button("My numbers are different").click()
    copy.page.get_by_label("Paste what").fill('gradients["dx"][1][2] = [1. 2. 3. 4.]')
    copy.button("Diagnose").click()
    copy.page.get_by_text("This copy has no server: a diagnosis needs one.").wait_for()
    copy.page.locator("#diagnosis").get_by_role("button", name="Close", exact=True).click()
    copy.page.locator("#own input").set_input_files({"name": "mine.npz", "mimeType": "", "buffer": b"PK"})
    copy.page.get_by_text("This copy has no server: your own tensors need one.").wait_for()


def test_the_questions_of_a_run_are_in_the_copy_and_a_nudge_says_that_it_needs_a_server(
    visit: Visit, moment: str
) -> None:
    copy = visit(origin=moment, fresh=True).open(f"{RIGHT[1:]}&ask=shapes")
    assert copy.page.locator("#asked .answer tr", has_text="dWax").count() == 1
    copy.page.goto(f"{moment}{RIGHT[1:]}&lens=nudge")
    copy.page.get_by_text("This copy has no server, and this needs one.").wait_for()


def test_a_run_that_is_not_held_cannot_be_opened_by_its_address_either(visit: Visit, moment: str) -> None:
    copy = visit(origin=moment)
    copy.page.goto(f"{moment}?scenario=vanishing")
    copy.settle("error")
    assert "does not hold that run" in copy.text("#message")
    copy.page.get_by_role("link", name="Back to the start").click()
    assert copy.settle().moment().t == 2


@pytest.mark.parametrize("way", ["file", "http"])
def test_a_site_shows_what_the_server_shows(chromium: Browser, visit: Visit, site: Path, host: str, way: str) -> None:
    origin = host if way == "http" else site.as_uri()
    copy, live = visit(origin=origin, fresh=True), visit()
    for address in (MOMENT, RIGHT):
        copy.open(f"/index.html{address[1:]}")
        live.open(address)
        assert_same(chromium, copy, live)
        focus(copy.page)
        focus(live.page)
        if address == RIGHT:
            assert copy.settle().picture() == live.settle().picture()
    copy.page.get_by_text("This copy has no server").wait_for(state="detached")
    assert all(request.startswith(origin) for request in copy.requests)


def focus(page: Page) -> None:
    """Follow another entry."""
    page.locator("#stage [role=grid]").first.press("ArrowDown")


@pytest.mark.parametrize("way", ["file", "http"])
def test_the_pages_of_a_site_lead_to_each_other(visit: Visit, site: Path, host: str, way: str) -> None:
    copy = visit(origin=host if way == "http" else site.as_uri(), fresh=True)
    copy.page.goto(f"{copy.origin}/catalogue.html")
    copy.page.locator("#search").fill("drop_carry")
    found = copy.page.locator("details:visible", has=copy.page.locator("#drop_carry"))
    if not copy.page.locator("#drop_carry").is_visible():
        found.locator("summary").first.click()
    copy.page.locator("#drop_carry summary").first.click()
    copy.page.locator("#drop_carry .show").first.click()
    copy.settle()
    assert "mistake=drop_carry" in copy.address
    copy.button("My numbers are different").click()
    copy.page.get_by_role("link", name="All mistakes").click()
    copy.page.get_by_role("heading", name="Every mistake").wait_for()
    copy.page.get_by_role("link", name="Unrolled").click()
    copy.settle()


@pytest.mark.parametrize("way", ["file", "http"])
def test_a_copy_in_a_frame_is_the_stage_and_the_transport_alone(
    chromium: Browser, visit: Visit, site: Path, host: str, tmp_path: Path, way: str
) -> None:
    if way == "file":
        write_file(tmp_path / "frame.html", [MOMENT], create_app(Limits()), Limits(), silent, framed=True)
        around, framed = tmp_path / "around.html", "frame.html"
    else:
        around, framed = site.parent.parent / "around.html", f"below/a%20prefix/embed.html{MOMENT[1:]}"
    around.write_text(f"<!doctype html><style>* {{ border: 0 }}</style><iframe src='{framed}' width=900 height=480>")
    page = chromium.new_page(reduced_motion="reduce")
    page.goto(around.as_uri() if way == "file" else host.replace("below/a%20prefix", "around.html"))
    frame = page.frames[1]
    frame.wait_for_selector("html[data-state=ready]", timeout=PATIENCE)
    live = visit(900, 480).open(f"/embed{MOMENT[1:]}")
    assert frame.evaluate(PICTURE) == live.picture()
    page.keyboard.press("ArrowRight")  # the keys are the other page's
    assert frame.evaluate("document.documentElement.dataset.step") == "da_next"
    page.close()


@pytest.mark.parametrize("way", ["file", "http"])
def test_the_lesson_goes_on_in_a_copied_site(visit: Visit, site: Path, host: str, way: str) -> None:
    copy = visit(origin=host if way == "http" else site.as_uri(), fresh=True)
    live = visit()
    for scene in (1, 2):
        copy.open(f"/lesson.html?scene={scene}")
        live.open(f"/lesson?scene={scene}")
        assert copy.moment() == live.moment()
        assert copy.text("#lesson article:not([hidden]) h2") == live.text("#lesson article:not([hidden]) h2")
        assert [grid.values for grid in copy.grids()] == [grid.values for grid in live.grids()]
