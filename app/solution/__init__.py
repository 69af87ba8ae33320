"""Checking a learner's own functions on the learner's own machine, timestep by timestep."""

from app.solution.check import CHECKED, Checked, Solution, check
from app.solution.source import Unreadable

__all__ = ["CHECKED", "Checked", "Solution", "Unreadable", "check"]
