"""The one socket that all connections come in at."""

import errno
import os
import socket
from contextlib import suppress
from typing import Any

BACKLOG = 1024  # connections that wait to be taken: a lecture hall opens the page within a second


class CannotServe(RuntimeError):
    """The address cannot be listened on. The message says why and what to do."""


NONE_LEFT = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Listener(socket.socket):
    """Hangs up on whoever comes when no descriptor is left, and keeps one for that.

    Asyncio would try again as often as its backlog is long, with a traceback and another try a second later for each.
    """

    def __init__(self, *how: Any) -> None:
        super().__init__(*how)
        self._spare: int | None = os.open(os.devnull, os.O_RDONLY)

    def accept(self) -> tuple[socket.socket, Any]:
        """Take a connection. Raises BlockingIOError where there is none that could be taken."""
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in NONE_LEFT:
                raise
            self._hang_up()
            raise BlockingIOError(errno.EAGAIN, "no descriptor is left") from error

    def _hang_up(self) -> None:
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None
        with suppress(OSError):
            super().accept()[0].close()
        with suppress(OSError):  # another thread may have taken it
            self._spare = os.open(os.devnull, os.O_RDONLY)

    def close(self) -> None:
        """Stop listening."""
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None
        super().close()


def listen(host: str, port: int) -> Listener:
    """Take the address before anything is printed: whoever connects from now on is answered as soon as we can.

    Raises CannotServe.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: asyncio sends small answers at once (TCP_NODELAY) only on what it knows to be TCP, and the
    # sockets that are accepted inherit it. Without, each small answer on a kept connection waits 40 ms.
    listener = Listener(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # not refused for a minute after the last run
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise CannotServe(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port or `make run PORT=8080`"
        ) from error
    return listener
