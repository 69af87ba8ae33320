"""Answers that are kept, and made once for all who ask at the same time: what an address answers never changes.

Bounded in bytes: what was asked for longest ago goes first.
"""

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

APP = Path(__file__).parents[1]

PASSED = 4096  # addresses, letter by letter, that are known to ask for something that may be kept

COMPRESSORS = CapacityLimiter(1)


@dataclass
class Whole:
    """An answer in full: as it is until somebody takes it compressed, then only so."""

    plain: bytes | None
    compressed: bytes | None
    etag: str
    media_type: str

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.plain or b"") + len(self.compressed or b"")

    def response(self, asked: Headers) -> Response:
        """Return it as it was asked for; 304 to whoever has it. Needs `compress` before where gzip is taken."""
        headers = {"etag": self.etag, "vary": "Accept-Encoding"}
        if self.etag in asked.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if self.compressed is not None and takes_gzip(asked):
            headers["content-encoding"] = "gzip"
            return Response(self.compressed, headers=headers, media_type=self.media_type)
        return Response(self.all(), headers=headers, media_type=self.media_type)

    def all(self) -> bytes:
        """Return it as it is."""
        return gzip.decompress(self.compressed or b"") if self.plain is None else self.plain

    def compress(self) -> None:
        """Keep it compressed, and only so."""
        if self.compressed is None:
            self.compressed = gzip.compress(self.plain or b"", 6, mtime=0)  # made once, sent often
        self.plain = None


def takes_gzip(asked: Headers) -> bool:
    """Whether whoever asks can read gzip."""
    return "gzip" in asked.get("accept-encoding", "")


@cache
def _code() -> bytes:
    """Return a hash over what computes the answers: with other code, nothing that is kept elsewhere is known again."""
    known = hashlib.sha256()
    for path in sorted(APP.rglob("*.py")):
        known.update(path.relative_to(APP).as_posix().encode() + b"\0" + path.read_bytes())
    return known.digest()


def etag_of(key: Hashable) -> str:
    """Return the name by which an answer is known again: the same for what was asked, as long as the code is."""
    return f'W/"{hashlib.sha256(_code() + repr(key).encode()).hexdigest()[:20]}"'


class Kept:
    """The answers of one app."""

    def __init__(self, most: int) -> None:
        """`most` is how many bytes they may take together."""
        self.most = most
        self.size = 0
        self._answers: OrderedDict[Hashable, Whole] = OrderedDict()
        self._making: dict[Hashable, asyncio.Future[Whole | None]] = {}
        self._asked: OrderedDict[bytes, Hashable] = OrderedDict()

    def at_once(self, query: bytes) -> Whole | None:
        """Return the answer to an address that was asked for before, letter by letter; None where it is not there."""
        key = self._asked.get(query)
        return None if key is None else self._found(key)

    async def get(self, key: Hashable, query: bytes, make: Callable[[], Awaitable[Whole | None]]) -> Whole | None:
        """Return an answer that is there, or that somebody else is making, or make it; None where it is too large.

        What `make` raises is raised, to those who waited for it as well.
        """
        if (found := self._found(key)) is not None:
            self._note(query, key)
            return found
        if (waiting := self._making.get(key)) is not None and waiting.get_loop() is asyncio.get_running_loop():
            return await asyncio.shield(waiting)
        making: asyncio.Future[Whole | None] = asyncio.get_running_loop().create_future()
        self._making[key] = making
        try:
            made = await make()
        except Exception as error:
            making.set_exception(error)
            making.exception()  # looked at: nobody may have waited
            raise
        except BaseException:  # whoever made it has left: those who wait make their own
            making.set_result(None)
            raise
        else:
            making.set_result(made)
        finally:
            del self._making[key]
        if made is not None:
            self._keep(key, made)
            self._note(query, key)
        return made

    async def compressed(self, whole: Whole) -> None:
        """Compress an answer, once."""
        if whole.compressed is None:
            before = whole.size
            await to_thread.run_sync(whole.compress, limiter=COMPRESSORS)
            self.size += whole.size - before if any(whole is one for one in self._answers.values()) else 0

    def _found(self, key: Hashable) -> Whole | None:
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def _keep(self, key: Hashable, made: Whole) -> None:
        if made.size > self.most:
            return
        self._answers[key] = made
        self.size += made.size
        while self.size > self.most:
            _, gone = self._answers.popitem(last=False)
            self.size -= gone.size

    def _note(self, query: bytes, key: Hashable) -> None:
        self._asked[query] = key
        if len(self._asked) > PASSED:
            self._asked.popitem(last=False)


class KeptFirst:
    """Answers before anything else is done where the very address has been answered, and its answer is still there."""

    def __init__(self, app: ASGIApp, kept: Kept, path: str) -> None:
        self.app = app
        self.kept = kept
        self.path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with what is kept, or pass the request on."""
        if scope["type"] == "http" and scope["method"] == "GET":
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            whole = self.kept.at_once(scope["query_string"]) if path == self.path else None
            if whole is not None:
                asked = Headers(scope=scope)
                if whole.compressed is not None or not takes_gzip(asked):
                    await whole.response(asked)(scope, receive, send)
                    return
        await self.app(scope, receive, send)
