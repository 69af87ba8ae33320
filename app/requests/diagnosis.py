"""From the bytes that were sent to a diagnosis: the same for the command line and for the API."""

from typing import Any

import orjson
from pydantic import ValidationError

from ..bptt.refused import NoSuchThing, NotAllowed
from ..diagnosis.arrays import diagnose_arrays, gradient_names
from ..diagnosis.diagnosis import Diagnosis
from ..diagnosis.printed import diagnose
from ..runs.exercises import EXERCISES
from ..runs.tensors import read_tensors
from .limits import Limits
from .queries import TraceQuery, within
from .refusals import sentences
from .trace import drawn_run

AUTO = "auto"

MOST_HELD = 2_000_000
"""Numbers that a run may hold whose gradients are diagnosed: a wrong one is made beside it, and the two compared."""


class NoSuchExercise(NoSuchThing):
    """An exercise was named that is none of the notebook's. The message says which are."""


EXPECTED = "Send `text`, what your notebook printed, or `arrays`, nested lists by name such as dx and da0."


class Refused(NotAllowed):
    """What was sent cannot be diagnosed. The message says what can."""


def diagnose_body(body: bytes, parameters: dict[str, str], limits: Limits, *, wait: bool = True) -> Diagnosis:
    """Diagnose what was sent: an .npz file, a JSON object, or plain text. Raises NoSuchThing or NotAllowed.

    With `wait`, what is searched for a text is made first where it is not there yet, which takes seconds.
    """
    if not body:
        raise Refused(f"Nothing was sent. {EXPECTED}")
    if body[:2] == b"PK":
        return _diagnose_arrays(body, parameters, limits)
    if body.lstrip()[:1] == b"{":
        try:
            sent = orjson.loads(body)
        except orjson.JSONDecodeError:
            sent = None  # pasted text may begin with a brace
        if sent is not None:
            return _diagnose_json(sent, parameters, limits, wait)
    return _diagnose_text(body.decode(errors="replace"), parameters, limits, wait)


def _diagnose_json(sent: dict[str, Any], parameters: dict[str, str], limits: Limits, wait: bool) -> Diagnosis:
    given = {**parameters, **{name: value for name, value in sent.items() if name not in ("text", "arrays")}}
    if isinstance(sent.get("text"), str):
        return _diagnose_text(sent["text"], given, limits, wait)
    if isinstance(sent.get("arrays"), dict):
        return _diagnose_arrays(orjson.dumps(sent["arrays"]), given, limits)
    raise Refused(EXPECTED)


def _diagnose_text(text: str, given: dict[str, Any], limits: Limits, wait: bool) -> Diagnosis:
    if len(text) > limits.max_paste:
        raise Refused(f"The text has more than {limits.max_paste:,} characters, which is what is allowed.")
    exercise = given.pop("exercise", AUTO)
    if exercise not in (AUTO, *EXERCISES):
        raise NoSuchExercise(f"exercise must be {AUTO} or one of {', '.join(EXERCISES)}, not {str(exercise)[:60]!r}.")
    if given:
        raise Refused(f"There is no {', '.join(given)[:60]} beside a text; allowed is exercise.")
    return diagnose(text, exercise, wait=wait)


def _diagnose_arrays(body: bytes, given: dict[str, Any], limits: Limits) -> Diagnosis:
    model = within(TraceQuery, limits)
    try:
        query = model.model_validate({**given, "check": False})
    except ValidationError as error:
        raise Refused(sentences(error, model)) from error
    run = drawn_run(query, limits.model_copy(update={"max_held": min(limits.max_held, MOST_HELD)}))
    arrays = read_tensors(body, gradient_names(run), limits.room.numbers)
    return diagnose_arrays(arrays, run, query.model_dump(exclude_unset=True, exclude={"check"}))
