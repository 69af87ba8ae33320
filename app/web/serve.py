"""Starting the server: listen, say where, open the page, end soon after being told to."""

import socket
import threading
import webbrowser
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

GRACE = 1  # seconds that an open stream is given when the server is told to stop


class CannotServe(RuntimeError):
    """The address cannot be listened on. The message says why and what to do."""


def serve(application: ASGIApp, host: str, port: int, *, open_page: bool, page: str = "/") -> None:
    """Answer on host:port until Ctrl-C; port 0 takes any that is free. Prints the address once it answers.

    With `open_page`, that page is opened in a browser.

    Raises CannotServe for an address that cannot be listened on.
    """
    with _listen(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listener.getsockname()[1]}"
        print(f"Unrolled is on {address} (Ctrl-C ends it)", flush=True)
        if open_page:  # not waited for: a browser in the terminal would keep the server from starting
            threading.Thread(target=webbrowser.open, args=(address + page,), daemon=True).start()
        config = uvicorn.Config(application, log_level="warning", timeout_graceful_shutdown=GRACE)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is printed: whoever connects from now on is answered as soon as we can."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # not refused for a minute after the last run
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise CannotServe(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port or `make run PORT=8080`"
        ) from error
    return listener
