"""What a learner's loop gives its cell: at which t, which da_next, which cache; and what that is instead of the sum."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ...bptt.cell import Lane
from ...bptt.passes import Backward, Setting, backward_pass, forward_pass
from ...bptt.step import Array
from ...bptt.tolerances import ROUNDING, agree

RIGHT = "right"


@dataclass(frozen=True)
class Call:
    """One call of the cell's backward function by the loop."""

    number: int  # from 1
    t: int | None  # of the cache it was given; None for one that is not of the forward pass
    given: tuple[str, ...]  # what each gradient that was given equals, "da[:, :, 2] alone"; RIGHT where it is right
    right: bool

    def as_record(self) -> dict[str, Any]:
        """Return the call as JSON has it."""
        return {**asdict(self), "given": list(self.given)}


class Recorder:
    """Stands in for the cell's backward function: notes what it is called with, and passes it on."""

    def __init__(self, function: Callable[..., Any], caches: Sequence[Any]) -> None:
        self._function = function
        self._caches = caches
        self.calls: list[tuple[int | None, list[Array]]] = []
        self.returned: list[Any] = []

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Note the arguments, as they are before anything writes into them."""
        *gradients, cache = (*arguments, *named.values())
        t = next((t for t, one in enumerate(self._caches) if one is cache), None)
        self.calls.append((t, [np.array(one, dtype=float) for one in gradients]))
        result = self._function(*arguments, **named)
        self.returned.append(result)
        return result


def explain(recorder: Recorder, setting: Setting) -> list[Call]:
    """Return each call with what it was given, up to and with the first that is wrong."""
    frames = {
        done.t: done for done in backward_pass(setting, list(forward_pass(setting))) if isinstance(done, Backward)
    }
    explained = []
    order = list(reversed(range(setting.T_backward)))
    for number, (t, given) in enumerate(recorder.calls):
        expected = order[number] if number < len(order) else None
        before = recorder.returned[number - 1] if 0 < number <= len(recorder.returned) else None
        if t is None or t != expected:
            explained.append(Call(number + 1, t, (), right=False))
            return explained
        lanes = setting.cell.lanes
        words = tuple(
            _equals(value, lane, frames[t], setting, before) for lane, value in zip(lanes, given, strict=False)
        )
        right = all(word == RIGHT for word in words)
        explained.append(Call(number + 1, t, words, right))
        if not right:
            return explained
    return explained


def _equals(value: Array, lane: Lane, frame: Backward, setting: Setting, before: Any) -> str:
    """Return in words what the gradient given for a lane is."""
    for word, candidate in _candidates(lane, frame, setting, before).items():
        if agree(value, candidate, ROUNDING, least=1.0):
            return word
    return f"something else, of shape {value.shape}"


def _candidates(lane: Lane, frame: Backward, setting: Setting, before: Any) -> dict[str, Array]:
    """Return what learners give, by its words; the right one first."""
    t = frame.t
    carried = frame.values[lane.carried]
    if lane.upstream is None:  # the memory's lane: what arrives is handed to the cell as it is
        return {RIGHT: carried, "zeros": np.zeros_like(carried)} | _returned_before(lane, before)
    assert setting.da is not None
    da, last = setting.da, setting.T_backward - 1
    here, previous = da[:, :, t], da[:, :, t - 1]
    name = lane.carried
    return {
        RIGHT: here + carried,
        f"da[:, :, {t}] alone": here,
        f"{name} alone": carried,
        "zeros": np.zeros_like(here),
        f"da[:, :, {t}] + da[:, :, {t - 1}]": here + previous,
        f"da[:, :, {t}] twice": 2 * here,
        f"da[:, :, {t}] + {name} twice": here + 2 * carried,
        f"da[:, :, {t - 1}] alone": previous,
        f"da[:, :, {t - 1}] + {name}": previous + carried,
        f"da[:, :, {last}] alone": da[:, :, last],
        f"da[:, :, {last}] + {name}": da[:, :, last] + carried,
        "da[:, :, 0] alone": da[:, :, 0],
        f"da[:, :, 0] + {name}": da[:, :, 0] + carried,
        **{f"da[:, :, {t}] + {word}": here + value for word, value in _returned_before(lane, before).items()},
        **_returned_before(lane, before),
    }


def _returned_before(lane: Lane, before: Any) -> dict[str, Array]:
    """Return what the call before returned for this lane, where it is an array: the learner's own carry."""
    value = before.get(lane.returned) if isinstance(before, Mapping) else None
    return {f"the {lane.returned} of the call before": value} if isinstance(value, np.ndarray) else {}
