"""What Share offers beside the address: a frame for another page, a picture as a file, the tensors."""

import re
from pathlib import Path

from playwright.sync_api import Browser

from app.requests.notebook import notebook_of
from app.requests.tensors import as_npz, tensors
from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson
from tests.browser.pixels import differing
from tests.requests.test_tensors import Limits, query

MOMENT = "/?scenario=hello&cell=rnn&seed=1&t=2&step=da_next&entry=1,0"
SHARE = "Share: copy the address of this moment"


def shared(lesson: Lesson, address: str = MOMENT) -> Lesson:
    lesson.open(address).button(SHARE).click()
    lesson.page.locator("#taking").wait_for()
    return lesson


def saved(lesson: Lesson, words: str, folder: Path) -> Path:
    """Press what saves a file, and return it."""
    with lesson.page.expect_download() as download:
        lesson.page.locator("#taking").get_by_text(words, exact=True).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_nothing_of_it_is_fetched_before_somebody_shares(visit: Visit) -> None:
    lesson = visit(fresh=True).open(MOMENT)
    assert not [address for address in lesson.requests if "taking" in address]
    lesson.button(SHARE).click()
    lesson.page.locator("#taking").wait_for()
    assert [address for address in lesson.requests if "taking.js" in address]


def test_the_frame_has_a_title_and_the_address_of_this_moment(visit: Visit) -> None:
    lesson = shared(visit(fresh=True))
    frame = lesson.page.get_by_label("In another page", exact=True).input_value()
    assert re.fullmatch(r'<iframe src="[^"]*" title="[^"]*" width="900" height="480" loading="lazy"></iframe>', frame)
    assert 'title="Unrolled: hello, letter by letter, t = 2, da_next"' in frame
    source = re.findall(r'src="([^"]*)"', frame)[0].replace("&amp;", "&")
    inside = Lesson(lesson.page.context.new_page(), "").open(source)
    assert inside.moment() == lesson.moment()
    assert inside.page.locator("html[data-embed]").count() == 1
    lesson.page.keyboard.press("Escape")
    lesson.page.locator("#taking").wait_for(state="hidden")


def test_the_svg_is_the_picture_of_the_page_with_its_letters_and_needs_nothing_else(
    chromium: Browser, visit: Visit, tmp_path: Path
) -> None:
    lesson = visit(fresh=True).open(MOMENT)
    lesson.page.evaluate("document.querySelector('#about').remove()")  # all begins on a whole pixel, as in a file
    lesson.drawn()
    lesson.button(SHARE).click()
    lesson.page.locator("#taking").wait_for()
    file = saved(lesson, "SVG", tmp_path)
    assert file.name == "unrolled-hello-rnn-t2-da_next.svg"
    text = file.read_text()
    assert "<title>Unrolled: hello, letter by letter, t = 2, da_next</title>" in text
    assert MOMENT.replace("&", "&amp;") in text  # where it is from
    assert all(address.startswith("data:") for address in re.findall(r'url\(&?q?u?o?t?;?"?([^")]*)', text))
    lesson.page.keyboard.press("Escape")
    lesson.page.locator("#taking").wait_for(state="hidden")
    boxes = lesson.page.evaluate(
        """['#network', '#stage'].map((id) => document.querySelector(id))
          .map((one) => ({ y: one.getBoundingClientRect().y, width: one.clientWidth, height: one.clientHeight }))"""
    )
    page = chromium.new_page(viewport={"width": 1400, "height": 900})
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    top = 0
    for box in boxes:
        part = {"x": 0, "width": box["width"], "height": box["height"]}
        live = lesson.page.screenshot(clip={**part, "y": box["y"]}, animations="disabled")
        copy = page.screenshot(clip={**part, "y": top})
        assert differing(chromium, copy, live) <= 0.003 * 4 * box["width"] * box["height"]  # edges
        top += box["height"]
    page.close()


def test_the_png_is_sharp_enough_for_a_slide(visit: Visit, tmp_path: Path) -> None:
    lesson = shared(visit(fresh=True))
    png = saved(lesson, "PNG", tmp_path).read_bytes()
    width = lesson.page.evaluate(
        "Math.max(...['#network', '#stage'].map(id => document.querySelector(id).clientWidth))"
    )
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20], "big") == 2 * width
    assert len(set(png)) > 200  # something is drawn in it


def test_the_tensors_of_a_run_open_again_and_ones_own_can_be_passed_on(visit: Visit, tmp_path: Path) -> None:
    lesson = shared(visit(fresh=True))
    file = saved(lesson, ".npz", tmp_path)
    lesson.page.keyboard.press("Escape")
    grids = [(grid.symbol, grid.values) for grid in lesson.grids()]
    lesson.page.locator("#own input").set_input_files(file)
    lesson.page.wait_for_selector("html[data-t='2']")
    lesson.settle()
    own = tmp_path / "own.npz"
    own.write_bytes(as_npz(tensors(query(scenario="hello"), Limits())))
    lesson.page.locator("#own input").set_input_files(own)
    lesson.settle()
    assert [(grid.symbol, grid.values) for grid in lesson.grids()] == grids
    lesson.button(SHARE).click()
    lesson.page.locator("#taking").wait_for()
    assert lesson.page.get_by_label("In another page", exact=True).count() == 0
    assert saved(lesson, "the file to pass on", tmp_path).read_bytes() == own.read_bytes()


def test_the_notebook_of_a_moment_is_made_when_it_is_asked_for(visit: Visit, tmp_path: Path) -> None:
    lesson = shared(visit(fresh=True))
    assert not [address for address in lesson.requests if "/api/notebook" in address]
    file = saved(lesson, ".ipynb", tmp_path)
    assert file.name == "unrolled-hello-rnn-t2-da_next.ipynb"
    assert file.read_bytes() == notebook_of("/?scenario=hello&cell=rnn&seed=1&t=2&step=da_next", Limits())
