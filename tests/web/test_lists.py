"""Lists that two sides need: the page's and the query's, the page's controls, the command line's and the README's."""

import json
import re
import subprocess
from pathlib import Path

import httpx2
import pytest

from app.__main__ import main
from app.bptt.cells import CELLS
from app.bptt.loss import LOSSES
from app.diagnosis.levels import LEVELS
from app.records.asked import QUESTIONS
from app.requests.queries import TraceQuery, View
from app.runs.scenarios import SCENARIOS
from app.web.preload import ORDER

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


@pytest.fixture(scope="module")
def lists() -> dict[str, list[str]]:
    """What static/js/model/asked.js exports."""
    asked = (ROOT / "static/js/model/asked.js").as_uri()
    told = f"console.log(JSON.stringify(await import({asked!r})))"
    node = [ROOT / "tools/node.sh", "node", "--input-type=module", "--eval", told]
    found: dict[str, list[str]] = json.loads(subprocess.check_output(node, cwd=ROOT))
    return found


def test_the_page_asks_for_what_the_query_knows(lists: dict[str, list[str]]) -> None:
    assert lists["SIZES"] == list(TraceQuery().sizes)
    assert set(lists["OPTIONS"]) == {"mistake", *TraceQuery().switches}
    of_the_run = set(TraceQuery.model_fields) - set(View.model_fields)
    assert of_the_run <= {"scenario", "cell", "seed", *lists["SIZES"], *lists["OPTIONS"]}
    assert sorted(ORDER) == sorted(["scenario", "cell", "seed", *lists["SIZES"], *lists["OPTIONS"]])
    assert [name for name in ORDER if name in lists["OPTIONS"]] == lists["OPTIONS"]


def test_each_control_of_the_title_bar_is_in_the_page(lists: dict[str, list[str]], client: httpx2.Client) -> None:
    page = client.get("/").text
    named = re.findall(r'<(?:input|select)\b[^>]*\bname="(\w+)"', page)
    assert set(named) >= {"scenario", "cell", "seed", *lists["SIZES"], *lists["CONTROLS"]}
    assert re.findall(r'name="lens" value="(\w+)"', page) == lists["LENSES"]
    (scale,) = re.findall(r'<select name="scale".*?</select>', page, re.DOTALL)
    assert re.findall(r'<option value="(\w+)"', scale) == lists["SCALES"]


def test_the_page_tells_a_mistake_by_the_levels_that_a_diagnosis_knows(lists: dict[str, list[str]]) -> None:
    assert tuple(lists["LEVELS"]) == LEVELS


def test_the_command_line_takes_what_the_query_takes(
    lists: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["trace", "--help"])
    told = capsys.readouterr().out
    for name in [*lists["SIZES"], *lists["OPTIONS"]]:
        assert f"--{name.replace('_', '-')} " in told, name


def test_the_readme_names_what_there_is_to_choose(lists: dict[str, list[str]]) -> None:
    for name in [*SCENARIOS, *CELLS, *LOSSES, *QUESTIONS, *lists["OPTIONS"], *lists["LENSES"], *lists["SCALES"]]:
        assert re.search(rf"\b{re.escape(name)}\b", README), name
