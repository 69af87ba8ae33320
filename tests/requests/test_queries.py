"""What may be asked for. Each bad input is answered with a sentence that says what is allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.requests.limits import Limits
from app.requests.queries import TraceQuery as Unbounded
from app.requests.queries import within
from app.requests.refusals import sentences

LIMITS = Limits()
TraceQuery = within(Unbounded, LIMITS)


def refusal(**asked: object) -> str:
    with pytest.raises(ValidationError) as refused:
        TraceQuery.model_validate(asked)
    return sentences(refused.value, TraceQuery)


T_X = f"T_x must be a whole number from 1 to {LIMITS.max_T_x}"
SEED = "seed must be a whole number from 0 to 4294967295"
ENTRY = 'entry must be two whole numbers with a comma between, such as "2,3"'


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"T_x": "abc"}, f"{T_X}, not 'abc'."),
        ({"T_x": "0"}, f"{T_X}, not '0'."),
        ({"T_x": "-1"}, f"{T_X}, not '-1'."),
        ({"T_x": "1e3"}, f"{T_X}, not '1e3'."),
        ({"T_x": "2.5"}, f"{T_X}, not '2.5'."),
        ({"T_x": ""}, f"{T_X}, not ''."),
        ({"T_x": str(LIMITS.max_T_x + 1)}, f"{T_X}, not '{LIMITS.max_T_x + 1}'."),
        ({"n_x": "0"}, f"n_x must be a whole number from 1 to {LIMITS.max_n}, not '0'."),
        ({"n_a": "many"}, f"n_a must be a whole number from 1 to {LIMITS.max_n}, not 'many'."),
        ({"n_y": "-3"}, f"n_y must be a whole number from 1 to {LIMITS.max_n}, not '-3'."),
        ({"m": "9999999"}, f"m must be a whole number from 1 to {LIMITS.max_m}, not '9999999'."),
        ({"seed": "-1"}, f"{SEED}, not '-1'."),
        ({"seed": "4294967296"}, f"{SEED}, not '4294967296'."),
        ({"seed": "NaN"}, f"{SEED}, not 'NaN'."),
        ({"seed": "1" * 5000}, f"{SEED}, not '{'1' * 58}…."),
        ({"entry": "2"}, f"{ENTRY}, not '2'."),
        ({"entry": "2;3"}, f"{ENTRY}, not '2;3'."),
        ({"entry": "-1,0"}, f"{ENTRY}, not '-1,0'."),
        ({"entry": "2,3\n"}, f"{ENTRY}, not '2,3\\n'."),
        ({"entry": "999999,0"}, f"{ENTRY}, not '999999,0'."),
        ({"entry": "２,３"}, f"{ENTRY}, not '２,３'."),
        ({"check": "maybe"}, "check must be true or false, not 'maybe'."),
        ({"scenario": "x" * 41}, f"scenario must be a text of at most 40 characters, not '{'x' * 41}'."),
    ],
)
def test_each_bad_input_gives_its_sentence(asked: dict[str, str], sentence: str) -> None:
    assert refusal(**asked) == sentence


def test_an_unknown_parameter_is_answered_with_those_that_exist() -> None:
    said = refusal(sneed="1")
    assert said == f"There is no parameter 'sneed'; allowed are {', '.join(TraceQuery.model_fields)}."


def test_several_faults_give_several_sentences() -> None:
    assert refusal(T_x="abc", seed="-1").count(" must be ") == 2


@given(st.text(max_size=200))
def test_a_sentence_is_one_short_line_whatever_was_sent(text: str) -> None:
    said = refusal(T_x=f"x{text}")
    assert said.startswith(T_X)
    assert len(said.splitlines()) == 1
    assert len(said) < 150


def test_nothing_asked_for_is_the_course_exercise_in_its_own_sizes() -> None:
    query = TraceQuery()
    assert (query.scenario, query.cell, query.seed, query.focus, query.check) == ("course", "rnn", 1, None, True)
    assert set(query.sizes.values()) == {None}


@given(st.integers(0, 99999), st.integers(0, 99999))
def test_the_focus_entry_is_row_and_column(row: int, column: int) -> None:
    assert TraceQuery(entry=f"{row},{column}").focus == (row, column)


def test_the_largest_that_is_allowed_is_allowed() -> None:
    query = TraceQuery(T_x=LIMITS.max_T_x, n_a=LIMITS.max_n, m=LIMITS.max_m, seed=2**32 - 1)
    assert query.sizes["T_x"] == LIMITS.max_T_x
