"""Formulas become MathML without a command left in it, and every symbol in formula and code carries its name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bptt.cell import Cell
from app.bptt.cells import CELLS
from app.bptt.loss import LOSSES, Loss
from app.records.declaration import declare
from app.records.typeset import code_tokens, latex, mathml

SIGNS = {"da_t": r"da^{\langle t\rangle}", "da_prevt": r"da_{\mathrm{prevt}}", "Wax": r"W_{ax}", "a": "a"}

each_declaration = pytest.mark.parametrize(
    ("cell", "loss"),
    [pytest.param(cell, loss, id=f"{cell.name}-{loss.name}") for cell in CELLS.values() for loss in LOSSES.values()],
)


def test_each_name_is_written_as_its_symbol() -> None:
    assert latex("da_t + da_prevt", SIGNS) == r"{da^{\langle t\rangle}} + {da_{\mathrm{prevt}}}"


def test_a_name_inside_a_longer_name_or_a_command_is_left_alone() -> None:
    assert latex(r"\alpha + da + a_next + \mathrm{Waxing}", SIGNS) == r"\alpha + da + a_next + \mathrm{Waxing}"


def test_marked_symbols_carry_their_name_as_a_class() -> None:
    assert mathml(r"Wax^{\top} da_t", SIGNS).count('class="symbol Wax"') == 1
    assert mathml("da_t + da_t", SIGNS).count('class="symbol da_t"') == 2


def test_a_command_that_cannot_be_typeset_is_an_error_and_not_a_backslash_on_the_page() -> None:
    with pytest.raises(ValueError, match=r"formula '\\\\nonsense a' has a LaTeX command that cannot be typeset"):
        mathml(r"\nonsense a", SIGNS)


@each_declaration
def test_no_formula_of_any_cell_keeps_a_backslash_and_each_marks_what_it_reads(cell: Cell, loss: Loss) -> None:
    declared = declare(cell, loss)
    for step in declared["steps"]["forward"] + declared["steps"]["backward"]:
        assert step["mathml"].startswith("<math")
        assert "\\" not in step["mathml"]
        marked = set(re.findall(r'class="symbol (\w+)"', step["mathml"]))
        assert step["name"] in marked
        assert marked <= set(declared["symbols"]), step["name"]
        assert set(step["reads"]) - {"n_a"} <= marked, step["name"]


@each_declaration
def test_no_formula_of_any_cell_needs_an_inline_style(cell: Cell, loss: Loss) -> None:
    declared = declare(cell, loss)
    for step in declared["steps"]["forward"] + declared["steps"]["backward"]:
        assert "style=" not in step["mathml"]


def test_code_tokens_name_the_values_in_them() -> None:
    tokens = code_tokens(
        "da_next = da_t + da_prevt", {"da_t": "da[:, :, t]", "da_prevt": "da_prevt", "da_next": "da_next"}
    )
    assert "".join(token["text"] for token in tokens) == "da_next = da[:, :, t] + da_prevt"
    assert [token["symbol"] for token in tokens if token["symbol"]] == ["da_next", "da_t", "da_prevt"]


def test_code_tokens_have_the_short_class_that_a_stylesheet_speaks_of() -> None:
    classes = {token["text"]: token["token"] for token in code_tokens("for t in range(3): # all", {})}
    assert classes["for"] == "k"
    assert classes["range"] == "nb"
    assert classes["3"] == "mi"
    assert classes["# all"].startswith("c")


PYTHON = st.text(st.sampled_from("da_t()[]:,.@+*=-1 \tWx#'\"é"), max_size=40)


@given(PYTHON)
def test_the_tokens_of_a_line_make_up_the_line(line: str) -> None:
    assert "".join(token["text"] for token in code_tokens(line, {})) == line
