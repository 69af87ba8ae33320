"""Checking a learner's own functions on the learner's own machine, timestep by timestep."""
