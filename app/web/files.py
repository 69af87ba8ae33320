"""The static files, each read and compressed once: they never change while the server runs."""

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

COMPRESSED = (".js", ".css", ".svg", ".txt", ".map", ".json")


class Files:
    """Answers with the files below a folder. Their address carries their version, so that needs no question of age."""

    def __init__(self, folder: Path, version: str) -> None:
        self.etag = f'"{version}"'
        self._paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        self._read = lru_cache(maxsize=None)(self._read_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, compressed where that is taken; 304 to whoever has it. Raises HTTPException 404."""
        name = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        if name not in self._paths:
            raise HTTPException(404)
        asked = Headers(scope=scope)
        headers = {"etag": self.etag, "vary": "accept-encoding"}
        if self.etag in asked.get("if-none-match", ""):
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return
        plain, compressed = self._read(name)
        content = plain
        if compressed is not None and "gzip" in asked.get("accept-encoding", ""):
            content = compressed
            headers["content-encoding"] = "gzip"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        await Response(content, headers=headers, media_type=kind)(scope, receive, send)

    def warm(self) -> None:
        """Read and compress what pages ask for, so that no first visitor waits for it."""
        for name in self._paths:
            if name.startswith(("built/", "fonts/")) and not name.endswith(".map"):
                self._read(name)

    def _read_once(self, name: str) -> tuple[bytes, bytes | None]:
        content = self._paths[name].read_bytes()
        return content, gzip.compress(content, 9, mtime=0) if name.endswith(COMPRESSED) else None
