"""A diagnosis, and what came of a learner's own functions, as text for a terminal."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ..runs.exercises import EXERCISES
from .diagnosis import Diagnosis
from .solution.check import Checked, Solution


def report(found: Diagnosis) -> str:
    """Return a diagnosis in a few lines: the verdict, the hint and the explanation, what agrees, where to see it."""
    record = found.as_record()
    lines = [f"{record['exercise'] or 'no exercise'}: {record['verdict']}", record["summary"]]
    if record["meaning"]:
        lines.append(record["meaning"])
    if record["error"]:
        lines.append(f"  {record['error']}")
    if record["earlier_notebook"]:
        lines.append("  These are the numbers of an earlier notebook.")
    for number, candidate in enumerate(record["candidates"]):
        lines.append("" if number == 0 else "or")
        for mistake in candidate["mistakes"]:
            lines += [f"  {mistake['title']}  [{mistake['id']}]", f"    {mistake['explanation']}"]
        if candidate["leaves"]:
            lines.append(f"    does not explain: {', '.join(candidate['leaves'])}")
        lines.append(f"    see it: {address(candidate['show'])}")
    if record["tell_apart"]:
        lines.append(f"  To tell these apart, paste also: {', '.join(record['tell_apart'])}")
    if record["columns_ok"] is not None:
        right = ", ".join(map(str, record["columns_ok"])) or "none"
        lines += ["", f"  columns of dx that are right: t = {right}"]
    if record["unmatched"]:
        lines.append(f"  lines that differ: {', '.join(record['unmatched'])}")
    lines += [f"  also pasted: {other['exercise']}, {other['verdict']}" for other in record["also"]]
    return "\n".join(lines)


def address(show: Mapping[str, Any], **moment: Any) -> str:
    """Return the page's address for a scenario, opened where a mistake first shows or at a moment."""
    return f"/?{urlencode({**show, **(moment or {'first': 1})}, safe=':,')}"


NOTICE = (
    "Your functions run on this machine with your rights, each in a process of its own. "
    "That is no sandbox: they can read and change your files and reach the network. Check only code that you trust."
)


def printable(text: str) -> str:
    """Return a text with every character that a terminal would obey, or could not write, as its escape."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def report_solution(solution: Solution, seen: str = "{}") -> str:
    """Return a table of the functions, and below each that is wrong where it goes wrong.

    `seen` is how the address of a page is opened where this is read: in a notebook, by `show("{}")`.
    """
    lines = [NOTICE, "", *solution.left_out]
    width = max(len(one.function) for one in solution.checked)
    for one in solution.checked:
        lines.append(f"{one.function:<{width}}  {one.status}{_what(one)}")
        lines += [f"    {line}" for line in _details(one, seen)]
    if solution.missing:
        lines += ["", f"Not in this file, and taken from the notebook's right ones: {', '.join(solution.missing)}"]
    return "\n".join(lines)


def _what(one: Checked) -> str:
    if one.status == "passes":
        return f" (seeds {', '.join(map(str, one.outcome['seeds']))})"
    at = f" with seed {one.outcome['seed']}" if one.outcome.get("seed", 1) != 1 else ""
    return f"{at}: {one.outcome.get('error') or '; '.join(one.outcome['wrong'])}"


def _details(one: Checked, seen: str) -> list[str]:
    lines = []
    if one.outcome.get("line"):
        lines.append(f"at: {one.outcome['line']}")
    if one.outcome.get("writes_into_da"):
        lines.append("It writes into da, which it was given.")
    lines += _calls(one)
    if one.diagnosis is not None:
        for found in one.diagnosis.found[:1]:
            lines += [f"{made.mistake.title}  [{made.mistake.id}]" for made in found.candidate.made]
            lines += [made.mistake.hint for made in found.candidate.made]
    if page(one):
        lines.append(f"see it: {seen.format(page(one))}")
    return lines


def _calls(one: Checked) -> list[str]:
    """Return a table of the calls of the cell's function, up to the first that is wrong."""
    calls = one.outcome.get("calls", [])
    if not calls or one.first_wrong is None:
        return []
    cell = EXERCISES[one.function].cell
    lines = [f"{cell}_cell_backward was called with", "call   t  da_next"]
    for call in calls:
        t = "?" if call["t"] is None else call["t"]
        given = " and ".join(call["given"]) or "the cache of another timestep than this call's"
        said = "right" if call["right"] else f"{given}  <- the first that is wrong"
        lines.append(f"{call['number']:>4}  {t:>2}  {said}")
    return lines


def page(one: Checked) -> str:
    """Return the address of the page that shows what is wrong; empty where nothing is, or where it is not known."""
    if one.diagnosis is not None:
        return address(one.diagnosis.as_record()["candidates"][0]["show"])
    wrong = one.first_wrong
    if wrong is None or wrong["t"] is None:
        return ""
    show = {"scenario": "course", "cell": EXERCISES[one.function].cell, "seed": 1}
    return address(show, t=wrong["t"], step="da_next")
