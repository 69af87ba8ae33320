"""The same forward lines in PyTorch, whose autograd then says what each state's gradient is, and its two parts.

A state that is made goes two ways, so it is given two names: what goes up to the prediction, and what goes right to the
next timestep. Each keeps its own gradient, `retain_grad()`: those are da_t and da_prevt, and the state's is da_next.
"""

from collections.abc import Sequence

from ...bptt.cell import Lane
from ...bptt.passes import Setting
from .plain import INDENT, renamed

FUNCTIONS = {
    "sigmoid": "torch.sigmoid",
    "softmax": "lambda z: torch.softmax(z, 0)",
    "log_softmax": "lambda z: torch.log_softmax(z, 0)",
}
"""PyTorch's own of what steps may call, with their sums down each column."""


def autograd_code(setting: Setting) -> str:
    """Return the code of the right run: `setting` has no wrong line, and what is done to a carry is left out.

    It leaves `grads`, the gradients by name, and `roads`, by t and name what came to each state, and by which road.
    """
    cell = setting.cell
    starts = ["x", *(lane.initial for lane in cell.lanes), *(parameter.name for parameter in cell.parameters)]
    called = [name for name in FUNCTIONS if any(f"{name}(" in step.expression for step in setting.forward_steps)]
    others = [name for name in ("da", "y") if getattr(setting, name) is not None]
    body = [
        "given = {name: torch.tensor(np.asarray(value, dtype=float)) for name, value in given.items()}",
        f"{', '.join(starts)} = (given[name].requires_grad_() for name in {starts!r})",
        *(f"{name} = given[{name!r}]" for name in others),
        *(f"{name} = {FUNCTIONS[name]}" for name in called),
        "cost, made = 0.0, []",
        *(f"{lane.previous} = {lane.initial}" for lane in cell.lanes),
        "for t in range(T_x):",
        *(INDENT + line for line in _timestep(setting, cell.lanes)),
        "cost.backward()",
        "# What nothing comes back to has no gradient: it is zeros.",
        "grad = lambda one: (torch.zeros_like(one) if one.grad is None else one.grad).numpy()",
        f"grads = {{'d' + name: grad(given[name]) for name in {starts!r}}}",
        "return grads, {t: {name: grad(one) for name, one in there.items()} for t, there in enumerate(made)}",
    ]
    called_with = ", ".join(f"{name}={name}" for name in [*starts, *others])
    return "\n".join(
        [
            "import torch\n\n",
            "def by_autograd(**given):",
            *(INDENT + line for line in body),
            f"\n\ngrads, roads = by_autograd({called_with})",
        ]
    )


def _timestep(setting: Setting, lanes: Sequence[Lane]) -> list[str]:
    lines = ["xt = x[:, :, t]", *(["yt, w_t = y[:, :, t], torch.tensor(w[t])"] if setting.y is not None else [])]
    names: dict[str, str] = {}
    for step in setting.forward_steps:
        lines.append(f"{step.name} = {renamed(step.expression, {'np': 'torch', **names})}")
        for lane in lanes:
            if step.name == lane.next and lane.upstream:
                names[lane.next] = f"{lane.state}_up"  # the prediction reads what goes up
                lines.append(f"{lane.state}_up, {lane.state}_right = {lane.next} * 1, {lane.next} * 1  # two roads")
            elif step.name == lane.next:
                lines.append(f"{lane.state}_right = {lane.next} * 1")
    kept = [name for lane in lanes for name in _roads(lane).values()]
    lines.append(f"for one in ({', '.join(kept)},): one.retain_grad()")
    if setting.da is not None:
        (up,) = (f"{lane.state}_up" for lane in lanes if lane.upstream)
        lines.append(f"if t < da.shape[2]: cost = cost + (da[:, :, t] * {up}).sum()  # so that da is what comes back")
    else:
        lines.append("cost = cost + loss_t.sum()")
    roads = ", ".join(f"{gradient}={name}" for lane in lanes for gradient, name in _roads(lane).items())
    lines.append(f"made.append(dict({roads}))")
    return lines + [f"{lane.previous} = {lane.state}_right" for lane in lanes]


def _roads(lane: Lane) -> dict[str, str]:
    """Return what each tensor that keeps its gradient is called, by the name that its gradient has in a trace."""
    right = {lane.carried: f"{lane.state}_right"}
    return {lane.upstream: f"{lane.state}_up", **right, lane.total: lane.next} if lane.upstream else right
