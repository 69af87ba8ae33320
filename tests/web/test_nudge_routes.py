"""The routes of a nudge and of the questions: what they answer is documented, and what is not allowed is refused."""

import httpx2
import pytest

from app.records.schema.asked import AskedAnswer
from app.records.schema.nudge import NudgeAnswer
from app.requests.queries import NudgeQuery, RunQuery
from app.web import asked_routes
from app.web.nudge_routes import PATH


@pytest.mark.parametrize(
    "asked",
    [
        "t=1&i=2&j=3",
        "t=3&i=0&j=0&eps=0.5&truncate=2",
        "t=0&cell=lstm&seed=7&eps=1e-6",
        "of=Waa&i=1&j=2",
        "of=Wya&scenario=hello&i=1&j=2",
        "t=2&mistake=drop_carry",
        "t=2&scenario=exploding&radius=1e12",
        "t=0&scenario=last-only&cell=gru",
    ],
)
def test_an_answer_has_the_documented_fields_and_no_other(client: httpx2.Client, asked: str) -> None:
    answer = client.get(f"{PATH}?{asked}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    NudgeAnswer.model_validate_json(answer.content)


def test_the_entry_of_the_readme_is_moved_on_both_roads(client: httpx2.Client) -> None:
    found = client.get(f"{PATH}?scenario=course&t=1&i=2&j=3&eps=0.01").json()
    assert found["written"] == {
        "moved": "a[2,3,1]",
        "upstream": "da[2,3,1]",
        "carried": "da_prevt[2,3]",
        "both": "da_next[2,3]",
    }
    assert found["steps"] == [0.01, 0.005, 0.0025, 0.00125]
    assert "J = Σ da ⊙ a" in found["cost"]
    assert found["sentence"].startswith("a⟨1⟩ goes two ways.")


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ("", 422, "t is missing: which a⟨t⟩ is moved, from 0 to 3."),
        ("t=4", 422, "t must be from 0 to 3, the timesteps that the backward pass runs over, not 4."),
        ("t=x", 422, "t must be a whole number from 0 to 99999, not 'x'."),
        ("t=1&i=5", 422, "a is 5 × 10: it has no entry [5,0]."),
        ("t=1&eps=0", 422, "eps must be a number from 1e-06 to 1, not '0'."),
        ("t=1&eps=nan", 422, "eps must be a number from 1e-06 to 1, not 'nan'."),
        ("t=1&of=Wya", 422, "of must be a, Wax, Waa, ba, what this run has a gradient of, not 'Wya'."),
        ("t=1&step=da_next", 422, f"There is no parameter 'step'; allowed are {', '.join(NudgeQuery.model_fields)}."),
        ("t=1&t=2", 422, "t must be given once; which value is meant cannot be told."),
        ("t=1&mistake=none", 404, "mistake 'none' does not exist"),
        ("t=1&scenario=nowhere", 404, "scenario 'nowhere' does not exist"),
        ("t=1&scenario=custom&T_x=200&n_a=256&m=16", 422, "One forward run takes 2.2e+08 multiplications"),
    ],
)
def test_what_is_not_allowed_is_refused_with_a_sentence(
    client: httpx2.Client, asked: str, status: int, sentence: str
) -> None:
    answer = client.get(f"{PATH}?{asked}")
    assert answer.status_code == status
    assert answer.json()["detail"].startswith(sentence)


def test_head_is_answered_and_openapi_describes_every_parameter(client: httpx2.Client) -> None:
    assert client.head(f"{PATH}?t=1").status_code == 200
    documented = client.get("/openapi.json").json()["paths"][PATH]["get"]
    assert {p["name"] for p in documented["parameters"]} == set(NudgeQuery.model_fields)
    assert all(p["description"] for p in documented["parameters"])
    assert {"200", "404", "422"} <= set(documented["responses"])


def test_the_questions_of_a_run_are_documented_and_refused_like_the_others(client: httpx2.Client) -> None:
    for asked in ("", "scenario=hello&cell=lstm", "scenario=custom&T_x=1", "mistake=drop_carry"):
        AskedAnswer.model_validate_json(client.get(f"{asked_routes.PATH}?{asked}").content)
    assert client.get(f"{asked_routes.PATH}?cell=none").status_code == 404
    refused = client.get(f"{asked_routes.PATH}?t=1")
    assert refused.status_code == 422
    assert refused.json()["detail"] == f"There is no parameter 't'; allowed are {', '.join(RunQuery.model_fields)}."
    assert client.head(asked_routes.PATH).status_code == 200
