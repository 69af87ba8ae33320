"""The ways to what a scene's facts are about: how large a gradient is, and from where it came."""

from .facts import Way


def norm(t: int, name: str) -> Way:
    """The way to the norm of a gradient of a timestep."""
    return ("backward", t, "norms", name)


def came(t: int, source: int) -> Way:
    """The way to how much of the gradient of a⟨t⟩ came from above at another timestep."""
    return ("end", "attribution", "norms", t, source)


REACH: Way = ("end", "flow", 0, "reach")
"""How much of what enters at the last timestep alone arrives at the first."""
