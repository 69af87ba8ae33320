"""From the bytes that were sent to a diagnosis: the same for the command line and for the API."""

from typing import Any

import orjson
from pydantic import ValidationError

from ..diagnosis.arrays import diagnose_arrays, gradient_names
from ..diagnosis.diagnosis import Diagnosis
from ..diagnosis.printed import diagnose
from ..runs.exercises import EXERCISES
from ..runs.tensors import read_tensors
from .limits import SETTINGS
from .queries import TraceQuery
from .refusals import sentences
from .trace import LIMITS, drawn_run

AUTO = "auto"


class Refused(ValueError):
    """What was sent cannot be diagnosed. The message says what can."""


def diagnose_body(body: bytes, parameters: dict[str, str]) -> Diagnosis:
    """Diagnose what was sent: an .npz file, a JSON object, or plain text. Raises NOT_FOUND, NOT_ALLOWED or Refused."""
    if body[:2] == b"PK":
        return _diagnose_arrays(body, parameters)
    if body.lstrip()[:1] == b"{":
        try:
            sent = orjson.loads(body)
        except orjson.JSONDecodeError:
            sent = None  # pasted text may begin with a brace
        if sent is not None:
            return _diagnose_json(sent, parameters)
    return _diagnose_text(body.decode(errors="replace"), parameters)


def _diagnose_json(sent: dict[str, Any], parameters: dict[str, str]) -> Diagnosis:
    given = {**parameters, **{name: value for name, value in sent.items() if name not in ("text", "arrays")}}
    if isinstance(sent.get("text"), str):
        return _diagnose_text(sent["text"], given)
    if isinstance(sent.get("arrays"), dict):
        return _diagnose_arrays(orjson.dumps(sent["arrays"]), given)
    raise Refused("Send `text`, what your notebook printed, or `arrays`, nested lists by name such as dx and da0.")


def _diagnose_text(text: str, given: dict[str, Any]) -> Diagnosis:
    if len(text) > SETTINGS.max_paste:
        raise Refused(f"The text has more than {SETTINGS.max_paste:,} characters, which is what is allowed.")
    exercise = given.pop("exercise", AUTO)
    if exercise not in (AUTO, *EXERCISES):
        raise Refused(f"exercise must be {AUTO} or one of {', '.join(EXERCISES)}, not {str(exercise)[:60]!r}.")
    if given:
        raise Refused(f"There is no {', '.join(given)[:60]} beside a text; allowed is exercise.")
    return diagnose(text, exercise)


def _diagnose_arrays(body: bytes, given: dict[str, Any]) -> Diagnosis:
    try:
        query = TraceQuery.model_validate({**given, "check": False})
    except ValidationError as error:
        raise Refused(sentences(error, TraceQuery)) from error
    run = drawn_run(query)
    arrays = read_tensors(body, gradient_names(run), LIMITS.numbers)
    return diagnose_arrays(arrays, run, query.model_dump(exclude_unset=True, exclude={"check"}))
