"""The catalogue: each mistake is a line swapped, shows in an exercise, and says what it is without giving it away."""

from dataclasses import replace

import numpy as np
import pytest

from app.bptt.cells import CELLS
from app.bptt.loss import GIVEN
from app.bptt.passes import Setting, backward_pass, forward_pass
from app.diagnosis.candidates import applicable, differing, pairs, right, singles
from app.mistakes.catalogue import CATALOGUE, NoSuchMistake, find
from app.mistakes.lines import wrong_lines
from app.mistakes.mistake import LOOP_LINES, Form, Made, NotPossible, with_forms
from app.records.declaration import declare
from app.runs.exercises import EXERCISES
from app.runs.run import make_run
from tests.made_up_cell import MADE_UP

ASKED_FOR = (
    "drop_carry",
    "drop_upstream",
    "last_upstream_only",
    "carry_is_upstream",
    "no_tanh_derivative",
    "one_minus_a_squared",
    "one_minus_a",
    "inverse_tanh_derivative",
    "tanh_derivative_of_tanh",
    "tanh_derivative_of_a_prev",
    "waa_not_transposed",
    "dwaa_uses_a_next",
    "overwrite_parameters",
    "dba_wrong_axis",
    "forward_loop",
    "first_cache",
    "last_cache",
    "upstream_in_place",
    "a0_every_step",
    "x0_every_step",
    "a0_zeros",
    "no_ba",
    "waa_transposed_forward",
    "drop_da_carry",
    "drop_dc_carry",
    "weight_slices_swapped",
    "no_sigmoid_derivative_f",
    "no_sigmoid_derivative_i",
    "no_sigmoid_derivative_o",
    "dc_without_output_path",
)

EVERY_FORM = [
    pytest.param(Made(mistake, form, number), cell, id=f"{mistake.id}-{number}-{cell}")
    for mistake in CATALOGUE.values()
    for cell in CELLS
    for number, form in enumerate(mistake.forms_for(cell))
]

BACKWARD = ("rnn_backward", "lstm_backward")


def gradients(cell: str, *codes: str) -> dict[str, np.ndarray]:
    """Return what the course exercise's backward pass returns with mistakes made."""
    forms = [made.form for code in codes for made in find(code, cell)]
    setting = with_forms(EXERCISES[f"{cell}_backward"].draw(), forms)
    *_, returned = backward_pass(setting, list(forward_pass(setting)))
    return dict(returned.values)


def test_what_learners_are_known_to_do_is_in_the_catalogue() -> None:
    assert set(ASKED_FOR) <= set(CATALOGUE)


@pytest.mark.parametrize(("made", "cell"), EVERY_FORM)
def test_a_mistake_changes_something_in_its_cell(made: Made, cell: str) -> None:
    """In a gradient, a prediction, or by what NumPy says: no exercise has to print it."""
    right, wrong = (
        outcome(with_forms(make_run("custom", cell, 1, {"T_x": 4}).setting, forms)) for forms in ([], [made.form])
    )
    assert isinstance(wrong, str) or right != wrong


def outcome(setting: Setting) -> str | dict[str, object]:
    """Return all gradients and predictions of a run, or what NumPy says of it."""
    try:
        with np.errstate(all="ignore"):
            frames = list(forward_pass(setting))
            *_, returned = backward_pass(setting, frames)
    except (ValueError, IndexError) as error:
        return str(error)
    predictions = {f"ŷ{frame.t}": frame.values["yt_pred"].tolist() for frame in frames}
    return {name: value.tolist() for name, value in returned.values.items()} | predictions


def test_what_is_dropped_at_the_sum_is_dropped_in_any_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CELLS, MADE_UP.name, MADE_UP)
    lines = {
        name: [(line.right, line.wrong) for line in wrong_lines(find(name, MADE_UP.name)[0].form, MADE_UP)]
        for name in ("drop_carry", "drop_upstream", "carry_never_updated", "carry_is_upstream:3")
    }
    assert lines == {
        "drop_carry": [("tide = dusk + dawn", "tide = dusk")],
        "drop_upstream": [("tide = dusk + dawn", "tide = dawn")],
        "carry_never_updated": [("dawn = bird", "dawn = np.zeros_like(bird)")],
        "carry_is_upstream:3": [
            ("tide = dusk + dawn", "tide = dusk + (da[:, :, t - 1] if t else 0)"),
        ],
    }
    drawn = np.random.default_rng(3).standard_normal
    setting = Setting(
        MADE_UP,
        {"Moss": drawn((3, 5)), "rust": drawn((3, 1))},
        drawn((2, 4, 3)),
        {"egg": drawn((3, 4))},
        da=drawn((3, 4, 3)),
    )
    wrong = with_forms(setting, [find("drop_carry", MADE_UP.name)[0].form])
    *frames, _ = backward_pass(wrong, list(forward_pass(setting)))
    for frame in frames:
        np.testing.assert_array_equal(frame.values["tide"], setting.da[:, :, frame.t])


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_an_exercise_can_be_got_wrong_in_several_ways(exercise: object) -> None:
    assert len({candidate.ids for candidate in singles(exercise)}) >= 5  # type: ignore[arg-type]


@pytest.mark.parametrize(("made", "cell"), EVERY_FORM)
def test_a_form_swaps_lines_that_are_there_for_others_than_the_right_ones(made: Made, cell: str) -> None:
    steps = {step.name for step in CELLS[cell].steps}
    for swap in made.form.swaps:
        assert swap.name in (LOOP_LINES if swap.in_loop else steps)
        assert not swap.lane or swap.lane in {lane.state for lane in CELLS[cell].lanes}
    for line in wrong_lines(made.form, CELLS[cell]):
        assert line.wrong != line.right


@pytest.mark.parametrize(("made", "cell"), EVERY_FORM)
def test_a_wrong_line_stands_where_the_code_has_the_right_one(made: Made, cell: str) -> None:
    """By the name of its step or of its line in the loop; only what the course's loop does not write is not listed."""
    code = declare(CELLS[cell], GIVEN)["code"]
    for line in wrong_lines(made.form, CELLS[cell]):
        listed = {name for one in code[line.direction] for name in (one["step"], one["loop"])}
        assert (line.name in listed) != (line.name in {"cache", "inputs"})


def test_overwriting_is_shown_at_each_line_that_gathers() -> None:
    (made,) = find("overwrite_parameters", "rnn")
    lines = wrong_lines(made.form, CELLS["rnn"])
    assert [line.name for line in lines] == ["dWaxt", "dWaat", "dbat"]
    assert (lines[0].wrong, lines[0].right) == ("dWax = dtanh @ xt.T", "dWax += dtanh @ xt.T")


@pytest.mark.parametrize(("made", "cell"), EVERY_FORM)
def test_what_is_asked_for_is_found_again(made: Made, cell: str) -> None:
    assert [found.form for found in find(made.code, cell)] == [made.form]


@pytest.mark.parametrize("mistake", CATALOGUE.values(), ids=CATALOGUE)
def test_the_hint_does_not_give_the_right_line_away(mistake: object) -> None:
    for cell in CELLS.values():
        for form in mistake.forms_for(cell.name):  # type: ignore[attr-defined]
            for line in wrong_lines(form, cell):
                right = line.right.partition("= ")[2] or line.right
                assert right.isidentifier() or right not in mistake.hint  # type: ignore[attr-defined]


def test_texts_are_sentences() -> None:
    for mistake in CATALOGUE.values():
        assert mistake.hint[-1] in ".?"
        assert mistake.explanation[-1] in ".)"
        assert mistake.symptom.endswith(".")
        assert not mistake.title.endswith(".")


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_without_the_carry_only_the_last_column_is_right(cell: str) -> None:
    wrong, true = gradients(cell, "drop_carry")["dx"], gradients(cell)["dx"]
    last = EXERCISES[f"{cell}_backward"].draw().T_backward - 1
    np.testing.assert_array_equal(wrong[:, :, last], true[:, :, last])
    for t in range(last):
        assert not np.allclose(wrong[:, :, t], true[:, :, t])


def test_without_the_upstream_every_gradient_is_zero() -> None:
    for cell in ("rnn", "lstm"):
        for name, value in gradients(cell, "drop_upstream").items():
            assert not value.any(), name


def test_parameters_that_are_overwritten_keep_the_share_of_the_first_timestep() -> None:
    setting = EXERCISES["rnn_backward"].draw()
    *frames, _ = backward_pass(setting, list(forward_pass(setting)))
    wrong = gradients("rnn", "overwrite_parameters")
    np.testing.assert_array_equal(wrong["dWax"], frames[-1].values["dWaxt"])
    np.testing.assert_array_equal(wrong["dx"], gradients("rnn")["dx"])


def test_only_one_lane_of_two_is_dropped() -> None:
    both, a_lane, c_lane = (gradients("lstm", name) for name in ("drop_carry", "drop_da_carry", "drop_dc_carry"))
    for one, other in ((both, a_lane), (both, c_lane), (a_lane, c_lane)):
        assert not np.allclose(one["dx"], other["dx"])


def test_writing_into_da_leaves_the_setting_as_it_was() -> None:
    setting = EXERCISES["rnn_backward"].draw()
    before = setting.da.copy()
    wrong = with_forms(setting, [find("upstream_in_place", "rnn")[0].form])
    list(backward_pass(wrong, list(forward_pass(wrong))))
    np.testing.assert_array_equal(setting.da, before)


def test_two_mistakes_at_once_differ_from_each_alone() -> None:
    both = gradients("rnn", "dwaa_transposed,no_ba")
    assert not np.allclose(both["dx"], gradients("rnn", "dwaa_transposed")["dx"])
    assert not np.allclose(both["dWaa"], gradients("rnn", "no_ba")["dWaa"])


def test_two_mistakes_in_one_line_are_refused() -> None:
    with pytest.raises(NotPossible, match="two mistakes in one line"):
        gradients("rnn", "drop_carry,drop_upstream")


def test_a_mistake_that_reads_da_needs_one_that_is_given() -> None:
    setting = replace(EXERCISES["rnn_backward"].draw(), da=None)
    with pytest.raises(NotPossible, match="the loss makes it"):
        with_forms(setting, [find("carry_is_upstream", "rnn")[0].form])


@pytest.mark.parametrize(
    ("code", "cell", "error", "said"),
    [
        ("nope", "rnn", NoSuchMistake, "'nope' does not exist; choose one of drop_carry"),
        ("drop_dc_carry", "rnn", NotPossible, "cannot be made in the cell 'rnn'"),
        ("drop_carry:7", "rnn", NotPossible, "no form '7'"),
        ("drop_carry:²", "rnn", NotPossible, "no form"),
        ("drop_carry:" + "9" * 5000, "rnn", NotPossible, "no form"),
        ("", "rnn", NoSuchMistake, "choose one of"),
        ("drop_carry,", "rnn", NoSuchMistake, "choose one of"),
    ],
)
def test_a_wrong_name_says_which_exist(code: str, cell: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        find(code, cell)


@pytest.mark.parametrize("name", EXERCISES)
def test_where_only_the_cell_is_printed_nothing_is_wrong_in_the_loop(name: str) -> None:
    exercise = EXERCISES[name]
    in_loop = [made for made in applicable(exercise) if any(swap.in_loop for swap in made.form.swaps)]
    assert bool(in_loop) == (exercise.T_x > 1)


@pytest.mark.parametrize("name", BACKWARD)
def test_a_candidate_differs_from_the_right_answer(name: str) -> None:
    exercise = EXERCISES[name]
    for candidate in singles(exercise):
        assert candidate.error or differing(candidate, right(exercise)), candidate.code
    assert all(not candidate.error for candidate in pairs(exercise))


def test_a_wrong_cell_is_made_once() -> None:
    run = make_run("course", "rnn", 1, {})
    form: Form = find("drop_carry", "rnn")[0].form
    assert with_forms(run.setting, [form]).cell is with_forms(run.setting, [form]).cell
