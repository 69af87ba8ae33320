"""Mutated queries for every address that answers GET: what /openapi.json declares of each, and what it does not."""

from collections.abc import Mapping
from random import Random
from typing import Any
from urllib.parse import quote

PAGES = {
    "/": ("scenario", "cell", "seed", "t", "lens", "T_x", "what", "mistake", "entry", "first", "step"),
    "/embed": ("scenario", "cell", "seed", "t"),
    "/lesson": ("scene",),
    "/catalogue": ("spoil",),
    "/questions": ("q",),
}
"""The pages, which are in no schema, and what they are asked with."""

VALUES: Mapping[str, tuple[str, ...]] = {
    "scenario": ("course", "custom", "hello", "vanishing", "long", "own", "nothing"),
    "cell": ("rnn", "lstm", "gru", "made-up"),
    "loss": ("given", "softmax_cross_entropy", "squared_error"),
    "mistake": ("drop_carry", "forget_upstream", "drop_carry,overwrite", "nothing", ",", "drop_carry,drop_carry"),
    "detail": ("full", "lean", "norms", "entry"),
    "entry": ("0,0", "2,3", "99999,99999", "0,0,0"),
    "frames": ("0:1", "0:4", "3:1", "0:999999", "5:6"),
    "of": ("a", "Waa", "Wax", "ba", "Wf", "c", "da"),
    "what": (
        "da[0,0,0]:0.5",
        "Waa[0,1]:-0.2;x[0,0,0]:1e6",
        "Waa[0,0]:1e999",
        "a0[0,0]:1e-300",
        "da[99999,0,0]:1",
        ";" * 50,
    ),
    "text": ("hello", "hhhhhh", "h", "héllo"),
    "slips": ("da_next", "dtanh", "nothing"),
    "format": ("npz", "json", "csv"),
    "scene": ("1", "3", "999", "٣"),
    "spoil": ("0", "1", "2", "-1", "٣"),
}
NUMBERS = ("0", "1", "2", "3", "5", "8", "0.5", "1e-3", "-1", "1e12", "4294967295")
ODD = (
    "",
    " ",
    "NaN",
    "inf",
    "1e999",
    "-0",
    "٣",
    "İ",
    "\x00",
    "\u202e",
    "\ud800",
    "1" * 5000,
    "a" * 60_000,
    "[]",
    "{}",
    "null",
)
ODD += (
    "../../etc/passwd",
    "<script>",
    "%00",
    "true",
    "0x1",
    "1_000",
    "1.0",
    " 1",
    "+1",
    "2,3",
    "0:2",
    "'",
    '"',
    "\r\nX: y",
    "${x}",
    "--help",
)
DIMENSIONS = ("n_x", "n_a", "n_y", "m", "T_x")


def query(random: Random, document: Mapping[str, Any]) -> str:
    """Return an address with its query, as it is sent."""
    declared = {path: ways["get"] for path, ways in document["paths"].items() if "get" in ways}
    weighted = [path for path in declared for _ in range(1 + 4 * bool(declared[path].get("parameters")))]
    path = random.choice((*weighted, *PAGES))
    names = PAGES.get(path) or [one["name"] for one in declared[path].get("parameters", [])] or ["x"]
    asked = {name: _value(random, name) for name in random.sample(list(names), min(len(names), random.randrange(6)))}
    for name in DIMENSIONS:  # small ones: what large ones cost is measured by tests.bench.dearest
        if name in names and random.random() < 0.9:
            asked[name] = str(random.choice((1, 1, 2, 3, 9)))
    if "scenario" in names and random.random() < 0.7:
        asked["scenario"] = random.choice(("custom", "course"))
    pairs = list(asked.items())
    if random.random() < 0.1 and pairs:
        pairs.append(random.choice((pairs[0], ("x" * 3000, "1"), ("", ""), ("İ", "1"), ("entry[]", "1"))))
    if random.random() < 0.01:
        pairs += [(f"p{n}", "1") for n in range(5000)]
    text = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    if random.random() < 0.03:
        text = random.choice((text.replace("=", ""), text + "&&&", text + "%zz%", text.replace("=", "==", 1)))
    return f"{path}?{text}"[:60_000]


def _value(random: Random, name: str) -> str:
    if random.random() < 0.25:
        return random.choice(ODD)
    return random.choice(VALUES.get(name, NUMBERS))


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe=",:;[]")
