"""What is said of a gradient check: how many numbers were held against what, and what came of it."""

from collections.abc import Mapping

FOUND_BY_IT = {
    False: " This is how a gradient check finds that a line is wrong.",
    True: " A gradient check finds nothing wrong here: these are the gradients of the cost that this forward pass "
    "makes.",
}
"""What is said of a run with a mistake, by whether its gradients are right all the same."""


def checked(entries: int, directions: int, where: str, worst: float, tolerance: float, *, wrong: bool) -> str:
    """Return what was checked, and with what result. `wrong` says that mistakes were made in the run."""
    if entries:
        what = f"Each of the {entries} numbers was"
    else:
        what = f"{directions} random mixtures of the numbers were" if directions > 1 else "One random mixture was"
    by_it = FOUND_BY_IT[worst <= tolerance] if wrong else ""
    return (
        f"{what} checked against a second, independent way to differentiate, which needs the forward pass alone (the "
        f"complex step). {_found(where, worst, tolerance)}{by_it}"
    )


def _found(where: str, worst: float, tolerance: float) -> str:
    if not worst:
        return "All agree to the last bit."
    if worst <= tolerance:
        return f"Largest relative difference {worst:.1e}, in {where}; up to {tolerance:.0e} is called right."
    return f"{where} is wrong: relative difference {worst:.1e}, and only up to {tolerance:.0e} is called right."


def of_rounding(unsure: Mapping[str, float], *, others: bool) -> str:
    """Return why gradients could not be checked; `unsure` says of each how far rounding moves it."""
    where = max(unsure, key=lambda name: unsure[name])
    return (
        "This run magnifies rounding: moving every number on the way in its last digit changes "
        f"{where} by {unsure[where]:.1e} of its size. So much cannot be told from an error in {', '.join(unsure)}."
        + (" All other gradients are right." if others else "")
    )
