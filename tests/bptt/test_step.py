"""A step is one line, and everything that is said of it comes from that line."""

import numpy as np
import pytest

from app.bptt.step import KINDS, Array, Step, StepError, as_matrix, step

A = np.array([[1.0, 2.0], [3.0, 4.0]])
B = np.array([[10.0, 20.0], [30.0, 40.0]])


def declared(kind: str, function: object) -> Step:
    return step("n_a, m", kind=kind, symbol="s", formula="f", sentence="What happens.")(function)  # type: ignore[arg-type]


def test_its_name_reads_and_source_line_come_from_the_function() -> None:
    def da_next(da_t: Array, da_prevt: Array) -> Array:
        return da_t + da_prevt

    made = declared("add", da_next)
    assert made.name == "da_next"
    assert made.reads == ("da_t", "da_prevt")
    assert made.expression == "da_t + da_prevt"
    assert made.dims == ("n_a", "m")


def test_calling_it_and_running_it_on_named_values_are_the_same() -> None:
    def total(a: Array, b: Array) -> Array:
        return a + b

    made = declared("add", total)
    np.testing.assert_array_equal(made(A, B), A + B)
    np.testing.assert_array_equal(made.run({"a": A, "b": B, "unused": A}), A + B)


def test_running_it_before_what_it_reads_is_there_names_what_is_missing() -> None:
    def total(a: Array, b: Array) -> Array:
        return a + b

    with pytest.raises(KeyError, match="b"):
        declared("add", total).run({"a": A})


def test_an_addition_of_several_terms_has_them_all_as_operands_from_left_to_right() -> None:
    def z(a: Array, b: Array, c: Array) -> Array:
        return a @ b + c + b.T

    operands = declared("add", z).operands
    assert [operand.expression for operand in operands] == ["a @ b", "c", "b.T"]
    assert [operand.symbol for operand in operands] == [None, "c", "b"]
    assert [operand.transposed for operand in operands] == [False, False, True]
    assert operands[0].reads == ("a", "b")


def test_operands_are_computed_from_the_text_of_the_line() -> None:
    def dtanh(a: Array, b: Array) -> Array:
        return (1 - a**2) * b

    made = declared("hadamard", dtanh)
    slope, upstream = (operand.value({"a": A, "b": B}) for operand in made.operands)
    np.testing.assert_array_equal(slope, 1 - A**2)
    np.testing.assert_array_equal(slope * upstream, made(A, B))


def test_a_line_broken_inside_its_brackets_is_shown_as_one() -> None:
    def long_one(a: Array, b: Array) -> Array:
        return np.concatenate(
            (a, b)
        )  # fmt: skip

    assert declared("concat", long_one).expression == "np.concatenate((a, b))"


def total_in_two_lines(a: Array) -> Array:
    b = a.sum(axis=1)
    return b


def total_that_is_no_sum(a: Array) -> Array:
    return a @ a


@pytest.mark.parametrize(
    ("kind", "function", "complaint"),
    [
        ("sum", total_in_two_lines, "'total_in_two_lines' must be a single `return` line"),
        ("sum", total_that_is_no_sum, "of kind 'sum', but its line is `a @ a`"),
        ("add", total_that_is_no_sum, "of kind 'add', but its line is `a @ a`"),
        ("convolution", total_that_is_no_sum, "'convolution' has no picture; use one of add, subtract"),
    ],
)
def test_what_could_not_be_drawn_is_refused_when_it_is_declared(kind: str, function: object, complaint: str) -> None:
    with pytest.raises(StepError, match=complaint):
        declared(kind, function)


def add(a: Array, b: Array) -> Array:
    return a + b


def subtract(a: Array, b: Array) -> Array:
    return a - b


def hadamard(a: Array, b: Array) -> Array:
    return a * b * a


def matmul(a: Array, b: Array) -> Array:
    return a.T @ b


def outer(a: Array, b: Array) -> Array:
    return a @ b.T


def total(a: Array) -> Array:
    return a.sum(axis=1, keepdims=True)


def mapped(a: Array) -> Array:
    return np.tanh(a)


def concat(a: Array, b: Array) -> Array:
    return np.concatenate((a, b))


def some_rows(a: Array, b: Array) -> Array:
    return a[: b.shape[0] - 1, :]


def softmaxed(a: Array) -> Array:
    return np.exp(a)


OF_EACH_KIND = {
    "add": (add, ["a", "b"]),
    "subtract": (subtract, ["a", "b"]),
    "hadamard": (hadamard, ["a", "b", "a"]),
    "matmul": (matmul, ["a.T", "b"]),
    "outer": (outer, ["a", "b.T"]),
    "sum": (total, ["a"]),
    "map": (mapped, ["a"]),
    "concat": (concat, ["a", "b"]),
    "slice": (some_rows, ["a"]),
    "softmax": (softmaxed, ["a"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_finds_its_operands_in_a_line_of_that_kind(kind: str) -> None:
    function, operands = OF_EACH_KIND[kind]
    assert [operand.expression for operand in declared(kind, function).operands] == operands


def test_what_a_step_says_of_itself_is_its_own_sentence_and_the_plain_line_where_that_does_not_hold() -> None:
    made = declared("add", add)
    assert [one.id for one in made.sentences] == ["own", "plain"]
    assert (made.sentences[0].text, made.sentence) == ("What happens.", "What happens.")
    assert made.sentences[1].text == "At t = {t} this line makes {add=} of {a}, {b}."


def test_another_line_in_its_place_keeps_what_is_said_and_changes_what_is_read() -> None:
    def only_the_carry(b: Array, c: Array) -> Array:
        return b + 0 * c

    correct = declared("add", add)
    wrong = correct.with_function(only_the_carry)
    assert (wrong.name, wrong.dims, wrong.sentence) == ("add", correct.dims, correct.sentence)
    assert (wrong.reads, wrong.expression) == (("b", "c"), "b + 0 * c")
    assert correct.expression == "a + b"


def test_a_vector_is_drawn_as_one_row() -> None:
    assert as_matrix(np.arange(3.0)).shape == (1, 3)
    assert as_matrix(np.float64(2.0)).shape == (1, 1)
    assert as_matrix(A).shape == A.shape


# Words and lambdas -----------------------------------------------------------------------------------------------


def test_the_sentence_is_the_docstring_where_none_is_given() -> None:
    @step("n_a, m", kind="add", symbol="s", formula="f")
    def total(a: Array, b: Array) -> Array:
        """Two of them
        meet."""
        return a + b

    assert total.sentence == total.sentences[0].text == "Two of them meet."
    assert total.expression == "a + b"


def test_a_step_of_which_nothing_is_said_is_refused() -> None:
    def total(a: Array, b: Array) -> Array:
        return a + b

    with pytest.raises(StepError, match="'total' has no sentence"):
        step("n_a, m", kind="add", symbol="s", formula="f")(total)


def test_a_lambda_is_a_step_by_the_name_it_is_given() -> None:
    made = step("n_a, m", kind="outer", symbol="s", formula="f", sentence="So.", name="dWt")(lambda da, x: da @ x.T)
    assert (made.name, made.reads, made.expression) == ("dWt", ("da", "x"), "da @ x.T")
    np.testing.assert_array_equal(made.run({"da": A, "x": B}), A @ B.T)
