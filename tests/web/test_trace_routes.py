"""The routes on a real server: refused before a stream starts, sent as it is computed, stopped when nobody reads."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from app.bptt.cells import CELLS
from app.records import trace
from app.records.jsonl import encoded
from app.records.schema import RECORDS
from app.records.split import BySource
from app.records.trace import records
from app.requests.limits import Limits
from app.requests.queries import TraceQuery
from app.runs.run import make_run
from app.runs.scenarios import SCENARIOS
from app.web import trace_routes as api
from app.web.stream import TURN

LIMITS = Limits()

LONG = "/api/trace?scenario=custom&T_x=400"
"""A trace that is sent as it is computed: what is small is made in one go."""

WAIT = 20  # seconds before a test gives up; nothing here takes so long where it works

Replace = Callable[[Callable[[], Iterator[dict[str, Any]]]], None]


@pytest.fixture
def send_instead(monkeypatch: pytest.MonkeyPatch) -> Replace:
    """Have the server send records of the test's own making."""

    def replace(made: Callable[[], Iterator[dict[str, Any]]]) -> None:
        monkeypatch.setattr(api, "answer", lambda *args: made())

    return replace


# What is sent ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "sizes"), [("scenario=course", {}), ("scenario=custom&seed=1&T_x=7&n_a=3", {"T_x": 7, "n_a": 3})]
)
def test_a_trace_is_the_records_of_its_scenario_one_a_line(
    client: httpx2.Client, asked: str, sizes: dict[str, int]
) -> None:
    answer = client.get(f"/api/trace?{asked}&sources=true")
    run = make_run(asked.split("&")[0].removeprefix("scenario="), "rnn", 1, sizes)
    sources = BySource(run.setting, LIMITS.max_carried)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/jsonl"
    assert answer.content == b"".join(
        encoded(record) for record in records(run, sources=sources, check=True, parts=False)
    )


def test_the_end_of_a_small_trace_does_not_wait_for_its_check(
    client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whoever asks for the same is answered with the whole."""
    has_ended = threading.Event()

    def slow(*args: Any, **options: Any) -> dict[str, Any]:
        assert has_ended.wait(WAIT), "the end waits for the check"
        return {"skipped": "after the end"}

    monkeypatch.setattr(trace, "hold_against_cost", slow)
    asked, received = "/api/trace?scenario=custom&seed=77", []
    with client.stream("GET", asked) as answer:
        for text in answer.iter_lines():
            received.append(text)
            if json.loads(text)["kind"] == "end":
                has_ended.set()
    assert [json.loads(text)["kind"] for text in received[-2:]] == ["end", "check"]
    assert client.get(asked).text.splitlines() == received


@pytest.mark.parametrize("asked", ["", "&mistake=drop_carry"])
def test_what_sums_are_made_of_is_sent_where_it_is_asked_for(client: httpx2.Client, asked: str) -> None:
    fewer, more = (
        [json.loads(text) for text in client.get(f"/api/trace?scenario=course{asked}{parts}").text.splitlines()]
        for parts in ("", "&parts=true")
    )
    for less, whole in zip(fewer, more, strict=True):
        assert ("parts" in whole) == (whole["kind"] in ("forward", "backward"))
        assert len(whole.get("comparisons", [])) == len(less.get("comparisons", []))
        for one in whole.get("comparisons", []):
            del one["difference"]
        assert {name: value for name, value in whole.items() if name != "parts"} == less


def test_with_an_entry_and_no_values_only_its_arithmetic_is_sent(client: httpx2.Client) -> None:
    answer = client.get("/api/trace?entry=2,3&detail=entry")
    frames = [json.loads(text) for text in answer.text.splitlines()][1:-1]
    assert all(set(frame) == {"kind", "t", "arithmetic"} for frame in frames)
    assert frames[-1]["arithmetic"]["da_next"]["at"] == [2, 3]


def test_an_entry_outside_a_matrix_is_answered_with_its_nearest_which_is_named(client: httpx2.Client) -> None:
    frames = [json.loads(text) for text in client.get("/api/trace?entry=99,99&detail=entry").text.splitlines()]
    assert frames[-2]["arithmetic"]["da_next"]["at"] == [4, 9]
    assert frames[-2]["arithmetic"]["dbat"]["at"] == [4, 0]


def test_cells_and_scenarios_list_what_can_be_asked_for(client: httpx2.Client) -> None:
    cells = client.get("/api/cells").json()["cells"]
    assert set(cells) == set(CELLS)
    for step in cells["rnn"]["steps"]["backward"]:
        assert {"name", "reads", "latex", "mathml", "source", "sentence", "kind"} <= set(step)
    scenarios = client.get("/api/scenarios").json()["scenarios"]
    assert set(scenarios) == set(SCENARIOS)
    assert scenarios["course"]["sizes"]["rnn"] == {"n_x": 3, "n_a": 5, "n_y": 2, "m": 10, "T_x": 4}


def test_it_says_that_it_is_well(client: httpx2.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


# Refused before the stream starts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ("T_x=abc", 422, f"T_x must be a whole number from 1 to {LIMITS.max_T_x}, not 'abc'."),
        ("T_x=", 422, f"T_x must be a whole number from 1 to {LIMITS.max_T_x}, not ''."),
        ("seed=1e400", 422, "seed must be a whole number from 0 to 4294967295, not '1e400'."),
        (f"seed={'9' * 400}", 422, f"seed must be a whole number from 0 to 4294967295, not '{'9' * 58}…."),
        ("n_a=0&m=0", 422, f"n_a must be a whole number from 1 to {LIMITS.max_n}, not '0'. m must be a whole number"),
        ("entry=2", 422, "entry must be two whole numbers with a comma between, such as \"2,3\", not '2'."),
        ("sed=1", 422, f"There is no parameter 'sed'; allowed are {', '.join(TraceQuery.model_fields)}."),
        ("t_x=3", 422, "There is no parameter 't_x'"),
        ("seed=1&seed=2", 422, "seed must be given once; which value is meant cannot be told."),
        ("scenario=nowhere", 404, f"scenario 'nowhere' does not exist; choose one of {', '.join(SCENARIOS)}"),
        ("cell=quantum", 404, "cell 'quantum' is not in scenario 'course'; choose one of rnn"),
        ("scenario=%00%0A", 404, "scenario '\\x00\\n' does not exist"),
    ],
)
def test_what_is_not_allowed_is_refused_with_a_sentence(
    client: httpx2.Client, asked: str, status: int, sentence: str
) -> None:
    answer = client.get(f"/api/trace?{asked}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["detail"].startswith(sentence)


@pytest.mark.parametrize(
    "asked",
    ["&".join(f"p{n}=1" for n in range(3000)), "x" * 50_000 + "=1", "&".join(["x" * 20_000 + "=1"] * 2)],
)
def test_a_refusal_is_short_however_much_was_sent(client: httpx2.Client, asked: str) -> None:
    answer = client.get(f"/api/trace?{asked}")
    assert answer.status_code == 422
    assert len(answer.content) < 2000


def test_a_cell_alone_is_shown_in_the_first_scenario_that_has_it(client: httpx2.Client) -> None:
    head = json.loads(client.get("/api/trace?cell=gru&n_a=2").text.splitlines()[0])
    assert (head["cell"], head["cell"] in SCENARIOS[head["scenario"]].cells) == ("gru", True)
    assert head["title"] in head["instead"]
    assert json.loads(client.get("/api/trace?cell=lstm").text.splitlines()[0])["scenario"] == "course"
    assert client.get("/api/trace?scenario=course&cell=gru").status_code == 404  # what is asked for is never swapped


# Sent as it is computed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_each_line_arrives_before_the_next_is_computed(
    client: httpx2.Client, send_instead: Replace, encoding: str
) -> None:
    computed: list[int] = []
    read = [threading.Event() for _ in range(3)]

    def one_at_a_time() -> Iterator[dict[str, Any]]:
        for t in range(3):
            computed.append(t)
            yield {"kind": "forward", "t": t}
            assert read[t].wait(WAIT), "the line was held back until the next one was made"

    send_instead(one_at_a_time)
    with client.stream("GET", LONG, headers={"accept-encoding": encoding}) as answer:
        assert answer.headers.get("content-encoding", "identity") == encoding
        for t, text in enumerate(answer.iter_lines()):
            assert json.loads(text)["t"] == t
            assert computed == list(range(t + 1))
            read[t].set()
    assert computed == [0, 1, 2]


def test_the_real_trace_arrives_record_by_record(client: httpx2.Client, send_instead: Replace) -> None:
    run = make_run("course", "rnn", 1, {})
    computed: list[str] = []
    first_was_read = threading.Event()

    def real() -> Iterator[dict[str, Any]]:
        for record in records(run):
            computed.append(record["kind"])
            yield record
            assert first_was_read.wait(WAIT)

    send_instead(real)
    with client.stream("GET", LONG) as answer:
        lines = answer.iter_lines()
        assert json.loads(next(lines))["kind"] == "head"
        assert computed == ["head"]
        first_was_read.set()
        assert [json.loads(text)["kind"] for text in lines] == ["forward"] * 4 + ["backward"] * 4 + ["end"]


def test_leaving_in_mid_stream_stops_the_work(server: str, send_instead: Replace) -> None:
    computed: list[int] = []
    left, stopped = threading.Event(), threading.Event()

    def endless() -> Iterator[dict[str, Any]]:
        try:
            while True:
                computed.append(0)
                yield {"kind": "forward", "t": len(computed)}
                if len(computed) > 1:
                    assert left.wait(WAIT)
        finally:
            stopped.set()

    send_instead(endless)
    with httpx2.Client(base_url=server) as reader, reader.stream("GET", LONG) as answer:
        next(answer.iter_lines())
    before = len(computed)
    left.set()
    assert stopped.wait(WAIT), "records are still computed for a reader who has left"
    assert len(computed) - before <= TURN + 1  # those of the turn under way, until the leaving is noticed
    after = len(computed)
    assert httpx2.get(f"{server}/healthz").status_code == 200
    assert len(computed) == after


def test_a_reader_who_does_not_read_holds_the_work_back_and_nobody_else(server: str, send_instead: Replace) -> None:
    computed: list[int] = []

    def endless() -> Iterator[dict[str, Any]]:
        while True:
            computed.append(0)
            yield {"kind": "forward", "t": 0, "values": {"a": ["x" * 1_000_000]}}

    send_instead(endless)
    headers = {"accept-encoding": "identity"}
    with httpx2.Client(base_url=server) as reader, reader.stream("GET", LONG, headers=headers):
        for _ in range(20):
            assert httpx2.get(f"{server}/healthz").status_code == 200
        assert len(computed) < 100  # what fits between server and reader, and no more


def test_many_readers_are_served_side_by_side(client: httpx2.Client, send_instead: Replace) -> None:
    """Both streams are open at once: the first is not read to its end before the second is begun."""
    run = make_run("course", "rnn", 1, {})
    send_instead(lambda: records(run))
    with client.stream("GET", LONG) as one, client.stream("GET", LONG) as other:
        both = list(zip(one.iter_lines(), other.iter_lines(), strict=True))
    assert len(both) == 10
    assert all(a == b for a, b in both)


def test_an_error_in_mid_stream_cuts_the_line_and_is_logged(
    server: str, send_instead: Replace, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Iterator[dict[str, Any]]:
        yield {"kind": "head"}
        raise ArithmeticError("this step cannot be computed")

    send_instead(broken)
    received = []
    with (
        caplog.at_level(logging.ERROR),
        httpx2.Client(base_url=server) as reader,
        pytest.raises(httpx2.RemoteProtocolError, match="without sending complete"),
        reader.stream("GET", LONG) as answer,
    ):
        received.extend(json.loads(text)["kind"] for text in answer.iter_lines())
    assert "end" not in received
    assert "this step cannot be computed" in caplog.text
    assert httpx2.get(f"{server}/healthz").status_code == 200


# Documented ------------------------------------------------------------------------------------------------------


def test_openapi_describes_the_stream_the_parameters_and_the_refusals(client: httpx2.Client) -> None:
    documented = client.get("/openapi.json").json()["paths"]["/api/trace"]["get"]
    assert {p["name"] for p in documented["parameters"]} == set(TraceQuery.model_fields)
    assert all(p["description"] for p in documented["parameters"])
    content = documented["responses"]["200"]["content"]["application/jsonl"]
    assert [record["title"] for record in content["itemSchema"]["oneOf"]] == [m.__name__ for m in RECORDS.values()]
    assert [json.loads(text)["kind"] for text in content["example"].splitlines()][-2:] == ["end", "check"]
    for status in ("404", "422"):
        schema = documented["responses"][status]["content"]["application/json"]["schema"]
        assert set(schema["properties"]) == {"detail"}


def test_a_window_ends_where_the_run_does(client: httpx2.Client) -> None:
    """The course's run has four timesteps: hi = 4 is the last that there is, and hi = 5 one too many."""
    sent = [json.loads(text) for text in client.get("/api/trace?frames=3:4").text.splitlines()]
    assert [record.get("t") for record in sent] == [None, 3, 3, None]
    for asked in ("3:5", "4:4", "4:5", "2:1"):
        refused = client.get(f"/api/trace?frames={asked}")
        assert refused.status_code == 422
        assert f"frames={asked} must be lo:hi with 0 ≤ lo < hi ≤ T_x = 4" in refused.json()["detail"]
