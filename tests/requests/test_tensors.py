"""A run as a file: opened as one's own tensors it is the same run again, and what was made of it stands beside."""

import io
import json
from pathlib import Path

import httpx2
import numpy as np
import pytest

from app.requests.limits import Limits
from app.requests.queries import TraceQuery
from app.requests.tensors import as_json, as_npz, tensors
from app.runs.upload import own_run
from tests.every_run import each_scenario_and_cell
from tests.test_cli import run


def query(**asked: object) -> TraceQuery:
    return TraceQuery.model_validate(asked)


@each_scenario_and_cell
def test_what_is_kept_of_a_run_opens_as_the_same_run_again(scenario: str, cell: str, client: httpx2.Client) -> None:
    small = {"T_x": 6} if scenario == "long" else {}
    kept = tensors(query(scenario=scenario, cell=cell, **small), Limits())
    again = client.post("/api/trace?check=false", content=as_npz(kept))
    assert again.status_code == 200, again.text
    gradients = json.loads(again.text.splitlines()[-1])["gradients"]
    for name in ("dx", "da0", "dWaa" if "dWaa" in gradients else "dWc"):
        np.testing.assert_allclose(gradients[name], kept[f"trace/{name}"], rtol=1e-12, atol=1e-300)


def test_what_was_made_is_stacked_over_time() -> None:
    kept = tensors(query(scenario="course"), Limits())
    np.testing.assert_array_equal(kept["trace/da_next"], kept["da"] + kept["trace/da_prevt"])
    assert kept["trace/a_next"].shape == (5, 10, 4)
    wrong = tensors(query(scenario="course", mistake="drop_carry"), Limits())
    np.testing.assert_array_equal(wrong["x"], kept["x"])
    np.testing.assert_array_equal(wrong["trace/da_next"], kept["da"])


def test_npz_and_json_hold_the_same_numbers_to_the_last_digit() -> None:
    kept = tensors(query(scenario="hello"), Limits())
    lists = json.loads(as_json(kept))
    with np.load(io.BytesIO(as_npz(kept))) as arrays:
        assert set(arrays) == set(lists)
        for name in arrays:
            np.testing.assert_array_equal(arrays[name], lists[name])
    assert own_run(as_json(kept), Limits().room).cell.name == "rnn"


def test_the_route_gives_a_file_with_a_name_and_refuses_in_a_sentence(client: httpx2.Client) -> None:
    answer = client.get("/api/tensors?scenario=hello&cell=gru")
    assert answer.headers["content-disposition"] == 'attachment; filename="unrolled-hello-gru.npz"'
    with np.load(io.BytesIO(answer.content)) as arrays:
        assert {"x", "a0", "Wu", "y", "trace/dWc"} <= set(arrays)
    refused = client.get("/api/tensors?format=csv")
    assert (refused.status_code, refused.json()["detail"]) == (422, "format must be one of npz, json, not 'csv'.")
    assert client.get("/api/tensors?scenario=nowhere").status_code == 404
    assert client.get("/api/tensors?scenario=custom&T_x=2000&n_a=256&m=64").status_code == 422  # more than is ever sent


@pytest.mark.parametrize("ending", ["npz", "json"])
def test_the_command_line_writes_the_same_file(tmp_path: Path, client: httpx2.Client, ending: str) -> None:
    file = tmp_path / f"run.{ending}"
    assert run("trace", "hello", "--save", str(file)).returncode == 0
    run_again = own_run(file.read_bytes(), Limits().room)
    (x,) = (own_run(client.get(f"/api/tensors?scenario=hello&format={ending}").content, Limits().room).setting.x,)
    np.testing.assert_array_equal(run_again.setting.x, x)
    refused = run("trace", "hello", "--save", str(tmp_path / "run.csv"))
    assert refused.stderr.decode() == f"unrolled: {tmp_path}/run.csv must end in .npz or .json\n"
    assert run("trace", "hello", "--save", str(tmp_path / "gone" / "run.npz")).returncode == 2
