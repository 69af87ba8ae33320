"""What people ask: each answer is held against the trace of its moment, and against the run that goes wrong."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs

import httpx2
import numpy as np
import pytest

from app.analysis.nudge import nudge_parameter
from app.bptt.passes import Backward, Forward, Gradients, Setting, Values, backward_pass, forward_pass
from app.diagnosis.misconceptions import MISCONCEPTIONS, Misconception
from app.mistakes.catalogue import find
from app.mistakes.mistake import with_forms
from app.records.asked import asked
from app.runs.run import make_run

SEEDS = (1, 2, 7)


class Passed:
    """A run of the course's exercise: its frames by t, and its gradients."""

    def __init__(self, cell: str, seed: int, mistake: str = "") -> None:
        setting = make_run("course", cell, seed, {}).setting
        if mistake:
            setting = with_forms(setting, [one.form for one in find(mistake, cell)])
        self.setting: Setting = setting
        self.forward: list[Forward] = list(forward_pass(setting))
        *frames, end = backward_pass(setting, self.forward)
        assert isinstance(end, Gradients)
        self.gradients = end.values
        self.at: dict[int, Backward] = {one.t: one for one in frames if isinstance(one, Backward)}

    def values(self, t: int) -> Values:
        return {**self.forward[t].values, **self.at[t].values}


def same_columns(one: Passed, other: Passed) -> list[bool]:
    return [np.allclose(one.gradients["dx"][:, :, t], other.gradients["dx"][:, :, t]) for t in one.at]


# Each claim: of the right run and of the wrong one, both of the same seed ------------------------------------------


def da_or_da_prevt(right: Passed, wrong: Passed) -> None:
    for t in (2, 1, 0):
        values = right.values(t)
        assert not np.isclose(values["da_prevt"], right.setting.da[:, :, t - 1]).all()  # type: ignore[index]
        np.testing.assert_array_equal(values["da_next"], values["da_t"] + values["da_prevt"])


def cell_passes(right: Passed, wrong: Passed) -> None:
    assert not right.values(3)["da_prevt"].any()
    assert same_columns(right, wrong) == [True, False, False, False]  # from the last timestep down


def a0_ignored(right: Passed, wrong: Passed) -> None:
    assert right.setting.initial["a0"].any()
    np.testing.assert_array_equal(right.forward[0].values["a_prev"], right.setting.initial["a0"])
    np.testing.assert_array_equal(right.values(0)["da_prev"], right.gradients["da0"])
    for one, other in zip(right.forward, wrong.forward, strict=True):
        assert not np.allclose(one.values["a_next"], other.values["a_next"], rtol=1e-12, atol=0)
    assert not any(same_columns(right, wrong))


def zeros(right: Passed, wrong: Passed) -> None:
    assert [one.values["da_prevt"].any() for one in right.at.values()] == [False, True, True, True]
    assert not wrong.gradients["dx"].any()


def dba_shape(right: Passed, wrong: Passed) -> None:
    n_a, m = right.setting.initial["a0"].shape
    assert right.gradients["dba"].shape == right.setting.parameters["ba"].shape == (n_a, 1)
    values = right.values(2)
    assert values["dtanh"].shape == (n_a, m)
    np.testing.assert_allclose(values["dbat"][:, 0], [row.sum() for row in values["dtanh"]])
    assert np.sum(values["dtanh"], axis=1).shape == (n_a,)


def slices(right: Passed, wrong: Passed) -> None:
    values, n_a = right.values(2), right.setting.initial["a0"].shape[0]
    np.testing.assert_array_equal(values["concat"], np.vstack((values["a_prev"], values["xt"])))
    gates = {"Wf": "dft", "Wi": "dit", "Wc": "dcct", "Wo": "dot"}
    whole = sum(right.setting.parameters[name].T @ values[gate] for name, gate in gates.items())
    np.testing.assert_allclose(whole[:n_a], values["da_prev"])
    np.testing.assert_allclose(whole[n_a:], values["dxt"])


def db_from_dw(right: Passed, wrong: Passed) -> None:
    values = right.values(2)
    np.testing.assert_allclose(values["dWaxt"], values["dtanh"] @ values["xt"].T)
    assert not np.isclose(values["xt"], 1).all(axis=1).any()
    assert not np.allclose(wrong.gradients["dba"], right.gradients["dba"])
    np.testing.assert_allclose(wrong.gradients["dWax"], right.gradients["dWax"])


def brackets(right: Passed, wrong: Passed) -> None:
    v = right.values(2)
    through_a = v["da_next"] * v["ot"] * (1 - np.tanh(v["c_next"]) ** 2)
    np.testing.assert_allclose(v["dc_next"], through_a + v["dc_prevt"])
    np.testing.assert_allclose(v["dit"], (through_a + v["dc_prevt"]) * v["cct"] * v["it"] * (1 - v["it"]))
    assert not np.allclose(wrong.values(2)["dit"], v["dit"])


def weights_summed(right: Passed, wrong: Passed) -> None:
    np.testing.assert_allclose(right.gradients["dWaa"], sum(one.values["dWaat"] for one in right.at.values()))
    np.testing.assert_allclose(wrong.gradients["dWaa"], wrong.values(0)["dWaat"])
    assert all(same_columns(right, wrong))
    *parts, whole = nudge_parameter(right.setting, "Waa", (2, 3), 1e-4).roads
    assert sum(part.measured or 0 for part in parts) == pytest.approx(whole.measured, abs=1e-5)


CLAIMS: dict[str, Callable[[Passed, Passed], None]] = {
    claim.__name__: claim
    for claim in (
        *(da_or_da_prevt, cell_passes, a0_ignored, zeros, dba_shape),
        *(slices, db_from_dw, brackets, weights_summed),
    )
}

each = pytest.mark.parametrize("one", MISCONCEPTIONS, ids=lambda one: one.id)


def test_there_is_a_claim_for_each() -> None:
    assert [one.id for one in MISCONCEPTIONS] == list(CLAIMS)


@each
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_answered_holds_of_the_run(one: Misconception, seed: int) -> None:
    right = Passed(one.cell, seed)
    try:
        wrong = Passed(one.cell, seed, one.mistake)
    except ValueError:  # += fails, as it says
        assert "fails" in one.answer
        wrong = right
    CLAIMS[one.id](right, wrong)


@each
def test_the_moment_is_there_and_shows_the_code_that_is_spoken_of(one: Misconception) -> None:
    seen = {name: values[0] for name, values in parse_qs(one.moment[1:]).items()}
    passed = Passed(seen["cell"], int(seen["seed"]))
    values = passed.values(int(seen["t"]))
    assert seen["step"] in values
    if "ask" in seen:
        assert seen["ask"] in {question["id"] for question in asked(make_run("course", seen["cell"], 1, {}))}
    if "of" in seen:
        assert seen["of"] in passed.setting.parameters
    known = {**values, **passed.gradients, **passed.setting.parameters, "da": 0, "dx": 0, "n_a": 0}
    for code, is_code in one.pieces:
        if is_code and "keepdims" not in code:
            names = set(re.findall(r"[A-Za-z_]\w*", code)) - {"t", "T"}
            assert names <= set(known), code


@each
def test_it_is_two_or_three_sentences(one: Misconception) -> None:
    assert 2 <= len(re.findall(r"[.:](?: |$)", one.answer)) <= 5
    assert len(one.answer) < 420


def test_the_page_shows_each_with_its_links_and_is_linked(client: httpx2.Client) -> None:
    page = client.get("/questions")
    assert page.status_code == 200
    for one in MISCONCEPTIONS:
        assert f'<article id="{one.id}"' in page.text
        assert f'href="./{one.moment.replace("&", "&amp;")}"' in page.text
        assert f'href="catalogue#{one.mistake}"' in page.text
        assert client.get(f"/api/trace{one.wrong.removesuffix('&first=1')}&check=false").status_code == 200
    assert 'href="questions"' in client.get("/catalogue").text
    assert "Found in 8 threads" in page.text
