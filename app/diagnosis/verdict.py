"""What a diagnosis says in words, and what the columns that agree tell."""

from dataclasses import dataclass

from ..bptt.tolerances import REORDERED
from .candidates import Candidate, numbers
from .evidence import Block, Match

ROWS = ('gradients["dx"][1][2]',)  # a row of dx: one number for each timestep


@dataclass(frozen=True)
class Columns:
    """Which timesteps of dx agree with the right answer; None where no row of dx was given."""

    ok: tuple[int, ...] | None = None
    count: int = 0

    @property
    def first_divergent_t(self) -> int | None:
        """The first timestep on the way back, so the largest t, whose column is not right."""
        wrong = [] if self.ok is None else [t for t in range(self.count) if t not in self.ok]
        return max(wrong, default=None)


def columns(block: Block, right: Candidate) -> Columns:
    """Compare the printed row of dx with the right one, timestep by timestep."""
    for text in ROWS:
        if text in block and text in right.printed and block[text].last is None:
            true, read = numbers(right.printed[text]).tolist(), block[text].numbers
            if len(true) == len(read):
                ok = (t for t, number in enumerate(read) if number.agrees(true[t], REORDERED))
                return Columns(tuple(ok), len(true))
    return Columns()


def say(
    verdict: str, match: Match | None = None, printed: int = 0, columns: Columns | None = None, alike: int = 1
) -> str:
    """Return the verdict in one or two sentences; `alike` is how many explanations of equal merit were found."""
    agreeing = len(match.matched) if match else 0
    pasted = agreeing + len(match.unmatched) if match else 0
    match verdict, match:
        case "unreadable", _:
            return (
                "Nothing that the notebook's exercises print could be read. Paste lines such as "
                'gradients["dx"][1][2] = [ … ].'
            )
        case "error_recognised", _:
            return "This error is raised by a mistake of the catalogue, in NumPy's own words."
        case "too_few", _:
            return "Shapes and short numbers are right in many wrong programs too. Paste the lines with the numbers."
        case "correct", _ if pasted < printed:
            return f"Right to the given digits, in what was given: {pasted} of {printed} results."
        case "correct", _:
            return "Right to the given digits, in every result."
        case "mistake", Match(candidate=candidate):
            return _explained(candidate, alike)
        case "partial", _:
            return (
                f"What is named here prints {agreeing} of the {pasted} lines that were pasted, more than the right "
                "answer does; it does not explain the others. Something else is wrong as well."
            )
    return f"No known mistake prints these numbers. {_tell(columns or Columns(), agreeing, pasted)}"


COUNTS = {1: "One mistake", 2: "Two mistakes", 3: "Three mistakes", 4: "Four mistakes", 5: "Five mistakes"}


def _explained(candidate: Candidate, alike: int) -> str:
    """Return that so many mistakes print everything, and how many other explanations there are that do."""
    count = len(candidate.made)
    if count == 1 and alike == 1:
        listed = "." not in candidate.made[0].mistake.id
        return f"One mistake{' of the catalogue' * listed} reproduces everything that was given."
    if count == 1:
        return f"Any of these {alike} mistakes prints exactly this: what was given cannot tell which it is."
    said = f"{COUNTS.get(count, f'{count} mistakes')}, made at once"
    if alike == 1:
        return f"{said}, reproduce everything that was given. None alone does."
    return f"{said}: any of these {alike} sets prints exactly this, and no single mistake that is known does."


def _tell(columns: Columns, agreeing: int, pasted: int) -> str:
    """Return what the columns of dx that agree tell."""
    if columns.ok is None:
        return f"{agreeing} of the {pasted} results that were given agree with the right answer."
    wrong = [t for t in range(columns.count) if t not in columns.ok]
    if not wrong:
        return (
            "dx is right at every timestep, so what reaches the cell is right and goes back through it rightly: look "
            "at how the other gradients are made and gathered."
        )
    if wrong[-1] == columns.count - 1:
        return (
            f"dx is wrong already at t = {wrong[-1]}, where nothing is carried yet: look at the cell, and at what the "
            "last timestep is given, before the carry."
        )
    last, after = columns.count - 1, wrong[-1] + 1
    right = f"at t = {last}" if after == last else f"from t = {last} down to t = {after}"
    return (
        f"dx is right {right} and wrong at t = {wrong[-1]}: look at what leaves t = {after} and arrives at "
        f"t = {wrong[-1]}."
    )
