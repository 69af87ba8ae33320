"""Whether a server that is used for long stays as it is: memory, descriptors and threads before, between and after.

`python -m tests.bench.soak [REQUESTS] [BROKEN]` asks for so many answers, and leaves so many streams in the middle.
What it holds must not grow with either: the first tenth is for warming up.
"""

import os
import sys
from pathlib import Path

import httpx2

from app.main import create_app
from tests.bench.requests import apart

SMALL = ("/healthz", "/api/trace?check=false&seed={n}", "/api/trace?scenario=course", "/api/cells", "/")
LONG = "/api/trace?scenario=custom&T_x=400&check=false&seed={n}"


def show(requests: int = 10_000, broken: int = 1_000) -> None:
    """Print what the server's process holds along the way."""
    print(f"Soak: {requests:,} requests, {broken:,} streams left in the middle")
    with apart(create_app) as address, httpx2.Client(base_url=address, timeout=60) as client:
        process = _child()
        for n in range(requests):
            if n in (requests // 10, requests // 2):
                _print(f"after {n:,} requests", process)
            client.get(SMALL[n % len(SMALL)].format(n=n)).raise_for_status()
        _print(f"after {requests:,} requests", process)
        for n in range(broken):
            with client.stream("GET", LONG.format(n=n)) as answer:
                next(answer.iter_raw())
        client.get("/healthz").raise_for_status()
        _print(f"after {broken:,} broken streams", process)


def _child() -> int:
    """Return the process that serves: the only one that was started here."""
    (process,) = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/stat")
        if _parent(path) == os.getpid() and b"spawn_main" in (path.parent / "cmdline").read_bytes()
    ]
    return process


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has ended meanwhile
        return 0


def _print(when: str, process: int) -> None:
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    megabytes = int(status["VmRSS"].split()[0]) / 1024
    descriptors = len(os.listdir(f"/proc/{process}/fd"))
    print(f"  {when:<28} {megabytes:7.1f} MB   {descriptors:4} descriptors   {status['Threads'].strip():>4} threads")


if __name__ == "__main__":
    show(*map(int, sys.argv[1:3]))
