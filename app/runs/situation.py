"""What holds of a run beside the scenario that it is drawn from: which controls are the scenario's own."""

from collections.abc import Mapping

from ..bptt.carry import AS_IT_IS
from ..bptt.passes import Setting
from ..bptt.sizes import Sizes
from .scenarios.scenario import Scenario
from .scenarios.words import CONTROLS


def situation_of(
    scenario: Scenario, cell: str, seed: int, sizes: Sizes, setting: Setting, asked: Mapping[str, object]
) -> frozenset[str]:
    """Return the conditions of `scenarios/words.py` that hold; `asked` are radius, bias and what, None if not."""
    conditions = {
        "own sizes": sizes == scenario.sizes[cell],
        "own loss": setting.loss is scenario.loss,
        "own radius": asked["radius"] in (None, scenario.radius),
        "own bias": asked["bias"] in (None, scenario.bias.get(cell)),
        "uncut": setting.handover == AS_IT_IS and setting.clip_total is None,
        "unchanged": asked["what"] is None,
        "seed 1": seed == 1,
        "a choice": sizes.n_y > 1,  # of one answer alone every prediction is right
        "over time": setting.T_backward > 1,
        "every t": not setting.loss.gives_da and setting.loss.counts(0, setting.T_x),
    }
    holds = {name for name, held in conditions.items() if held}
    return frozenset(holds | {"own"} if holds.issuperset(CONTROLS) else holds)
