"""Which changes to the mathematics would no test notice? `python -m tests.mutation bptt --sample 50 --seed 1`

One small change at a time (see changes.py) is made to a file of the room while it is imported, never on disk, in a
process of its own, and the tests of that room are run until one fails. What no test fails for is printed with its line.
"""

from __future__ import annotations

import argparse
import ast
import importlib.machinery
import os
import random
import resource
import signal
import sys
from pathlib import Path

from .changes import Change, changes

# What the rooms import, imported once: each process below starts with it.
import fastapi, hypothesis, numpy, orjson, pydantic, pytest  # noqa: E401, F401  # isort: skip

KILLED, LIVED, ENDLESS = "killed", "lived", "endless"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("room", help="a folder of app/ that has tests of the same name, such as bptt")
    parser.add_argument("--sample", type=int, default=50, help="how many changes to try, drawn from all (50)")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (1)")
    parser.add_argument("--root", type=Path, default=Path(), help="the checkout to try (this one)")
    parser.add_argument("--cpu", type=int, default=60, help="seconds of a core a run may take: more counts as noticed")
    parser.add_argument("--only", nargs="+", help="files of the room to change, without .py (all)")
    parser.add_argument("--tests", nargs="+", help="files to run instead of the room's tests")
    asked = parser.parse_args()
    os.chdir(asked.root)
    sys.path[0] = str(Path.cwd())
    tests = asked.tests or sorted(str(file) for file in Path("tests", asked.room).glob("test_*.py"))
    files = sorted(Path("app", asked.room).rglob("*.py"))
    files = [file for file in files if not asked.only or file.stem in asked.only]
    everything = [change for file in files for change in changes(file)]
    if not everything:
        parser.error(f"there is nothing to change in app/{asked.room}")
    if run(None, tests, asked.cpu) != LIVED:
        parser.error(f"the tests fail without any change: {' '.join(tests)}")
    tried = random.Random(asked.seed).sample(everything, min(asked.sample, len(everything)))
    ends = dict.fromkeys((KILLED, ENDLESS, LIVED), 0)
    for change in tried:
        end = run(change, tests, asked.cpu)
        ends[end] += 1
        if end == LIVED:
            print(f"{change.file}:{change.line}: {change.what}", flush=True)
    print(f"{asked.room}: {len(tried)} of {len(everything)} changes, " + ", ".join(f"{n} {e}" for e, n in ends.items()))
    return 0


def run(change: Change | None, tests: list[str], cpu: int) -> str:
    """How the tests end with this change. Time is counted in seconds of a core, so a busy machine changes nothing."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            if change:
                put(change)
                # The file's own tests first: they notice most, and the others then need not run.
                tests = sorted(tests, key=lambda test: Path(test).stem != f"test_{change.file.stem}")
            options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
            # Plugins are imported above, before pytest could rewrite their asserts: none of ours are among them.
            options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
            # A seed for hypothesis: what is noticed today is noticed tomorrow.
            code = int(pytest.main([*options, "--hypothesis-seed=0", *tests]))
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return ENDLESS if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else KILLED
    return KILLED if os.WEXITSTATUS(status) else LIVED


def put(change: Change) -> None:
    """From now on in this process, importing the file gives the changed one."""
    target = change.file.resolve()
    usual = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, name: str) -> object:
        if Path(self.path).resolve() != target:
            return usual(self, name)
        return compile(ast.fix_missing_locations(change.tree()), self.path, "exec", dont_inherit=True)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    sys.exit(main())
