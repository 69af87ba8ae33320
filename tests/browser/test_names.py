"""One figure has one name everywhere on the screen: no name stands beside two numbers, wherever it is written."""

import re
from collections import defaultdict

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson

WRITTEN = """() => ({
  story: [...document.querySelectorAll('#stage svg text.story')].map((text) => text.textContent),
  sums: [...document.querySelectorAll('.sum span')].filter((one) => one.querySelector('b'))
    .map((one) => [one.firstChild.textContent, one.querySelector('b').textContent]),
  narration: document.querySelector('#narration').textContent,
  lines: [...document.querySelectorAll('.numbers .line')].map((line) => line.textContent),
})"""

NUMBER = r"-?\d[\d.]*(?:e[+-]\d+)?"

MOMENTS = [
    "/?t=1&step=da_next&compare=1&second=1&entry=1,1",
    "/?t=2&step=da_prev&compare=1&second=1&entry=1,1",
    "/?t=3&step=da_next&mistake=carry_is_upstream:2&compare=1&entry=2,6",
    "/?t=2&step=da_next&mistake=one_upstream_for_all&compare=1&second=1&entry=1,1",
    "/?t=2&step=dWaxt&mistake=overwrite_parameters&entry=1,1",
    "/?scenario=custom&T_x=6&truncate=3&t=3&step=hand_over&compare=1&second=1&entry=1,1",
    "/?scenario=custom&T_x=6&clip=0.1&t=3&step=da_next&compare=1&second=1&entry=1,1",
    "/?cell=lstm&t=1&step=dc_next&compare=1&second=1&entry=1,1",
]


def labelled(lesson: Lesson, entry: str) -> dict[str, set[str]]:
    """Return all numbers that are written beside each name of an entry."""
    written = lesson.page.evaluate(WRITTEN)
    found: dict[str, set[str]] = defaultdict(set)

    def note(name: str, number: str) -> None:
        if re.fullmatch(NUMBER, number.strip()) and "[" in name:
            found[re.sub(r"\s+", " ", name).strip()].add(number.strip())

    story = written["story"]
    for label, number in zip(story[::2], story[1::2], strict=True):
        note(re.split(r"(?:^|\s)[=≈+→]\s", label)[-1], number)
    for label, number in written["sums"]:
        note(label, number)
    for name, number in re.findall(rf"([\w\[\]:,]+) \(({NUMBER})\)", written["narration"]):
        note(name.replace("[:,:,", f"[{entry},") if "[" in name else f"{name}[{entry}]", number)
    if written["lines"]:
        name, *_ = written["lines"][0].split(" = ")
        note(name, written["lines"][-1].lstrip("=≈ "))
    return found


def differ(one: str, other: str) -> bool:
    """Whether two numbers are not the same to the digits that both are written with."""
    decimals = [len(number.partition("e")[0].partition(".")[2]) for number in (one, other)]
    room = 1.1 * 10.0 ** -min(decimals) * max(1.0, *(10.0 ** int(n.partition("e")[2] or 0) for n in (one, other)))
    return abs(float(one) - float(other)) > room


def test_no_name_has_two_numbers(visit: Visit) -> None:
    lesson = visit().open()
    for address in MOMENTS:
        found = labelled(lesson.go(address), address.partition("entry=")[2])
        assert len(found) >= 3, (address, found)
        assert sum(len(numbers) for numbers in found.values()) >= 3, address
        twice = {name: told for name, told in found.items() if any(differ(a, b) for a in told for b in told)}
        assert twice == {}, address
