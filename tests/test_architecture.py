"""Imports flow one way, in Python and in the browser, and what may be used where is used nowhere else."""

import ast
import graphlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bptt.cells import CELLS
from app.bptt.loss import LOSSES
from app.bptt.step import KINDS

ROOT = Path(__file__).parent.parent

# Python ----------------------------------------------------------------------------------------------------------

ROOMS: list[set[str]] = [
    {"web"},
    {"requests"},
    {"diagnosis"},
    {"records"},
    {"runs", "mistakes", "analysis"},
    {"bptt"},
]
"""From the top down; the door, which is every file beside the rooms, stands above them all."""

THIRD_PARTY = {
    "": {"fastapi", "pydantic", "starlette"},
    "web": {"anyio", "anywidget", "fastapi", "jinja2", "starlette", "traitlets", "uvicorn"},
    "requests": {"orjson", "pydantic", "pydantic_settings"},
    "diagnosis": {"pydantic"},
    "records": {"latex2mathml", "orjson", "pydantic", "pygments"},
    "runs": {"orjson"},
}
"""What a room may use beside the standard library and NumPy; the door has no name."""

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "app").rglob("*.py")
}


def room(module: str) -> str:
    """Return the room of a module: bptt for app.bptt.cells.rnn, nothing for the door."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and (ROOT / "app" / parts[1]).is_dir() else ""


def floor(module: str) -> int:
    """Return how far from the top a module's room is; the door is above the first."""
    found = next((depth for depth, rooms in enumerate(ROOMS) if room(module) in rooms), -1)
    assert found >= 0 or not room(module), f"app/{room(module)} is no room: give it its place in ROOMS"
    return found


def imports(module: str) -> Iterator[str]:
    """Yield every module that a module imports, those inside its functions included."""
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*parents, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                yield inner if inner in MODULES else source


def own(module: str) -> set[str]:
    """Return what a module imports of this project, but for the packages that its imports only pass through."""
    return {name for name in imports(module) if name in MODULES and name != "app"}


each_module = pytest.mark.parametrize("module", sorted(MODULES.keys() - {"app"}))


@each_module
def test_a_room_imports_from_the_rooms_below_it_alone(module: str) -> None:
    for name in own(module):
        below = floor(name) > floor(module)
        assert below or room(name) == room(module), f"{module} imports {name}, which is not below it"


@each_module
def test_imports_are_relative_so_that_the_folder_may_have_another_name(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text())
    written = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    written += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not [name for name in written if str(name).split(".")[0] == "app"]


def test_no_module_imports_itself_by_a_detour() -> None:
    graphlib.TopologicalSorter({module: own(module) - {module} for module in MODULES}).prepare()


@each_module
def test_a_room_uses_no_package_but_its_own(module: str) -> None:
    used = {name.split(".")[0] for name in imports(module)} - sys.stdlib_module_names
    assert used <= {"numpy", "app"} | THIRD_PARTY.get(room(module), set())


@pytest.mark.parametrize("name", sorted(set().union(*ROOMS)))
def test_a_room_says_what_lives_in_it_and_hands_on_no_names(name: str) -> None:
    (statement,) = ast.parse((ROOT / "app" / name / "__init__.py").read_text()).body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)


def test_the_house_can_be_taken_in_at_a_glance() -> None:
    listed = [path for path in (ROOT / "app").iterdir() if path.name != "__pycache__"]
    assert len(listed) <= 12


# The browser -----------------------------------------------------------------------------------------------------

JS = ROOT / "static" / "js"
SCRIPTS = {path.relative_to(JS).as_posix(): path for path in sorted(JS.rglob("*.js"))}

STRING_OR_COMMENT = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|//[^\n]*|/\*.*?\*/""", re.DOTALL
)


def code(script: str) -> str:
    """Return a script without its comments."""
    return STRING_OR_COMMENT.sub(lambda found: found.group(1) or "", SCRIPTS[script].read_text())


def names(script: str) -> set[str]:
    """Return the identifiers of a script: what stands in strings is none."""
    bare = STRING_OR_COMMENT.sub(lambda found: template(found.group(1) or ""), SCRIPTS[script].read_text())
    return set(re.findall(r"(?<![.\w$])[A-Za-z_$][\w$]*", bare))


def template(string: str) -> str:
    """Return the code inside a template string; other strings hold none."""
    return " ".join(re.findall(r"\$\{([^}]*)\}", string)) if string.startswith("`") else ""


def imported(script: str) -> set[str]:
    """Return the scripts that a script imports, as paths below static/js; packages as /their name."""
    found = re.findall(r"""\bfrom\s+["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']""", code(script))
    written = {one or other for one, other in found}
    paths = {(JS / script).parent.joinpath(one if one[0] == "." else f"/{one}").resolve() for one in written}
    return {path.relative_to(JS).as_posix() if path.is_relative_to(JS) else path.as_posix() for path in paths}


FOLDERS = ["page", "state", "scene", "say", "model"]
"""From the top down; what stands beside the folders, the pages' own scripts, is above them all."""

PURE = {"model", "say", "scene"}


def folder(script: str) -> str:
    return script.partition("/")[0] if "/" in script else ""


def is_pure(script: str) -> bool:
    return folder(script) in PURE


def reached(script: str) -> set[str]:
    """Return a script and all that it imports, directly or not."""
    seen, waiting = set[str](), {script}
    while waiting:
        seen |= waiting
        waiting = {name for known in waiting if known in SCRIPTS for name in imported(known)} - seen
    return seen


each_script = pytest.mark.parametrize("script", SCRIPTS)
each_pure_script = pytest.mark.parametrize("script", [script for script in SCRIPTS if is_pure(script)])


def test_the_folders_that_rules_are_made_for_are_there() -> None:
    assert {folder(script) for script in SCRIPTS} == {*FOLDERS, ""}


@each_script
def test_a_script_imports_from_its_own_folder_and_those_below(script: str) -> None:
    for name in imported(script) & set(SCRIPTS):
        above = [*FOLDERS][: FOLDERS.index(folder(script))] if folder(script) else []
        assert folder(name) not in ["", *above] or not folder(script), f"{script} imports {name}, which is above it"


@each_script
def test_only_the_clock_has_a_timer(script: str) -> None:
    timers = {"requestAnimationFrame", "setTimeout", "setInterval", "requestIdleCallback"}
    used = timers & set(re.findall(r"\w+", code(script)))
    assert script == "state/clock.js" or not used


@each_script
def test_only_api_js_speaks_with_the_server(script: str) -> None:
    speaking = {"fetch", "XMLHttpRequest", "EventSource", "WebSocket", "sendBeacon"}
    assert script == "state/api.js" or not speaking & set(re.findall(r"\w+", code(script)))


@each_pure_script
def test_what_is_pure_reaches_neither_the_page_nor_d3(script: str) -> None:
    for reach in reached(script):
        assert reach in SCRIPTS, f"{script} reaches {reach}"
        impure = {"document", "window", "globalThis", "location", "history", "localStorage", "performance", "Date"}
        assert not impure & names(reach), f"{script} reaches {reach}"
        assert "Math.random" not in code(reach)


@each_script
def test_no_panel_knows_another(script: str) -> None:
    if script.startswith("page/panels/"):
        assert not {name for name in imported(script) if name.startswith("page/panels/")}


@each_script
def test_only_main_knows_everything(script: str) -> None:
    assert "main.js" not in imported(script)


def test_no_script_imports_itself_by_a_detour() -> None:
    graphlib.TopologicalSorter({script: imported(script) & set(SCRIPTS) for script in SCRIPTS}).prepare()


STEPS = {step.name for cell in CELLS.values() for step in cell.steps} | {
    step.name for loss in LOSSES.values() for step in loss.forward + loss.backward
}


@each_script
def test_no_script_knows_a_cell_or_a_step_by_name(script: str) -> None:
    """A new cell must need no change here; what the page knows are the kinds of operation."""
    literals = {found.group(1)[1:-1] for found in STRING_OR_COMMENT.finditer(code(script)) if found.group(1)}
    named = literals & ((STEPS | set(CELLS)) - set(KINDS))
    assert not named, f"{script} names {named}"


@each_script
def test_no_script_takes_python_code_apart(script: str) -> None:
    """What a line is and how a value is called is sent: nothing here looks for a slice, a loop or a module's name."""
    assert not re.findall(r"""\[:, ?:|["'`/^]for |["'`]t\]|\^np\b""", code(script))
