"""A moment as a notebook: what it computes is what the trace has, for every cell, loss, switch and mistake."""

import json
from typing import Any

import numpy as np
import pytest

from app.bptt.refused import NotAllowed
from app.mistakes.catalogue import CATALOGUE
from app.requests.limits import Limits
from app.requests.notebook import CannotRecompute, notebook_of
from app.requests.queries import TraceQuery
from app.requests.trace import answer, drawn_run
from tests.test_cli import run

RUNS = [
    "scenario=course",
    "scenario=hello&cell=rnn&t=2",
    "scenario=hello&cell=gru&t=1&step=dut",
    "scenario=hello&cell=lstm&t=1&step=dot",
    "scenario=course&cell=lstm&t=6",  # of seven timesteps forward, the backward pass runs over four
    "scenario=last-only",
    "scenario=hello&loss=squared_error",
    "scenario=hello&truncate=2&t=1",
    "scenario=hello&clip=0.1&clip_total=0.1",
    "scenario=exploding",
    "scenario=hello&what=Waa[0,1]:2",
]


def cells(address: str, *, torch: bool = False) -> list[str]:
    """Return the sources of the cells of code, up to those of PyTorch or with them."""
    made = json.loads(notebook_of(address, Limits()))["cells"]
    sources = [cell["source"] for cell in made if cell["cell_type"] == "code"]
    (first,) = (number for number, source in enumerate(sources) if "import torch" in source)
    return sources if torch else sources[:first]


def executed(sources: list[str]) -> dict[str, Any]:
    """Run cells one after another; return what they leave. Their own asserts are in them."""
    space: dict[str, Any] = {}
    with np.errstate(all="ignore"):
        for source in sources:
            exec(source, space)
    return space


def gradients(address: str) -> dict[str, Any]:
    """Return the gradients that a trace ends with."""
    query = TraceQuery.model_validate(
        dict(part.split("=") for part in address.split("&") if part[:2] not in ("t=", "st"))
    )
    return next(one for one in answer(drawn_run(query, Limits()), query, Limits()) if one["kind"] == "end")["gradients"]


@pytest.mark.parametrize("address", RUNS)
def test_plain_numpy_computes_the_trace_again(address: str) -> None:
    space = executed(cells(f"/?{address}"))
    for name, value in gradients(address).items():
        np.testing.assert_allclose(space[name], value, rtol=1e-9, atol=1e-9 * np.abs(value).max())


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_mistake_is_in_the_lines_and_in_the_numbers(cell: str) -> None:
    made = 0
    for mistake in CATALOGUE.values():
        if mistake.forms_for(cell):
            address = f"scenario=hello&cell={cell}&mistake={mistake.id}"
            try:
                space = executed(cells(f"/?{address}"))
            except NotAllowed:  # it cannot be made in this run, or stops it
                continue
            made += 1
            for name, value in gradients(address).items():
                np.testing.assert_allclose(
                    space[name], value, rtol=1e-9, atol=1e-9 * np.abs(value).max(), err_msg=address
                )
    assert made > 15


def test_what_differs_is_an_error_of_the_notebook() -> None:
    right = cells("/?scenario=hello&t=1")
    wrong = [source.replace("da_prevt = da_prev", "da_prevt = np.zeros((n_a, m))") for source in right]
    assert wrong != right
    with pytest.raises(AssertionError, match="da_prevt"):
        executed(wrong)


def test_the_lines_are_those_that_the_page_shows() -> None:
    sources = "\n".join(cells("/?scenario=course"))
    assert "    da_next = da_t + da_prevt\n    dtanh = (1 - a_next**2) * da_next\n" in sources
    assert "for t in reversed(range(T_x)):\n" in sources


@pytest.mark.parametrize("address", [*RUNS, "scenario=hello&mistake=drop_carry&t=1"])
def test_pytorch_finds_the_same_on_both_roads(address: str) -> None:
    pytest.importorskip("torch", reason="no PyTorch: `make bench` installs it")
    space = executed(cells(f"/?{address}", torch=True))
    assert set(space["roads"][1]) >= {"da_t", "da_prevt", "da_next"}


def test_a_run_that_stops_has_no_notebook() -> None:
    with pytest.raises(CannotRecompute, match="This run stops with an error, and so would its notebook"):
        notebook_of("/?scenario=course&mistake=da_not_sliced:1", Limits())


@pytest.mark.process
def test_it_is_written_from_the_command_line(tmp_path: Any) -> None:
    target = tmp_path / "moment.ipynb"
    assert run("notebook", str(target), "/?scenario=hello&t=2").returncode == 0
    assert target.read_bytes() == notebook_of("/?scenario=hello&t=2", Limits())
    for given, said in (
        ((str(tmp_path / "moment.txt"),), "moment.txt must end in .ipynb"),
        ((str(target), "/?scenario=hello&t=9"), "t must be a whole number from 0 to 3, not '9'."),
        ((str(target), "/catalogue"), "An address is one of the page"),
    ):
        refused = run("notebook", *given)
        assert refused.returncode == 2
        assert said in refused.stderr.decode()
