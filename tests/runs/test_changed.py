"""What if an entry were another: the run is computed anew, says that it was changed, and is refused with a word."""

import numpy as np
import pytest

from app.bptt.passes import Gradients, Values, backward_pass, forward_pass
from app.runs.changed import MOST, CannotBeChanged
from app.runs.run import Run, make_run


def gradients(run: Run) -> Values:
    *_, end = backward_pass(run.setting, list(forward_pass(run.setting)))
    assert isinstance(end, Gradients)
    return end.values


def course(what: str | None = None) -> Run:
    return make_run("course", "rnn", 1, {}, what=what)


def test_only_the_entry_that_was_named_is_another() -> None:
    usual, other = course(), course("da[2,3,1]:0.5;Waa[0,1]:-2e-1;x[0,0,2]:3;a0[4,9]:0")
    assert usual.setting.da is not None
    assert other.setting.da is not None
    for name, index, value in (("da", (2, 3, 1), 0.5), ("Waa", (0, 1), -0.2), ("x", (0, 0, 2), 3), ("a0", (4, 9), 0)):
        all_of = [
            {"da": run.setting.da, "x": run.setting.x, **run.setting.initial, **run.setting.parameters}
            for run in (usual, other)
        ]
        before, after = (arrays[name] for arrays in all_of)
        assert after[index] == value
        assert np.argwhere(before != after).tolist() == [list(index)]


def test_it_says_that_it_was_changed_and_from_what() -> None:
    assert course().instead == ""
    assert course("da[2,3,1]:0.5").instead == "Changed on purpose: da[2,3,1] is 0.5 instead of -0.136."


def test_of_an_entry_that_is_named_twice_the_last_holds() -> None:
    twice = course("da[2,3,1]:0.5;da[2,3,1]:0.25")
    assert twice.setting.da is not None
    assert twice.setting.da[2, 3, 1] == 0.25
    assert twice.instead == "Changed on purpose: da[2,3,1] is 0.25 instead of -0.136."


def moved(entry: str, by: list[float], of: str) -> list[np.ndarray]:
    """By how much a gradient differs where an entry is moved by these amounts."""
    run = course()
    assert run.setting.da is not None
    start = {"da[2,3,1]": run.setting.da[2, 3, 1], "Waa[0,1]": run.setting.parameters["Waa"][0, 1]}[entry]
    return [gradients(course(f"{entry}:{start + one:.17f}"))[of] - gradients(run)[of] for one in by]


def test_every_gradient_is_linear_in_da_and_not_in_the_weights() -> None:
    for of in ("dx", "da0", "dWax", "dWaa", "dba"):
        once, twice = moved("da[2,3,1]", [0.5, 1.0], of)
        assert once.any()
        np.testing.assert_allclose(twice, 2 * once, atol=1e-12)
        once, twice = moved("Waa[0,1]", [0.5, 1.0], of)
        assert not np.allclose(twice, 2 * once, atol=1e-3)


def test_what_comes_after_the_changed_timestep_is_as_it_was() -> None:
    (difference,) = moved("da[2,3,1]", [0.5], "dx")
    assert [bool(difference[:, :, t].any()) for t in range(4)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("da", "what must be entries and their values, such as da[2,3,1]:0.5;Waa[0,1]:-0.2, not 'da'."),
        ("da[2,3,1]:0.5;", "what must be entries and their values, such as da[2,3,1]:0.5;Waa[0,1]:-0.2, not ''."),
        ("da[2,3,1]:nan", "what must be entries"),
        ("da[2,3,-1]:1", "what must be entries"),
        ("da[२,3,1]:1", "what must be entries"),
        ("da[2,3,4]:1", "da is 5 × 10 × 4: it has no entry [2,3,4]."),
        ("da[2,3]:1", "da is 5 × 10 × 4: it has no entry [2,3]."),
        ("y[0,0,0]:1", "what may change x, a0, "),
        ("da[2,3,1]:1e7", "what may set an entry to at most 1e+06 in size, not 1e7."),
        ("da[2,3,1]:1e999", "what may set an entry to at most 1e+06 in size, not 1e999."),
        (";".join(["da[2,3,1]:1"] * (MOST + 1)), f"what may change {MOST} entries, not {MOST + 1}."),
    ],
)
def test_what_cannot_be_changed_is_refused_with_a_sentence(what: str, sentence: str) -> None:
    with pytest.raises(CannotBeChanged) as refused:
        course(what)
    assert str(refused.value).startswith(sentence)


def test_da_can_only_be_changed_where_it_is_given() -> None:
    with pytest.raises(CannotBeChanged, match="not da"):
        make_run("hello", "rnn", 1, {}, what="da[0,0,0]:1")
