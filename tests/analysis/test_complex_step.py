"""Many directions at once: the same derivatives as in NumPy's complex numbers one by one, for cells of any kind."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.analysis import complex_step
from app.analysis.complex_step import Direction, cost, derivatives
from app.bptt.cell import Cell, Symbol
from app.bptt.cells import CELLS
from app.bptt.loss import LOSSES
from app.bptt.passes import Setting
from app.bptt.step import Array, step
from app.mistakes.catalogue import CATALOGUE
from app.mistakes.mistake import with_forms
from app.runs.run import make_run
from tests.every_run import each_scenario_and_cell, short_run
from tests.made_up_cell import MADE_UP, SAID

SIZES = {"n_x": 2, "n_a": 3, "n_y": 2, "m": 2, "T_x": 4}
H = 1e-100


def reference(setting: Setting, direction: Direction) -> float:
    """Return the derivative along one direction as it is defined: Im J(x + ih) / h, every step in complex numbers."""
    arrays: dict[str, Any] = {"x": setting.x, **setting.initial, **setting.parameters}
    for name, (index, by) in direction.items():
        arrays[name] = arrays[name].astype(complex)
        arrays[name][index] += 1j * H * by
    moved = replace(
        setting,
        x=arrays["x"],
        initial={name: arrays[name] for name in setting.initial},
        parameters={name: arrays[name] for name in setting.parameters},
    )
    return float(np.imag(cost(moved)) / H)


def directions(setting: Setting) -> list[Direction]:
    """Return some single entries and some mixtures of every array, and one of all together."""
    random = np.random.default_rng(3)
    arrays = {"x": setting.x, **setting.initial, **setting.parameters}
    entries = [{name: (one, 1.0)} for name, a in arrays.items() for one in list(np.ndindex(*a.shape))[:: a.size // 2]]
    mixtures: list[Direction] = [{name: (..., random.standard_normal(a.shape))} for name, a in arrays.items()]
    together: Direction = {name: (..., random.standard_normal(a.shape)) for name, a in arrays.items()}
    return [*entries, *mixtures, together]


def hold(setting: Setting) -> None:
    """Hold the derivatives against the reference, to rounding."""
    asked = directions(setting)
    expected = np.array([reference(setting, one) for one in asked])
    assert np.abs(expected).max() > 0
    np.testing.assert_allclose(
        list(derivatives(setting, asked)), expected, rtol=1e-11, atol=1e-13 * np.abs(expected).max()
    )


@pytest.fixture
def never_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a direction runs on its own."""
    monkeypatch.setattr(complex_step, "_alone", lambda *_: pytest.fail("a direction ran on its own"))


@each_scenario_and_cell
@pytest.mark.usefixtures("never_alone")
def test_all_at_once_they_are_what_they_are_one_by_one(scenario: str, cell: str) -> None:
    hold(short_run(scenario, cell).setting)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.usefixtures("never_alone")
def test_so_they_are_under_every_loss(cell: str, loss: str) -> None:
    setting = make_run("custom", cell, 1, SIZES).setting
    y = np.abs(np.random.default_rng(0).standard_normal((2, 2, 4)))
    hold(setting if LOSSES[loss].gives_da else replace(setting, loss=LOSSES[loss], da=None, y=y / y.sum(axis=0)))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.usefixtures("never_alone")
def test_so_they_are_in_every_wrong_run(cell: str) -> None:
    right = make_run("custom", cell, 1, SIZES).setting
    everywhere: Direction = dict.fromkeys(("x", *right.initial, *right.parameters), (..., 1.0))
    held = 0
    for mistake in CATALOGUE.values():
        for form in mistake.forms_for(cell):
            wrong = with_forms(right, [form])
            try:
                expected = reference(wrong, everywhere)
            except (ValueError, IndexError):  # a line whose shapes do not fit: there is no cost
                continue
            assert next(derivatives(wrong, [everywhere])) == pytest.approx(expected, rel=1e-11), mistake.id
            held += 1
    assert held > 30


def made_up(cell: Cell, **parameters: Array) -> Setting:
    """Return a run of the cell nobody has heard of: 2 inputs, 3 units, 2 examples, 4 timesteps."""
    random = np.random.default_rng(5)
    given = {"Moss": 0.4 * random.standard_normal((3, 5)), "rust": random.standard_normal((3, 1)), **parameters}
    x, da = random.standard_normal((2, 2, 4)), random.standard_normal((3, 2, 4))
    return Setting(cell, given, x, {"egg": random.standard_normal((3, 2))}, da)


@pytest.mark.usefixtures("never_alone")
def test_a_cell_that_nobody_has_heard_of_is_run_at_once_too() -> None:
    hold(made_up(MADE_UP))


@step("n_a, m", kind="map", symbol="o", formula="seal", sentence=SAID, name="owl")
def one_by_one(seal: Array) -> Array:
    return np.where(seal.real > 0, seal, 0.1 * seal)


@step("n_a, m", kind="map", symbol="o", formula="seal", sentence=SAID, name="owl")
def with_more_of_numpy(seal: Array) -> Array:
    return np.negative((2 + np.sin(seal.T[::-1].T) ** 2) / (np.sum(np.exp(-seal), axis=-1, keepdims=True) - seal[0]))


def test_a_line_that_cannot_be_done_in_many_directions_is_done_in_one_after_another() -> None:
    setting = made_up(replace(MADE_UP, forward=(*MADE_UP.forward[:-1], one_by_one)))
    hold(setting)
    with pytest.raises(TypeError):
        complex_step._together(setting, directions(setting))


def test_any_function_that_goes_entry_by_entry_is_taken_as_it_is() -> None:
    hold(made_up(replace(MADE_UP, forward=(*MADE_UP.forward[:-1], with_more_of_numpy))))


def test_a_parameter_that_nothing_reads_moves_nothing() -> None:
    cell = replace(MADE_UP, parameters=(*MADE_UP.parameters, Symbol("mist", "m", "1, 1", "unused")))
    assert list(derivatives(made_up(cell, mist=np.ones((1, 1))), [{"mist": (..., 1.0)}])) == [0.0]


def test_what_runs_together_is_bounded_and_nothing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    setting = make_run("course", "lstm", 1, {}).setting
    asked = directions(setting)
    at_once = list(derivatives(setting, asked))
    together, batches = complex_step._together, []
    monkeypatch.setattr(complex_step, "_together", lambda s, some: batches.append(len(some)) or together(s, some))
    monkeypatch.setattr(complex_step, "ROOM", 4_000)
    assert list(derivatives(setting, asked)) == pytest.approx(at_once, rel=1e-12)
    assert sum(batches) == len(asked)
    assert 1 < len(batches) < len(asked)


def test_directions_are_drawn_only_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    setting = make_run("course", "rnn", 1, {}).setting
    drawn: list[Direction] = []

    def drawing() -> Iterator[Direction]:
        for one in directions(setting):
            drawn.append(one)
            yield one

    monkeypatch.setattr(complex_step, "ROOM", 0)
    next(derivatives(setting, drawing()))
    assert len(drawn) == 2  # the one that ran, and the one that had no room beside it
