"""The driver for many timesteps at once, held to the steps themselves: the same numbers, to the last bit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bptt import together
from app.bptt.carry import HandOver
from app.bptt.cells import CELLS
from app.bptt.lifting import Lifted, lifted
from app.bptt.loss import LOSSES
from app.bptt.norms import norms, norms_of_each
from app.bptt.passes import Backward, Forward, Gradients, Setting, backward_pass, forward_pass
from app.runs.run import make_run
from app.runs.scenarios import SCENARIOS

few = st.integers(1, 9)
shapes = st.fixed_dictionaries({"n_x": few, "n_a": few, "n_y": few, "m": few, "T_x": st.integers(1, 70)})
each_cell = pytest.mark.parametrize("cell", CELLS)
Done = list[Forward | Backward | Gradients]


def by_the_steps(setting: Setting) -> Done:
    frames = list(forward_pass(setting))
    return [*frames, *backward_pass(setting, frames)]


def at_once(setting: Setting) -> Done:
    return [
        frame for done in together.passes(setting) for frame in ([done] if isinstance(done, Gradients) else done.frames)
    ]


def require_the_same(setting: Setting) -> None:
    """Bit by bit, and in the same order; what is handed on is known again as the very array."""
    for ours, truth in zip(at_once(setting), by_the_steps(setting), strict=True):
        assert type(ours) is type(truth)
        groups = ["values"] if isinstance(truth, (Forward, Gradients)) else ["values", "totals", "handed"]
        for group in groups:
            mine, right = getattr(ours, group), getattr(truth, group)
            assert list(mine) == list(right)
            for name in right:
                assert mine[name].shape == right[name].shape
                assert mine[name].tobytes() == right[name].tobytes(), name
        if isinstance(truth, Backward) and isinstance(ours, Backward):
            assert (ours.t, ours.cut, ours.clipped) == (truth.t, truth.cut, truth.clipped)
            for lane in setting.cell.lanes:
                is_whole = truth.handed[lane.carried] is truth.values[lane.returned]
                assert (ours.handed[lane.carried] is ours.values[lane.returned]) == is_whole
        elif isinstance(truth, Gradients) and isinstance(ours, Gradients):
            assert ours.factor == truth.factor


@each_cell
@pytest.mark.parametrize("loss", LOSSES)
@given(sizes=shapes, seed=st.integers(0, 99))
def test_any_cell_under_any_loss_at_any_size(cell: str, loss: str, sizes: dict[str, int], seed: int) -> None:
    require_the_same(make_run("custom", cell, seed, sizes, loss=loss).setting)


@pytest.mark.parametrize(("scenario", "cell"), [(one.name, cell) for one in SCENARIOS.values() for cell in one.cells])
def test_every_scenario_as_it_is_cut_and_clipped(scenario: str, cell: str) -> None:
    setting = make_run(scenario, cell, 1, {"T_x": 40} if scenario == "long" else {}).setting
    for handover in (HandOver(), HandOver(truncate=2), HandOver(clip=0.5)):
        require_the_same(replace(setting, handover=handover, clip_total=0.3))


@each_cell
def test_sizes_at_which_a_stretch_is_a_few_timesteps(cell: str) -> None:
    setting = make_run("custom", cell, 1, {"n_x": 20, "n_a": 30, "n_y": 5, "m": 20, "T_x": 9}).setting
    stretches = [done for done in together.passes(setting) if isinstance(done, together.Stretch)]
    assert 2 < len(stretches) < 18
    require_the_same(setting)


@each_cell
def test_every_line_of_every_cell_runs_at_once(cell: str) -> None:
    """Else a new line would be right and slow, and nobody would see it."""
    for loss in LOSSES.values():
        setting = replace(make_run("custom", cell, 1, {}).setting, loss=loss)
        assert [one.name for one in (*setting.forward_steps, *setting.backward_steps) if lifted(one) is None] == []


def test_norms_of_a_stretch_are_those_of_its_timesteps() -> None:
    for cell, T_x in (("rnn", 20), ("lstm", 5)):
        setting = make_run("custom", cell, 1, {"n_x": 8, "n_a": 16, "n_y": 4, "m": 8, "T_x": T_x}).setting
        for done in together.passes(setting):
            if isinstance(done, together.Stretch):
                each = [{**one.values, **getattr(one, "totals", {})} for one in done.frames]
                assert norms_of_each(done.stacks) == [norms(values) for values in each]
    huge = {"a": np.array([[[1e200, 1e200]], [[np.inf, 0.0]], [[1e-200, 0.0]], [[3.0, 4.0]]])}
    assert [one["a"] for one in norms_of_each(huge)] == [norms({"a": one})["a"] for one in huge["a"]]


LINES = {
    "turned": lambda a: a[::-1] + a.max(),
    "flipped": lambda a: np.flip(a, 0),
    "added up": lambda a: np.cumsum(a, axis=0),
}
BODIES = {"turned": "a[::-1] + a.max()", "flipped": "np.flip(a, 0)", "added up": "np.cumsum(a, axis=0)"}


@pytest.mark.parametrize("name", LINES)
def test_a_line_of_which_nothing_is_known_runs_timestep_by_timestep(name: str) -> None:
    a = np.arange(24.0).reshape(4, 3, 2)
    line = LINES[name]
    made = Lifted(replace(CELLS["rnn"].forward[1], function=line, reads=("a",), expression=BODIES[name]))
    assert made.run({"a": a}, {}).tobytes() == np.array([line(value) for value in a]).tobytes()


def test_a_run_with_a_wrong_loop_or_with_arrays_that_lie_otherwise_goes_by_the_steps() -> None:
    right = make_run("course", "rnn", 1, {}).setting
    assert together.can_run_together(right)
    assert not together.can_run_together(replace(right, loop=replace(right.loop, inputs=lambda x, t: x[:, :, 0])))
    turned = {name: np.asfortranarray(value) for name, value in right.parameters.items()}
    assert not together.can_run_together(replace(right, parameters=turned))
    require_the_same(replace(right, parameters=turned))
