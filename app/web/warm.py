"""What is made before anybody asks, so that nobody waits for it."""

from contextlib import suppress

from fastapi import FastAPI

from ..diagnosis.index.beside import prepare_beside
from ..diagnosis.printed import diagnose
from .diagnosis_routes import get_mistakes
from .kept import etag_of


def warm(app: FastAPI) -> None:
    """Compress what pages load, hash the code, make the catalogue, diagnose once, and have what is searched made.

    Where the machine has no file or no process left for it, it is made when it is asked for.
    """
    with suppress(OSError):
        app.state.files.warm()
        etag_of(())
        get_mistakes()
        diagnose('gradients["da0"][2][3] = 0', "auto", wait=False)
        prepare_beside()
