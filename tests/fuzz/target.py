"""A server in a process of its own, and what each request costs it: seconds of CPU, and bytes above where it rested.

Linux alone, since both are read from /proc.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[2]
ENOUGH = 300_000  # bytes of an answer that are read before the reader leaves
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Answer:
    """What came of a request."""

    status: int  # 0 where the connection broke
    content: bytes  # its beginning
    cpu: float  # seconds
    memory: int  # bytes
    fault: str  # what is wrong with it; empty where nothing is


@dataclass(frozen=True)
class Target:
    """The server that is tried."""

    process: int
    client: httpx2.Client
    said: Path  # its standard error

    def send(self, method: str, path: str, **request: object) -> Answer:
        """Send a request and read the beginning of its answer. `path` may hold a query, which is sent as it is."""
        before, cpu, said = self._memory("VmRSS"), self._cpu(), self.said.stat().st_size
        Path(f"/proc/{self.process}/clear_refs").write_text("5")  # VmHWM starts again from what is there
        status, content, fault = 0, b"", ""
        try:
            with self.client.stream(method, path, **request) as answer:  # type: ignore[arg-type]
                status = answer.status_code
                for piece in answer.iter_raw():
                    content += piece
                    if len(content) > ENOUGH:
                        break
        except httpx2.HTTPError as error:
            fault = f"{type(error).__name__}: {error}"
        if status >= 500:
            fault = f"status {status}"
        if (written := self.said.read_bytes()[said:]) != b"":
            fault = f"{fault} {written.decode(errors='replace').strip().splitlines()[-1]}".strip()
        if b"Traceback (most recent" in content and status != 200:
            fault = "a traceback in the answer"
        return Answer(status, content, self._cpu() - cpu, self._memory("VmHWM") - before, fault)

    def _memory(self, which: str) -> int:
        (line,) = [one for one in _proc(self.process, "status").splitlines() if one.startswith(which)]
        return int(line.split()[1]) * 1024

    def _cpu(self) -> float:
        fields = _proc(self.process, "stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


def _proc(process: int, name: str) -> str:
    return Path(f"/proc/{process}/{name}").read_text()


@contextmanager
def target() -> Iterator[Target]:
    """Start a server with the limits that it has by default, warmed up, and end it."""
    command = [sys.executable, "-m", "app", "serve", "--port", "0"]
    own = {name: value for name, value in os.environ.items() if not name.startswith("UNROLLED_")}
    with tempfile.NamedTemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=own, stdout=subprocess.PIPE, stderr=said, start_new_session=True
        )
        try:
            assert process.stdout is not None
            address = process.stdout.readline().decode().split()[3]
            with httpx2.Client(base_url=address, timeout=300) as client:
                for path in ("/", "/catalogue", "/api/mistakes", "/api/trace", "/openapi.json"):
                    client.get(path).raise_for_status()
                client.post("/api/diagnose", content=b'gradients["da0"][2][3] = 0').raise_for_status()
                yield Target(process.pid, client, Path(said.name))
        finally:
            process.terminate()
            process.wait()
