"""Keeping the tables: made once, in a folder that is no part of the repository, known by what they were made from.

Whoever comes first makes a table and keeps it; who comes meanwhile waits for that one, or answers with the catalogue.
"""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from zipfile import BadZipFile

import numpy as np

from ...runs.exercises import EXERCISES
from ...runs.exercises.exercise import Exercise
from ..candidates import right
from .build import catalogue_table, table_of
from .table import Table, width_of

APP = Path(__file__).parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
FOLDER = APP.parent / "build" / "diagnosis" if APP.name == "app" else CACHE / "unrolled" / "diagnosis"  # if installed
MADE_FROM = (
    *("bptt", "mistakes", "runs/exercises", "diagnosis/candidates.py"),
    *(f"diagnosis/index/{name}.py" for name in ("build", "lean", "table")),
)

_kept: dict[Exercise, Table] = {}
_making = {name: Lock() for name in EXERCISES}


@cache
def made_from() -> str:
    """Return what tells tables apart: the code that makes them, and NumPy's version."""
    seen = hashlib.sha256(np.__version__.encode())
    for name in MADE_FROM:
        for path in sorted(APP.joinpath(name).rglob("*.py")) or [APP / name]:
            seen.update(path.relative_to(APP).as_posix().encode() + path.read_bytes())
    return seen.hexdigest()[:20]


def stored(exercise: Exercise) -> Table:
    """Return an exercise's table: as kept, or made now, which takes seconds, and then kept where that is possible."""
    with _making[exercise.name]:
        found = _kept.get(exercise) or _read(exercise)
        if found is None:
            with _alone(exercise):
                found = _read(exercise) or _made(exercise)
        _kept[exercise] = found
        return found


def at_hand(exercise: Exercise) -> Table:
    """Return an exercise's table where it has been made; until then a small one, of the catalogue's mistakes alone."""
    found = _kept.get(exercise) or _read(exercise)
    if found is None:
        return catalogue_table(exercise)
    return _kept.setdefault(exercise, found)


def prepare(names: Iterable[str] = tuple(EXERCISES)) -> None:
    """Make every table of these exercises that is not there yet."""
    for name in names:
        stored(EXERCISES[name])


def _path(exercise: Exercise) -> Path:
    return FOLDER / f"{exercise.name}-{len(exercise.leftover)}-{made_from()}.npz"


def _read(exercise: Exercise) -> Table | None:
    with suppress(OSError, ValueError, KeyError, BadZipFile), _path(exercise).open("rb") as file, np.load(file) as kept:
        codes = json.loads(bytes(kept["codes"]).decode())
        return Table(tuple(map(tuple, codes)), kept["values"], width_of(exercise, right(exercise).printed))
    return None


def _made(exercise: Exercise) -> Table:
    made = table_of(exercise)
    with suppress(OSError):
        _keep(_path(exercise), made)
    return made


def _keep(path: Path, made: Table) -> None:
    for old in path.parent.glob(f"{path.name.rpartition('-')[0]}-*.npz"):
        old.unlink(missing_ok=True)
    codes = np.frombuffer(json.dumps(made.codes).encode(), dtype=np.uint8)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        np.savez_compressed(file, codes=codes, values=made.values)
        os.fchmod(file.fileno(), 0o644)  # the server may be another user than who made it
    Path(name).replace(path)  # at once, so that nobody ever reads half of it


@contextmanager
def _alone(exercise: Exercise) -> Iterator[None]:
    """Wait until no other process makes this table. Where nothing can be written each makes its own."""
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        lock = FOLDER.joinpath(f"{exercise.name}.lock").open("w")
    except OSError:
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given back when the file is closed, and when its process ends
        yield
