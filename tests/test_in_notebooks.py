"""`from unrolled import show, check`: what they say to a function, to arrays, and as outputs of a notebook."""

import importlib.util
import re
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
import pytest

from app import check, show
from app.bptt.refused import NoSuchThing, NotAllowed
from app.diagnosis.report import report_solution
from app.diagnosis.solution.check import check as check_file
from app.requests.addresses import OF_THE_VIEW
from app.requests.tensors import as_npz
from tests.web.test_export import Read, lines

ROOT = Path(__file__).parent.parent
SOLUTIONS = ROOT / "tests/diagnosis/solutions"

rng = np.random.default_rng(0)
N_X, N_A, N_Y, M, T = 3, 5, 2, 4, 3
X, A0, DA = rng.normal(size=(N_X, M, T)), rng.normal(size=(N_A, M)), rng.normal(size=(N_A, M, T))
SHAPES = {"Wax": (N_A, N_X), "Waa": (N_A, N_A), "Wya": (N_Y, N_A), "ba": (N_A, 1), "by": (N_Y, 1)}
PARAMETERS = {name: rng.normal(size=shape) for name, shape in SHAPES.items()}


def defined_in(file: Path) -> types.ModuleType:
    """Return a learner's file as a session has it that has run it."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# check -----------------------------------------------------------------------------------------------------------


@pytest.mark.process
@pytest.mark.parametrize("name", ["right_loop", "forgets_the_upstream", "returns_nothing"])
def test_a_function_is_told_what_the_command_line_tells_its_file(name: str) -> None:
    module = defined_in(SOLUTIONS / f"{name}.py")
    told = check(module.rnn_backward)
    file = check_file(SOLUTIONS / f"{name}.py")
    assert told.passes == file.passes == (name == "right_loop")
    assert repr(told) == report_solution(file, seen='show("{}")')


@pytest.mark.process
def test_a_function_brings_those_along_that_it_uses_and_numpy_by_its_own_name(tmp_path: Path) -> None:
    loop = (SOLUTIONS / "right_loop.py").read_text().replace("np.", "xp.").replace("numpy as np", "numpy as xp")
    loop = loop.replace("da[:, :, t] + da_prevt", "both(da[:, :, t], da_prevt)")
    (tmp_path / "mine.py").write_text(f"{loop}\n\ndef both(one, other):\n    return xp.add(one, other)\n")
    assert check(defined_in(tmp_path / "mine.py").rnn_backward).passes


def test_what_cannot_be_checked_says_why() -> None:
    without: dict[str, Any] = {}
    exec("def rnn_backward(da, caches): return da", without)
    for given, said in (
        (without["rnn_backward"], "The source of rnn_backward cannot be found: define it in a cell or a file."),
        (np.tanh, "check takes functions, such as check"),
        (defined_in, "What was given defines defined_in, but none of rnn_cell_forward, rnn_forward"),
    ):
        with pytest.raises(NotAllowed, match=said.replace("(", r"\(")):
            check(given)


# show ------------------------------------------------------------------------------------------------------------


def test_ones_own_tensors_are_drawn_from_the_lines_that_the_server_would_answer(client: httpx2.Client) -> None:
    packs = Read(show(X, A0, PARAMETERS, DA, t=1, mistake="drop_carry").page).packs()
    body = as_npz({"x": X, "a0": A0, "da": DA, **PARAMETERS})
    answered = client.post("/api/trace?parts=true&sources=true", content=body).content
    assert lines(packs["run1"], "") == answered
    assert (
        lines(packs["run0.drop_carry"], "")
        == client.post("/api/trace?parts=true&sources=true&mistake=drop_carry", content=body).content
    )


def test_a_scenario_and_a_copied_address_show_the_same() -> None:
    named = show(scenario="hello", cell="gru", t=2, entry=(1, 0))
    assert named == show("http://127.0.0.1:8000/?scenario=hello&cell=gru&t=2&entry=1,0")
    assert repr(named) == "Unrolled: hello, letter by letter, GRU, t = 2"
    assert named._repr_html_().startswith("<iframe srcdoc=")
    assert "allow-same-origin" not in named._repr_html_()


def test_lists_and_tensors_of_pytorch_are_arrays_too() -> None:
    class Tensor:
        """What NumPy refuses of PyTorch's: a part of a graph."""

        def __init__(self, value: np.ndarray, graph: bool = True) -> None:
            self.value, self.graph = value, graph

        def detach(self) -> "Tensor":
            return Tensor(self.value, graph=False)

        def cpu(self) -> "Tensor":
            return self

        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            assert not self.graph
            return self.value

    plain = show(X, A0, PARAMETERS, DA)
    assert show(X.tolist(), A0, PARAMETERS, Tensor(DA)) == plain


Change = Callable[[], Mapping[str, Any]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda: {"x": X[:, :, 0]}, r"x has the shape \(3, 4\); expected is \(n_x, m, T_x\)"),
        (
            lambda: {"a0": A0.T},
            r"a0 has the shape \(4, 5\); expected is \(n_a, m\) = \(5, 4\); its transpose would fit",
        ),
        (lambda: {"da": DA[:, :2]}, r"da has the shape \(5, 2, 3\); expected is \(n_a, m, T\)"),
        (lambda: {"da": None}, "Neither of da and y: for the RNN send x, a0"),
        (lambda: {"parameters": [1]}, "parameters must be a dict of arrays by name, not of type list"),
        (lambda: {"parameters": {**PARAMETERS, "Waa": PARAMETERS["Wax"]}}, r"Waa has the shape \(5, 3\)"),
        (lambda: {"parameters": {**PARAMETERS, "Wxx": X}}, "There is no array named 'Wxx'; allowed are x, a0"),
        (lambda: {"x": "mine"}, "An address is one of the page, such as"),
        (lambda: {"x": [[1], [1, 2]]}, "x is no array of numbers"),
        (lambda: {"x": X * np.inf}, r"x\[0, 0, 0\] is -?inf; every number must be finite"),
        (lambda: {"t": 3}, "t must be a whole number from 0 to 2, not '3'"),
        (lambda: {"step": "da_nex"}, "step 'da_nex' is not in this run; choose one of z, a_next"),
        (lambda: {"sed": 3}, "'sed' is not in an address; what there is: mistake"),
        (lambda: {"scenario": "course"}, "show takes tensors, or what an address or a scenario names, not both"),
        (lambda: {"mistake": "none"}, "mistake 'none' does not exist"),
        (lambda: {"truncate": 0}, "truncate must be a whole number from 1 to"),
    ],
)
def test_what_cannot_be_drawn_says_what_is_wrong_with_it(change: Change, said: str) -> None:
    with pytest.raises((NotAllowed, NoSuchThing), match=said):
        show(**{"x": X, "a0": A0, "parameters": PARAMETERS, "da": DA, **change()})


def test_an_address_has_what_the_page_writes_into_it() -> None:
    script = (ROOT / "static/js/model/address.js").read_text()
    read = set(re.findall(r'(?:given\.(?:get|has)|whole)\("(\w+)"\)', script)) | set(
        re.findall(r'^  \["(\w+)", "\w+"\]', script, re.MULTILINE)
    )
    assert read == {*OF_THE_VIEW, "scenario", "cell", "seed"}


# In a notebook ---------------------------------------------------------------------------------------------------

CELLS = (
    "from app import check, show\nimport numpy as np",
    (SOLUTIONS / "forgets_the_upstream.py").read_text(),
    "check(rnn_backward)",
    'show(scenario="hello", mistake="drop_upstream", t=2)',
    'moment = show(scenario="hello").live()\nmoment',
)


@pytest.mark.process
def test_a_notebook_that_was_run_holds_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    checked, shown, live = (cell.outputs[0]["data"] for cell in notebook.cells[2:])
    assert checked["text/plain"] == repr(check(defined_in(SOLUTIONS / "forgets_the_upstream.py").rnn_backward))
    assert shown["text/html"] == show(scenario="hello", mistake="drop_upstream", t=2)._repr_html_()
    model = live["application/vnd.jupyter.widget-view+json"]["model_id"]
    state = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"][model]["state"]
    assert state["html"] == show(scenario="hello")._repr_html_()
