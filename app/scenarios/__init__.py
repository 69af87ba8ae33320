"""Named, seeded settings that a trace is made from."""

from app.scenarios.run import SCENARIOS, NotInScenario, Run, UnknownName, look_up, make_run, scenario_with
from app.scenarios.scenario import Scenario
from app.sizes import Sizes

__all__ = [
    "SCENARIOS",
    "NotInScenario",
    "Run",
    "Scenario",
    "Sizes",
    "UnknownName",
    "look_up",
    "make_run",
    "scenario_with",
]
