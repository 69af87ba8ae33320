"""What if: a few entries of a run changed on purpose, written as "da[2,3,1]:0.5;Waa[0,1]:-0.2".

What may be changed is what a run starts from: x, the initial state, the parameters, and da where it is given. All that
follows is computed anew: linear in da, and in nothing else.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import replace

from ..bptt.passes import Setting
from ..bptt.refused import NotAllowed
from ..bptt.step import Array

MOST = 8  # entries
LARGEST = 1e6
ENTRY = re.compile(
    r"([A-Za-z][A-Za-z0-9]{0,9})\[(\d{1,5}(?:,\d{1,5}){1,2})\]:(-?\d{1,20}(?:\.\d{1,20})?(?:e-?\d{1,3})?)", re.ASCII
)
EXAMPLE = "da[2,3,1]:0.5;Waa[0,1]:-0.2"


class CannotBeChanged(NotAllowed):
    """A change is not written as one, or there is no such entry. The message says what there is."""


def changed(setting: Setting, what: str) -> tuple[Setting, str]:
    """Return the setting with its entries changed, and a sentence that says so. Raises CannotBeChanged."""
    arrays: dict[str, Array] = {"x": setting.x, **setting.initial, **setting.parameters}
    if setting.da is not None:
        arrays["da"] = setting.da
    made = {name: array.copy() for name, array in arrays.items()}
    said: dict[str, str] = {}
    parts = what.split(";")
    if len(parts) > MOST:
        raise CannotBeChanged(f"what may change {MOST} entries, not {len(parts)}.")
    for part in parts:
        name, index, value = _read(part, arrays)
        made[name][index] = value
        entry = f"{name}[{','.join(map(str, index))}]"
        said[entry] = f"{entry} is {value:g} instead of {arrays[name][index]:.4g}"
    return _with(setting, made), f"Changed on purpose: {', '.join(said.values())}."


def _read(part: str, arrays: Mapping[str, Array]) -> tuple[str, tuple[int, ...], float]:
    found = ENTRY.fullmatch(part)
    if found is None:
        raise CannotBeChanged(f"what must be entries and their values, such as {EXAMPLE}, not {part[:60]!r}.")
    name, index, value = found[1], tuple(map(int, found[2].split(","))), float(found[3])
    if name not in arrays:
        raise CannotBeChanged(f"what may change {', '.join(arrays)}, not {name}.")
    shape = arrays[name].shape
    if len(index) != len(shape) or any(i >= size for i, size in zip(index, shape, strict=False)):
        raise CannotBeChanged(f"{name} is {' × '.join(map(str, shape))}: it has no entry [{found[2]}].")
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise CannotBeChanged(f"what may set an entry to at most {LARGEST:g} in size, not {found[3][:60]}.")
    return name, index, value


def _with(setting: Setting, arrays: Mapping[str, Array]) -> Setting:
    return replace(
        setting,
        x=arrays["x"],
        initial={name: arrays[name] for name in setting.initial},
        parameters={name: arrays[name] for name in setting.parameters},
        da=arrays.get("da"),
    )
