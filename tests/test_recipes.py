"""The README's recipes, followed in a copy: one of each is added by touching what the table says, and nothing else."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

CELL = '''
"""A leaky cell: a⟨t⟩ = tanh(Wax x⟨t⟩ + a⟨t-1⟩), with nothing but an input matrix."""

import numpy as np

from ..cell import Cell, Symbol
from ..step import Array, step
from . import parts, rnn


@step("n_a, m", kind="add", symbol="z", formula="Wax xt + a_prev")
def z(Wax: Array, xt: Array, a_prev: Array) -> Array:
    """What is seen, {xt}, on top of what was there, {a_prev}."""
    return Wax @ xt + a_prev


@step("n_a, m", kind="add", symbol="p", formula="dtanh")
def da_prev(dtanh: Array) -> Array:
    """{da_prev=} leaves as it is."""
    return dtanh + 0.0


CELL = Cell(
    name="leaky",
    title="Leaky",
    parameters=(Symbol("Wax", "W", "n_a, n_x", "input to hidden"), *parts.OUTPUT_PARAMETERS),
    lanes=(parts.lane("a", upstream="da_t"),),
    forward=(z, rnn.a_next, parts.zy, rnn.yt_pred),
    backward=(rnn.da_next, rnn.dtanh, rnn.dxt, rnn.dWaxt, da_prev),
    output=(parts.da_t, parts.dWyt, rnn.dbyt),
    accumulates={"dWax": "dWaxt", "dWy": "dWyt", "dby": "dbyt"},
    stacks={"dx": "dxt"},
    given=(parts.XT, *parts.handed_on("a"), parts.DA_T),
)
'''

SCENARIO = '''
"""A scenario for the leaky cell."""

from ...bptt.sizes import Sizes
from .basics import CUSTOM
from .scenario import Scenario

DRIP = Scenario(
    name="drip",
    title="A drip",
    description="Drawn as custom is.",
    look_for="What stays.",
    sizes={"leaky": Sizes(n_x=2, n_a=3, n_y=2, m=2, T_x=3)},
    draw=CUSTOM.draw,
)
'''

MISTAKE = '''
"""A mistake of the leaky cell."""

from ..mistake import Mistake, Swap, form

MISTAKES = (
    Mistake(
        "leaks_twice",
        title="It leaks twice",
        hint="Look at what leaves.",
        explanation="What leaves is dtanh, once.",
        symptom="All that is carried is doubled.",
        forms=(form("leaky", Swap("da_prev", lambda dtanh: dtanh + dtanh)),),
    ),
)
'''


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text, f"{path.name} has no {old!r}: the recipe in the README no longer holds"
    path.write_text(text.replace(old, new, 1))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app with a cell, a scenario and a mistake added by the recipes."""
    folder = tmp_path_factory.mktemp("recipes")
    app = folder / "app"
    shutil.copytree(ROOT / "app", app, ignore=shutil.ignore_patterns("__pycache__"))
    (app / "bptt/cells/leaky.py").write_text(CELL)
    edited(app / "bptt/cells/__init__.py", "import gru,", "import gru, leaky,")
    edited(app / "bptt/cells/__init__.py", "lstm.CELL)", "lstm.CELL, leaky.CELL)")
    (app / "runs/scenarios/drip.py").write_text(SCENARIO)
    edited(app / "runs/scenarios/__init__.py", "import basics, ", "import basics, drip, ")
    edited(app / "runs/scenarios/__init__.py", "basics.CUSTOM,", "basics.CUSTOM,\n        drip.DRIP,")
    (app / "mistakes/catalogue/leaky.py").write_text(MISTAKE)
    edited(app / "mistakes/catalogue/__init__.py", "import carry, gru, ", "import carry, gru, leaky, ")
    edited(app / "mistakes/catalogue/__init__.py", "gru)\n", "gru, leaky)\n")
    return folder


def trace(folder: Path, *asked: str) -> list[dict[str, object]]:
    printed = subprocess.run(
        [sys.executable, "-m", "app", "trace", *asked], cwd=folder, capture_output=True, check=True, timeout=60
    )
    return [json.loads(line) for line in printed.stdout.splitlines()]


@pytest.mark.process
def test_a_cell_a_scenario_and_a_mistake_that_were_added_work_together(copy: Path) -> None:
    head, *_, end, check = trace(copy, "drip", "--cell", "leaky", "--mistake", "leaks_twice,drop_upstream")
    assert (head["scenario"], head["cell"]) == ("drip", "leaky")
    assert [one["id"] for one in head["mistakes"]] == ["leaks_twice", "drop_upstream"]  # type: ignore[attr-defined]
    assert end["first_difference"] is not None
    assert "This is how a gradient check finds that a line is wrong." in check["sentence"]  # type: ignore[operator]


@pytest.mark.process
def test_the_gradients_of_the_cell_that_was_added_are_checked_at_once(copy: Path) -> None:
    for asked in (("custom", "--cell", "rnn"), ("drip", "--cell", "leaky")):
        *_, check = trace(copy, *asked)
        assert check["worst"] < 1e-12  # type: ignore[operator]
