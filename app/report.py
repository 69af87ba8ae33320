"""A diagnosis as text for a terminal."""

from app.diagnose import Diagnosis


def report(found: Diagnosis) -> str:
    """Return a diagnosis in a few lines: the verdict, the hint and the explanation, what agrees, where to see it."""
    record = found.as_record()
    lines = [f"{record['exercise'] or 'no exercise'}: {record['verdict']}", record["summary"]]
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
        query = "&".join(f"{name}={value}" for name, value in candidate["show"].items())
        lines.append(f"    see it: /?{query}")
    if record["tell_apart"]:
        lines.append(f"  To tell these apart, paste also: {', '.join(record['tell_apart'])}")
    if record["columns_ok"] is not None:
        right = ", ".join(map(str, record["columns_ok"])) or "none"
        lines += ["", f"  columns of dx that are right: t = {right}"]
    if record["unmatched"]:
        lines.append(f"  lines that differ: {', '.join(record['unmatched'])}")
    lines += [f"  also pasted: {other['exercise']}, {other['verdict']}" for other in record["also"]]
    return "\n".join(lines)
