"""Running a learner's notebook: the functions with some lines changed, in the notebook's own test cells, printed."""

import ast
import io
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from app.runs.exercises import EXERCISES
from app.runs.exercises.exercise import DIMS

RIGHT = Path(__file__).with_name("right.py")

CHAINS = {
    name: (name, *others)
    for name, others in {
        "rnn_cell_forward": (),
        "rnn_forward": ("rnn_cell_forward",),
        "lstm_cell_forward": (),
        "lstm_forward": ("lstm_cell_forward",),
        "rnn_cell_backward": ("rnn_cell_forward",),
        "rnn_backward": ("rnn_cell_backward", "rnn_forward", "rnn_cell_forward"),
        "lstm_cell_backward": ("lstm_cell_forward",),
        "lstm_backward": ("lstm_cell_backward", "lstm_forward", "lstm_cell_forward"),
    }.items()
}
"""The functions that an exercise calls, in the order in which a changed line is looked for in them."""

RETURNS = {
    "rnn_cell_forward": ("a_next", "yt_pred", "cache"),
    "rnn_forward": ("a", "y_pred", "caches"),
    "lstm_cell_forward": ("a_next", "c_next", "yt", "cache"),
    "lstm_forward": ("a", "y", "c", "caches"),
}

Changes = Sequence[tuple[str, str]]


@cache
def functions() -> Mapping[str, str]:
    """Return the right functions' texts by name."""
    text = RIGHT.read_text()
    found = (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))
    return {node.name: ast.get_source_segment(text, node) or "" for node in found}


def changed(exercise: str, changes: Changes) -> dict[str, str]:
    """Return all functions, the changed texts in the first one of the exercise's that has them, wherever they stand."""
    texts = dict(functions())
    for old, new in changes:
        name = next(name for name in CHAINS[exercise] if old in texts[name])
        texts[name] = texts[name].replace(old, new)
    return texts


def defined(exercise: str, changes: Changes) -> dict[str, Any]:
    """Return the names of a notebook in which the cells with the functions have been run."""
    known: dict[str, Any] = {"np": np}
    for text in changed(exercise, changes).values():
        exec(compile(text, "cell", "exec"), known)
    return known


def cell(exercise: str, suffix: str = "") -> str:
    """Return the text of the notebook's test cell; `suffix` is what later editions put behind each name."""
    about = EXERCISES[exercise]
    lines = ["np.random.seed(1)"]
    tail = [name for name in about.draws if name in ("da", "da_next", "dc_next")]
    T = {"x": about.T_x, "da": about.T_backward}
    parameters = [name for name in about.draws if name[0] in "Wb"]
    sizes = {"n_x": 3, "n_a": 5, "n_y": 2, "m": 10}

    def draw(name: str) -> str:
        shape = [T[name] if part == "T_x" else _size(part, sizes) for part in DIMS[name].split(", ")]
        return f"np.random.randn({', '.join(map(str, shape))})"

    lines += [f"{name}{suffix} = {draw(name)}" for name in about.draws if name not in tail and name not in parameters]
    if suffix:
        lines += [f"parameters{suffix} = {{}}", *(f"parameters{suffix}['{one}'] = {draw(one)}" for one in parameters)]
    else:
        lines += [f"{one} = {draw(one)}" for one in parameters]
        lines += ["parameters = {" + ", ".join(f'"{one}": {one}' for one in parameters) + "}"]
    if exercise == "lstm_backward":  # neither is drawn
        lines += [f"parameters{suffix}['Wy'] = np.zeros((2, 5))", f"parameters{suffix}['by'] = np.zeros((2, 1))"]
    forward = exercise.replace("backward", "forward")
    given = ", ".join(f"{name}{suffix}" for name in (*_inputs(about.draws), "parameters"))
    lines += [f"{', '.join(f'{name}{suffix}' for name in RETURNS[forward])} = {forward}({given})"]
    if exercise != forward:
        lines += [f"{name}{suffix} = {draw(name)}" for name in tail]
        given = ", ".join(f"{name}{suffix}" for name in (*tail, RETURNS[forward][-1]))
        lines += [f"gradients{suffix} = {exercise}({given})"]
    return "\n".join([*lines, *(f"print({_label(text)}, {_with(text, suffix)})" for text in about.prints)])


def _inputs(draws: Sequence[str]) -> list[str]:
    return [name for name in draws if name in ("x", "xt", "a0", "a_prev", "c_prev")]


def _size(part: str, sizes: Mapping[str, int]) -> int:
    return sum(sizes[one] if one in sizes else int(one) for one in part.split(" + "))


def _label(text: str) -> str:
    return "'" + text + " ='"


def _with(text: str, suffix: str) -> str:
    first = text.replace("len(", "").split("[")[0].split(".")[0].strip(")")
    return text.replace(first, first + suffix, 1)


def printed(exercise: str, changes: Changes, *, suffix: str = "", legacy: bool = False) -> str:
    """Return what the test cell prints with some lines changed; `legacy`: as NumPy 1.13 does. Raises what it does."""
    known = defined(exercise, changes)
    out = io.StringIO()
    options: dict[str, Any] = {"legacy": "1.13"} if legacy else {}
    with redirect_stdout(out), np.errstate(all="ignore"), np.printoptions(**options):
        exec(compile(cell(exercise, suffix), "cell", "exec"), known)
    return out.getvalue()
