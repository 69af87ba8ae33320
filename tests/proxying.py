"""A proxy before a server, below a path: nginx as docs/deployment.md has it, or one that only hands bytes on."""

import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.serving import until_listening

ROOT = Path(__file__).parents[1]
PREFIX = "/unrolled"

NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{ listen 127.0.0.1:{port};
{location}
    }}
}}
"""


def has_nginx() -> bool:
    """Whether a real proxy is installed on this machine."""
    return nginx() is not None


def nginx() -> str | None:
    return shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin")


@contextmanager
def real_proxy(server: str, folder: Path) -> Iterator[str]:
    """Run nginx with the very lines that are documented, and yield the address of what lies behind."""
    (location,) = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs/deployment.md").read_text(), re.DOTALL)
    port = free_port()
    written = NGINX.format(folder=folder, port=port, location=location.replace("http://127.0.0.1:8000", server))
    (folder / "nginx.conf").write_text(written)
    command = [str(nginx()), "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "error.log")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            until_listening(port, process)
            yield f"http://127.0.0.1:{port}{PREFIX}"
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port that nothing listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def plain_proxy(server: str) -> Iterator[str]:
    """Hand on what comes, byte by byte, to a server that is told its path."""
    to = int(server.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, to), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{PREFIX}"
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, to: int) -> None:
    with suppress(OSError):
        while True:
            here, _ = listener.accept()
            threading.Thread(target=_both_ways, args=(here, to), daemon=True).start()


def _both_ways(here: socket.socket, to: int) -> None:
    with here, socket.create_connection(("127.0.0.1", to)) as there:
        back = threading.Thread(target=_hand_on, args=(there, here), daemon=True)
        back.start()
        _hand_on(here, there)
        back.join()


def _hand_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(65536):
            other.sendall(piece)
    for end in (one, other):  # whoever is left has nobody to talk to
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
