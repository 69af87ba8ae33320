"""A gradient split by the timestep that it came from: against one run of the trace for each source on its own."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.attribution import REST, Attribution, NotASum, Split
from app.bptt.cells import CELLS
from app.bptt.loop import LOOP
from app.bptt.passes import Backward, Setting, backward_pass, forward_pass
from app.runs.run import make_run

sizes = st.fixed_dictionaries(
    {name: st.integers(1, 4) for name in ("n_x", "n_a", "n_y", "m")} | {"T_x": st.integers(1, 7)}
)
cells = st.sampled_from(sorted(CELLS))
seeds = st.integers(0, 2**32 - 1)


def draw(cell="rnn", seed=1, **chosen) -> Setting:
    return make_run("custom", cell, seed, chosen).setting


def backward(setting) -> list[Backward]:
    return [frame for frame in backward_pass(setting, list(forward_pass(setting))) if isinstance(frame, Backward)]


def splits(setting, drop_below=0.0) -> list[tuple[Backward, Split]]:
    caches = list(forward_pass(setting))
    attribution = Attribution(setting, drop_below)
    return [(frame, attribution.split(frame, caches[frame.t].values)) for frame in backward(setting)]


def only(da, s):
    """da with every timestep but s at zero."""
    alone = np.zeros_like(da)
    alone[:, :, s] = da[:, :, s]
    return alone


def close(actual, expected, rtol):
    """Equal relative to the largest entry: what rounding in a sum is relative to."""
    return np.abs(actual - expected).max() <= rtol * max(np.abs(expected).max(), np.finfo(float).tiny)


@given(cells, seeds, sizes)
def test_each_part_is_what_its_source_would_bring_alone(cell, seed, sizes):
    setting = draw(cell, seed, **sizes)
    alone = [backward(replace(setting, da=only(setting.da, s))) for s in range(setting.T_x)]
    for position, (frame, split) in enumerate(splits(setting)):
        for total, parts in split.totals.items():
            for k, source in enumerate(split.sources):
                expected = (
                    np.zeros_like(frame.values[total]) if source == REST else alone[source][position].values[total]
                )
                assert close(parts[:, k], expected, 1e-10)


@given(cells, seeds, sizes, st.sampled_from([0.0, 1e-8, 0.3]))
def test_the_parts_add_up_to_the_total(cell, seed, sizes, drop_below):
    for frame, split in splits(draw(cell, seed, **sizes), drop_below):
        for total, parts in split.totals.items():
            assert close(parts.sum(axis=1), frame.values[total], 1e-12)


@given(cells, seeds, sizes)
def test_without_t_itself_the_parts_add_up_to_what_was_carried_in(cell, seed, sizes):
    lane = CELLS[cell].lanes[0]
    for frame, split in splits(draw(cell, seed, **sizes)):
        assert split.sources[0] == frame.t
        np.testing.assert_array_equal(split.totals[lane.total][:, 0], frame.values[lane.upstream])
        assert close(split.totals[lane.total][:, 1:].sum(axis=1), frame.values[lane.carried], 1e-12)


def test_a_loss_at_the_last_timestep_alone_is_the_only_source():
    setting = draw(T_x=6)
    setting = replace(setting, da=only(setting.da, 5))
    for _, split in splits(setting):
        contributions = split.at("da_next", (0, 0))
        assert [source for source, value in contributions if value != 0] == [5]


def test_sources_that_are_zero_are_not_counted_as_dropped():
    setting = draw(T_x=6)
    attribution = Attribution(replace(setting, da=only(setting.da, 5)))
    caches = list(forward_pass(setting))
    for frame in backward(replace(setting, da=only(setting.da, 5))):
        attribution.split(frame, caches[frame.t].values)
    assert attribution.dropped == {}


def test_a_source_is_dropped_only_when_it_is_small_and_the_others_stay_as_they_were():
    setting = draw(seed=3, T_x=40, n_a=3, m=2)
    everything = {split.t: split for _, split in splits(setting)}
    below = 1e-4
    caches, attribution = list(forward_pass(setting)), Attribution(setting, below)
    for frame in backward(setting):
        split = attribution.split(frame, caches[frame.t].values)
        whole = everything[frame.t]
        for k, source in enumerate(split.sources):
            if source != REST:
                position = int(np.flatnonzero(whole.sources == source)[0])
                np.testing.assert_allclose(
                    split.totals["da_next"][:, k], whole.totals["da_next"][:, position], rtol=1e-9
                )
    assert attribution.dropped, "the run is long enough for something to become small"
    for source, t in attribution.dropped.items():
        whole = everything[t]
        (part,) = whole.norms("da_next")[whole.sources == source]
        assert part <= below * np.linalg.norm(whole.totals["da_next"].sum(axis=1)) * (1 + 1e-9)


@pytest.mark.parametrize("factor", [0.0, 0.25], ids=["cut", "scaled down"])
def test_what_the_loop_does_to_the_carry_it_does_to_every_part(factor):
    def every_second(da_prev, da, t, da_prevt, gradients):
        return da_prev * factor if t % 2 else da_prev

    setting = draw(T_x=7, n_a=4, m=3)
    setting = replace(setting, loop=replace(LOOP, hand_over=every_second))
    alone = [backward(replace(setting, da=only(setting.da, s))) for s in range(7)]
    for position, (frame, split) in enumerate(splits(setting)):
        assert close(split.totals["da_next"].sum(axis=1), frame.values["da_next"], 1e-12)
        for k, source in enumerate(split.sources):
            if source != REST:
                assert close(split.totals["da_next"][:, k], alone[source][position].values["da_next"], 1e-10)


def test_a_backward_pass_that_is_no_sum_of_its_upstream_gradients_is_refused():
    def never_handed_over(da_prev, da, t, da_prevt, gradients):
        return da[:, :, t - 1]

    setting = draw(T_x=3)
    wrong = replace(setting, loop=replace(LOOP, hand_over=never_handed_over))
    with pytest.raises(NotASum, match=r"t = 1 .* da_next"):
        splits(wrong)


def test_an_exploding_run_is_split_until_it_overflows_and_beyond():
    setting = draw(T_x=5, n_a=2, m=1)
    huge = {name: value * 1e200 if name == "Waa" else value * 0 for name, value in setting.parameters.items()}
    setting = replace(setting, parameters=huge, initial={"a0": setting.initial["a0"] * 0})
    with np.errstate(over="ignore", invalid="ignore"):
        last, split = splits(setting)[-1]
    assert not np.isfinite(last.values["da_next"]).all()
    assert not np.isfinite(split.norms("da_next")).all()


def test_memory_grows_with_the_timesteps_and_not_with_their_square():
    def peak(T_x: int) -> int:
        setting = draw(n_x=1, n_a=4, n_y=1, m=64, T_x=T_x)
        caches, frames, attribution = list(forward_pass(setting)), backward(setting), Attribution(setting)
        tracemalloc.start()
        for frame in frames:
            attribution.split(frame, caches[frame.t].values)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(80) < 2.5 * peak(40)


@pytest.mark.parametrize("scale", [1e-200, 1e-300, 1e200])
def test_norms_do_not_leave_the_range_before_the_parts_do(scale):
    setting = draw(T_x=4)
    scaled = splits(replace(setting, da=setting.da * scale))
    for (_, split), (_, plain) in zip(scaled, splits(setting), strict=True):
        np.testing.assert_allclose(split.norms("da_next"), plain.norms("da_next") * scale, rtol=1e-9)


@given(seeds, st.integers(1, 4), st.sampled_from([None, 1.0, 0.01]), cells)
def test_truncated_and_clipped_runs_are_split_as_well(seed, truncate, clip, cell):
    run = make_run("custom", cell, seed, {"T_x": 6}, truncate=truncate, clip=clip)
    for frame, split in splits(run.setting):
        for total, parts in split.totals.items():
            assert close(parts.sum(axis=1), frame.values[total], 1e-12)


def test_small_sources_are_carried_on_as_one() -> None:
    """Where nothing vanishes, what was put together is soon too large to be dropped: it stays one all the same."""
    setting = make_run("orthogonal", "rnn", 1, {"T_x": 12}, loss="softmax_cross_entropy").setting
    for _, split in splits(setting, drop_below=0.5):
        assert list(split.sources).count(REST) <= 1
        assert split.totals["da_next"].shape[1] == len(split.sources)
    assert REST in split.sources


def test_parts_that_cancel_to_a_carry_of_zeros_are_carried_on_all_the_same() -> None:
    """Nothing arrives, and yet two sources do: a carry of zeros was neither cut nor clipped."""
    setting = draw(n_a=1, m=1, n_x=1, n_y=1, T_x=4)
    first = backward(setting)[1]  # t = 2, where something is carried in for the first time
    da = setting.da.copy()
    da[:, :, 2] = -first.values["da_prevt"]
    da[:, :, :2] = 0.0
    for frame, split in splits(replace(setting, da=da)):
        if frame.t < 2:
            assert not frame.values["da_next"].any()
            here = dict(zip(split.sources.tolist(), split.totals["da_next"].ravel().tolist(), strict=True))
            assert here[2] == -here[3] != 0
