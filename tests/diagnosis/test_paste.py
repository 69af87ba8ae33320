"""Pasted output is read as loosely as people paste it, nothing is evaluated, and no input takes long."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.diagnosis.paste import LONGEST, MOST_READINGS, STRETCH, Number, read

DX = 'gradients["dx"][1][2]'


def numbers(text: str, key: str = DX) -> list[float]:
    """Return what is read after a key in the first block that has it."""
    return next(([n.value for n in block[key].numbers] for block in read(text).blocks if key in block), [])


@pytest.mark.parametrize(
    "text",
    [
        'gradients["dx"][1][2] = [-2.5 0.25 3. -0.125]',
        "gradients['dx'][1][2] = [-2.5  0.25  3.  -0.125]",
        "gradients[“dx”][1][2] = [ -2.5 0.25 3. -0.125 ]",
        "gradients[‘dx’][1][2] = [−2.5, 0.25, 3.0, −0.125]",
        "gradients[dx][1][2]: [-2.5 0.25 3. -0.125]",
        'gradients["dx"][1][2] =\n [-2.5 0.25 3. -0.125]',
        'gradients["dx"][1][2] = \n\n\n[-2.5 0.25\n 3. -0.125]',
        "('gradients[\"dx\"][1][2] =', array([-2.5, 0.25, 3., -0.125]))",
        '>>> gradients["dx"][1][2]\narray([-2.5, 0.25, 3., -0.125], dtype=float64)',
        'gradients_tmp["dx"][1][2] = [-2.5 0.25 3. -0.125]',
        '**gradients["dx"][1][2]** = | [-2.5 0.25 3. -0.125] |',
        '<td>**gradients["dx"][1][2]** =</td>\n<td>[-2.5 0.25 3. -0.125]</td>',
        '```\ngradients["dx"][1][2] = [-2.5 0.25 3. -0.125]\n```',
        '`gradients["dx"][1][2] = [-2.5 0.25 3. -0.125]` and that is wrong, at step 7',
        'Out[12]: gradients[ "dx" ] [1] [2] = [-2.5e0 2.5e-1 +3.0E+00 -1.25e-01]',
        'gradients["dx"][1][2] = [np.float64(-2.5), np.float64(0.25), np.float64(3.0), np.float64(-0.125)]',
        'gradients["dx"][1][2] = -2.5 0.25 3.0 -0.125\nsome words 17',
        'print("gradients[\\"dx\\"][1][2] =", gradients["dx"][1][2])\ngradients["dx"][1][2] = [-2.5 .25 3. -.125]',
        'gradients["dx"][1][2] = [-2.5 0.25 3. -0.125\ngradients["da0"][2][3] = 1',  # a bracket that is not closed
    ],
)
def test_an_array_is_read_in_every_form(text: str) -> None:
    assert numbers(text) == [-2.5, 0.25, 3.0, -0.125]


@pytest.mark.parametrize(
    "text",
    [
        'gradients["da0"][2][3] = -0.3149423751266499',
        'gradients["da0"][2][3] = np.float64(-0.3149423751266499)',
        "('gradients[\"da0\"][2][3] =', -0.3149423751266499)",
        'gradients["da0"][2][3] =\n-0.3149423751266499',
        'gradients["da0"][2][3] = -0.3149423751266499, which is wrong, see 2 and 3',
    ],
)
def test_one_number_is_read_and_is_in_no_brackets(text: str) -> None:
    (block,) = read(text).blocks
    reading = block['gradients["da0"][2][3]']
    assert [number.value for number in reading.numbers] == [-0.3149423751266499]
    assert not reading.bracketed


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ('gradients["dx"].shape = (3, 10, 4)', 'gradients["dx"].shape', [3, 10, 4]),
        ("('gradients[\"dba\"].shape =', (5,))", 'gradients["dba"].shape', [5]),
        ("a_next.shape = \n (5, 10)", "a_next.shape", [5, 10]),
        ("len(caches) = 2", "len(caches)", [2]),
        ("len(cache) = \n 10", "len(cache)", [10]),
        ("a[4][3][6] = 0.17", "a[4][3][6]", [0.17]),
        ("caches[1][1][3] =\n [-1.1425182 -0.34934272]", "caches[1][1][3]", [-1.1425182, -0.34934272]),
    ],
)
def test_shapes_lengths_and_forward_results_are_read(text: str, key: str, expected: list[float]) -> None:
    assert numbers(text, key) == expected


def test_what_is_not_finite_is_read_as_it_is_printed() -> None:
    read_ = numbers('gradients["dx"][1][2] = [nan inf -inf 1e999]')
    assert math.isnan(read_[0])
    assert read_[1:] == [math.inf, -math.inf, math.inf]


def test_an_elision_keeps_both_ends() -> None:
    (block,) = read("a_next[4] = [0.1 0.2 ... 0.9]").blocks
    assert [number.value for number in block["a_next[4]"].numbers] == [0.1, 0.2]
    assert [number.value for number in block["a_next[4]"].last or ()] == [0.9]


@pytest.mark.parametrize(
    ("printed", "half_units"),
    [
        ("0.5", [0.05]),
        ("-0.31494238", [5e-9]),
        ("1.5e-3", [5e-5]),
        ("[0.5        0.33333333]", [5e-9, 5e-9]),  # NumPy left out zeros
        ("[1. 2.]", [5e-9, 5e-9]),
        ("[2.07101689e+00 5.92556270e-01]", [5e-9, 5e-10]),
        ("0.0", [5e-9]),  # an exact zero
    ],
)
def test_a_number_is_as_precise_as_its_last_digit(printed: str, half_units: list[float]) -> None:
    (block,) = read(f"{DX} = {printed}").blocks
    assert [number.half_unit for number in block[DX].numbers] == pytest.approx(half_units)


def test_a_text_that_comes_again_starts_a_block() -> None:
    paste = read(f"mine:\n{DX} = [1.5]\nexpected:\n{DX} = [2.5]\n")
    assert [block[DX].numbers[0].value for block in paste.blocks] == [1.5, 2.5]


def test_lines_of_another_exercise_start_a_block() -> None:
    paste = read('gradients["dxt"][1][2] = 1.5\ngradients["dx"][1][2] = [2.5]\n')
    assert [list(block) for block in paste.blocks] == [['gradients["dxt"][1][2]'], ['gradients["dx"][1][2]']]


def test_errors_are_read_with_their_messages() -> None:
    text = (
        "ValueError                Traceback (most recent call last)\n<ipython-input-3> in <module>\n"
        "---> 12 rnn_backward(da, caches)\n\n"
        "ValueError: operands could not be broadcast together with shapes (5,10) (3,)\n"
    )
    paste = read(text)
    assert ("ValueError", "operands could not be broadcast together with shapes (5,10) (3,)") in paste.errors
    assert paste.functions == {"rnn_backward"}


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read(text)
    read(f"{DX} = {text}")


@given(st.lists(st.floats(width=64), min_size=1, max_size=8))
def test_every_float_comes_back(values: list[float]) -> None:
    printed = " ".join(map(repr, values))
    for before, after in zip(values, numbers(f"{DX} = [{printed}]"), strict=True):
        assert before == after or math.isnan(before)


HOSTILE = {
    "a megabyte of letters": "x" * 10**6,
    "a million lines": "\n" * 10**6,
    "a million lines of output": f"{DX} = [1.5]\n" * 80_000,
    "deep brackets": f"{DX} = " + "[" * 10**6,
    "closing brackets": f"{DX} = " + "]" * 10**6,
    "blanks": 'gradients["dx"]' + " " * 10**6,
    "half keys": "gradients[" * 10**5,
    "quotes": 'gradients"' * 10**5,
    "a long number": f"{DX} = " + "9" * 10**6,
    "a long exponent": f"{DX} = 1e" + "9" * 10**6,
    "null bytes": "\0" * 10**6,
    "tags": "<" * 10**6,
    "errors": "ValueError: " * 10**5,
    "dots": "a." * 10**5 + "Error",
    "keys without values": f"{DX} = " * 50_000,
    "surrogates": "\ud800" * 10**5,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_cut_to_what_may_be_looked_at(text: str) -> None:
    """How long it takes is bounded by how much is looked at: that much text, that many readings of that length."""
    paste = read(text)
    assert sum(map(len, paste.blocks)) <= MOST_READINGS
    assert all(len(reading.numbers) <= STRETCH for block in paste.blocks for reading in block.values())


def test_what_stands_beyond_the_limit_is_not_looked_at() -> None:
    assert numbers("x" * LONGEST + f"\n{DX} = [1.5]") == []


def test_nothing_is_evaluated() -> None:
    trap = Path("must_not_exist")
    read(f"{DX} = __import__('pathlib').Path('{trap}').touch()\n{DX} = [().__class__ for x in [1]]")
    assert not trap.exists()


@pytest.mark.parametrize(
    ("true", "agrees"), [(0.1249, True), (0.1251, True), (0.13, True), (0.1349, True), (0.136, False)]
)
def test_a_number_agrees_with_what_may_be_printed_as_it(true: float, agrees: bool) -> None:
    assert Number(0.13, 0.005, 2).agrees(true, 1e-4) is agrees


@pytest.mark.parametrize("text", ["İnf", "ınf", "-İnfinity", "ınfıNİTY", "٣", "٣.5", "1e٣", "−1", "½", "𝟛"])
def test_letters_that_only_look_like_those_of_a_number_are_none(text: str) -> None:
    """Python's re takes İ and ı for an i where case does not matter, and its float does not."""
    assert numbers(f"{DX} = [1.5 {text} 2.5]")[:1] == [1.5]
    assert numbers(f"{DX} = {text}") == ([-1.0] if text == "−1" else [])
