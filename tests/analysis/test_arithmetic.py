"""The arithmetic of one entry: the terms written out really make the number they are said to make."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.analysis.arithmetic import Arithmetic, clamp, write_out
from app.bptt.passes import Backward, backward_pass, forward_pass
from app.bptt.step import Array, Step, step
from tests.bptt.test_step import OF_EACH_KIND
from tests.every_run import each_scenario_and_cell, short_run

FULL = arrays(np.float64, (3, 3), elements=st.floats(-100, 100))
ENTRY = st.tuples(st.integers(0, 4), st.integers(0, 4))


def declared(kind: str, function: object) -> Step:
    return step("n_a, m", kind=kind, symbol="s", formula="f", sentence="What happens.")(function)  # type: ignore[arg-type]


def explained(kind: str, function: object, entry: tuple[int, int], **values: Array) -> Arithmetic:
    made = declared(kind, function)
    return write_out(made, {**values, made.name: made.run(values)}, entry)


def written_out(arithmetic: Arithmetic) -> list[list[float]]:
    return [[factor.value for factor in term.factors] for term in arithmetic.terms]


@pytest.mark.parametrize("kind", ["add", "subtract", "hadamard", "matmul", "outer", "sum", "concat", "slice"])
@given(a=FULL, b=FULL, entry=ENTRY)
def test_the_terms_add_up_to_the_entry(kind: str, a: Array, b: Array, entry: tuple[int, int]) -> None:
    found = explained(kind, OF_EACH_KIND[kind][0], entry, a=a, b=b)
    size = sum(abs(term.value) for term in found.terms)
    assert sum(term.value for term in found.terms) == pytest.approx(found.value, abs=1e-12 * size)


@pytest.mark.parametrize("kind", OF_EACH_KIND)
@given(a=FULL, b=FULL, entry=ENTRY)
def test_each_factor_is_the_entry_of_the_operand_that_it_names(
    kind: str, a: Array, b: Array, entry: tuple[int, int]
) -> None:
    function = OF_EACH_KIND[kind][0]
    operands = [operand.value({"a": a, "b": b}) for operand in declared(kind, function).operands]
    for term in explained(kind, function, entry, a=a, b=b).terms:
        for factor in term.factors:
            assert operands[factor.operand][factor.at] == factor.value


def test_a_matrix_product_is_a_row_times_a_column() -> None:
    a, b = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0], [7.0, 8.0]])
    found = explained("matmul", OF_EACH_KIND["matmul"][0], (1, 0), a=a, b=b)  # a.T @ b
    assert written_out(found) == [[2, 5], [4, 7]]
    assert [term.value for term in found.terms] == [10, 28]
    assert (found.value, found.summed) == (38, True)


def test_what_is_broadcast_stands_in_the_sum_as_the_one_number_that_it_is() -> None:
    def z(a: Array, b: Array) -> Array:
        return a + b

    found = explained("add", z, (1, 2), a=np.arange(6.0).reshape(2, 3), b=np.array([[10.0], [20.0]]))
    assert written_out(found) == [[5], [20]]
    assert [term.factors[0].at for term in found.terms] == [(1, 2), (1, 0)]


def test_what_is_taken_away_has_its_sign_turned() -> None:
    def dz(a: Array, b: Array) -> Array:
        return a - b

    found = explained("subtract", dz, (0, 0), a=np.array([[5.0]]), b=np.array([[7.0]]))
    assert [term.value for term in found.terms] == [5, -7]
    assert written_out(found) == [[5], [7]]


def across(a: Array) -> Array:
    return a.sum(axis=1, keepdims=True)


def down(a: Array) -> Array:
    return a.sum(axis=0, keepdims=True)


def across_without_keepdims(a: Array) -> Array:
    return a.sum(axis=1)


def everything(a: Array) -> Array:
    return a.sum()


@pytest.mark.parametrize("function", [across, down, across_without_keepdims, everything])
@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1), (3, 3), (4, 2), (2, 4)])
def test_sums_over_either_axis_are_told_apart_where_shapes_do_not(function: object, shape: tuple[int, int]) -> None:
    a = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
    for entry in np.ndindex(*shape):
        found = explained("sum", function, entry, a=a)
        assert sum(term.value for term in found.terms) == found.value


def test_a_stack_says_which_of_its_parts_an_entry_came_from() -> None:
    def concat(a: Array, b: Array) -> Array:
        return np.concatenate((a, b))

    a, b = np.array([[1.0], [2.0]]), np.array([[3.0]])
    for row, (operand, at) in enumerate([(0, (0, 0)), (0, (1, 0)), (1, (0, 0))]):
        (factor,) = explained("concat", concat, (row, 0), a=a, b=b).terms[0].factors
        assert (factor.operand, factor.at) == (operand, at)


def test_a_slice_says_where_in_the_whole_an_entry_stood() -> None:
    def lower_rows(a: Array) -> Array:
        return a[2:, :]

    (factor,) = explained("slice", lower_rows, (1, 0), a=np.arange(8.0).reshape(4, 2)).terms[0].factors
    assert (factor.at, factor.value) == ((3, 0), 6)


@pytest.mark.parametrize("kind", ["map", "softmax"])
def test_a_function_is_not_said_to_be_a_sum(kind: str) -> None:
    assert not explained(kind, OF_EACH_KIND[kind][0], (0, 0), a=np.ones((2, 2))).summed


def test_an_entry_outside_a_matrix_is_its_nearest_one() -> None:
    assert clamp((9, 9), np.zeros((2, 3))) == (1, 2)
    assert clamp((1, 0), np.zeros((2, 3))) == (1, 0)


@each_scenario_and_cell
@pytest.mark.parametrize("entry", [(0, 0), (2, 1), (99, 99)])
def test_every_step_of_every_scenario_is_explained_by_numbers_that_add_up(
    scenario: str, cell: str, entry: tuple[int, int]
) -> None:
    setting = short_run(scenario, cell).setting
    frames = list(forward_pass(setting))
    steps = setting.cell.forward + setting.loss.forward
    known = [(steps, {**setting.constants, **frame.values}) for frame in frames]
    known += [
        (setting.backward_steps, {**setting.constants, **frames[done.t].values, **done.values})
        for done in backward_pass(setting, frames)
        if isinstance(done, Backward)
    ]
    for made_by, values in known:
        for made in made_by:
            found = write_out(made, values, entry)
            assert found.terms, made.name
            if found.summed:
                size = sum(abs(term.value) for term in found.terms)
                assert sum(t.value for t in found.terms) == pytest.approx(found.value, abs=1e-12 * size), made.name
