"""A run in plain NumPy: every line is the source of the function that the driver runs, in the driver's order."""

import ast
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...bptt import clipping, ops
from ...bptt.cell import Lane
from ...bptt.loop import Loop, written
from ...bptt.passes import Setting
from ...bptt.step import Step, expression_of

INDENT = "    "

FUNCTIONS: dict[str, Callable[..., Any]] = dict(inspect.getmembers(ops, inspect.isfunction))
"""What steps may call beside NumPy's own."""


def functions_code(setting: Setting) -> str:
    """Return the definitions of what the steps call: sigmoid, softmax, as they are written."""
    used = [name for name in FUNCTIONS if any(_names(step.expression, name) for step in _steps(setting))]
    return "\n\n\n".join(_bare(FUNCTIONS[name]) for name in used)


def forward_code(setting: Setting) -> str:
    """Return the forward pass as code. It leaves `caches`, for each t the values by name."""
    lanes, loop = setting.cell.lanes, setting.loop
    lines = [*_for_lanes("initial_state", lanes, loop), "caches = []", _one("forward_timesteps", lanes, loop)]
    lines += [INDENT + _one("inputs", lanes, loop)]
    if setting.y is not None:
        lines += [f"{INDENT}yt, w_t = y[:, :, t], w[t]"]
    lines += [f"{INDENT}{step.name} = {step.expression}" for step in setting.forward_steps]
    lines += [f"{INDENT}caches.append({_dict(forward_names(setting))})"]
    lines += [INDENT + line for line in _for_lanes("next_state", lanes, loop)]
    return "\n".join(lines)


def backward_code(setting: Setting) -> str:
    """Return the backward pass as code. It leaves `backward`, the values by t and name, and each gradient's name."""
    cell, loop = setting.cell, setting.loop
    lanes = cell.lanes
    steps = setting.backward_steps
    totals = {step: total for total, step in cell.accumulates.items() if step in {one.name for one in steps}}
    stacks = {step: stack for stack, step in cell.stacks.items()}
    kept = sorted({name for step in steps for name in step.reads} & set(forward_names(setting)))
    lines = [f"{stack} = np.zeros_like(x)" for stack in cell.stacks]
    lines += [f"{total} = np.zeros_like({total[1:]})" for total in totals.values()]
    lines += [*_for_lanes("initial_carry", lanes, loop), "backward = {}"]
    lines += [_one("backward_timesteps", lanes, loop, setting.length)]
    lines += [INDENT + _one("cache", lanes, loop)]
    lines += [f"{INDENT}{', '.join(kept)} = {', '.join(f'cache[{name!r}]' for name in kept)}"] if kept else []
    if setting.da is not None:
        written_into = any("da" in step.reads for step in steps)  # by a wrong line: what was given is kept apart
        given = "da[:, :, t].copy()" if written_into else "da[:, :, t]"
        lines += [f"{INDENT}{lane.upstream} = {given}" for lane in lanes if lane.upstream]
    for step in steps:
        lines.append(f"{INDENT}{step.name} = {step.expression}")
        if step.name in stacks:
            lines.append(f"{INDENT}{stacks[step.name]}[:, :, t] = {step.name}")
        if step.name in totals:
            lines.append(INDENT + _gathered(totals[step.name], step, loop.of_lane(totals[step.name])))
    lines += [f"{INDENT}backward[t] = {_dict(backward_names(setting))}"]
    lines += [
        INDENT + line
        for lane, handed in zip(lanes, _for_lanes("hand_over", lanes, loop), strict=True)
        for line in (handed, *setting.handover.code(lane.carried))
    ]
    lines += [*_for_lanes("initial_gradient", lanes, loop), *clipping.code(list(totals.values()), setting.clip_total)]
    return "\n".join(lines)


def forward_names(setting: Setting) -> list[str]:
    """Return the names of a timestep's values, forward."""
    given = ["xt", *(lane.previous for lane in setting.cell.lanes), *(["yt", "w_t"] if setting.y is not None else [])]
    return given + [step.name for step in setting.forward_steps]


def backward_names(setting: Setting) -> list[str]:
    """Return the names of a timestep's values, backward: what arrives, then every step."""
    lanes = setting.cell.lanes
    upstream = [lane.upstream for lane in lanes if lane.upstream] if setting.da is not None else []
    return [*upstream, *(lane.carried for lane in lanes), *(step.name for step in setting.backward_steps)]


def _steps(setting: Setting) -> tuple[Step, ...]:
    return setting.forward_steps + setting.backward_steps


def _for_lanes(name: str, lanes: Sequence[Lane], loop: Loop) -> list[str]:
    return [written(name, getattr(loop.of_lane(lane.state), name), lane) for lane in lanes]


def _one(name: str, lanes: Sequence[Lane], loop: Loop, length: str = "T_x") -> str:
    return written(name, getattr(loop, name), lanes[0], length)


def _gathered(total: str, step: Step, loop: Loop) -> str:
    """Return the line that adds a contribution to its total; where it is a wrong one, that."""
    if loop.accumulate is Loop.accumulate:
        return f"{total} += {step.name}"
    return f"{total} = {renamed(expression_of(loop.accumulate), {'total': total, 'contribution': step.name})}"


def renamed(expression: str, names: Mapping[str, str]) -> str:
    """Return an expression with other names in it."""
    return re.sub(r"\w+", lambda word: names.get(word.group(), word.group()), expression)


def _dict(names: Sequence[str]) -> str:
    return f"dict({', '.join(f'{name}={name}' for name in names)})"


def _names(expression: str, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(ast.parse(expression)))


def _bare(function: Callable[..., Any]) -> str:
    """Return a function as it is written, but for its types: they name what is not there."""
    tree = ast.parse(inspect.getsource(function))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.unparse(tree)
