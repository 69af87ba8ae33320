"""Five questions that are asked of every run, each answered in a few sentences with a moment at which it is seen.

An answer is made from the setting alone; what it says of the numbers is held by a test against the run itself. Where
it would not hold, the question is left out. A run with a mistake in it is asked of its right run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..bptt.cell import Lane
from ..bptt.passes import Setting
from ..runs.run import Run
from .declaration import declare

Rows = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Answer:
    """What is said, and the moment at which it is seen; `rows` are a table of value, gradient and shape."""

    text: str
    t: int
    step: str
    rows: Rows = ()


@dataclass(frozen=True)
class Asked:
    """A run as it is asked: what its gradients are called there, and what it is made of."""

    setting: Setting
    lane: Lane
    symbols: Mapping[str, Any]
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The timestep at which the backward pass starts."""
        return self.setting.T_backward - 1

    @property
    def carried(self) -> str:
        """What the lanes carry, by name: "da_prevt and dc_prevt"."""
        return " and ".join(lane.carried for lane in self.setting.cell.lanes)

    def upstream(self, t: int) -> str:
        """How the upstream gradient of a timestep is called: da[:,:,3]."""
        return str(self.symbols[str(self.lane.upstream)]["label"]).replace("{t}", str(t))


def asked(run: Run) -> list[dict[str, Any]]:
    """Return the questions that have an answer in this run: id, ask, text, t, step, rows."""
    setting = run.setting
    (lane,) = (lane for lane in setting.cell.lanes if lane.upstream)
    shapes = {name: array.shape for name, array in {"x": setting.x, **setting.parameters}.items()}
    of = Asked(setting, lane, declare(run.cell, setting.loss)["symbols"], shapes)
    answers = {id: (ask, answer(of)) for id, (ask, answer) in QUESTIONS.items()}
    return [{"id": id, "ask": ask, **vars(found)} for id, (ask, found) in answers.items() if found is not None]


def zeros(of: Asked) -> Answer:
    """Why the carry is zeros where the backward pass starts, and where else something is."""
    last, cut = of.last, of.setting.handover.truncate
    zero = "are" if len(of.setting.cell.lanes) > 1 else "is"
    start = f"The backward pass starts at t = {last}, so {of.carried} {zero} zeros there: "
    if of.last + 1 < of.setting.T_x:
        start += (
            f"da is given for the first {last + 1} timesteps alone, and nothing comes back from later ones."
            if last
            else "da is given for the first timestep alone, and nothing comes back from later ones."
        )
    else:
        start += f"no later timestep has read a⟨{last}⟩, so none can send anything back."
    said = [start, f"{of.lane.total} is {of.upstream(last)} alone."]
    if not of.setting.loss.gives_da and not of.setting.loss.counts(0, of.setting.T_x):
        said.append(f"At all other timesteps {of.lane.upstream} is zeros as well, because no loss is taken there.")
    if cut is not None and cut <= last:
        said.append(
            f"At the end of each piece of {cut} timesteps the carry is zeros too: it was cut off on purpose."
            if cut > 1
            else "At all other timesteps the carry is zeros too: it was cut off on purpose."
        )
    return Answer(" ".join(said), last, of.lane.total)


def passes(of: Asked) -> Answer | None:
    """Why a loop can fail around a cell that passes."""
    cut = of.setting.handover.truncate
    open_at = [t for t in range(of.last) if cut is None or (t + 1) % cut]
    if not open_at:
        return None
    t, lane = open_at[-1], of.lane
    return Answer(
        "Whoever tests the cell's backward function hands it one gradient, and it is taken as it is. In the loop "
        f"nobody hands it over: it has to be made, {lane.total} = {of.symbols[str(lane.upstream)]['code']} + "
        f"{lane.carried}. At t = {of.last} that is {of.upstream(of.last)} alone, so a loop that forgets the carry is "
        f"right there. At t = {t} it leaves out what t = {t + 1} has sent.",
        t,
        lane.total,
    )


def source(of: Asked) -> Answer:
    """Where the upstream gradient comes from."""
    setting, lane, last = of.setting, of.lane, of.last
    if setting.loss.gives_da:
        return Answer(
            f"From outside: it is handed over. {of.upstream(last)} stands for what the prediction ŷ⟨"
            f"{last}⟩ would send back to a⟨{last}⟩, and for nothing else: what comes from later timesteps is not in "
            "it. That is as if the cost were J = Σ da ⊙ a.",
            last,
            lane.total,
        )
    step = next(step for step in setting.backward_steps if step.name == lane.upstream)
    said = f"From the loss at t, back through the prediction: {lane.upstream} = {step.expression}."
    if not setting.loss.counts(0, setting.T_x):
        said += f" Only t = {last} has a loss: at all others {lane.upstream} is zeros."
    return Answer(f"{said} What comes from later timesteps is not in it.", last, step.name)


def shapes(of: Asked) -> Answer:
    """Which shapes gradients have."""
    setting, made = of.setting, {step.name for step in of.setting.backward_steps}
    totals = [total for total, step in setting.cell.accumulates.items() if step in made]
    n_a, m = next(iter(setting.initial.values())).shape
    rows = [(f"{of.lane.state}⟨t⟩", of.lane.total, f"({n_a}, {m})"), ("x", "dx", str(of.shapes["x"]))]
    rows += [(total[1:], total, str(of.shapes[total[1:]])) for total in totals]
    return Answer(
        "A gradient has the shape of what it is the gradient of, always. So two gradients that are added have the same "
        "shape, and one of a bias has a single column: what it does in each example is summed up.",
        max(of.last - 1, 0),
        of.lane.total,
        tuple(rows),
    )


def adding(of: Asked) -> Answer:
    """Why gradients of parameters are added up, and those of inputs are not."""
    made = {step.name for step in of.setting.backward_steps}
    total, step = next((total, step) for total, step in of.setting.cell.accumulates.items() if step in made)
    name = total[1:]
    own = "x⟨t⟩ is read at t alone, so dx[:, :, t] = … has a place of its own, written once."
    if of.last == 0:  # of a cell alone, or of a da that is given for one timestep
        return Answer(
            f"Here one timestep sends something to {name}, and {total} is that. In a longer run each sends its part: "
            f"{name} is the same at all of them, so {total} += … . {own}",
            0,
            step,
        )
    return Answer(
        f"{name} is the same at every timestep, and each timestep that is gone back through sends its part: its "
        f"gradient is their sum, so {total} += … . {own}",
        max(of.last - 1, 0),
        step,
    )


QUESTIONS: Mapping[str, tuple[str, Callable[[Asked], Answer | None]]] = {
    "zeros": ("Why zeros?", zeros),
    "passes": ("The cell passes, the loop fails?", passes),
    "source": ("Where does da come from?", source),
    "shapes": ("Which shapes?", shapes),
    "adding": ("Why += for dW, = for dx?", adding),
}
"""By the name that an address has for it."""
