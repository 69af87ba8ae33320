"""Making the tables in a process of its own, so that a server answers and its streams go on meanwhile."""

import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ...runs.exercises import EXERCISES
from .store import at_hand

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", str(__package__), "--beside")  # installed, this room is in `unrolled`

LONGEST_SAID = 300
"""Characters of the reason that are passed on, where the tables could not be made."""


def prepare_beside(command: Sequence[str] = COMMAND) -> None:
    """Have every table made that is not there, and return when they are, or when the process that makes them fails.

    It has a low priority, and ends with this process, however that ends. Where it fails it is said why; the catalogue
    goes on answering.
    """
    if all(at_hand(exercise).whole for exercise in EXERCISES.values()):
        return
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,  # held open as long as this process lives
        stderr=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the server, which then lets go of it
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read().decode(errors="replace").split("\n")
        if process.wait() != 0:
            reason = next((line.strip() for line in reversed(said) if line.strip()), f"exit code {process.returncode}")
            logging.getLogger(__name__).warning(
                "What the diagnosis searches could not be made, so only the catalogue answers: %s",
                reason[:LONGEST_SAID],
            )
