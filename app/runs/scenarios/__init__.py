"""The registry of scenarios, by name. One is added in a file of this package, and in the list here."""

from . import basics, gates, regimes, text
from .scenario import Scenario

SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        *(basics.COURSE, basics.ONE_STEP, text.HELLO, basics.LAST_ONLY),
        *(regimes.VANISHING, regimes.SATURATED, regimes.EXPLODING, regimes.SILENCE, regimes.ORTHOGONAL),
        *(gates.LSTM_VS_RNN, regimes.LONG),
        basics.CUSTOM,
    )
}
