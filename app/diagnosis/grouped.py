"""The catalogue in the order of its page: by the exercise that a mistake is made in, and there by what it breaks."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from ..bptt.cells import CELLS
from ..runs.exercises import EXERCISES
from .catalogue import catalogue, run_of

STOPS = "NumPy stops it"
FORWARD = "The forward pass, and all that comes of it"
AT_ONCE = "The backward pass, from the last timestep on"
EARLIER = "The backward pass, right at the last timestep and wrong before it"
PARAMETERS = "The gradients of the parameters alone"
RETURNED = "What is returned after the loop alone"
HANDED_ON = "What the cell hands on: the gradients of its input and of the states before"
STATES = "The states"
PREDICTION = "The prediction alone"
CACHES = "The caches alone"

ORDER = (
    *(FORWARD, STATES, AT_ONCE, HANDED_ON, EARLIER),
    *(PARAMETERS, RETURNED, PREDICTION, CACHES, STOPS),
)
"""What a mistake may break, in the order in which the page has it."""


@cache
def grouped() -> list[dict[str, Any]]:
    """Return for each exercise, and each cell that has none, the mistakes in it by what they break.

    A mistake is in every exercise in which it changes anything. Its entry has `mistake`, what is said of it, and of
    this exercise alone `lines`, `reach` and `prints`; `anchor` is its place on the page, its id where it is met first.
    """
    places = [(exercise.name, exercise.cell) for exercise in EXERCISES.values()]
    places += [("", cell) for cell in CELLS if cell not in {cell for _, cell in places}]
    met: set[str] = set()
    return [_group(name, cell, met) for name, cell in places]


def _group(name: str, cell: str, met: set[str]) -> dict[str, Any]:
    sections: dict[str, list[dict[str, Any]]] = {}
    for mistake in catalogue():
        prints = [one for one in mistake["prints"] if one["exercise"] == name]
        if cell not in mistake["cells"] or (name and not prints):
            continue
        anchor = f"{name or cell}.{mistake['id']}" if mistake["id"] in met else mistake["id"]
        met.add(mistake["id"])
        entry = {"mistake": mistake, "anchor": anchor, "prints": prints, "lines": mistake["lines"][cell]}
        entry["reach"] = mistake["reach"][cell] if _has_loop(name) else []
        entry["show"] = {"scenario": run_of(cell), "cell": cell, "seed": 1, "mistake": mistake["id"], "first": 1}
        sections.setdefault(breaks(name, cell, mistake["reach"][cell], prints), []).append(entry)
    ordered = [{"breaks": title, "entries": sections[title]} for title in ORDER if title in sections]
    return {"exercise": name, "cell": cell, "count": sum(len(one["entries"]) for one in ordered), "sections": ordered}


def _has_loop(name: str) -> bool:
    return name == "" or EXERCISES[name].T_x > 1


def breaks(name: str, cell: str, reach: Sequence[Mapping[str, Any]], prints: Sequence[Mapping[str, Any]]) -> str:
    """Return what a mistake breaks: by the first form in which it is made."""
    if prints and prints[0]["errors"]:
        return STOPS
    if name and (EXERCISES[name].T_x == 1 or name.endswith("forward")):
        return _of_results({line["text"] for line in prints[0]["printed"] if line["wrong"]}, name)
    backward = [frame for frame in reach if frame["direction"] == "backward"]
    if any(frame["wrong"] for frame in reach if frame["direction"] == "forward"):
        return FORWARD
    wrong = {value for frame in backward for value in frame["wrong"]}
    if not wrong:
        return RETURNED
    accumulates = CELLS[cell].accumulates
    if wrong <= {*accumulates, *accumulates.values()}:
        return PARAMETERS
    return AT_ONCE if backward[0]["wrong"] else EARLIER


def _of_results(wrong: set[str], name: str) -> str:
    """Return what is broken where the function of one cell, or the forward pass, is what is printed."""
    results = {text.removeprefix("gradients").strip('["').split('"')[0].split("[")[0].split(".")[0] for text in wrong}
    if name.endswith("backward"):
        cell = CELLS[EXERCISES[name].cell]
        handed = {*cell.stacks.values(), *(lane.returned for lane in cell.lanes)}
        return HANDED_ON if results & handed else PARAMETERS
    if results & {"a", "a_next", "c", "c_next"}:
        return STATES
    return PREDICTION if results & {"y", "y_pred", "yt", "yt_pred"} else CACHES
