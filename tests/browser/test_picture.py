"""Pictures as files: what stands in them, and that the command line's are the page's own."""

import base64
import re
import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.main import create_app
from app.requests.limits import Limits
from app.web.export import browser
from app.web.export.browser import NoBrowser
from app.web.export.picture import NoPicture, picture
from tests.browser.conftest import Visit
from tests.browser.pixels import differing
from tests.browser.test_taking import MOMENT, SHARE, saved, shared
from tools import find_browser

DIFFERS = """async ([gif, png, number]) => {
  const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const decoder = new ImageDecoder({ data: bytes(gif), type: 'image/gif' });
  const { image } = await decoder.decode({ frameIndex: number });
  const picture = await createImageBitmap(new Blob([bytes(png)]));
  const [width, height] = [image.displayWidth, image.displayHeight];
  const scale = Math.min(width / picture.width, height / picture.height);
  const [wide, high] = [picture.width * scale, picture.height * scale];
  const pixels = (draw) => {
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    draw(context);
    return context.getImageData(0, 0, width, height).data;
  };
  const shown = pixels((context) => context.drawImage(image, 0, 0));
  const wanted = pixels((context) => context.drawImage(picture, (width - wide) / 2, (height - high) / 2, wide, high));
  return shown.filter((value, k) => Math.abs(value - wanted[k]) > 64).length / shown.length;
}"""
"""How much of a frame differs to the eye from the picture of its moment: edges, and what has few colours."""

CANCEL = """() => {
  const [told] = document.querySelectorAll('#taking [role=status]');
  const cancel = [...document.querySelectorAll('#taking button')].find((one) => one.textContent === 'Cancel');
  const watching = new MutationObserver(() => {
    if (!/[1-9] %/.test(told.textContent)) return;
    watching.disconnect();
    cancel.click();
  });
  watching.observe(told, { childList: true });
}"""
"""A reader who ends it when it has come so far. Once: when it is begun again, it is let go on."""

RUN = "scenario hello, cell rnn, seed 1"


def chunks(png: bytes) -> list[tuple[str, bytes]]:
    """Return the chunks of a PNG, each held against its checksum."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + data),)
        found.append((kind.decode(), data))
        at += 12 + length
    return found


def told(png: bytes) -> dict[str, str]:
    """Return what a PNG says of itself."""
    texts = [data.decode("latin-1").split("\0") for kind, data in chunks(png) if kind == "tEXt"]
    return dict(texts)  # type: ignore[arg-type]


def gif_frames(gif: bytes) -> tuple[tuple[int, int], list[int]]:
    """Return the size of a GIF, and how long each frame is shown, in hundredths of a second."""
    assert gif[:6] == b"GIF89a"
    size = struct.unpack("<HH", gif[6:10])
    at = 13 + 3 * 2 ** ((gif[10] & 7) + 1) * (gif[10] >> 7)
    delays = []
    while gif[at] != 0x3B:
        if gif[at] == 0x21:
            if gif[at + 1] == 0xF9:
                delays.append(struct.unpack("<H", gif[at + 4 : at + 6])[0])
            at += 2
        else:
            packed = gif[at + 9]
            at += 11 + 3 * 2 ** ((packed & 7) + 1) * (packed >> 7)
        while gif[at]:
            at += gif[at] + 1
        at += 1
    return size, delays


def test_a_png_of_the_page_says_where_it_is_from(visit: Visit, tmp_path: Path) -> None:
    lesson = shared(visit(fresh=True))
    png = saved(lesson, "PNG", tmp_path).read_bytes()
    says = told(png)
    assert says["Title"] == "Unrolled: hello, letter by letter, t = 2, da_next"
    assert says["Comment"] == RUN
    assert says["Source"] == lesson.origin + MOMENT
    assert [kind for kind, _ in chunks(png)][-1] == "IEND"


def test_a_picture_of_the_command_line_is_that_of_the_page(chromium: Browser, visit: Visit, tmp_path: Path) -> None:
    lesson = shared(visit(fresh=True))
    live = saved(lesson, "PNG", tmp_path).read_bytes()
    target = tmp_path / "cli.png"
    assert picture(target, MOMENT, create_app(Limits()), Limits()) == target.stat().st_size
    assert differing(chromium, target.read_bytes(), live) <= 0.01 * 4 * 2560 * 1440  # a label may be in another font
    assert told(target.read_bytes()) == {**told(live), "Source": MOMENT}  # and no word of where it was drawn
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".png"] == []


def test_every_mark_of_the_command_line_s_picture_is_the_page_s(visit: Visit, tmp_path: Path) -> None:
    live = saved(shared(visit(fresh=True)), "SVG", tmp_path).read_text()
    target = tmp_path / "cli.svg"
    picture(target, MOMENT, create_app(Limits()), Limits())
    words = r"<(desc|metadata)>.*?</\1>|data:font[^\"')]*"  # where it is from, and how a font is written
    page, cli = (re.sub(words, "", text, flags=re.DOTALL) for text in (live, target.read_text()))
    assert page == cli
    assert "<path" in page


def test_an_svg_of_the_command_line_says_where_it_is_from(tmp_path: Path) -> None:
    target = tmp_path / "moment.svg"
    picture(target, MOMENT, create_app(Limits()), Limits(), width=900, height=600)
    text = target.read_text()
    (metadata,) = re.findall(r"<metadata>(.*?)</metadata>", text, re.DOTALL)
    assert RUN in metadata
    assert f"Source: {MOMENT.replace('&', '&amp;')}" in metadata
    assert str(tmp_path) not in text


def test_a_timestep_moves_at_the_size_of_a_slide_and_can_be_ended(visit: Visit, tmp_path: Path) -> None:
    lesson = shared(visit(fresh=True))
    before = lesson.moment()
    taking = lesson.page.locator("#taking")
    assert not [address for address in lesson.requests if "film" in address]
    lesson.page.evaluate(CANCEL)
    taking.get_by_role("button", name="GIF").click()
    taking.get_by_text("Ended.").wait_for()
    assert lesson.moment() == before
    gif = saved(lesson, "GIF", tmp_path)
    assert gif.name == "unrolled-hello-rnn-t2-da_next.gif"
    size, delays = gif_frames(gif.read_bytes())
    assert size == (960, 540)
    assert b"NETSCAPE2.0" in gif.read_bytes()  # it begins anew
    assert len(delays) > 40
    assert {*delays[:-1]} == {8}
    assert delays[-1] == 150
    assert gif.stat().st_size < 400_000
    assert lesson.moment() == before
    lesson.page.keyboard.press("Escape")
    lesson.open(MOMENT.replace("da_next", "hand_over")).button(SHARE).click()
    png = saved(lesson, "PNG", tmp_path)
    both = [base64.b64encode(file.read_bytes()).decode() for file in (gif, png)]
    assert lesson.page.evaluate(DIFFERS, [*both, len(delays) - 1]) < 0.01


@pytest.mark.parametrize(
    ("target", "size", "said"),
    [
        ("moment.jpg", {}, "moment.jpg must end in .svg, .png, .gif."),
        ("moment.png", {"width": 10}, "width must be from 320 to 3840 pixels, not 10."),
        ("missing/moment.png", {}, "There is no folder"),
    ],
)
def test_what_cannot_be_drawn_says_why(tmp_path: Path, target: str, size: dict[str, int], said: str) -> None:
    with pytest.raises((NoPicture, Exception), match=re.escape(said)):
        picture(tmp_path / target, "/", create_app(Limits()), Limits(), **size)


def test_without_a_browser_it_says_what_helps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(NoBrowser, match=r"there is none of chromium-headless-shell.*name one in \$CHROMIUM"):
        picture(tmp_path / "moment.png", "/?scenario=hello", create_app(Limits()), Limits())
    monkeypatch.setenv("CHROMIUM", "nothing")
    with pytest.raises(NoBrowser, match="CHROMIUM is nothing, and that is no program"):
        browser.find()
    assert list(tmp_path.iterdir()) == []


def test_the_browsers_that_are_looked_for_are_those_that_are_found_for_the_tests() -> None:
    assert find_browser.SHELLS + find_browser.NAMES == browser.NAMES
