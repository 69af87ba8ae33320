"""What `show` puts into a notebook, in a browser that has no kernel: frames on a page of somebody else's."""

import base64
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Frame, Page

from app import show
from app.web.pages import STATIC
from tests.browser.conftest import Visit
from tests.browser.lesson import BEEN_HERE, PATIENCE, PICTURE

MOMENT = "/?scenario=hello&cell=rnn&seed=1&t=2&step=da_next&entry=1,0"

ARROWS = "addEventListener('keydown', (event) => (window.pressed ??= []).push(event.key))"


@pytest.fixture
def page(chromium: Browser) -> "Page":
    page = chromium.new_page(viewport={"width": 916, "height": 1060}, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE)
    return page


def put(page: Page, folder: Path, *outputs: str) -> list[Frame]:
    """Save outputs as a page, as a notebook is saved, open it from the disk, and wait until each is drawn."""
    (folder / "saved.html").write_text(f"<!doctype html><meta charset=utf-8><a href=#>a link</a>{''.join(outputs)}")
    page.add_init_script(BEEN_HERE)
    page.goto((folder / "saved.html").as_uri())
    page.evaluate(ARROWS)
    frames = page.frames[1:]
    for frame in frames:
        frame.wait_for_selector("html[data-state=ready]")
    return frames


def test_a_frame_shows_what_the_server_shows_in_one(page: Page, visit: Visit, tmp_path: Path) -> None:
    (frame,) = put(page, tmp_path, show(MOMENT)._repr_html_())
    live = visit(900, 480).open(f"/embed{MOMENT[1:]}")
    assert frame.evaluate("[innerWidth, innerHeight]") == [900, 480]
    assert frame.evaluate(PICTURE) == live.picture()


def test_ones_own_tensors_are_the_numbers_of_the_frame(page: Page, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    shapes = {"Wax": (5, 3), "Waa": (5, 5), "Wya": (2, 5), "ba": (5, 1), "by": (2, 1)}
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    x, a0, da = rng.normal(size=(3, 4, 3)), rng.normal(size=(5, 4)), rng.normal(size=(5, 4, 3))
    (frame,) = put(page, tmp_path, show(x, a0, parameters, da, t=1, step="da_next")._repr_html_())
    grid = "[...document.querySelectorAll('#stage [role=grid][data-symbol=da_t] [role=gridcell]')]"
    values = frame.evaluate(f"{grid}.map((cell) => Number(cell.dataset.value))")
    assert values == da[:, :, 1].ravel().tolist()


def test_several_frames_know_nothing_of_each_other_nor_of_the_page(page: Page, tmp_path: Path) -> None:
    outputs = show(MOMENT)._repr_html_(), show(scenario="hello", cell="gru", t=1)._repr_html_()
    first, second = put(page, tmp_path, *outputs)
    page.locator("a").focus()
    page.keyboard.press("ArrowRight")
    first.locator("#stage").click(position={"x": 5, "y": 5})
    page.keyboard.press("ArrowRight")
    first.wait_for_selector("html[data-step=dtanh]")
    page.keyboard.press("Escape")
    page.wait_for_function("document.hasFocus() && document.activeElement.tagName !== 'IFRAME'")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("window.pressed") == ["ArrowRight", "ArrowRight"]
    assert (
        first.evaluate("document.documentElement.dataset.step"),
        second.evaluate("document.documentElement.dataset.t"),
    ) == ("dtanh", "1")
    with pytest.raises(Exception, match="cross-origin"):  # no cookie and no token of the notebook's server is in reach
        first.evaluate("parent.document.cookie")


def test_a_picture_can_be_taken_out_of_a_frame(page: Page, tmp_path: Path) -> None:
    (frame,) = put(page, tmp_path, show(MOMENT)._repr_html_())
    frame.locator("#stage").click(position={"x": 5, "y": 5})
    page.keyboard.press("q")
    frame.locator("#taking").wait_for()
    assert frame.get_by_label("Address", exact=True).count() == 0  # it has none
    with page.expect_download() as download:
        frame.get_by_text("SVG", exact=True).click()
    download.value.save_as(tmp_path / "moment.svg")
    assert "<title>Unrolled: hello, letter by letter, t = 2, da_next</title>" in (tmp_path / "moment.svg").read_text()


WIDGET = """async ([script, html]) => {
  const { default: { render } } = await import(`data:text/javascript;base64,${script}`);
  const traits = { html, go: "" };
  const listeners = {};
  window.model = {
    get: (name) => traits[name],
    set: (name, value) => { traits[name] = value; },
    save_changes: () => { window.saved = structuredClone(traits.moment); },
    on: (event, act) => { listeners[event] = act; },
    off: (event) => { delete listeners[event]; },
  };
  window.lead = (to) => { traits.go = to; listeners["change:go"](); };
  traits.go = "next-step"; // before anything is drawn
  window.end = render({ model: window.model, el: document.body });
  window.listeners = listeners;
}"""


def test_a_widget_says_its_moment_and_can_be_led(page: Page, tmp_path: Path) -> None:
    put(page, tmp_path)
    script = base64.b64encode((STATIC / "built/widget.js").read_bytes()).decode()
    page.evaluate(WIDGET, [script, show(MOMENT)._repr_html_()])
    page.wait_for_function("window.saved?.step === 'dtanh'")
    page.evaluate("lead('next-step')")
    page.wait_for_function("window.saved.step === 'dxt'")
    page.evaluate("lead('?t=1&step=da_next')")
    page.wait_for_function("window.saved.t === 1")
    page.evaluate("end()")
    assert page.evaluate("Object.keys(listeners)") == []


def test_where_a_notebook_is_not_trusted_words_are_left() -> None:
    left = re.sub(r"<[^>]*>", "", re.sub(r'srcdoc="[^"]*"', "", show(MOMENT)._repr_html_()))
    assert left == "Unrolled: hello, letter by letter, RNN, t = 2. It is drawn where this notebook is trusted."
