"""The contract between a cell and the page, held both ways: nothing undeclared is sent, nothing declared is missing."""

import re
from typing import Any

import numpy as np
import pytest

from app.bptt.carry import HandOver
from app.bptt.cells import CELLS
from app.bptt.loss import LOSSES
from app.bptt.step import KINDS
from app.mistakes.catalogue import find
from app.records.declaration import HAND_OVER, declare
from app.records.trace import records
from app.records.wrong import describe, records_side_by_side, wrong_run
from app.runs.run import Run, make_run
from tests.every_run import RUNS

EVERY = RUNS + [
    pytest.param(make_run("custom", cell, 1, {}, loss=loss), id=f"{loss}-{cell}") for cell in CELLS for loss in LOSSES
]
each_run = pytest.mark.parametrize("run", EVERY)

Declaration = dict[str, Any]


def declaration(run: Run) -> Declaration:
    return declare(run.cell, run.setting.loss)


def frames(run: Run, kind: str) -> list[dict[str, Any]]:
    return [record for record in records(run) if record["kind"] == kind]


def steps(declared: Declaration) -> list[dict[str, Any]]:
    return declared["steps"]["forward"] + declared["steps"]["backward"]


def text(line: dict[str, Any]) -> str:
    return "".join(token["text"] for token in line["tokens"])


@each_run
def test_the_symbols_are_exactly_the_values_parameters_and_totals_of_the_trace(run: Run) -> None:
    in_trace = set(run.setting.parameters)
    for frame in frames(run, "forward") + frames(run, "backward"):
        in_trace |= set(frame["values"]) | set(frame.get("totals", {}))
    assert set(declaration(run)["symbols"]) == in_trace


@each_run
def test_every_frame_holds_all_that_its_steps_make(run: Run) -> None:
    declared = declaration(run)
    for kind in ("forward", "backward"):
        made = {step["name"] for step in declared["steps"][kind]}
        for frame in frames(run, kind):
            assert made <= set(frame["values"])
            assert all(name in declared["symbols"] for name in set(frame["values"]) - made)


@each_run
def test_every_value_has_the_shape_that_is_declared(run: Run) -> None:
    symbols = declaration(run)["symbols"]
    for frame in frames(run, "forward") + frames(run, "backward"):
        for name, value in {**frame["values"], **frame.get("totals", {}), **run.setting.parameters}.items():
            assert np.shape(value) == run.sizes.shape(", ".join(" + ".join(dim) for dim in symbols[name]["dims"])), name


@each_run
def test_the_parts_of_a_frame_are_exactly_the_operands_that_are_no_values(run: Run) -> None:
    for kind in ("forward", "backward"):
        operands = [o for step in declaration(run)["steps"][kind] for o in step["operands"]]
        declared = {operand["expression"] for operand in operands if operand["symbol"] is None}
        for frame in frames(run, kind):
            assert set(frame["parts"]) == declared


@each_run
def test_the_totals_are_those_of_every_backward_frame_and_each_names_the_step_that_feeds_it(run: Run) -> None:
    declared = declaration(run)
    fed = {step["total"] for step in declared["steps"]["backward"] if step["total"]}
    assert fed == set(declared["totals"])
    for frame in frames(run, "backward"):
        assert set(frame["totals"]) == fed


@each_run
def test_the_gradients_at_the_end_are_those_stacked_carried_out_and_totalled(run: Run) -> None:
    declared = declaration(run)
    (end,) = frames(run, "end")
    lanes = {lane["gradient"] for lane in declared["lanes"]}
    assert set(end["gradients"]) == set(declared["stacks"]) | lanes | set(declared["totals"])


@each_run
def test_every_step_has_a_kind_with_a_picture_and_reads_what_is_declared(run: Run) -> None:
    declared = declaration(run)
    for step in steps(declared):
        assert step["kind"] in KINDS
        assert set(step["reads"]) - {"n_a"} <= set(declared["symbols"]), step["name"]
        for operand in step["operands"]:
            assert operand["symbol"] is None or operand["symbol"] in declared["symbols"]


@each_run
def test_every_sentence_asks_only_for_numbers_that_are_there(run: Run) -> None:
    declared = declaration(run)
    known = set(declared["symbols"]) | {"t", "t-1", "t+1"}
    for step in steps(declared):
        for sentence in (step["sentence"], *step["sentences"].values()):
            asked = {name.rstrip("=") for name in re.findall(r"{([^}]*)}", sentence)}
            assert asked <= known, f"{step['name']}: {asked - known}"
            assert sentence.rstrip().endswith("."), step["name"]


@each_run
def test_every_step_has_its_own_line_of_code_and_every_lit_line_has_its_step(run: Run) -> None:
    declared = declaration(run)
    for kind in ("forward", "backward"):
        lit = [line["step"] for line in declared["code"][kind] if line["step"]]
        assert {name for name in lit if name != HAND_OVER} == {step["name"] for step in declared["steps"][kind]}
        assert len([name for name in lit if name != HAND_OVER]) == len(declared["steps"][kind])


@each_run
def test_the_code_is_the_source_that_runs_in_the_courses_writing(run: Run) -> None:
    declared = declaration(run)
    lines = {line["step"]: text(line) for kind in ("forward", "backward") for line in declared["code"][kind]}
    written = {name: symbol["code"] for name, symbol in declared["symbols"].items()}
    for step in steps(declared):
        source = re.sub(r"[A-Za-z_]\w*", lambda match: written.get(match.group(), match.group()), step["source"])
        assert lines[step["name"]].endswith(f"= {source}"), step["name"]


@each_run
def test_every_token_that_claims_to_be_a_value_is_one(run: Run) -> None:
    declared = declaration(run)
    lines = declared["code"]["forward"] + declared["code"]["backward"]
    operands = [operand for step in steps(declared) for operand in step["operands"]]
    named = {token["symbol"] for line in lines + operands for token in line["tokens"] if token["symbol"]}
    assert named <= set(declared["symbols"])


def test_the_rnn_reads_as_the_courses_loop_does() -> None:
    code = declaration(make_run("course", "rnn", 1, {}))["code"]["backward"]
    assert [("    " * line["indent"]) + text(line) for line in code] == [
        "da_prevt = np.zeros((n_a, m))",
        "for t in reversed(range(T_x)):",
        "    da_next = da[:, :, t] + da_prevt",
        "    dtanh = (1 - a_next**2) * da_next",
        "    dx[:, :, t] = Wax.T @ dtanh",
        "    dWax += dtanh @ x[:, :, t].T",
        "    dWaa += dtanh @ a_prev.T",
        "    dba += dtanh.sum(axis=1, keepdims=True)",
        "    da_prev = Waa.T @ dtanh",
        "    da_prevt = da_prev",
        "da0 = da_prevt",
    ]


@each_run
def test_upstream_carried_and_their_sum_are_told_apart(run: Run) -> None:
    declared = declaration(run)
    roles = {name: symbol["role"] for name, symbol in declared["symbols"].items()}
    for lane in declared["lanes"]:
        assert roles[lane["carried"]] == roles[lane["returned"]] == "carried"
        assert roles[lane["total"]] == "total"
        if lane["upstream"]:
            assert roles[lane["upstream"]] == "upstream"


def test_what_is_done_to_the_carry_is_in_the_code_of_the_loop() -> None:
    declared = declare(CELLS["lstm"], LOSSES["given"], HandOver(truncate=3, clip=2.0))
    lines = ["".join(token["text"] for token in line["tokens"]) for line in declared["code"]["backward"]]
    lit = [text for text, line in zip(lines, declared["code"]["backward"], strict=True) if line["step"] == HAND_OVER]
    assert lit == [
        "da_prevt = da_prev",
        "if t > 0 and t % 3 == 0: da_prevt = np.zeros((n_a, m))",
        "if t > 0: da_prevt = da_prevt * (2 / max(2, np.linalg.norm(da_prevt)))",
        "dc_prevt = dc_prev",
        "if t > 0 and t % 3 == 0: dc_prevt = np.zeros((n_a, m))",
        "if t > 0: dc_prevt = dc_prevt * (2 / max(2, np.linalg.norm(dc_prevt)))",
    ]


def test_the_page_is_told_how_things_are_called_and_takes_no_code_apart() -> None:
    declared = declaration(make_run("course", "lstm", 1, {}))
    upstream, carried = (declared["symbols"][name] for name in ("da_t", "da_prevt"))
    assert (upstream["code"], upstream["code_before"]) == ("da[:, :, t]", "da[:, :, t-1]")
    assert (upstream["label"], upstream["entry"]) == ("da[:,:,{t}]", "da[{i},{j},{t}]")
    assert (carried["label"], carried["entry"]) == ("da_prevt", "da_prevt[{i},{j}]")
    assert declared["symbols"]["Wf"]["dims"] == [["n_a"], ["n_a", "n_x"]]
    steps = {step["name"]: step["applies"] for step in declared["steps"]["forward"]}
    assert (steps["ft"], steps["cct"], steps["yt_pred"], steps["concat"]) == ("sigmoid", "tanh", "softmax", "stacked")
    for direction, opening in (("forward", "for t in range(T_x):"), ("backward", "for t in reversed(range(T_x)):")):
        (line,) = (line for line in declared["code"][direction] if line["opens"])
        assert "".join(token["text"] for token in line["tokens"]) == opening


def test_a_wrong_line_of_a_step_is_told_as_the_code_lists_it() -> None:
    (made,) = find("dwaa_transposed", "rnn")
    (line,) = describe(made, CELLS["rnn"])["lines"]
    listed = {which: "".join(token["text"] for token in tokens) for which, tokens in line["listed"].items()}
    assert listed == {"right": "dWaa += dtanh @ a_prev.T", "wrong": "dWaa += a_prev @ dtanh.T"}


@pytest.mark.parametrize("mistake", [None, "skips_first_timestep"])
@pytest.mark.parametrize(("scenario", "cell"), [("course", "lstm"), ("course", "rnn"), ("custom", "lstm")])
def test_the_loop_that_is_listed_runs_over_what_there_is_of_da(scenario: str, cell: str, mistake: str | None) -> None:
    """The course's LSTM has 7 timesteps and da of 4: reversed(range(7)) would raise at da[:, :, 6]."""
    run = make_run(scenario, cell, 1, {})
    made = find(mistake, cell) if mistake else ()
    wrong = wrong_run(run, made)
    head, *sent = records_side_by_side(wrong, run, made)
    changed = [line["wrong"]["text"] for one in head["mistakes"] for line in one["lines"]]
    listed = changed or [text(line) for line in head["declaration"]["code"]["backward"] if line["opens"]]
    loop = listed[0].removeprefix("for t in ").removesuffix(":")
    known = {"T_x": run.setting.T_x, "da": run.setting.da}
    assert list(eval(loop, known)) == [one["t"] for one in sent if one["kind"] == "backward"]
