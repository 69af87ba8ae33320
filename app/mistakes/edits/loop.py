"""The edits of the loop's lines: which t, which cache, what is carried, what is returned, what the loop runs over."""

from collections.abc import Iterator

from ...bptt.cell import Cell
from ..mistake import Mistake
from .edit import edit, loop_swap

EVERY_LANE = {
    "forward_timesteps": {
        "range(1, T_x)": "the forward loop begins at t = 1",
        "range(T_x - 1)": "the forward loop ends before the last timestep",
        "reversed(range(T_x))": "the forward loop runs backward",
    },
    "backward_timesteps": {
        "range(T_x)": "the loop runs forward",
        "reversed(range(1, T_x))": "the loop leaves out t = 0",
        "reversed(range(T_x - 1))": "the loop leaves out the last timestep",
        "range(1, T_x)": "the loop runs forward, from t = 1",
        "range(T_x - 1)": "the loop runs forward, without the last timestep",
        "[T_x - 1]": "the loop runs over the last timestep alone",
        "[0]": "the loop runs over the first timestep alone",
    },
    "cache": {
        "caches[0]": "every timestep is given the first cache",
        "caches[-1]": "every timestep is given the last cache",
        "caches[t - 1]": "every timestep is given the cache of t - 1",
        "caches[t + 1]": "every timestep is given the cache of t + 1",
        "caches[-1 - t]": "the caches are counted from the end",
        "{**caches[0], 'xt': caches[t]['xt']}": "every timestep is given the first cache, with its own xt",
        "{**caches[t], 'xt': caches[0]['xt']}": "every timestep is given the first input",
        "{**caches[t], 'xt': caches[-1]['xt']}": "every timestep is given the last input",
        "{**caches[t], 'a_prev': caches[0]['a_prev']}": "every timestep is given a0 as its a_prev",
        "{**caches[t], 'a_prev': caches[t]['a_next']}": "a_next is taken for a_prev",
        "caches[3]": "every timestep is given caches[3], the last one that da reaches",
        "caches[3 - t]": "the caches are counted from the last one that da reaches",
    },
    "inputs": {
        "x[:, :, 0]": "every timestep sees the first input",
        "x[:, :, -1]": "every timestep sees the last input",
        "x[:, :, t - 1]": "every timestep sees the input of t - 1",
        "x[:, :, -1 - t]": "the inputs are read from the end",
        "np.zeros_like(x[:, :, t])": "the input is zeros",
    },
    "accumulate": {
        "contribution": "= stands for +=",
        "total + total": "the totals are added to themselves and stay zero",
        "total - contribution": "the share of each timestep is taken away",
        "total + total + contribution": "the totals are added to themselves as well",
        "total * contribution": "the share of each timestep is multiplied and not added",
        "total + contribution / contribution.shape[1]": "the share of each timestep is divided",
        "total + contribution / 10": "the share of each timestep is divided by the number of examples",
        "total + contribution / 4": "the shares are averaged over the timesteps",
        "total + 2 * contribution": "the share of each timestep is added twice",
        "total": "nothing is gathered",
    },
}

EACH_LANE = {
    "initial_state": {
        "np.zeros_like(a0)": "the state starts as zeros",
        "np.ones_like(a0)": "the state starts as ones",
    },
    "next_state": {
        "a0": "the first state is handed on at every t",
        "np.zeros_like(a_next)": "zeros are handed on",
    },
    "initial_carry": {"np.ones((n_a, m))": "the carry starts as ones"},
    "hand_over": {
        "np.zeros_like(da_prev)": "the carry is never updated",
        "2 * da_prev": "the carry is handed on twice",
        "-da_prev": "the carry's sign is turned",
        "da_prevt + da_prev": "what leaves is added to what was carried before, += for =",
        "da_prevt": "what the carry started as is never replaced",
    },
    "initial_gradient": {"np.zeros_like(da_prevt)": "the first state's gradient stays zeros"},
}

OF_DA = {
    "initial_carry": {
        "da[:, :, -1]": "the carry starts as the last part of da",
        "da[:, :, 0]": "the carry starts as the first part of da",
        "np.sum(da, axis=2)": "the carry starts as the sum of da over time",
        "np.mean(da, axis=2)": "the carry starts as the mean of da over time",
    },
    "upstream": {
        "da[:, :, 0]": "every timestep is given da[:, :, 0]",
        "da[:, :, -1]": "every timestep is given the last part of da",
        "da[:, :, 1]": "every timestep is given da[:, :, 1]",
        "da[:, :, t - 1]": "every timestep is given da[:, :, t-1]",
        "da[:, :, -1 - t]": "da is read from the end",
        "np.sum(da, axis=2)": "every timestep is given the sum of da over time",
        "np.mean(da, axis=2)": "every timestep is given the mean of da over time",
        "2 * da[:, :, t]": "da[:, :, t] is added twice",
        "da[:, :, t] + da_prevt": "the carry is added twice",
        "da[:, :, t] + da[:, :, t - 1]": "da[:, :, t-1] is added as well",
        "da[:, :, t] - da_prevt": "the carry is taken away again",
        "np.add(da[:, :, t], da_prevt, out=da[:, :, t])": "the carry is added into da itself, and then once more",
        "np.zeros_like(da_prevt)": "da is not used",
        "np.ones_like(da_prevt)": "ones are used instead of da",
    },
    "hand_over": {
        "da[:, :, t - 1]": "da[:, :, t-1] is carried",
        "da[:, :, t]": "da[:, :, t] is carried",
        "da[:, :, 0]": "da[:, :, 0] is carried",
        "da[:, :, t] + da_prev": "da[:, :, t] is added to what is carried",
        "np.add(da[:, :, t], da_prev, out=da[:, :, t])": "what is carried is added into da[:, :, t]",
        "np.add(da[:, :, t - 1], da_prev, out=da[:, :, t - 1])": "what is carried is added into da[:, :, t-1] as well",
    },
    "initial_gradient": {
        "da[:, :, 0]": "da[:, :, 0] is returned as da0",
        "da[:, :, -1]": "the last part of da is returned as da0",
        "da": "all of da is returned as da0",
        "np.sum(da, axis=2)": "the sum of da over time is returned as da0",
        "da_prevt + da[:, :, 0]": "da[:, :, 0] is added to da0",
    },
}


def loop_edits(cell: Cell) -> Iterator[Mistake]:
    """Yield the edits of the loop's lines: for every lane, for each, and for the parameters one by one."""
    for name, lines in EVERY_LANE.items():
        for expression, said in lines.items():
            yield edit(cell, _sentence(said), [loop_swap(name, expression)])
    states = [lane.state for lane in cell.lanes]
    for name, lines in EACH_LANE.items():
        for expression, said in lines.items():
            for lane in states:
                yield edit(cell, f"{_sentence(said)}, in the lane of {lane}", [loop_swap(name, expression, lane)])
            if len(states) > 1:
                yield edit(cell, f"{_sentence(said)}, in every lane", [loop_swap(name, expression)])
    upstream = [lane.state for lane in cell.lanes if lane.upstream]
    for name, lines in OF_DA.items():
        for expression, said in lines.items():
            for lane in upstream if name == "upstream" else states:
                yield edit(cell, f"{_sentence(said)}, in the lane of {lane}", [loop_swap(name, expression, lane)])
    yield from _one_total(cell)
    yield from _other_lane(cell)


def _other_lane(cell: Cell) -> Iterator[Mistake]:
    """Yield what leaves in one lane handed on in another one."""
    for lane in cell.lanes:
        for other in cell.lanes:
            if other is not lane:
                swap = loop_swap("hand_over", f"gradients['{other.returned}']", lane.state)
                yield edit(cell, f"{other.returned} is handed on as {lane.carried}", [swap])
    if len(cell.lanes) == 2:
        one, other = cell.lanes
        given = [
            loop_swap("next_state", f"made['{right.next}']", lane.state) for lane, right in ((one, other), (other, one))
        ]
        yield edit(cell, f"{one.next} and {other.next} change places when the next timestep is given them", given)
        first = [loop_swap("initial_state", f"initial['{right.initial}']", lane.state)
                 for lane, right in ((one, other), (other, one))]  # fmt: skip
        said = f"{one.next} and {other.next} change places in what the cell is given, at every timestep"
        yield edit(cell, said, given + first)
        swaps = [
            loop_swap("hand_over", f"gradients['{right.returned}']", lane.state)
            for lane, right in ((one, other), (other, one))
        ]
        yield edit(cell, f"{one.carried} and {other.carried} change places when they are handed on", swaps)


def _one_total(cell: Cell) -> Iterator[Mistake]:
    """Yield what is gathered wrongly of one parameter alone."""
    for total in cell.accumulates:
        for expression, said in EVERY_LANE["accumulate"].items():
            if total not in ("dWy", "dWya", "dby"):
                yield edit(cell, f"In {total}, {said}", [loop_swap("accumulate", expression, total)])


def _sentence(said: str) -> str:
    return said if said[:2] == "da" else said[:1].upper() + said[1:]
