"""What was wrong with an input and what is allowed, in a sentence. The words come from the model that refused it."""

from collections.abc import Sequence
from typing import Any, Protocol

from pydantic import BaseModel

MOST = 5  # sentences
LONGEST = 60  # characters of an input that are repeated to whoever sent it


class Refusal(Protocol):
    """What pydantic raises, and what FastAPI makes of it."""

    def errors(self) -> Sequence[Any]:
        """Return what was wrong, one a field."""


def sentences(error: Refusal, model: type[BaseModel], prefix: str = "") -> str:
    """Return one sentence for each field that was refused. With a prefix, fields are named as the environment does."""
    wrong = error.errors()
    said = [_sentence(detail, model, prefix) for detail in wrong[:MOST]]
    return " ".join([*said, f"And {len(wrong) - MOST:,} more."] if len(wrong) > MOST else said)


def _sentence(detail: Any, model: type[BaseModel], prefix: str) -> str:
    name = next((part for part in detail["loc"] if part in model.model_fields), None)
    if detail["type"] == "extra_forbidden":
        return f"There is no parameter {_shortened(detail['loc'][-1])}; allowed are {', '.join(model.model_fields)}."
    if name is None:
        return f"The request cannot be read: {detail['msg']}."
    written = f"{prefix}{name.upper()}" if prefix else name
    if detail["type"] == "missing":
        return f"{written} is missing; it must be {_allowed(name, model)}."
    return f"{written} must be {_allowed(name, model)}, not {_shortened(detail['input'])}."


def _shortened(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _allowed(name: str, model: type[BaseModel]) -> str:
    """Return in words what the model's own schema allows for a field, so that the words cannot drift from it."""
    schema = model.model_json_schema()["properties"][name]
    if "allowed" in schema:
        return str(schema["allowed"])
    schema = next((option for option in schema.get("anyOf", []) if option["type"] != "null"), schema)
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    match schema.get("type"):
        case "integer":
            return f"a whole number from {schema['minimum']} to {schema['maximum']}"
        case "number":
            return f"a number from {schema['minimum']:g} to {schema['maximum']:g}"
        case "boolean":
            return "true or false"
        case "string" if "https?://" in schema.get("pattern", ""):
            return "origins such as https://course.example with commas between, or * for any"
        case "string" if ":" in schema.get("pattern", ""):
            return 'two whole numbers with a colon between, such as "8:16"'
        case "string" if "pattern" in schema:
            return 'two whole numbers with a comma between, such as "2,3"'
        case "string" if "maxLength" in schema:
            return f"a text of at most {schema['maxLength']} characters"
    return "as /openapi.json describes it"
