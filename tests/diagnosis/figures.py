"""The figures of the diagnosis, in full: `python -m tests.diagnosis.figures` takes some minutes and says what it found.

--foreign 10000   outputs that no mistake prints    --edits 2000   --pairs 500   --broken 500
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from statistics import median, quantiles
from time import process_time

from app.diagnosis.candidates import Candidate, singles
from app.diagnosis.index.build import edits_in
from app.diagnosis.index.store import FOLDER, stored
from app.diagnosis.printed import diagnose
from app.mistakes.edits.gates import lines_of
from app.mistakes.edits.together import BACKWARD_GATES
from app.runs.exercises import EXERCISES
from app.runs.exercises.exercise import Exercise
from tests.diagnosis import truth
from tests.notebook import newest


def main(arguments: Sequence[str] | None = None) -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("foreign", 10_000), ("edits", 2000), ("pairs", 500), ("broken", 500)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args(arguments)
    _index()
    _speed()
    again("the catalogue", (one for one in _catalogue()))
    again("edits", _of_each(truth.edits, asked.edits))
    again("pairs that the index has", _of_each(truth.pairs, asked.pairs))
    again("any two edits", _of_each(truth.any_two, asked.pairs))
    _broken(asked.broken)
    _foreign(asked.foreign)


def _index() -> None:
    for name, exercise in EXERCISES.items():
        began = process_time()
        table = stored(exercise)
        counts = Counter(len(code) for code in table.codes)
        took = process_time() - began
        print(f"{name}: {len(edits_in(exercise))} edits; rows {dict(counts)}; {took:.2f} s CPU", flush=True)
    gates = sum(len(lines_of(name)) for name in BACKWARD_GATES["lstm"])
    size = sum(path.stat().st_size for path in FOLDER.glob("*.npz"))
    print(f"{gates} lines of the LSTM's gates beside; {size:,} bytes kept", flush=True)


def _speed() -> None:
    """Print the CPU time of one answer, warm."""
    for name, exercise in EXERCISES.items():
        took = []
        for code in stored(exercise).codes[:: max(1, len(stored(exercise).codes) // 40)]:
            text = newest(truth.printed_with(exercise, code))
            for _ in range(2):  # the second time all that was made for it is there
                began = process_time()
                diagnose(text)
                last = process_time() - began
            took.append(1000 * last)
        print(f"an answer for {name}, warm: median {median(took):.0f} ms, worst {max(took):.0f} ms of CPU", flush=True)


def _catalogue() -> Iterator[tuple[Exercise, Candidate]]:
    for exercise in EXERCISES.values():
        yield from ((exercise, one) for one in singles(exercise) if not one.error)


Draw = Callable[[Exercise, int, random.Random], Iterator[Candidate]]


def _of_each(draw: Draw, count: int) -> Iterator[tuple[Exercise, Candidate]]:
    """Yield candidates of every exercise, more where more can be got wrong."""
    every = sum(len(edits_in(exercise)) for exercise in EXERCISES.values())
    for name, exercise in EXERCISES.items():
        share = round(count * len(edits_in(exercise)) / every)
        yield from ((exercise, one) for one in draw(exercise, share, random.Random(name)))


def again(what: str, candidates: Iterator[tuple[Exercise, Candidate]]) -> None:
    """Print how many candidates are found again, and what was said of the others."""
    said, took, examples = Counter[str](), [], dict[str, list[str]]()
    for exercise, one in candidates:
        began = process_time()
        wrong = truth.found_again(exercise, one)
        took.append(1000 * (process_time() - began))
        said[wrong or "found"] += 1
        if wrong and len(examples.setdefault(wrong, [])) < 4:
            examples[wrong].append(f"{exercise.name} {one.code}")
    print(f"{what}: {dict(said)} {examples or ''} {_times(took)}", flush=True)


def _broken(count: int) -> None:
    chooser = random.Random(2)
    broken = [
        (exercise.name, one.code)
        for exercise, one in _of_each(truth.edits, count)
        if truth.broken(exercise, truth.spoilt(one, chooser))
    ]
    print(f"of {count} spoilt outputs, broken by what is named: {len(broken)} {broken[:4]}", flush=True)


def _foreign(count: int) -> None:
    said, took = Counter[str](), []
    for name, text in islice(truth.foreign(random.Random(3)), count):
        began = process_time()
        answer = diagnose(text)
        took.append(1000 * (process_time() - began))
        said[answer.verdict] += 1
        if answer.verdict not in ("unknown", "too_few"):
            print(f"{name}: {answer.verdict} {[match.candidate.code for match in answer.found]}\n{text}")
    print(f"of {count} outputs that no mistake prints: {dict(said)} {_times(took)}", flush=True)


def _times(took: Sequence[float]) -> str:
    if len(took) < 2:
        return ""
    return f"CPU median {median(took):.0f} ms, 99 of 100 below {quantiles(took, n=100)[-1]:.0f} ms"


if __name__ == "__main__":
    main()
