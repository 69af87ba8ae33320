"""A wrong run beside the right one: what differs, where first, and what is said where a line raises."""

import re
from typing import Any

import numpy as np
import pytest

from app.bptt.cells import CELLS
from app.mistakes.catalogue import CATALOGUE, find
from app.mistakes.mistake import NotPossible
from app.records.beside import differs
from app.records.declaration import declare
from app.records.jsonl import encoded
from app.records.schema import RECORDS
from app.records.split import MOST_COPIES, BySource
from app.records.trace import records
from app.records.wrong import records_side_by_side, wrong_run
from app.runs.run import make_run

RAISES = {
    "da_not_sliced": "operands could not be broadcast together with shapes (5,10,4) (5,10) ",
    "dba_wrong_axis": "non-broadcastable output operand with shape (5,1) doesn't match the broadcast shape (5,10)",
    "dxt_through_waa": "could not broadcast input array from shape (5,10) into shape (3,10)",
}

EVERY = [
    pytest.param(cell, f"{name}:{number}", id=f"{cell}-{name}-{number}")
    for cell in CELLS
    for name, mistake in CATALOGUE.items()
    for number in range(len(mistake.forms_for(cell)))
]


def side_by_side(cell: str, code: str, scenario: str = "course", **asked: Any) -> list[dict[str, Any]]:
    run = make_run(scenario, cell, 1, {})
    made = find(code, cell)
    return list(records_side_by_side(wrong_run(run, made), run, made, **asked))


@pytest.mark.parametrize(("cell", "code"), EVERY)
def test_every_mistake_streams_to_its_end_and_says_where_it_first_shows(cell: str, code: str) -> None:
    sent = side_by_side(cell, code, "custom", entry=(1, 2))
    for record in sent:
        encoded(record)
    assert sent[-1]["kind"] == "end"
    assert (sent[-2]["kind"] == "error") == (sent[-1]["error"] is not None)
    assert sent[-1]["first_difference"] is not None
    declared = sent[0]["declaration"]
    for step in (*declared["steps"]["forward"], *declared["steps"]["backward"]):  # the page looks up what they name
        assert {*step["reads"], *(one["symbol"] for one in step["operands"])} <= {*declared["symbols"], None}


def test_the_carry_that_is_dropped_first_shows_one_timestep_before_the_last() -> None:
    head, *frames, end = side_by_side("rnn", "drop_carry")
    assert end["first_difference"] == {
        "direction": "backward",
        "t": 2,
        "step": "da_next",
        "keys": ["dxt", "da_prev", "dWax", "dWaa", "dba"],
    }
    backward = {record["t"]: record for record in frames if record["kind"] == "backward"}
    assert backward[3]["right"] == {}
    assert "da_next" in backward[2]["right"]
    assert "da_t" not in backward[2]["right"]
    (mistake,) = head["mistakes"]
    (changed,) = mistake["lines"]
    assert changed["right"]["text"] == "da_next = da[:, :, t] + da_prevt"
    assert changed["wrong"]["text"] == "da_next = da[:, :, t]"


@pytest.mark.parametrize("scenario", ["custom", "hello"])
@pytest.mark.parametrize(("cell", "code"), EVERY)
def test_a_steps_two_lines_are_listed_as_the_code_of_either_run_has_them(cell: str, code: str, scenario: str) -> None:
    run = make_run(scenario, cell, 1, {})
    made = find(code, cell)
    try:
        wrong = wrong_run(run, made)
    except NotPossible:
        return
    head = next(records_side_by_side(wrong, run, made, values=False))
    listings = {"right": declare(run.cell, run.setting.loss), "wrong": declare(wrong.cell, run.setting.loss)}
    for changed in (swapped for mistake in head["mistakes"] for swapped in mistake["lines"]):
        assert (changed["listed"] is None) == changed["in_loop"]
        for which, tokens in (changed["listed"] or {}).items():
            code_lines = listings[which]["code"][changed["direction"]]
            assert tokens in [one["tokens"] for one in code_lines if one["step"] == changed["name"]], which


@pytest.mark.parametrize(("cell", "code"), EVERY)
def test_what_was_given_is_sent_with_its_own_numbers_and_no_others(cell: str, code: str) -> None:
    """da[:, :, t] as a value of t, and every part of a sum that is written as a slice of da."""
    given = make_run("custom", cell, 1, {}).setting.da
    assert given is not None
    for record in side_by_side(cell, code, "custom"):
        if record["kind"] == "backward":
            t = record["t"]
            np.testing.assert_array_equal(record["values"]["da_t"], given[:, :, t])
            assert "da_t" not in record["right"]
            for written, part in record["parts"].items():
                if re.fullmatch(r"da\[[^\]]*\]", written):
                    np.testing.assert_array_equal(part, eval(written, {"da": given, "t": t}))


@pytest.mark.parametrize(
    ("code", "wrong"),
    {
        "carry_is_upstream:2": "da_next = da[:, :, t] + da[:, :, t - 1]",
        "one_upstream_for_all": "da_next = da[:, :, -1] + da_prevt",
        "one_upstream_for_all:2": "da_next = da[:, :, -1]",
        "upstream_off_by_one": "da_next = da[:, :, t - 1] + da_prevt",
        "upstream_off_by_one:1": "da_next = da[:, :, t - 1]",
        "upstream_in_place": "da_next = np.add(da[:, :, t], da_prevt, out=da[:, :, t]) + da_prevt",
    }.items(),
)
def test_one_wrong_line_of_a_learner_is_one_and_is_blamed_where_it_acts(code: str, wrong: str) -> None:
    head, *frames, _ = side_by_side("rnn", code)
    ((line,),) = [mistake["lines"] for mistake in head["mistakes"]]
    assert (line["right"]["text"], line["wrong"]["text"]) == ("da_next = da[:, :, t] + da_prevt", wrong)
    for frame in frames:
        if frame["kind"] == "backward":
            blamed = {name for name, id in frame["said"].items() if id.startswith("wrong line")}
            assert blamed == {"da_next"}, frame["t"]
            assert (frame["said"]["da_next"] == "wrong line") == ("da_next" in frame["right"])


def test_two_mistakes_in_one_sum_are_told_as_the_line_that_ran() -> None:
    head, *_ = side_by_side("rnn", "one_upstream_for_all,drop_carry")
    said = {line["wrong"]["text"] for mistake in head["mistakes"] for line in mistake["lines"]}
    assert said == {"da_next = da[:, :, -1]"}


def test_the_right_values_are_those_of_the_right_run() -> None:
    run = make_run("course", "lstm", 1, {})
    true = {(record["kind"], record["t"]): record for record in records(run) if "t" in record}
    seen = 0
    for record in side_by_side("lstm", "forward_loop,no_gate_biases"):
        for name, value in record.get("right", {}).items() if "t" in record else ():
            right = true[record["kind"], record["t"]]
            np.testing.assert_array_equal(value, {**right["values"], **right.get("totals", {})}[name])
            seen += 1
    assert seen > 50


@pytest.mark.parametrize(("code", "said"), RAISES.items())
def test_a_line_that_raises_is_told_in_numpys_words(code: str, said: str) -> None:
    *_, error, end = side_by_side("rnn", code)
    assert error["kind"] == "error"
    assert (error["direction"], error["t"], error["message"]) == ("backward", 3, said)
    assert end["error"] == said
    assert end["gradients"] == {}


def test_what_is_wrong_after_the_loop_shows_in_the_gradients_alone() -> None:
    *frames, end = side_by_side("rnn", "da0_is_zeros")
    assert all(record.get("right") == {} for record in frames if "t" in record)
    assert end["first_difference"] == {"direction": "end", "t": None, "step": "da0", "keys": ["da0"]}
    assert list(end["right"]) == ["da0"]


def test_a_loop_that_skips_a_timestep_still_ends() -> None:
    *frames, end = side_by_side("rnn", "skips_last_timestep")
    assert [record["t"] for record in frames if record["kind"] == "backward"] == [2, 1, 0]
    assert end["first_difference"]["t"] == 2


def test_two_mistakes_are_both_named() -> None:
    head, *_ = side_by_side("rnn", "dwaa_transposed,no_ba")
    assert [mistake["id"] for mistake in head["mistakes"]] == ["dwaa_transposed", "no_ba"]


def test_records_keep_to_the_schema() -> None:
    import json

    for code in ("carry_is_upstream:2", "wax_not_transposed", "da0_is_zeros"):
        for record in side_by_side("rnn", code, entry=(0, 0)):
            sent = json.loads(encoded(record))
            RECORDS[sent["kind"]].model_validate(sent)


def test_a_mistake_of_another_cell_is_refused() -> None:
    run = make_run("course", "rnn", 1, {})
    with pytest.raises(NotPossible):
        wrong_run(run, find("drop_dc_carry", "lstm"))


@pytest.mark.parametrize(
    ("wrong", "right", "expected"),
    [
        ([1.0, 2.0], [1.0, 2.0 + 1e-12], False),
        ([1.0, 2.0], [1.0, 2.0 + 1e-6], True),
        ([np.nan], [np.nan], False),
        ([np.inf], [np.inf], False),
        ([np.inf], [1.0], True),
        ([0.0], [0.0], False),
        ([0.0], [1e-300], True),
        ([[1.0]], [1.0], True),
    ],
)
def test_rounding_is_no_difference(wrong: list[float], right: list[float], expected: bool) -> None:
    assert differs(np.array(wrong), np.array(right)) is expected


@pytest.mark.parametrize(
    ("cell", "code", "named"),
    [
        ("rnn", "dwaa_uses_a_next", "dWaa"),
        ("rnn", "drop_carry", None),
        ("lstm", "no_sigmoid_derivative_o", None),
        ("rnn", "no_ba", "dba"),  # of the learner's own forward pass, the backward pass is not the gradient
    ],
)
def test_a_gradient_check_of_a_wrong_run_names_the_gradient_that_is_wrong(
    cell: str, code: str, named: str | None
) -> None:
    *_, end, check = side_by_side(cell, code, "custom", check=True)
    assert (end["kind"], check["kind"], check["right"]) == ("end", "check", False)
    assert check["where"] == named or (named is None and check["where"] in end["right"])
    assert check["worst"] > 1e-3
    assert f"{check['where']} is wrong" in check["sentence"]
    assert check["sentence"].endswith("This is how a gradient check finds that a line is wrong.")


def test_a_mistake_that_the_cost_does_not_know_of_is_one_that_no_gradient_check_finds() -> None:
    check = side_by_side("rnn", "no_by", "custom", check=True)[-1]
    assert check["right"] is True
    assert "finds nothing wrong here" in check["sentence"]


def test_where_a_line_raised_there_is_nothing_to_check() -> None:
    *_, end, check = side_by_side("rnn", "dxt_through_waa", check=True)
    assert (end["kind"], set(check)) == ("end", {"kind", "skipped"})


def test_what_the_right_run_has_comes_with_its_norms() -> None:
    for record in side_by_side("rnn", "drop_carry"):
        if record["kind"] in ("forward", "backward"):
            expected = {name: np.linalg.norm(value) for name, value in record["right"].items()}
            assert record["right_norms"] == pytest.approx(expected)


def test_both_runs_are_split_by_source_and_what_is_left_out_is_said() -> None:
    *frames, end = side_by_side("rnn", "drop_carry", entry=(1, 1), most=10**6)
    right = make_run("course", "rnn", 1, {})
    alone = list(records(right, entry=(1, 1), sources=BySource(right.setting, 10**6)))
    assert end["right_attribution"] == alone[-1]["attribution"]
    for frame, expected in zip(frames, alone, strict=False):
        if frame["kind"] == "backward":
            assert frame["arithmetic"]["right_sources"] == expected["arithmetic"]["sources"]
    assert [bool(cell) for cell in end["attribution"]["norms"][1]] == [False, True, False, False]
    assert end["left_out"][3] == "At t = 3 every part of da_next is as in the right run."
    assert "ŷ⟨2⟩ and ŷ⟨3⟩ is missing" in end["left_out"][1]


def test_of_a_timestep_that_a_loop_never_comes_to_it_says_so() -> None:
    *_, end = side_by_side("rnn", "skips_last_timestep", most=10**6)
    assert end["left_out"][3] == "This loop never comes to t = 3."
    assert end["right_attribution"]["norms"][3][3] > 0


def test_a_wrong_run_that_is_too_long_is_not_split_and_says_why() -> None:
    run = make_run("custom", "rnn", 1, {"n_a": 1, "m": 1, "n_x": 1, "n_y": 1, "T_x": MOST_COPIES + 1})
    made = find("drop_carry", "rnn")
    *_, end = records_side_by_side(wrong_run(run, made), run, made, most=10**6)
    assert f"up to {MOST_COPIES} timesteps; this one has {MOST_COPIES + 1}" in end["attribution"]["reason"]
    assert end["right_attribution"]["norms"] is not None
    assert set(end["left_out"]) == {""}
