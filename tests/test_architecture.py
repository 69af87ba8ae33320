"""Imports flow one way, in Python and in the browser, and what may be used where is used nowhere else."""

import ast
import graphlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cells import CELLS
from app.loss import LOSSES
from app.step import KINDS

ROOT = Path(__file__).parent.parent

# Python ----------------------------------------------------------------------------------------------------------

LAYERS: list[tuple[str, set[str]]] = [
    ("the program", {"__main__", "serve", "main"}),
    ("the routes", {"api", "api_diagnose", "pages", "headers"}),
    (
        "the edge",
        {
            "answer",
            "answer_diagnosis",
            "stream",
            "documentation",
            "documentation_diagnosis",
            "preload",
            "schemas",
            "sentences",
            "settings",
        },
    ),
    ("what is answered", {"records", "side_by_side", "diagnose", "catalogue", "report", "solution"}),
    ("how it is shown", {"declaration", "typeset", "wire", "arithmetic", "focus", "comparison", "flow", "sources"}),
    (
        "what is asked of a trace",
        {"attribution", "gradcheck", "mistakes", "exercises", "scenarios", "detail", "upload", "tensors"},
    ),
    ("other ways to the same numbers", {"vectorised", "fast"}),
    ("the driver", {"trace"}),
    ("what it drives", {"cells", "loop", "handover", "loss"}),
    ("what a cell is", {"cell", "sizes"}),
    ("one line of mathematics", {"step", "ops"}),
]
"""From the top down. A module may import from its own layer and from those below it. A package counts as a module."""

EDGE = {name for _, names in LAYERS[:3] for name in names}

THIRD_PARTY = {"wire": {"numpy", "orjson"}, "tensors": {"numpy", "orjson"}, "typeset": {"latex2mathml", "pygments"}}
"""What a module below the edge may use beside the standard library, where that is not numpy alone."""

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "app").rglob("*.py")
}


def layer(module: str) -> int:
    """Return how far from the top a module stands: app.cells.rnn stands where cells does."""
    name = module.split(".")[1]
    for depth, (_, names) in enumerate(LAYERS):
        if name in names:
            return depth
    raise LookupError(f"app/{name} is in no layer: give it its place in LAYERS")


def imports(module: str) -> Iterator[str]:
    """Yield every module that a module imports, those inside its functions included."""
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else str(node.module)


def own(module: str) -> set[str]:
    return {name for name in imports(module) if name in MODULES and name != "app"}


each_module = pytest.mark.parametrize("module", sorted(MODULES.keys() - {"app"}))


@each_module
def test_a_module_imports_from_its_own_layer_and_those_below(module: str) -> None:
    upwards = {name for name in own(module) if layer(name) < layer(module)}
    assert not upwards, f"{module} ({LAYERS[layer(module)][0]}) imports {upwards} from above"


def test_no_module_imports_itself_by_a_detour() -> None:
    graphlib.TopologicalSorter({module: own(module) - {module} for module in MODULES}).prepare()


@each_module
def test_below_the_edge_nothing_knows_the_web_or_a_schema(module: str) -> None:
    if module.split(".")[1] in EDGE:
        return
    used = {name.split(".")[0] for name in imports(module)} - sys.stdlib_module_names - {"app"}
    assert used <= THIRD_PARTY.get(module.removeprefix("app."), {"numpy"})


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
    """Return the scripts that a script imports, as paths below static/js; others by the path that is written."""
    found = re.findall(r"""\bfrom\s+["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']""", code(script))
    paths = {(JS / script).parent.joinpath(one or other).resolve() for one, other in found}
    return {path.relative_to(JS).as_posix() if path.is_relative_to(JS) else path.as_posix() for path in paths}


def is_pure(script: str) -> bool:
    alone = ("timeline.js", "mistakes.js", "layout.js", "digits.js", "order.js", "trace.js", "words.js")
    return script in alone or re.match(r"(scene|narration)\b", script) is not None


def reached(script: str) -> set[str]:
    """Return a script and all that it imports, directly or not."""
    seen, waiting = set[str](), {script}
    while waiting:
        seen |= waiting
        waiting = {name for known in waiting if known in SCRIPTS for name in imported(known)} - seen
    return seen


each_script = pytest.mark.parametrize("script", SCRIPTS)
each_pure_script = pytest.mark.parametrize("script", [script for script in SCRIPTS if is_pure(script)])


def test_the_scripts_that_rules_are_made_for_are_there() -> None:
    assert {"main.js", "api.js", "clock.js", "store.js", "timeline.js", "layout.js"} <= set(SCRIPTS)
    assert any(script.startswith("panels/") for script in SCRIPTS)
    assert any(script.startswith("scene") for script in SCRIPTS)


@each_script
def test_only_the_clock_has_a_timer(script: str) -> None:
    timers = {"requestAnimationFrame", "setTimeout", "setInterval", "requestIdleCallback"}
    used = timers & set(re.findall(r"\w+", code(script)))
    assert script == "clock.js" or not used


@each_script
def test_only_api_js_speaks_with_the_server(script: str) -> None:
    speaking = {"fetch", "XMLHttpRequest", "EventSource", "WebSocket", "sendBeacon"}
    assert script == "api.js" or not speaking & set(re.findall(r"\w+", code(script)))


@each_pure_script
def test_what_is_pure_reaches_neither_the_page_nor_d3(script: str) -> None:
    for reach in reached(script):
        assert reach in SCRIPTS, f"{script} reaches {reach}"
        impure = {"document", "window", "globalThis", "location", "history", "localStorage", "performance", "Date"}
        assert not impure & names(reach), f"{script} reaches {reach}"
        assert "Math.random" not in code(reach)


@each_script
def test_no_panel_knows_another(script: str) -> None:
    if script.startswith("panels/"):
        assert not {name for name in imported(script) if name.startswith("panels/")}


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
