"""The GRU in the lecture's notation: Γu multiplies the candidate, Γr the state before its matrix, four terms add up."""

import numpy as np
import pytest

from app.bptt.cells.gru import CELL
from app.bptt.ops import sigmoid
from app.bptt.passes import Backward, Forward, backward_pass, forward_pass, run_steps
from app.runs.run import make_run

SETTING = make_run("custom", "gru", 3, {}).setting
FRAMES = list(forward_pass(SETTING))
BACKWARD = [frame for frame in backward_pass(SETTING, FRAMES) if isinstance(frame, Backward)]

each_frame = pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: f"t={frame.t}")
each_done = pytest.mark.parametrize("done", BACKWARD, ids=lambda done: f"t={done.t}")


@each_frame
def test_forward_is_the_lectures_cell(frame: Forward) -> None:
    v, p = frame.values, SETTING.parameters
    concat = np.vstack([v["a_prev"], v["xt"]])
    np.testing.assert_allclose(v["gamma_u"], sigmoid(p["Wu"] @ concat + p["bu"]))
    np.testing.assert_allclose(v["gamma_r"], sigmoid(p["Wr"] @ concat + p["br"]))
    candidate = np.tanh(p["Wc"] @ np.vstack([v["gamma_r"] * v["a_prev"], v["xt"]]) + p["bc"])
    np.testing.assert_allclose(v["cct"], candidate)
    np.testing.assert_allclose(v["a_next"], v["gamma_u"] * candidate + (1 - v["gamma_u"]) * v["a_prev"])


@pytest.mark.parametrize(("bias", "kept"), [(-800.0, "a_prev"), (800.0, "cct")])
def test_an_update_gate_at_0_keeps_the_memory_and_at_1_takes_the_candidate(bias: float, kept: str) -> None:
    """The convention: in PyTorch's it would be the other way round."""
    start = {name: FRAMES[0].values[name] for name in ("xt", "a_prev")}
    parameters = {**SETTING.parameters, "bu": np.full_like(SETTING.parameters["bu"], bias)}
    made = run_steps(CELL.forward, {**parameters, **start})
    np.testing.assert_array_equal(made["a_next"], {**start, **made}[kept])


@each_done
def test_the_four_terms_of_da_prev_are_operands_of_one_addition(done: Backward) -> None:
    v = {**SETTING.constants, **FRAMES[done.t].values, **done.values}
    (da_prev,) = (step for step in CELL.backward if step.name == "da_prev")
    n_a = len(v["a_prev"])
    expected = [
        (1 - v["gamma_u"]) * v["da_next"],  # straight along the memory
        v["gamma_r"] * (v["Wc"][:, :n_a].T @ v["dct"]),  # through the candidate
        v["Wu"][:, :n_a].T @ v["dut"],
        v["Wr"][:, :n_a].T @ v["drt"],
    ]
    assert da_prev.kind == "add"
    for operand, term in zip(da_prev.operands, expected, strict=True):
        np.testing.assert_allclose(operand.value(v), term, rtol=1e-12)
    np.testing.assert_allclose(v["da_prev"], sum(expected), rtol=1e-10)


def test_with_the_gate_shut_a_gradient_goes_back_unchanged() -> None:
    shut = {**SETTING.parameters, "bu": np.full_like(SETTING.parameters["bu"], -800.0)}
    arrived = {name: BACKWARD[-1].values[name] for name in ("da_t", "da_prevt")}
    start = {name: FRAMES[0].values[name] for name in ("xt", "a_prev")}
    constants = {**SETTING.constants, **shut}
    forward = run_steps(CELL.forward, {**constants, **start})
    made = run_steps(CELL.backward, {**constants, **start, **forward, **arrived})
    np.testing.assert_array_equal(made["da_prev"], made["da_next"])
