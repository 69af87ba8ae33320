"""The one socket that all connections come in at."""

import socket

BACKLOG = 1024  # connections that wait to be taken: a lecture hall opens the page within a second


class CannotServe(RuntimeError):
    """The address cannot be listened on. The message says why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is printed: whoever connects from now on is answered as soon as we can.

    Raises CannotServe.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: asyncio sends small answers at once (TCP_NODELAY) only on what it knows to be TCP, and the
    # sockets that are accepted inherit it. Without, each small answer on a kept connection waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
