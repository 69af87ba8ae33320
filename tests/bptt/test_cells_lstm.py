"""The LSTM: the course's lines in the course's names, two lanes that do not mix, four gates that add up."""

import itertools

import numpy as np
import pytest

from app.bptt.cells.lstm import CELL
from app.bptt.ops import sigmoid
from app.bptt.passes import Backward, Forward, backward_pass, forward_pass
from app.runs.run import make_run

SETTING = make_run("custom", "lstm", 3, {}).setting
FRAMES = list(forward_pass(SETTING))
BACKWARD = [frame for frame in backward_pass(SETTING, FRAMES) if isinstance(frame, Backward)]
N_A = 4
GATES = {"Wf": "dft", "Wi": "dit", "Wc": "dcct", "Wo": "dot"}

each_frame = pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: f"t={frame.t}")
each_done = pytest.mark.parametrize("done", BACKWARD, ids=lambda done: f"t={done.t}")


@each_frame
def test_forward_is_the_courses_cell(frame: Forward) -> None:
    v, p = frame.values, SETTING.parameters
    concat = np.vstack([v["a_prev"], v["xt"]])  # the course's order: a_prev above xt
    np.testing.assert_allclose(v["ft"], sigmoid(p["Wf"] @ concat + p["bf"]))
    np.testing.assert_allclose(v["it"], sigmoid(p["Wi"] @ concat + p["bi"]))
    np.testing.assert_allclose(v["cct"], np.tanh(p["Wc"] @ concat + p["bc"]))
    np.testing.assert_allclose(v["ot"], sigmoid(p["Wo"] @ concat + p["bo"]))
    np.testing.assert_allclose(v["c_next"], v["ft"] * v["c_prev"] + v["it"] * v["cct"])
    np.testing.assert_allclose(v["a_next"], v["ot"] * np.tanh(v["c_next"]))


@each_done
def test_backward_is_what_the_notebook_writes(done: Backward) -> None:
    """The notebook has one long line a gate, with what arrives along c as its dc_next; the steps share one sum."""
    v = {**FRAMES[done.t].values, **done.values}
    arrives, da_next, slope = v["dc_prevt"], v["da_next"], 1 - np.tanh(v["c_next"]) ** 2
    ot, it, ft, cct, c_prev = (v[name] for name in ("ot", "it", "ft", "cct", "c_prev"))
    notebook = {
        "dot": da_next * np.tanh(v["c_next"]) * ot * (1 - ot),
        "dcct": (arrives * it + ot * slope * it * da_next) * (1 - cct**2),
        "dit": (arrives * cct + ot * slope * cct * da_next) * it * (1 - it),
        "dft": (arrives * c_prev + ot * slope * c_prev * da_next) * ft * (1 - ft),
        "dc_prev": arrives * ft + ot * slope * ft * da_next,
    }
    for name, expected in notebook.items():
        np.testing.assert_allclose(v[name], expected, rtol=1e-10, err_msg=name)


@each_done
def test_the_four_gates_terms_are_operands_of_one_addition(done: Backward) -> None:
    values = {**SETTING.constants, **FRAMES[done.t].values, **done.values}
    columns = {"da_prev": slice(0, N_A), "dxt": slice(N_A, None)}
    steps = {step.name: step for step in CELL.backward}
    for name, part in columns.items():
        step = steps[name]
        assert step.kind == "add"
        expected = [SETTING.parameters[W][:, part].T @ done.values[gradient] for W, gradient in GATES.items()]
        for operand, term in zip(step.operands, expected, strict=True):
            np.testing.assert_allclose(operand.value(values), term, rtol=1e-12)
        np.testing.assert_allclose(done.values[name], sum(expected), rtol=1e-10)


@each_done
def test_two_gradients_meet_on_each_lane(done: Backward) -> None:
    steps = {step.name: step for step in CELL.backward}
    assert [operand.symbol for operand in steps["da_next"].operands] == ["da_t", "da_prevt"]
    assert [operand.symbol for operand in steps["dc_next"].operands] == ["dc_t", "dc_prevt"]
    np.testing.assert_array_equal(done.values["dc_next"], done.values["dc_t"] + done.values["dc_prevt"])


def test_what_leaves_a_timestep_on_a_lane_arrives_on_the_same_lane() -> None:
    for later, earlier in itertools.pairwise(BACKWARD):
        for lane in ("a", "c"):
            np.testing.assert_array_equal(earlier.values[f"d{lane}_prevt"], later.values[f"d{lane}_prev"])
    for lane in ("a", "c"):
        assert not BACKWARD[0].values[f"d{lane}_prevt"].any()


def test_only_the_a_lane_has_an_upstream_gradient() -> None:
    assert [(lane.state, lane.upstream) for lane in CELL.lanes] == [("a", "da_t"), ("c", None)]
    assert CELL.role("dc_prevt") == "carried"
    assert CELL.role("dc_next") == "total"


def test_along_the_memory_stands_only_the_forget_gate() -> None:
    for done in BACKWARD:
        np.testing.assert_allclose(done.values["dc_prev"], done.values["dc_next"] * FRAMES[done.t].values["ft"])
