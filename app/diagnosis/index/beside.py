"""Making the tables in a process of its own, so that a server answers and its streams go on meanwhile."""

import subprocess
import sys
from pathlib import Path

from ...runs.exercises import EXERCISES
from .store import at_hand

ROOT = Path(__file__).parents[3]


def prepare_beside() -> None:
    """Have every table made that is not there, and return when they are, or when the process that makes them fails.

    It has a low priority, and ends with this process, however that ends.
    """
    if all(at_hand(exercise).whole for exercise in EXERCISES.values()):
        return
    command = [sys.executable, "-m", "app.diagnosis.index", "--beside"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        process.wait()
