"""What /openapi.json says about a trace, and what is sent, are the same."""

import json
from itertools import chain
from typing import Any

import pytest

from app.mistakes.catalogue import find
from app.records.budget import Detail
from app.records.jsonl import encoded
from app.records.schema import RECORDS, example, trace_content
from app.records.split import BySource
from app.records.trace import records
from app.records.wrong import records_side_by_side, wrong_run
from app.requests.limits import Limits
from app.runs.run import make_run
from tests.every_run import each_scenario_and_cell, short_run

LIMITS = Limits()


def described(schema: dict[str, Any]) -> bool:
    return "description" in schema or "const" in schema


@each_scenario_and_cell
@pytest.mark.parametrize(
    ("detail", "entry"), [("full", (0, 1)), ("lean", None), ("norms", (0, 1)), ("norms", None), ("entry", (0, 1))]
)
def test_every_record_has_the_documented_fields_and_no_other(
    scenario: str, cell: str, detail: Detail, entry: tuple[int, int] | None
) -> None:
    run = short_run(scenario, cell)
    sources = BySource(run.setting, LIMITS.max_carried)
    # The check is the same whatever is sent, and it is most of the work: once for each run.
    for record in records(run, entry=entry, detail=detail, sources=sources, check=detail == "full"):
        sent = json.loads(encoded(record))
        RECORDS[sent["kind"]].model_validate(sent)


def test_every_documented_field_is_sent_at_some_time() -> None:
    run = make_run("course", "rnn", 1, {})
    sent: dict[str, set[str]] = {kind: set() for kind in RECORDS}
    streams = [records(run, entry=(0, 0), sources=BySource(run.setting, LIMITS.max_carried), check=True)]
    streams += [records(run, slips=step) for step in ("z", "da_next")]
    for mistake in ("drop_carry", "wax_not_transposed"):
        made = find(mistake, "rnn")
        streams.append(records_side_by_side(wrong_run(run, made), run, made, check=True, most=LIMITS.max_carried))
    for record in chain.from_iterable(streams):
        sent[record["kind"]] |= set(record)
    assert sent == {kind: set(model.model_fields) for kind, model in RECORDS.items()}


def test_every_field_says_what_it_is() -> None:
    for model in trace_content()["itemSchema"]["oneOf"]:
        for name, field in model["properties"].items():
            assert described(field), f"{model['title']}.{name}"


def test_the_example_is_a_whole_real_trace_that_keeps_to_the_schema() -> None:
    lines = [json.loads(text) for text in example().splitlines()]
    assert [record["kind"] for record in lines] == ["head", "forward", "backward", "end", "check"]
    for record in lines:
        RECORDS[record["kind"]].model_validate(record)


def test_the_schema_stands_on_its_own() -> None:
    """It is put into another document, where a reference to its own definitions would lead nowhere."""
    assert "$ref" not in json.dumps(trace_content())
