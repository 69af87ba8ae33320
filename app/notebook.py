"""What a notebook imports: `show` draws one's own tensors or a moment of a scenario, `check` runs one's own functions.

Nothing here needs a server: what is drawn carries its trace, and stays in the notebook's file as it is.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import numpy as np
from pydantic import ValidationError

from .bptt.refused import NotAllowed
from .bptt.step import Array
from .diagnosis.report import printable, report_solution
from .diagnosis.solution.check import SECONDS, Solution, check_functions
from .main import create_app
from .requests.addresses import moment_in, named, read, require_known
from .requests.limits import Limits, from_environment
from .requests.queries import OwnQuery, View, within
from .requests.refusals import sentences
from .requests.trace import drawn_run, uploaded_run
from .runs.run import Run
from .web.export.framed import HEIGHT, Framed, framed


class CannotShow(NotAllowed):
    """What was given to `show` cannot be drawn. The message says why, and what is taken."""


@dataclass(frozen=True, repr=False)
class Told:
    """What came of one's own functions, in words where it is the last line of a cell."""

    solution: Solution

    @property
    def passes(self) -> bool:
        """Whether every function that was checked is right."""
        return self.solution.passes

    def __repr__(self) -> str:
        return printable(report_solution(self.solution, seen='show("{}")'))


def check(*functions: Callable[..., Any], seconds: float = SECONDS) -> Told:
    """Check one's own functions, as `unrolled check` checks a file: check(rnn_backward), with all that it uses.

    Each runs in a process of its own, for up to so many seconds. Raises Unreadable where the source of one cannot be
    found, or none is one of the course's.
    """
    return Told(check_functions(functions, seconds))


def show(
    x: Any = None,
    a0: Any = None,
    parameters: Mapping[str, Any] | None = None,
    da: Any = None,
    *,
    y: Any = None,
    c0: Any = None,
    height: int = HEIGHT,
    **asked: Any,
) -> Framed:
    """Draw a moment where this is the last line of a cell, with the transport to go on from it.

    Of one's own tensors: x (n_x, m, T_x), a0 (n_a, m), the parameters by the course's names, and da (n_a, m, T) or
    y (n_y, m, T_x); for an LSTM c0 (n_a, m) too, or zeros. Of a scenario: show(scenario="course", t=2), or an address
    that was copied: show("/?scenario=course&t=2"). All else, such as t, step, entry=(2, 3), mistake="drop_carry", is
    what an address has, by its names there.

    `height` is that of the frame in pixels. Raises NotAllowed or NoSuchThing, in the words in which the page does.
    """
    limits = from_environment()
    address = named(x) if isinstance(x, str) else {}
    address |= {name: _text(value) for name, value in asked.items() if value is not None}
    require_known(address)
    tensors = {"x": None if isinstance(x, str) else x, "a0": a0, "da": da, "y": y, "c0": c0}
    given = {name: value for name, value in tensors.items() if value is not None}
    runs: list[tuple[Run, View]]
    if not given and parameters is None:
        wanted = read([f"?{urlencode(address)}"], limits)[1]
        runs = [(drawn_run(one.query, limits), one.query) for one in wanted]
    elif isinstance(x, str) or "scenario" in address:
        raise CannotShow("show takes tensors, or what an address or a scenario names, not both.")
    else:
        runs = _own(given, parameters, address, limits)
        address |= {"scenario": runs[0][0].scenario.name, "cell": runs[0][0].cell.name}
    moment_in(runs[0][0].setting, address)
    return framed(create_app(limits), runs, address, limits, height)


def _own(
    given: Mapping[str, Any], parameters: Mapping[str, Any] | None, address: Mapping[str, str], limits: Limits
) -> list[tuple[Run, View]]:
    """Return the run of arrays, read as a file of them is; of a wrong one the right one too."""
    if parameters is not None and not isinstance(parameters, Mapping):
        raise CannotShow(f"parameters must be a dict of arrays by name, not of type {type(parameters).__name__}.")
    arrays = {str(name): _array(str(name), value) for name, value in {**(parameters or {}), **given}.items()}
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    model = within(OwnQuery, limits)
    try:
        query = model.model_validate({name: text for name, text in address.items() if name in model.model_fields})
    except ValidationError as error:
        raise CannotShow(sentences(error, model)) from None
    run = uploaded_run(file.getvalue(), query, limits)
    right = query.model_copy(update={"mistake": None})
    return [(run, query)] if query.mistake is None else [(run, query), (run, right)]


def _array(name: str, value: Any) -> Array:
    """Return a NumPy array of an array of any kind; one of PyTorch's may be a part of a graph."""
    try:
        return np.asarray(value.detach().cpu() if hasattr(value, "detach") else value, dtype=float)
    except (TypeError, ValueError) as error:
        raise CannotShow(f"{name} is no array of numbers: {error}.") from None


def _text(value: Any) -> str:
    """Return what was asked for as an address would have it: (2, 3) is "2,3"."""
    return ",".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
