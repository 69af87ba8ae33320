"""`make fuzz`: thousands of hostile inputs to a real server, and to `check`. None may fail, or cost more than it may.

`python -m tests.fuzz [PART] [COUNT] [SEED]`; the parts are uploads, pastes, queries, solutions and schema. Each input
is made from the seed and its own number alone: `python -m tests.fuzz uploads --only 1234` sends that one again.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.bench import dearest
from tests.fuzz import schema, solutions
from tests.fuzz.pastes import paste
from tests.fuzz.queries import query
from tests.fuzz.target import Answer, Target, target
from tests.fuzz.uploads import upload

MOST_CPU = dearest.MOST_CPU
MOST_MEMORY = dearest.MOST_MEMORY
"""What one request may cost at most, as SECURITY.md states it of the dearest that is allowed."""

OPTIONS = ("", "cell=rnn", "cell=lstm", "loss=given", "detail=norms", "mistake=drop_carry", "truncate=2", "clip=1e-3")
OPTIONS += ("clip_total=0.1", "frames=0:1", "entry=1,1", "sources=true", "check=false", "cell=none", "slips=da_next")

Send = Callable[[Target, Random], Answer]


def _upload(to: Target, random: Random) -> Answer:
    body = upload(random)
    path = random.choice(("/api/trace", "/api/trace", "/api/trace", "/api/diagnose"))
    return to.send("POST", f"{path}?{random.choice(OPTIONS)}", content=body)


def _paste(to: Target, random: Random) -> Answer:
    text = paste(random)
    encoded = text.encode("utf-8", "surrogatepass")
    return to.send("POST", "/api/diagnose", content=encoded, headers={"content-type": "text/plain"})


def _query(document: dict) -> Send:
    return lambda to, random: to.send("GET", query(random, document))


@dataclass
class Tally:
    """What was seen so far."""

    statuses: Counter[int] = field(default_factory=Counter)
    dearest: tuple[float, int] = (0.0, 0)  # and its number
    largest: tuple[int, int] = (0, 0)
    faults: list[str] = field(default_factory=list)

    def add(self, number: int, answer: Answer) -> None:
        """Note one answer."""
        self.statuses[answer.status] += 1
        self.dearest = max(self.dearest, (answer.cpu, number))
        self.largest = max(self.largest, (answer.memory, number))
        fault = answer.fault
        if not fault and answer.cpu > MOST_CPU:
            fault = f"{answer.cpu:.1f} s of CPU"
        if not fault and answer.memory > MOST_MEMORY:
            fault = f"{answer.memory / 1e6:.0f} MB"
        if fault:
            self.faults.append(f"{number}: {fault}")

    def show(self, name: str, seconds: float) -> None:
        """Print it."""
        statuses = ", ".join(f"{count:,} × {status}" for status, count in sorted(self.statuses.items()))
        print(f"{name}: {sum(self.statuses.values()):,} in {seconds:.0f} s: {statuses}")
        print(
            f"  dearest {self.dearest[0]:.2f} s of CPU (number {self.dearest[1]:,}), most memory "
            f"{self.largest[0] / 1e6:.0f} MB (number {self.largest[1]:,}), faults {len(self.faults)}"
        )
        for fault in self.faults[:20]:
            print(f"  {name} {fault}")


def over_http(name: str, count: int, seed: int, only: int | None) -> int:
    """Send so many inputs one after the other; return how many were answered as they must not be."""
    tally, start = Tally(), time.monotonic()
    with target() as to:
        document = to.client.get("/openapi.json").json()
        send = {"uploads": _upload, "pastes": _paste, "queries": _query(document)}[name]
        for number in range(count) if only is None else [only]:
            answer = send(to, Random(f"{seed}/{number}"))
            tally.add(number, answer)
            if only is not None:
                print(answer.status, answer.content[:2000].decode(errors="replace"))
        if to.client.get("/healthz").status_code != 200:
            tally.faults.append("afterwards: the server does not answer")
    tally.show(name, time.monotonic() - start)
    return len(tally.faults)


COUNTS = {"uploads": 15_000, "pastes": 15_000, "queries": 12_000, "solutions": 100, "schema": 200}


def main() -> int:
    """Run one part, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("part", nargs="?", choices=list(COUNTS))
    parser.add_argument("count", nargs="?", type=int)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    parser.add_argument("--only", type=int)
    asked = parser.parse_args()
    faults = 0
    for part in [asked.part] if asked.part else COUNTS:
        count = asked.count or COUNTS[part]
        if part == "solutions":
            faults += solutions.show(count, asked.seed)
        elif part == "schema":
            faults += schema.show(count, asked.seed)
        else:
            faults += over_http(part, count, asked.seed, asked.only)
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
