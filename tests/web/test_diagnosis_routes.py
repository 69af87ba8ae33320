"""POST /api/diagnose and GET /api/mistakes: every form that can be sent, every refusal, and streams that go on."""

import io
import json
import threading
from typing import Any

import httpx2
import numpy as np
import pytest

from app.diagnosis.candidates import right, singles
from app.diagnosis.catalogue import catalogue
from app.diagnosis.schema import DiagnosisAnswer
from app.mistakes.catalogue import CATALOGUE
from app.requests.limits import Limits
from app.runs.exercises import EXERCISES
from app.web import diagnosis_routes as api_diagnose
from app.web import places
from tests.notebook import newest

LIMITS = Limits()

EXERCISE = EXERCISES["rnn_backward"]
WRONG = newest(next(one for one in singles(EXERCISE) if one.ids == ("drop_carry",)).printed)


def post(client: httpx2.Client, sent: Any, **parameters: str) -> httpx2.Response:
    """Send JSON, text or bytes."""
    if isinstance(sent, bytes):
        return client.post("/api/diagnose", content=sent, params=parameters)
    if isinstance(sent, str):
        return client.post(
            "/api/diagnose", content=sent.encode(), params=parameters, headers={"content-type": "text/plain"}
        )
    return client.post("/api/diagnose", json=sent, params=parameters)


def npz(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


@pytest.mark.parametrize("sent", [{"text": WRONG}, {"text": WRONG, "exercise": "rnn_backward"}, WRONG])
def test_text_is_diagnosed_however_it_is_sent(client: httpx2.Client, sent: Any) -> None:
    answer = post(client, sent)
    assert answer.status_code == 200
    found = answer.json()
    assert set(found) == set(DiagnosisAnswer.model_fields)
    DiagnosisAnswer.model_validate(found)
    assert (found["verdict"], found["mistakes"]) == ("mistake", [["drop_carry"]])


def test_right_output_is_correct(client: httpx2.Client) -> None:
    assert post(client, {"text": newest(right(EXERCISE).printed)}).json()["verdict"] == "correct"


def test_arrays_are_diagnosed_as_npz_and_as_json(client: httpx2.Client) -> None:
    zeros = {"dx": np.zeros((3, 10, 4)), "dWaa": np.zeros((5, 5))}
    for answer in (
        post(client, npz(**zeros), scenario="course", cell="rnn"),
        post(client, {"arrays": {name: value.tolist() for name, value in zeros.items()}, "cell": "rnn"}),
    ):
        assert answer.json()["mistakes"] == [["drop_upstream"]]
        assert answer.json()["candidates"][0]["show"]["mistake"] == "drop_upstream"


@pytest.mark.parametrize(
    ("sent", "parameters", "status", "said"),
    [
        ({"nothing": 1}, {}, 422, "Send `text`"),
        ({"text": 5}, {}, 422, "Send `text`"),
        ({"text": "x", "exercise": "nope"}, {}, 404, "exercise must be auto or one of rnn_cell_forward"),
        ({"text": "x", "exercise": ["auto"]}, {}, 404, "exercise must be"),
        ({"text": "x", "seed": 3}, {}, 422, "There is no seed beside a text"),
        ({"arrays": {"dWq": [1]}}, {}, 422, "There is no array named 'dWq'; allowed are dx, da0"),
        ({"arrays": {"dx": [[1], [1, 2]]}}, {}, 422, "not a full array"),
        ({"arrays": {}}, {}, 422, "expected are dx, da0"),
        ({"arrays": {"dx": [1]}, "cell": "nope"}, {}, 404, "'nope'"),
        ({"arrays": {"dx": [1]}, "T_x": 0}, {}, 422, "T_x must be"),
        (b"", {}, 422, "Nothing was sent."),
        (b"PK\x03\x04 not a zip", {}, 422, "cannot be read"),
        ({"text": "x"}, {"exercise": ["auto", "auto"]}, 422, "given once"),
    ],
)
def test_a_refusal_says_what_can_be_sent(
    client: httpx2.Client, sent: Any, parameters: dict[str, Any], status: int, said: str
) -> None:
    answer = post(client, sent, **parameters)
    assert answer.status_code == status
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    "text",
    [
        'gradients["dx"][1][2] = ' + "[" * 10**6,
        "\n" * 10**6,
        "\0" * 10**6,
        'gradients["dx"][1][2] = [1e999 nan inf -inf]\n' * 20_000,
        "gradients[" * 10**5,
        "[" * 10**6,
        "{" * 10**6,
        '{"text": ' * 10**5,
        '{"text": "' + "\\u0000" * 10**5 + '"}',
    ],
)
def test_hostile_text_is_answered_and_the_server_stays_up(client: httpx2.Client, text: str) -> None:
    answer = post(client, text)
    assert answer.status_code == 200
    assert answer.json()["verdict"] in ("unreadable", "unknown", "too_few")
    assert client.get("/healthz").status_code == 200


def test_too_much_is_refused(client: httpx2.Client) -> None:
    assert post(client, "x" * (LIMITS.max_paste + 1)).status_code == 422
    answer = post(client, b"x" * (max(LIMITS.max_paste, LIMITS.max_upload) + 1))
    assert answer.status_code == 422
    assert "bytes" in answer.json()["detail"]


def test_streams_go_on_while_diagnoses_wait_for_each_other(
    client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A diagnosis that does not end holds up other diagnoses, and no trace."""
    let_go = threading.Event()
    running: list[int] = []

    def slow(*asked: Any, **how: Any) -> Any:
        running.append(1)
        assert let_go.wait(20)
        return diagnose_body(*asked, **how)

    diagnose_body = api_diagnose.diagnose_body
    monkeypatch.setattr(api_diagnose, "diagnose_body", slow)
    answers: list[str] = []

    def ask() -> None:
        answers.append(post(client, {"text": WRONG}).json()["verdict"])

    askers = [threading.Thread(target=ask) for _ in range(5)]
    for asker in askers:
        asker.start()
    for _ in range(3):
        lines = client.get("/api/trace").text.splitlines()
        assert json.loads(lines[-1])["kind"] == "check"
    assert answers == []
    assert len(running) == 1
    let_go.set()
    for asker in askers:
        asker.join(20)
    assert answers == ["mistake"] * 5


def test_too_many_that_wait_are_told_to_come_again(client: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go, begun = threading.Event(), threading.Event()

    def slow(*asked: Any, **how: Any) -> Any:
        begun.set()
        assert let_go.wait(20)
        return diagnose_body(*asked, **how)

    diagnose_body = api_diagnose.diagnose_body
    monkeypatch.setattr(api_diagnose, "diagnose_body", slow)
    monkeypatch.setattr(places, "WAITING", 0)
    first = threading.Thread(target=post, args=(client, {"text": WRONG}))
    first.start()
    assert begun.wait(20)
    answer = post(client, {"text": WRONG})
    let_go.set()
    first.join(20)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_the_catalogue_lists_every_mistake_with_what_it_prints(client: httpx2.Client) -> None:
    listed = client.get("/api/mistakes").json()["mistakes"]
    assert [mistake["id"] for mistake in listed] == list(CATALOGUE)
    (dropped,) = (mistake for mistake in listed if mistake["id"] == "drop_carry")
    assert dropped["lines"]["rnn"][0]["wrong"]["text"] == "da_next = da[:, :, t]"
    printed = {one["exercise"]: one for one in dropped["prints"]}["rnn_backward"]["printed"]
    assert "".join(f"{line['text']} = {line['value']}\n" for line in printed) == WRONG
    assert [line["wrong"] for line in printed if line["text"].endswith("shape")] == [False] * 5


def test_every_mistake_in_a_cell_of_the_exercises_prints_or_raises_somewhere() -> None:
    asked = {exercise.cell for exercise in EXERCISES.values()}
    for mistake in catalogue():
        assert bool(mistake["prints"]) == bool(asked & set(mistake["lines"])), mistake["id"]
        for shown in mistake["prints"]:
            assert shown["errors"] or any(line["wrong"] for line in shown["printed"])


def test_the_page_of_a_mistake_can_be_asked_for(client: httpx2.Client) -> None:
    answer = client.get("/api/trace", params={"cell": "lstm", "mistake": "drop_dc_carry"})
    head, *_, end, check = map(json.loads, answer.text.splitlines())
    assert check["kind"] == "check"
    assert head["mistakes"][0]["id"] == "drop_dc_carry"
    assert end["first_difference"]["t"] == 2


@pytest.mark.parametrize(
    ("mistake", "status"), [("nope", 404), ("drop_dc_carry", 422), ("drop_carry,drop_upstream", 422)]
)
def test_a_mistake_that_cannot_be_made_is_refused_before_the_stream(
    client: httpx2.Client, mistake: str, status: int
) -> None:
    answer = client.get("/api/trace", params={"mistake": mistake})
    assert answer.status_code == status
    assert answer.json()["detail"]
