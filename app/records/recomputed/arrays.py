"""Arrays as code: what a run starts from, and what its numbers are held against."""

import base64
import re
import zlib
from collections.abc import Mapping

import numpy as np

from ...bptt.passes import Setting
from ...bptt.step import Array

LISTED = 2_000
"""Numbers of an array up to which they are written out; more of them are packed."""

NOT_FINITE = re.compile(r"\b(?=(nan|inf)\b)")

IMPORTS = "import base64\nimport zlib\n\nimport numpy as np"


def given_code(setting: Setting) -> str:
    """Return what a run starts from, and its sizes, as code."""
    upstream = {"da": setting.da} if setting.da is not None else {"y": setting.y}
    arrays = {"x": setting.x, **setting.initial, **setting.parameters, **upstream}
    lines = [f"{name} = {array_code(value)}" for name, value in arrays.items() if value is not None]
    (first, *_) = setting.initial
    lines += ["", "n_x, m, T_x = x.shape", f"n_a = {first}.shape[0]"]
    lines += [f"initial = dict({', '.join(f'{name}={name}' for name in setting.initial)})"]
    if setting.y is not None:
        weights = [setting.loss.weight(t, setting.T_x, setting.x.shape[1]) for t in range(setting.T_x)]
        lines += [f"w = {array_code(np.array(weights))}  # what an example counts at each t"]
    return "\n".join(lines)


def dict_code(arrays: Mapping[str, Array]) -> str:
    """Return a dict of arrays as code."""
    listed = (f"    {name!r}: {array_code(np.asarray(value))}," for name, value in arrays.items())
    return "\n".join(["{", *listed, "}"])


def array_code(value: Array) -> str:
    """Return an array as code: its numbers in full, or where they are many, packed."""
    if value.size <= LISTED:
        return f"np.array({NOT_FINITE.sub('np.', repr(value.tolist()))})"
    packed = base64.b64encode(zlib.compress(np.ascontiguousarray(value, dtype="<f8").tobytes(), 9)).decode()
    unpacked = f'zlib.decompress(base64.b64decode("{packed}"))'
    return f'np.frombuffer({unpacked}, dtype="<f8").reshape{value.shape}.copy()'
