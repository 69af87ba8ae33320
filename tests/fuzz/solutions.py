"""A hundred hostile files for `check`: each ends in time, with an exit code of its own, and no traceback."""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.fuzz.hostile import files

ROOT = Path(__file__).parents[2]
SECONDS = 5  # for a function; right ones take milliseconds
MOST = 300  # seconds for a file: eight functions, and a machine that does other things as well


def show(count: int, seed: int) -> int:
    """Print what came of them; return how many came out as they must not."""
    codes: Counter[int] = Counter()
    faults: list[str] = []
    slowest = (0.0, "")
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for path, expected in files(Random(seed), count, Path(folder)):
            begun = time.monotonic()
            code, fault = _checked(path, expected)
            codes[code] += 1
            slowest = max(slowest, (time.monotonic() - begun, path.name))
            if (Path(folder) / "ran").exists():
                (Path(folder) / "ran").unlink()
                fault = "what stands around its functions was run"
            if fault:
                faults.append(f"{path.name}: {fault}\n{path.read_text(errors='replace')[:300]}")
    counted = ", ".join(f"{count} × exit code {code}" for code, count in sorted(codes.items()))
    print(f"solutions: {count} in {time.monotonic() - start:.0f} s: {counted}")
    print(f"  slowest {slowest[0]:.1f} s ({slowest[1]}), faults {len(faults)}")
    for fault in faults[:20]:
        print(f"  solutions {fault}")
    return len(faults)


def _checked(path: Path, expected: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "app", "check", str(path), "--seconds", str(SECONDS)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=MOST, check=False)
    except subprocess.TimeoutExpired:
        return -1, f"no end within {MOST} s"
    said = (done.stdout + done.stderr).decode(errors="replace")
    passed = " passes (seeds" in done.stdout.decode(errors="replace")
    if "Traceback (most recent" in said or done.returncode not in (0, 1, 2):
        return done.returncode, f"exit code {done.returncode}, {said[-300:]!r}"
    if any(not character.isprintable() for character in said.replace("\n", "")):
        return done.returncode, "a terminal is sent what it would obey"
    wrong = expected == "fails" and (done.returncode != 1 or passed)
    wrong = wrong or (expected == "unreadable" and done.returncode != 2)
    return done.returncode, f"expected: {expected}; {said[-300:]!r}" if wrong else ""
