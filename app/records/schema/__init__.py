"""What /openapi.json says about a trace: the fields of each record, and a real one as an example.

The models only document: records are written by `records` and `wire`, many times faster. A test validates every
record of every scenario against them, so that neither can have a field that the other has not.
"""

from functools import cache
from typing import Any

from pydantic import BaseModel, JsonValue

from ...runs.run import make_run
from ..jsonl import encoded
from ..trace import records
from .ending import Check, End, ErrorRecord
from .frames import BackwardFrame, ForwardFrame
from .start import Head

RECORDS: dict[str, type[BaseModel]] = {
    "head": Head,
    "forward": ForwardFrame,
    "backward": BackwardFrame,
    "error": ErrorRecord,
    "end": End,
    "check": Check,
}


def trace_content() -> dict[str, Any]:
    """Return the OpenAPI media type of a trace: the schema of a line, and an example of all lines."""
    return {"itemSchema": {"oneOf": [_self_contained(model) for model in RECORDS.values()]}, "example": example()}


def _self_contained(model: type[BaseModel]) -> JsonValue:
    """Return a model's schema with each definition where it is used: references would lead nowhere from OpenAPI's."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})

    def inline(node: Any) -> Any:
        if isinstance(node, list):
            return [inline(item) for item in node]
        if not isinstance(node, dict):
            return node
        used = definitions[node["$ref"].rpartition("/")[2]] if "$ref" in node else {}
        return {key: inline(value) for key, value in {**used, **node}.items() if key != "$ref"}

    return inline(schema)


@cache
def example() -> str:
    """Return the smallest trace there is: one unit, one example, one timestep. The long declaration is left out."""
    run = make_run("custom", "rnn", 1, {"n_x": 1, "n_a": 1, "n_y": 1, "m": 1, "T_x": 1})
    shown = ({**one, "declaration": {}} if one["kind"] == "head" else one for one in records(run, check=True))
    return "".join(encoded(record).decode() for record in shown)
