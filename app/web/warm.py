"""What is made before anybody asks, so that nobody waits for it: before workers part, so that they share it."""

from fastapi import FastAPI

from ..diagnosis.printed import diagnose
from .diagnosis_routes import get_mistakes


def warm(app: FastAPI) -> None:
    """Compress what pages load, make the catalogue, and diagnose once."""
    app.state.files.warm()
    get_mistakes()
    diagnose('gradients["da0"][2][3] = 0', "auto")
