"""Makes the traces that the JavaScript tests look at, all in one process: a line of traces.txt each, and the run that
each link of the catalogue opens.

They lie in build/traces/<what app/ contains>/, so that a trace of other code can never be taken for one of this code.
Made elsewhere and moved there when they are all complete: tests that run beside each other may both make them.
"""

import hashlib
import io
import shutil
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("traces.txt")
STORE = ROOT / "build" / "traces"


def digest() -> str:
    """Return what the traces depend on as a name: every source of app/, the list, and this file."""
    known = hashlib.sha256()
    for path in sorted([*ROOT.glob("app/**/*.py"), LIST, Path(__file__)]):
        known.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return known.hexdigest()[:16]


def make() -> Path:
    """Make all traces, unless they are there. Return their folder."""
    folder = STORE / digest()
    if folder.is_dir():
        return folder
    sys.path.insert(0, str(ROOT))
    from app.__main__ import main
    from app.diagnosis.catalogue import EXERCISE_RUN
    from app.mistakes.catalogue import CATALOGUE
    from app.runs.scenarios import SCENARIOS

    STORE.mkdir(parents=True, exist_ok=True)
    for old in STORE.glob("[0-9a-f]*"):  # of other code; what is being made has another kind of name
        shutil.rmtree(old, ignore_errors=True)
    made = Path(tempfile.mkdtemp(dir=STORE, prefix="making-"))
    asked = dict(enumerate(LIST.read_text().splitlines()))
    for mistake in CATALOGUE.values():
        for cell in SCENARIOS[EXERCISE_RUN].cells:
            if mistake.forms_for(cell):
                asked[f"{mistake.id} {cell}"] = f"{EXERCISE_RUN} --cell {cell} --mistake {mistake.id} --check false"
    for name, line in asked.items():
        written = io.TextIOWrapper(io.BytesIO())
        with redirect_stdout(written):
            main(["trace", "--sources", "true", "--parts", "true", *line.split()])  # as the page asks for it
        (made / f"{name}.jsonl").write_bytes(written.detach().getvalue())
    try:
        made.rename(folder)
    except OSError:
        shutil.rmtree(made)
        if not folder.is_dir():  # else another one was quicker
            raise
    return folder


if __name__ == "__main__":
    print(make())
