"""Every scene of the lesson is true, of its own run and of those of other seeds."""

import json
import re
from functools import cache
from typing import Any

import numpy as np
import pytest

from app.bptt.passes import forward_pass
from app.records.jsonl import encoded
from app.records.lesson.facts import Fact, by_kind, holds
from app.records.lesson.scene import Link, Scene
from app.records.lesson.scenes import COST, DROPPED, FAR, FUTURE, SCENES, SUM, TWO_WAYS
from app.requests.limits import Limits
from app.requests.queries import TraceQuery
from app.requests.trace import answer, drawn_run
from app.runs.run import make_run

SEEDS = ("1", "2", "3", "5", "8", "13", "21")

OF_THE_RUN = ("scenario", "cell", "seed", "mistake")

each_scene = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
each_seed = pytest.mark.parametrize("seed", SEEDS)


def trace_of(address: Any, seed: str) -> dict[str, Any]:
    """Return the records that the page gets for an address, as it gets them."""
    return _trace(tuple((name, address[name]) for name in OF_THE_RUN if name in address), seed)


@cache
def _trace(asked: tuple[tuple[str, str], ...], seed: str) -> dict[str, Any]:
    limits = Limits()
    query = TraceQuery.model_validate({**dict(asked), "seed": seed, "sources": "true", "check": "false"})
    return by_kind(json.loads(encoded(record)) for record in answer(drawn_run(query, limits), query, limits))


def false(facts: tuple[Fact, ...], trace: dict[str, Any]) -> list[Fact]:
    return [fact for fact in facts if not holds(fact, trace)]


@each_seed
@each_scene
def test_what_a_scene_says_is_true(scene: Scene, seed: str) -> None:
    assert scene.facts
    assert false(scene.facts, trace_of(scene.address, seed)) == []


@each_seed
@each_scene
def test_of_the_answers_to_choose_from_one_is_right_and_always_the_same(scene: Scene, seed: str) -> None:
    if scene.question is None or not scene.question.options:
        return
    right = [not false(one.facts, trace_of(scene.address, seed)) for one in scene.question.options]
    assert right.count(True) == 1
    assert right == [not false(one.facts, trace_of(scene.address, SEEDS[0])) for one in scene.question.options]


LINKS = [pytest.param(link, id=link.text[:20]) for scene in SCENES for link in scene.links]


@each_seed
@pytest.mark.parametrize("link", LINKS)
def test_what_is_said_of_another_run_is_true_of_it(link: Link, seed: str) -> None:
    assert link.facts
    assert false(link.facts, trace_of(link.address, seed)) == []


@each_scene
def test_a_scene_is_short_and_has_a_moment_that_is_there(scene: Scene) -> None:
    assert 2 <= sum(len(re.findall(r"[.?”:](?= |$)", text)) for text in scene.texts) <= 9
    assert sum(len(text) for text in scene.texts) < 520
    trace = trace_of(scene.address, "1")
    steps = [*trace["head"]["declaration"]["steps"]["forward"], *trace["head"]["declaration"]["steps"]["backward"]]
    names = {step["name"] for step in steps}
    assert scene.address["step"] in names
    assert scene.until is None or scene.until[1] in names
    assert scene.lights is None or scene.lights in trace["head"]["declaration"]["symbols"]


def test_there_are_eight_to_ten_and_each_has_its_own_name() -> None:
    assert 8 <= len(SCENES) <= 10
    assert len({scene.name for scene in SCENES}) == len(SCENES)


# The same by other means ---------------------------------------------------------------------------------------------


@each_seed
def test_a_change_of_a1_really_changes_the_predictions_that_the_first_scene_names(seed: str) -> None:
    run = make_run("course", "rnn", int(seed), {})
    before = list(forward_pass(run.setting))
    Waa, Wax, ba = (run.setting.parameters[name] for name in ("Waa", "Wax", "ba"))
    Wya, by = (run.setting.parameters[name] for name in ("Wya", "by"))
    a = before[1].values["a_next"] + 1e-3  # (n_a, m)
    changed = [False, not np.allclose(_softmax(Wya @ a + by), before[1].values["yt_pred"])]
    for t in (2, 3):
        a = np.tanh(Wax @ run.setting.x[:, :, t] + Waa @ a + ba)
        changed.append(not np.array_equal(_softmax(Wya @ a + by), before[t].values["yt_pred"]))
    assert TWO_WAYS.question
    (right,) = (one for one in TWO_WAYS.question.options if not false(one.facts, trace_of(TWO_WAYS.address, seed)))
    named = {int(t) for t in re.findall(r"ŷ⟨(\d)⟩", right.text)}
    assert named == {t for t, is_changed in enumerate(changed) if is_changed}


def _softmax(z: Any) -> Any:
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


@each_seed
def test_j_is_the_losses_added_up(seed: str) -> None:
    trace = trace_of(COST.address, seed)
    losses = [np.sum(frame["values"]["loss_t"]) for frame in trace["forward"].values()]
    assert trace["end"]["loss"] == pytest.approx(sum(losses))


@each_seed
def test_the_covered_sum_is_the_sum_of_what_is_shown(seed: str) -> None:
    values = trace_of(SUM.address, seed)["backward"][2]["values"]
    assert np.allclose(values["da_next"], np.array(values["da_t"]) + np.array(values["da_prevt"]))


@each_seed
def test_the_unfolded_parts_really_add_up(seed: str) -> None:
    limits = Limits()
    query = TraceQuery(seed=int(seed), entry="2,3", detail="entry", sources=True, check=False)
    trace = by_kind(answer(drawn_run(query, limits), query, limits))
    parts = [one["value"] for one in trace["backward"][0]["arithmetic"]["sources"]["da_next"] if one["t"] > 0]
    assert len(parts) == 3
    carried = trace_of(FUTURE.address, seed)["backward"][0]["values"]["da_prevt"]
    assert sum(parts) == pytest.approx(carried[2][3])


@each_seed
def test_with_the_carry_dropped_the_columns_of_dx_are_right_where_the_lesson_says(seed: str) -> None:
    wrong, right = trace_of(DROPPED.address, seed), trace_of(SUM.address, seed)
    agree = [
        np.allclose(wrong["backward"][t]["values"]["dxt"], right["backward"][t]["values"]["dxt"]) for t in range(4)
    ]
    assert agree == [False, False, False, True]


@each_seed
def test_the_forget_gate_is_near_one_and_the_second_lane_brings_more_home(seed: str) -> None:
    lstm = trace_of(FAR.links[0].address, seed)
    gates = np.array([frame["values"]["ft"] for frame in lstm["forward"].values()])
    assert gates.mean() > 0.9
    rnn = trace_of(FAR.address, seed)
    assert lstm["end"]["flow"][0]["reach"] > 10 * rnn["end"]["flow"][0]["reach"]
    assert np.all(np.array(lstm["head"]["parameters"]["bf"]) == 3)
