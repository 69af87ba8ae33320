"""From a request's words to a setting: names looked up, sizes completed, switches set."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..bptt.carry import HandOver
from ..bptt.cell import Cell
from ..bptt.cells import CELLS
from ..bptt.loss import LOSSES
from ..bptt.passes import Setting
from ..bptt.refused import NoSuchThing, NotAllowed
from ..bptt.sizes import Sizes
from .changed import changed
from .scenarios import SCENARIOS
from .scenarios.draw import RECURRENT, spectral_radius, with_bias, with_radius
from .scenarios.scenario import Scenario
from .scenarios.words import holding
from .situation import situation_of


class UnknownName(NoSuchThing):
    """A scenario or cell that does not exist was asked for. The message says which exist."""


class NotInScenario(NotAllowed):
    """A size or switch was asked for that the scenario does not have. The message says why."""


@dataclass(frozen=True)
class Run:
    """A scenario with everything chosen: what a trace is made from and what its head says."""

    scenario: Scenario
    cell: Cell
    seed: int | None  # None where nothing was drawn: the arrays are the reader's own
    sizes: Sizes
    setting: Setting
    bias: float | None = None  # what was added to the bias that keeps the memory; None where nothing was asked for
    situation: frozenset[str] = frozenset()  # what holds of it, as the words of its scenario need it, see words.py
    instead: str = ""  # what is not as it usually is: another scenario was taken, entries were changed

    @cached_property
    def radius(self) -> float | None:
        """The spectral radius of Waa; None for a cell that has no such matrix."""
        recurrent = self.setting.parameters.get(RECURRENT)
        return None if recurrent is None else spectral_radius(recurrent)

    @property
    def description(self) -> str:
        """What the scenario says of this run."""
        return holding(self.scenario.description, self.situation, self._places)

    @property
    def look_for(self) -> str:
        """What there is to look for in this run."""
        return holding(self.scenario.look_for, self.situation, self._places)

    @property
    def _places(self) -> dict[str, str]:
        letters = {name: ", ".join(said) for name, said in self.scenario.stands_for(self.sizes).items()}
        radius = {} if self.radius is None else {"radius": f"{self.radius:.4g}"}
        return letters | radius | {"T_x": str(self.sizes.T_x)}


def look_up(
    scenario: str, cell: str, sizes: Mapping[str, int | None], text: str | None = None
) -> tuple[Scenario, Sizes]:
    """Return the scenario and its sizes, before anything is drawn. Raises what `make_run` does for them."""
    if scenario not in SCENARIOS:
        raise UnknownName(f"scenario {scenario!r} does not exist; choose one of {', '.join(SCENARIOS)}")
    chosen = SCENARIOS[scenario]
    if text is not None:
        if chosen.spelled is None:
            able = ", ".join(name for name, one in SCENARIOS.items() if one.spelled)
            raise NotInScenario(f"text {text!r} cannot be read in scenario {scenario!r}, only in {able}")
        chosen = chosen.spelled(text)
    if cell not in chosen.cells:
        raise UnknownName(f"cell {cell!r} is not in scenario {scenario!r}; choose one of {', '.join(chosen.cells)}")
    return chosen, _complete(chosen, cell, sizes)


def scenario_with(cell: str, usual: str) -> str:
    """Return the usual scenario, or the first that has the cell where that one has it not."""
    having = [name for name, one in SCENARIOS.items() if cell in one.cells]
    return usual if usual in having or not having else having[0]


def make_run(
    scenario: str,
    cell: str,
    seed: int,
    sizes: Mapping[str, int | None],
    *,
    loss: str | None = None,
    radius: float | None = None,
    bias: float | None = None,
    truncate: int | None = None,
    clip: float | None = None,
    clip_total: float | None = None,
    text: str | None = None,
    what: str | None = None,
) -> Run:
    """Draw a scenario. Sizes, a loss, a radius and a bias that are None are the scenario's own.

    `radius` scales Waa to that spectral radius; `bias` is added to the bias of the gate that keeps the memory;
    `truncate` and `clip` are `HandOver`'s, `clip_total` is the `Setting`'s; `text` is what is read letter by letter;
    `what` changes entries, last of all. Raises UnknownName for a scenario, cell or loss that is not there,
    NotInScenario for what this one does not have, NotSpelled for a text that cannot be read, CannotBeChanged for
    entries that are not there.
    """
    chosen, complete = look_up(scenario, cell, sizes, text)
    setting = _under(chosen.draw(CELLS[cell], complete, seed), chosen, loss)
    setting = replace(setting, handover=HandOver(truncate=truncate, clip=clip), clip_total=clip_total)
    if radius is not None or chosen.radius is not None:
        setting = _scaled(setting, chosen.radius if radius is None else radius)
    added = chosen.bias.get(cell) if bias is None else bias
    if added is not None:
        setting = _remembering(setting, added)
    setting, said = changed(setting, what) if what is not None else (setting, "")
    asked = {"radius": radius, "bias": bias, "what": what}
    holds = situation_of(chosen, cell, seed, complete, setting, asked)
    return Run(chosen, CELLS[cell], seed, complete, setting, added, holds, said)


def _complete(scenario: Scenario, cell: str, sizes: Mapping[str, int | None]) -> Sizes:
    given = {name: size for name, size in sizes.items() if size is not None}
    for name, size in given.items():
        if scenario.fixed.get(name, size) != size:
            raise NotInScenario(f"{name} is {scenario.fixed[name]} in scenario {scenario.name!r}, not {size}")
    return replace(scenario.sizes[cell], **given)


def _under(drawn: Setting, scenario: Scenario, name: str | None) -> Setting:
    """Return the setting under a loss, with that of da and y which the loss starts from."""
    if name is not None and name not in LOSSES:
        raise UnknownName(f"loss {name!r} does not exist; choose one of {', '.join(LOSSES)}")
    loss = scenario.loss if name is None else LOSSES[name]
    if (drawn.da if loss.gives_da else drawn.y) is None:
        missing = "da" if loss.gives_da else "y"
        raise NotInScenario(f"loss {loss.name!r} starts from {missing}, and scenario {scenario.name!r} has none")
    return replace(drawn, loss=loss, da=drawn.da if loss.gives_da else None, y=None if loss.gives_da else drawn.y)


def _scaled(setting: Setting, radius: float | None) -> Setting:
    assert radius is not None
    recurrent = setting.parameters.get(RECURRENT)
    if recurrent is None:
        raise NotInScenario(f"radius scales {RECURRENT}, and cell {setting.cell.name!r} has none; leave it out")
    if spectral_radius(recurrent) == 0:
        raise NotInScenario(f"the spectral radius of this {RECURRENT} is 0, whatever it is scaled by; use another seed")
    return with_radius(setting, radius)


def _remembering(setting: Setting, amount: float) -> Setting:
    if setting.cell.memory is None:
        having = ", ".join(name for name, cell in CELLS.items() if cell.memory)
        raise NotInScenario(
            f"bias {amount:g} is for the gate that keeps the memory, of {having}; cell {setting.cell.name!r} has none: "
            "leave it out"
        )
    return with_bias(setting, amount)
