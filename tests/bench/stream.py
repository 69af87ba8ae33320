"""What a line of the stream costs over a bare orjson dump of the arrays that are in it."""

from typing import Any

import numpy as np
import orjson

from app.records.jsonl import encoded
from app.records.trace import records
from app.runs.run import make_run
from tests.bench.timing import Contestant, side_by_side

SIZES = {"course": (3, 5, 10, 4), "lecture": (8, 16, 8, 20), "large, 4 of its timesteps": (64, 128, 32, 4)}
ARRAYS = ("parameters", "inputs", "values", "parts", "norms", "totals", "comparisons", "gradients")


def show() -> None:
    """Print the ratio for the frames and for the whole stream with its head, end and declaration."""
    print("The stream over a bare orjson dump of the same arrays")
    for name, (n_x, n_a, m, T_x) in SIZES.items():
        made = list(records(make_run("custom", "rnn", 1, {"n_x": n_x, "n_a": n_a, "n_y": 2, "m": m, "T_x": T_x})))
        ratios = {}
        for part, sent in {"frames": made[1:-1], "whole stream": made}.items():
            bare = [_arrays(record) for record in sent]
            timings = side_by_side(
                {
                    "bare": Contestant(lambda bare=bare: [_dump(record) for record in bare]),
                    "encoded": Contestant(lambda sent=sent: [encoded(record) for record in sent]),
                },
                repetitions=20,
            )
            ratios[part] = timings["encoded"].ratio
        size = sum(len(encoded(record)) for record in made)
        print(f"  {name:<26} {size / 1e3:9.1f} kB" + "".join(f"   {part}: {r:.2f} ×" for part, r in ratios.items()))


def _dump(record: dict[str, Any]) -> bytes:
    return orjson.dumps(record, option=orjson.OPT_SERIALIZE_NUMPY)


def _arrays(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a record holds in numbers, each array as orjson likes it."""

    def contiguous(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: contiguous(item) for key, item in value.items()}
        if isinstance(value, list):
            return [contiguous(item) for item in value]
        return np.ascontiguousarray(value) if isinstance(value, np.ndarray) else value

    return {key: contiguous(record[key]) for key in ARRAYS if key in record}
