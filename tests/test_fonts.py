"""The fonts that are sent hold every character that can be shown; formulas keep what makes them look right."""

import html
import re
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.bptt.cells import CELLS
from app.bptt.loss import LOSSES
from app.records.declaration import declare
from app.web.pages import ROOT, STATIC

FONTS = STATIC / "fonts"
TEXT_FACES = ["inter", "jetbrains-mono"]
LENT = set("⊙⊤⌀⟨⟩")  # by the mathematical face, see static/css/fonts.css
READ = ROOT / "app" / "diagnosis" / "paste.py"  # names signs that other people's output may have
SHOWN = sorted({*ROOT.glob("templates/*.html"), *STATIC.glob("js/**/*.js"), *ROOT.glob("app/**/*.py")} - {READ})


@cache
def font(name: str) -> TTFont:
    return TTFont(FONTS / f"{name}.woff2")


def characters(name: str) -> set[str]:
    return {chr(point) for point in font(name).getBestCmap()}


def italic(letter: str) -> str:
    """Return what MathML draws for an identifier of one letter."""
    if letter == "h":
        return "ℎ"
    for first, start in (("a", 0x1D44E), ("A", 0x1D434), ("α", 0x1D6FC), ("Α", 0x1D6E2)):
        if ord(first) <= ord(letter) <= ord(first) + 25:
            return chr(start + ord(letter) - ord(first))
    return letter


def drawn(mathml: str) -> set[str]:
    """Return the characters that a formula is drawn with."""
    found = set[str]()
    for tag, text in re.findall(r"<(m[iono])\b[^>]*>([^<]*)<", mathml):
        text = html.unescape(text)
        found |= {italic(text)} if tag == "mi" and len(text) == 1 else set(text)
    return found


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("cell", CELLS)
def test_the_mathematical_face_has_every_character_of_every_formula(cell: str, loss: str) -> None:
    declared = declare(CELLS[cell], LOSSES[loss])
    for step in declared["steps"]["forward"] + declared["steps"]["backward"]:
        missing = drawn(step["mathml"]) - characters("stix-two-math")
        assert not missing, step["name"]


def test_what_a_formula_is_drawn_with_is_read_from_it() -> None:
    assert drawn('<math><mi>h</mi><mo>&#x2299;</mo><mi class="x">tanh</mi><mn>1</mn><mi>σ</mi></math>') == set(
        "ℎ⊙tanh1𝜎"
    )


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_text_face_has_every_character_that_is_written_anywhere(path: Path) -> None:
    written = {character for character in path.read_text("utf-8") if character.isprintable()}
    assert written - characters("inter") - LENT == set()


def test_the_face_of_the_code_has_what_code_is_made_of() -> None:
    """For any other sign it falls back on the text face: see --mono in static/css/tokens.css."""
    assert set(map(chr, range(0x20, 0x7F))) <= characters("jetbrains-mono")


def test_the_mathematical_face_keeps_its_table_of_mathematics_and_lends_what_it_should() -> None:
    assert "MATH" in font("stix-two-math")
    assert characters("stix-two-math") >= LENT


def test_the_text_faces_have_every_weight_that_the_sheets_ask_for() -> None:
    for face in TEXT_FACES:
        (axis,) = font(face)["fvar"].axes
        assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)
