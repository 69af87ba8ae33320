"""What is said of Waa's two sizes, of counts and of a bias, held against runs and against plain counting."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.weights import count, of_bias, of_counts, of_two_sizes
from app.bptt.cells import CELLS
from app.bptt.passes import Backward, backward_pass, forward_pass
from app.records.notes import told
from app.runs.run import Run, make_run
from app.runs.scenarios.draw import largest_singular_value, spectral_radius


def frames_of(run: Run) -> list[Backward]:
    done = backward_pass(run.setting, list(forward_pass(run.setting)))
    return [frame for frame in done if isinstance(frame, Backward)]


@pytest.mark.parametrize(("scenario", "radius", "largest"), [("vanishing", 0.5, 0.989), ("silence", 1.5, 2.966)])
def test_the_two_sizes_are_different_things(scenario: str, radius: float, largest: float) -> None:
    Waa = make_run(scenario, "rnn", 1, {}).setting.parameters["Waa"]
    assert spectral_radius(Waa) == pytest.approx(radius)
    assert largest_singular_value(Waa) == pytest.approx(largest, rel=1e-3)
    assert largest_singular_value(Waa) == pytest.approx(np.sqrt(np.linalg.eigvalsh(Waa @ Waa.T).max()))


@given(seed=st.integers(0, 1000), radius=st.floats(0.1, 6))
def test_no_step_back_lengthens_a_gradient_by_more_than_the_largest_singular_value(seed: int, radius: float) -> None:
    run = make_run("custom", "rnn", seed, {}, radius=radius)
    largest = largest_singular_value(run.setting.parameters["Waa"])
    for frame in frames_of(run):
        before, after = (np.linalg.norm(frame.values[name]) for name in ("da_next", "da_prev"))
        assert after <= largest * before * (1 + 1e-12)
        if largest < 1:
            assert after < before


@pytest.mark.parametrize("radius", [0.7, 1.0, 1.4])
def test_where_the_slope_is_1_many_steps_scale_by_the_spectral_radius_each(radius: float) -> None:
    sums = [
        float(np.linalg.norm(f.values["da_next"]))
        for f in frames_of(make_run("silence", "rnn", 2, {"T_x": 400}, radius=radius))
    ]
    assert (sums[-1] / sums[0]) ** (1 / (len(sums) - 1)) == pytest.approx(radius, rel=0.02)


def test_what_the_largest_singular_value_decides_is_said_on_the_right_side_of_1() -> None:
    assert "every carry that is not zeros is shorter" in of_two_sizes(0.5, 0.99)
    assert "does not decide alone" in of_two_sizes(0.5, 1.0)


def test_the_numbers_in_the_parameters_are_those_that_a_run_has() -> None:
    for name, cell in CELLS.items():
        run = make_run("lstm-vs-rnn", name, 1, {})
        assert count(cell, run.sizes) == sum(array.size for array in run.setting.parameters.values())
    assert of_counts([CELLS["rnn"], CELLS["lstm"]], run.sizes) == (
        "Numbers in the parameters, at these sizes: RNN 140, LSTM 452."
    )


@pytest.mark.parametrize(("cell", "gate", "bias"), [("lstm", "ft", 3), ("lstm", "ft", -1), ("gru", "gamma_u", -3)])
def test_what_a_bias_keeps_alone_is_what_the_gate_is_with_nothing_else(cell: str, gate: str, bias: float) -> None:
    run = make_run("lstm-vs-rnn", cell, 1, {}, bias=bias)
    assert run.cell.memory is not None
    silent = {n: a if n == run.cell.memory.bias else a * 0 for n, a in run.setting.parameters.items()}
    (first, *_) = forward_pass(replace(run.setting, parameters=silent))
    open_ = float(first.values[gate][0, 0])
    kept = open_ if cell == "lstm" else 1 - open_
    assert f"it would keep {kept:.3g} of the memory a step, {kept**29:.3g} over 29 steps" in of_bias(run.cell, bias, 29)


def test_a_run_says_of_its_weights_what_there_is_to_say() -> None:
    assert told(make_run("custom", "gru", 1, {})) == []
    assert len(told(make_run("vanishing", "rnn", 1, {}))) == 1
    assert len(told(make_run("lstm-vs-rnn", "lstm", 1, {}))) == 2
    assert told(make_run("one-step", "rnn", 1, {})) == []
