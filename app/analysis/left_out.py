"""What of the right gradient at t a wrong run leaves out or changes, source by source, in one sentence.

Both runs are split by the timestep whose prediction a part came through. A part counts as missing where the right run
has it and the wrong one has nothing, as changed where both have one and they differ beyond rounding in any entry.
"""

from collections.abc import Sequence

import numpy as np

from ..bptt.norms import norm
from ..bptt.tolerances import ROUNDING
from .attribution import Split

NAMED = 3
"""Up to so many sources are named one by one."""


def left_out(total: str, wrong: Split, right: Split) -> str:
    """Return what is not as in the right run at the timestep of both splits; "" where a number in them is none."""
    parts = {name: _by_source(split, total) for name, split in (("wrong", wrong), ("right", right))}
    sizes = {name: {s: norm(part) for s, part in ours.items()} for name, ours in parts.items()}
    largest = max([*sizes["wrong"].values(), *sizes["right"].values()], default=0.0)
    if not np.isfinite(largest):
        return ""
    dust = ROUNDING * largest
    known = sorted(parts["wrong"].keys() | parts["right"].keys())
    here = {s for s in known if sizes["wrong"].get(s, 0.0) > dust}
    there = {s for s in known if sizes["right"].get(s, 0.0) > dust}
    missing = sorted(there - here)
    added = sorted(here - there)
    changed = [s for s in sorted(here & there) if norm(parts["wrong"][s] - parts["right"][s]) > dust]
    told = [
        *([_missing(missing, sizes["right"])] if missing else []),
        *([f"what came through {_named(changed)} is there, with other numbers"] if changed else []),
        *([f"what came through {_named(added)} should not be there"] if added else []),
    ]
    if not told:
        return f"At t = {right.t} every part of {total} is as in the right run."
    return f"Of {total} at t = {right.t}, {'; '.join(told)}."


def _by_source(split: Split, total: str) -> dict[int, np.ndarray]:
    """Return each source's part, (n_a, m)."""
    return {s: split.totals[total][:, k] for k, s in enumerate(split.sources.tolist())}


def _missing(sources: Sequence[int], sizes: dict[int, float]) -> str:
    largest = max(sizes[s] for s in sources)
    size = f"norm {largest:.3g}" if len(sources) == 1 else f"the largest of norm {largest:.3g}"
    return f"what came through {_named(sources)} is missing: {size} in the right run"


def _named(sources: Sequence[int]) -> str:
    names = [f"ŷ⟨{s}⟩" for s in sources if s >= 0] + ["those far away"] * any(s < 0 for s in sources)
    if len(names) > NAMED:
        return f"{len(names)} of the ŷ, from {names[0]} to {names[-1]},"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
