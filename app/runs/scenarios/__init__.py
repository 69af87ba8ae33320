"""The registry of scenarios, by name. One is added in a file of this package, and in the list here."""

from . import basics, regimes
from .scenario import Scenario

SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        *(basics.COURSE, basics.HELLO, basics.LAST_ONLY),
        *(regimes.VANISHING, regimes.EXPLODING, regimes.ORTHOGONAL, regimes.LSTM_VS_RNN, regimes.LONG),
        basics.CUSTOM,
    )
}
