"""Keeping the tables: made once, in a folder that is no part of the repository, known by what they were made from."""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np

from ...runs.exercises import EXERCISES
from ...runs.exercises.exercise import Exercise
from ..candidates import right
from .build import table_of
from .table import Table, width_of

APP = Path(__file__).parents[2]
FOLDER = APP.parent / ".cache" / "diagnosis"
MADE_FROM = ("bptt", "mistakes", "runs/exercises", "diagnosis/index", "diagnosis/candidates.py")

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
        return _stored(exercise)


@cache
def _stored(exercise: Exercise) -> Table:
    path = FOLDER / f"{exercise.name}-{len(exercise.leftover)}-{made_from()}.npz"
    slices = width_of(exercise, right(exercise).printed)
    with suppress(OSError, ValueError, KeyError), np.load(path) as kept:
        codes = json.loads(bytes(kept["codes"]).decode())
        return Table(tuple(map(tuple, codes)), kept["values"], slices)
    made = table_of(exercise)
    with suppress(OSError):
        _keep(path, made)
    return made


def _keep(path: Path, made: Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(f"{path.name.rpartition('-')[0]}-*.npz"):
        old.unlink(missing_ok=True)
    codes = np.frombuffer(json.dumps(made.codes).encode(), dtype=np.uint8)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        np.savez_compressed(file, codes=codes, values=made.values)
    Path(name).replace(path)  # at once, so that nobody ever reads half of it


def prepare() -> None:
    """Make every table that is not there yet."""
    for exercise in EXERCISES.values():
        stored(exercise)
