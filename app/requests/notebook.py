"""A moment as a notebook that computes it again: in plain NumPy, beside it in PyTorch, and with the same numbers."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from ..bptt.carry import AS_IT_IS
from ..bptt.passes import Backward, Forward, Gradients, Setting, backward_pass, forward_pass
from ..bptt.refused import NotAllowed
from ..bptt.step import Array
from ..mistakes.catalogue import find
from ..records.recomputed.arrays import IMPORTS, dict_code, given_code
from ..records.recomputed.autograd import autograd_code
from ..records.recomputed.plain import backward_code, forward_code, functions_code
from ..records.wrong import wrong_run
from .addresses import asked_by, moment_in
from .limits import Limits
from .queries import RunQuery
from .trace import drawn_amount, drawn_run

SAME = '''def same(mine, expected):
    """Raise where numbers differ by more than two orders of the same sums may, in their last digits."""
    for name, value in expected.items():
        largest = np.abs(value[np.isfinite(value)]).max(initial=0)
        np.testing.assert_allclose(mine[name], value, rtol=1e-9, atol=1e-9 * largest, err_msg=name)
    print("the same:", *expected)'''

BESIDE = """## Beside it, PyTorch

The forward lines alone. A state goes two ways, so it is given two names, and each keeps its own gradient: what came
down from the prediction, what came back from the later timesteps. The state's own is their sum."""

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


class CannotRecompute(NotAllowed):
    """There is no notebook of this run. The message says why."""


def notebook_of(address: str, limits: Limits) -> bytes:
    """Return the .ipynb of an address of the page. Raises NoSuchThing or NotAllowed."""
    query, given = asked_by(address, limits)
    return notebook(query, given, limits)


def notebook(query: RunQuery, given: Mapping[str, str], limits: Limits) -> bytes:
    """Return an .ipynb of a run, which ends at the moment that is given as an address has it, by `t` and `step`.

    Raises NoSuchThing or NotAllowed.
    """
    _require_short(query, limits)
    asked = query.model_dump(include=set(RunQuery.model_fields), exclude_unset=True, exclude_none=True)
    right = drawn_run(query, limits)
    made = find(query.mistake, right.cell.name) if query.mistake else []
    setting = (wrong_run(right, made) if made else right).setting
    t, step = moment_in(setting, given)
    at_t, gradients = _numbers(setting, t, step)
    mine = ", ".join(f"{name}={name}" for name in gradients)
    moment = {
        "scenario": right.scenario.name,
        "cell": right.cell.name,
        "seed": right.seed,
        **asked,
        "t": t,
        "step": step,
    }
    address = f"/?{urlencode(moment, safe=',:;[]')}"
    title = ", ".join([right.scenario.title, right.cell.title, *(one.mistake.title for one in made)])
    cells = [
        _words(f"# {title}, t = {t}\n\n{right.scenario.description} Made from `{address}`."),
        _code("\n\n\n".join(filter(None, [IMPORTS, functions_code(setting), SAME]))),
        _code(given_code(setting)),
        _words("## Forward"),
        _code(forward_code(setting)),
        _words("\n\n".join(["## Backward", *(f"A mistake in it: {one.mistake.explanation}" for one in made)])),
        _code(backward_code(setting)),
        _words(f"## At t = {t}\n\nThe numbers of the picture, and then the gradients: the same."),
        _code(f"there = {dict_code(at_t)}\nsame({{**caches[{t}], **backward.get({t}, {{}})}}, there)"),
        _code(f"gradients = {dict_code(gradients)}\nsame(dict({mine}), gradients)"),
    ]
    plain = replace(right.setting, handover=AS_IT_IS, clip_total=None)
    changed = made or plain.handover != setting.handover or setting.clip_total is not None
    also = " PyTorch makes no mistake, and neither cuts nor clips: these are the right gradients." if changed else ""
    cells += [_words(BESIDE + also), _code(autograd_code(plain))]
    if changed:
        at_t, gradients = _numbers(plain, t, step)
        cells += [_code(f"there = {dict_code(at_t)}\ngradients = {dict_code(gradients)}")]
    roads = "{name: there[name] for name in there if name in roads[t]}"
    cells += [_code(f"t = {t}\nsame(roads[t], {roads})\nsame(grads, gradients)")]
    made_of = {"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(made_of, ensure_ascii=False, indent=1).encode()


def _require_short(query: RunQuery, limits: Limits) -> None:
    """Raise NotAllowed where a notebook would be too long to be read: its numbers are written out, digit by digit."""
    numbers, most = drawn_amount(query, limits).ends, limits.max_sent_unasked
    if numbers > most:
        raise CannotRecompute(
            f"Its notebook would have {numbers:,} numbers written out; {most:,} are allowed. Ask for a smaller size."
        )


def _numbers(setting: Setting, t: int, step: str) -> tuple[Mapping[str, Array], Mapping[str, Array]]:
    """Return what comes to each state at t and what a step makes, and the gradients of a run.

    Raises CannotRecompute where a wrong line stops it.
    """
    try:
        frames = list(forward_pass(setting))
        *back, gradients = backward_pass(setting, frames)
    except (ValueError, IndexError) as error:
        raise CannotRecompute(f"This run stops with an error, and so would its notebook: {error}.") from None
    assert isinstance(gradients, Gradients)
    values: dict[str, Array] = {}
    made: list[Forward | Backward] = [*frames, *(one for one in back if isinstance(one, Backward))]
    for frame in made:
        values |= frame.values if frame.t == t else {}
    shown = [name for lane in setting.cell.lanes for name in (lane.upstream, lane.carried, lane.total) if name]
    return {name: values[name] for name in dict.fromkeys([*shown, step]) if name in values}, gradients.values


def _words(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(text: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": text}
