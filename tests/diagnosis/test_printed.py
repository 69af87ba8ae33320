"""What is printed with a mistake made is diagnosed as that mistake; what is not, is not."""

import random
from collections.abc import Mapping

import numpy as np
import pytest

from app.analysis.gradcheck import work_of
from app.bptt.cells import CELLS
from app.bptt.passes import backward_pass, forward_pass
from app.diagnosis import arrays
from app.diagnosis.arrays import diagnose_arrays, gradient_names
from app.diagnosis.candidates import Candidate, pairs, right, same, singles
from app.diagnosis.paste import read
from app.diagnosis.printed import diagnose
from app.diagnosis.raised import messages
from app.mistakes.catalogue import find
from app.mistakes.mistake import with_forms
from app.runs.exercises import EARLIER, EXERCISES
from app.runs.exercises.exercise import Exercise, Printed
from app.runs.run import Run, make_run
from app.runs.tensors import BadTensors
from tests.diagnosis.truth import with_one_digit_changed
from tests.notebook import FORMS, Form, newest

PAIRS_EACH = 40
"""Of the thousands of pairs, every one of which is a candidate, so many of each exercise are printed and read again."""

SAME_AGAIN = 8
"""Of as many outputs that are read as the same numbers, one is diagnosed in each of its forms."""

each_exercise = pytest.mark.parametrize("name", EXERCISES)
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)


def found(text: str, exercise: str = "auto") -> tuple[str, list[set[str]]]:
    """Return the verdict, and the ids of each candidate."""
    answer = diagnose(text, exercise).as_record()
    return answer["verdict"], [set(ids) for ids in answer["mistakes"]]


def shown(lines: Mapping[str, Printed]) -> dict[str, Printed]:
    """Return lines without shapes and lengths."""
    return {text: value for text, value in lines.items() if "shape" not in text and "len" not in text}


# The round trip --------------------------------------------------------------------------------------------------


@each_exercise
@each_form
def test_the_right_output_is_correct(name: str, form: Form) -> None:
    answer = diagnose(form(right(EXERCISES[name]).printed))
    assert (answer.verdict, answer.exercise, answer.unmatched) == ("correct", name, ())


@each_exercise
@each_form
def test_a_mistake_that_is_printed_is_found_again(name: str, form: Form) -> None:
    """A form that is read as the newest one is, number by number, asks what that one asked: so some of those do."""
    printed = [candidate for candidate in singles(EXERCISES[name]) if not candidate.error]
    for number, candidate in enumerate(printed):
        text, usual = form(candidate.printed), newest(candidate.printed)
        if text != usual and number % SAME_AGAIN and read(text).blocks == read(usual).blocks:
            assert not read(text).errors
            continue
        verdict, mistakes = found(text)
        assert verdict == "mistake", candidate.code
        assert set(candidate.ids) in mistakes


@each_exercise
def test_two_mistakes_that_are_printed_are_found_again(name: str) -> None:
    every = pairs(EXERCISES[name])
    for number, candidate in enumerate(every[:: max(1, len(every) // PAIRS_EACH)]):
        if same(candidate, right(EXERCISES[name])):  # the one undoes the other
            continue
        verdict, mistakes = found(FORMS[number % len(FORMS)](candidate.printed))
        assert verdict == "mistake", candidate.code
        simpler = any(len(ids) == 1 for ids in mistakes)  # the same numbers come of one mistake
        assert simpler or set(candidate.ids) in mistakes or len(mistakes) == 8


@pytest.mark.parametrize("name", EARLIER)
def test_the_output_of_an_earlier_notebook_is_known_as_such(name: str) -> None:
    answer = diagnose(newest(right(EARLIER[name]).printed))
    assert (answer.verdict, answer.exercise, answer.earlier) == ("correct", name, True)


@each_exercise
def test_a_mistake_that_raises_is_recognised_by_its_message(name: str) -> None:
    exercise = EXERCISES[name]
    for candidate in singles(exercise):
        for message in messages(exercise, candidate) if candidate.error else ():
            text = f"in {name}(da, caches)\n{newest(candidate.printed)}\nValueError: {message}\n"
            verdict, mistakes = found(text, name)
            assert verdict == "error_recognised", candidate.code
            assert set(candidate.ids) in mistakes


def test_numpy_s_words_for_dot_are_known_beside_those_for_matmul() -> None:
    exercise = EXERCISES["rnn_cell_backward"]
    (candidate,) = (one for one in singles(exercise) if one.ids == ("wax_not_transposed",))
    matmul, dot = messages(exercise, candidate)
    assert matmul.startswith("matmul: Input operand 1")
    assert dot == "shapes (5,3) and (5,10) not aligned: 3 (dim 1) != 5 (dim 0)"


# What is not a mistake -------------------------------------------------------------------------------------------


@each_exercise
def test_right_numbers_with_one_digit_changed_are_neither_right_nor_a_mistake(name: str) -> None:
    chooser = random.Random(name)
    for number in range(14):
        text = with_one_digit_changed(FORMS[number % len(FORMS)](right(EXERCISES[name]).printed), chooser)
        assert found(text) == ("unknown", []), text


@each_exercise
def test_the_numbers_of_another_seed_are_no_mistake(name: str) -> None:
    exercise = EXERCISES[name]
    for seed in range(2, 12):
        assert found(newest(exercise.printed(exercise.draw(seed)))) == ("unknown", [])


@each_exercise
def test_random_numbers_are_no_mistake(name: str) -> None:
    drawn = np.random.default_rng(5)
    for _ in range(10):
        lines: dict[str, Printed] = {
            text: drawn.standard_normal(np.shape(value)) if np.ndim(value) else float(drawn.standard_normal())
            for text, value in shown(right(EXERCISES[name]).printed).items()
        }
        assert found(newest(lines)) == ("unknown", [])


@pytest.mark.parametrize(
    "text",
    [
        'gradients["dx"].shape = (3, 10, 4)\ngradients["da0"].shape = (5, 10)',
        'gradients["da0"][2][3] = -0.3',
        'gradients["da0"][2][3] = -0.1\ngradients["dWaa"][1][2] = 1.1',
        "len(caches) = 2",
    ],
)
def test_shapes_and_a_few_digits_are_no_evidence(text: str) -> None:
    answer = diagnose(text)
    assert answer.verdict == "too_few"
    assert answer.found == ()


@pytest.mark.parametrize("text", ["", "hello", "gradients", "\0", "Traceback (most recent call last)", "[1 2 3]"])
def test_what_holds_nothing_of_the_exercises_is_unreadable(text: str) -> None:
    assert diagnose(text).verdict == "unreadable"


def test_an_error_that_no_mistake_raises_is_not_recognised() -> None:
    assert diagnose("in rnn_backward\nValueError: math domain error").verdict == "unreadable"


def test_what_stands_after_an_elision_is_compared_as_well() -> None:
    row = [f"{value:.8f}" for value in right(EXERCISES["rnn_cell_forward"]).printed["a_next[4]"]]
    for last, verdict in ((row[-1], "correct"), ("0.12345678", "unknown")):
        text = f"a_next[4] = [{row[0]} {row[1]} {row[2]} ... {row[-2]} {last}]\na_next.shape = (5, 10)"
        assert diagnose(text, "rnn_cell_forward").verdict == verdict


def test_of_two_blocks_the_one_that_says_more_is_reported() -> None:
    few = 'gradients["da0"][2][3] = -0.3'
    unknown = newest(dict.fromkeys(('gradients["dxt"][1][2]', 'gradients["da_prev"][2][3]'), 7.654321))
    for text in (f"{few}\n{unknown}", f"{unknown}\n{few}"):
        assert diagnose(text).verdict == "unknown"


# What is said beside the verdict ---------------------------------------------------------------------------------


def wrong(name: str, code: str) -> dict[str, Printed]:
    """Return what an exercise prints with mistakes made."""
    exercise = EXERCISES[name]
    made = find(code, exercise.cell)
    return exercise.printed(with_forms(exercise.draw(), [one.form for one in made]))


def test_the_answer_names_the_mistake_and_where_to_see_it() -> None:
    answer = diagnose(newest(wrong("rnn_backward", "drop_carry"))).as_record()
    assert answer["exercise"] == "rnn_backward"
    assert answer["mistakes"] == [["drop_carry"]]
    assert answer["unmatched"] == ()
    assert (answer["columns_ok"], answer["first_divergent_t"]) == ((3,), 2)
    (candidate,) = answer["candidates"]
    assert candidate["show"] == {"scenario": "course", "cell": "rnn", "seed": 1, "mistake": "drop_carry"}
    assert [mistake["id"] for mistake in candidate["mistakes"]] == ["drop_carry"]


def test_mistakes_that_print_the_same_are_told_as_such() -> None:
    groups = 0
    for name in ("lstm_cell_backward", "lstm_forward", "rnn_backward"):
        for candidate in singles(EXERCISES[name]):
            twins = {one.ids[0] for one in singles(EXERCISES[name]) if same(one, candidate)}
            if len(twins) > 1 and not candidate.error:
                told = diagnose(newest(candidate.printed)).as_record()["indistinguishable"]
                assert any(twins <= set(group) for group in told)
                groups += 1
    assert groups


def test_what_was_not_pasted_may_tell_candidates_apart() -> None:
    lines = wrong("rnn_backward", "carry_never_updated")
    text = newest({key: lines[key] for key in lines if "dx" in key})
    answer = diagnose(text)
    assert answer.verdict == "mistake"
    assert {"drop_carry", "carry_never_updated"} <= {match.candidate.ids[0] for match in answer.found}
    assert 'gradients["da0"][2][3]' in answer.tell_apart
    full = diagnose(newest(lines))
    assert [match.candidate.ids for match in full.found] == [("carry_never_updated",)]


def test_a_mistake_that_explains_some_lines_is_partial_and_says_which_not() -> None:
    lines = {**wrong("rnn_backward", "drop_carry"), 'gradients["dWaa"][1][2]': 0.123456789}
    answer = diagnose(newest(lines)).as_record()
    assert answer["verdict"] == "partial"
    assert answer["mistakes"] == [["drop_carry"]]
    assert answer["unmatched"] == ('gradients["dWaa"][1][2]',)
    assert answer["candidates"][0]["leaves"] == answer["unmatched"]


def test_unknown_numbers_say_what_the_columns_tell() -> None:
    lines = dict(right(EXERCISES["rnn_backward"]).printed)
    row = np.array(lines['gradients["dx"][1][2]'])
    for wrong_t, said in ((1, "from t = 3 down to t = 2 and wrong at t = 1"), (3, "wrong already at t = 3")):
        changed = row.copy()
        changed[wrong_t] = 0.7654321
        answer = diagnose(newest({**lines, 'gradients["dx"][1][2]': changed}))
        assert (answer.verdict, answer.columns.first_divergent_t) == ("unknown", wrong_t)
        assert said in answer.summary


def test_missing_brackets_around_one_number_are_what_keepdims_makes() -> None:
    lines = wrong("rnn_cell_backward", "dba_no_keepdims")
    assert found(newest(shown(lines))) == ("mistake", [{"dba_no_keepdims"}])


def test_right_numbers_that_lost_their_brackets_on_the_way_are_still_right() -> None:
    text = newest(shown(right(EXERCISES["rnn_backward"]).printed)).replace("[-2", "-2").replace("483317]", "483317")
    assert "= -2.07" in text
    assert diagnose(text).verdict == "correct"


def test_the_expected_output_beside_one_s_own_is_not_taken_for_it() -> None:
    own, expected = newest(wrong("rnn_backward", "drop_carry")), newest(right(EXERCISES["rnn_backward"]).printed)
    for text in (f"mine:\n{own}\nexpected:\n{expected}", f"expected:\n{expected}\nmine:\n{own}"):
        answer = diagnose(text)
        assert answer.verdict == "mistake"
        assert answer.also == (("rnn_backward", "correct"),)


def test_the_cell_passes_and_the_loop_fails() -> None:
    text = newest(right(EXERCISES["rnn_cell_backward"]).printed) + newest(wrong("rnn_backward", "drop_upstream"))
    answer = diagnose(text)
    assert (answer.exercise, answer.verdict) == ("rnn_backward", "mistake")
    assert answer.also == (("rnn_cell_backward", "correct"),)


def test_some_lines_are_enough() -> None:
    lines = wrong("lstm_backward", "missing_brackets_dit")
    text = newest({key: lines[key] for key in list(lines)[:3]})
    verdict, mistakes = found(text)
    assert verdict == "mistake"
    assert {"missing_brackets_dit"} in mistakes


# Arrays ----------------------------------------------------------------------------------------------------------


def gradients(run: Run, code: str = "") -> dict[str, np.ndarray]:
    """Return the gradients of a run with mistakes made."""
    forms = [made.form for made in find(code, run.cell.name)] if code else []
    setting = with_forms(run.setting, forms)
    *_, returned = backward_pass(setting, list(forward_pass(setting)))
    return dict(returned.values)


EVERYWHERE = ("drop_carry", "forward_loop", "overwrite_parameters", "carry_is_upstream:1")


@pytest.mark.parametrize(
    ("scenario", "cell", "code"),
    [("course", "rnn", "dwaa_transposed,no_ba"), *(("custom", c, code) for c in CELLS for code in EVERYWHERE)],
)
def test_arrays_of_any_scenario_are_diagnosed(scenario: str, cell: str, code: str) -> None:
    run = make_run(scenario, cell, 3, {})
    answer = diagnose_arrays(gradients(run, code), run, {"scenario": scenario, "cell": cell, "seed": 3})
    ids = {part.split(":")[0] for part in code.split(",")}
    assert answer.verdict == "mistake"
    assert ids in [set(match.candidate.ids) for match in answer.found]
    assert answer.as_record()["candidates"][0]["show"]["seed"] == 3


def test_right_arrays_are_correct_and_float32_is_enough() -> None:
    run = make_run("custom", "lstm", 1, {})
    sent = {name: value.astype(np.float32).astype(float) for name, value in gradients(run).items()}
    assert diagnose_arrays(sent, run, {}).verdict == "correct"
    assert set(gradient_names(run)) == set(sent)


def test_columns_are_compared_whole() -> None:
    run = make_run("course", "rnn", 1, {})
    dx = gradients(run)["dx"]
    dx[2, 7, 1] += 1
    answer = diagnose_arrays({"dx": dx}, run, {})
    assert (answer.verdict, answer.columns.ok, answer.columns.first_divergent_t) == ("unknown", (0, 2, 3), 1)


def test_random_arrays_are_no_mistake() -> None:
    run = make_run("course", "rnn", 1, {})
    sent = {name: np.random.default_rng(0).standard_normal(value.shape) for name, value in gradients(run).items()}
    assert diagnose_arrays(sent, run, {}).verdict == "unknown"


def test_where_all_pairs_are_too_much_work_the_answer_says_so() -> None:
    run = make_run("course", "rnn", 1, {})
    answer = diagnose_arrays(gradients(run, "dwaa_transposed,no_ba"), run, {}, work=100 * work_of(run.setting))
    assert answer.verdict == "unknown"
    assert "Not all mistakes and pairs" in answer.summary


def test_the_budget_is_one_for_all_runs_and_a_run_beyond_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run("course", "rnn", 1, {})
    sent = gradients(run, "dwaa_transposed,no_ba")
    made: list[object] = []
    forms = arrays.with_forms
    monkeypatch.setattr(arrays, "with_forms", lambda *given: made.append(given) or forms(*given))
    for most in (5, 100):
        made.clear()
        diagnose_arrays(sent, run, {}, work=most * work_of(run.setting))
        assert len(made) <= most + 2  # the right one, and one timestep of it for the names
    with pytest.raises(BadTensors, match="too large to be diagnosed"):
        diagnose_arrays(sent, run, {}, work=work_of(run.setting) / 2)


@pytest.mark.parametrize("sent", [{}, {"dWf": np.zeros((5, 8))}])
def test_an_array_that_a_run_does_not_return_is_refused(sent: dict[str, np.ndarray]) -> None:
    with pytest.raises(BadTensors, match="send any of dx, da0, dWax"):
        diagnose_arrays(sent, make_run("course", "rnn", 1, {}), {})


def test_an_array_of_another_shape_does_not_agree() -> None:
    run = make_run("course", "rnn", 1, {})
    answer = diagnose_arrays({"dba": np.zeros((5,))}, run, {})
    assert (answer.verdict, answer.unmatched) == ("unknown", ("dba",))


def test_every_candidate_is_kept_from_one_diagnosis_to_the_next() -> None:
    exercise: Exercise = EXERCISES["rnn_backward"]
    first: tuple[Candidate, ...] = pairs(exercise)
    assert pairs(exercise) is first
