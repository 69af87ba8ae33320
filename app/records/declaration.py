"""What a cell tells the page about itself: symbols, steps, and its code in the shape of the course's functions.

The page draws from this alone, so a new cell needs no change in the front end.
"""

import ast
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ..analysis.claims import SENTENCES
from ..analysis.comparing import COMPARING
from ..bptt import clipping, loop
from ..bptt.carry import AS_IT_IS, HandOver
from ..bptt.cell import DIMENSIONS, Cell, Symbol
from ..bptt.loss import GIVEN, Loss
from ..bptt.passes import steps_of
from ..bptt.sentence import OWN
from ..bptt.step import KINDS, OF_THE_LOOP, Step
from .jsonl import Fixed
from .typeset import CodeToken, code_tokens, latex, mathml


@lru_cache(maxsize=64)  # few cells, but many wrong ones
def declare(
    cell: Cell,
    loss: Loss,
    handover: HandOver = AS_IT_IS,
    length: str = loop.LENGTH,
    clip_total: float | None = None,
) -> Fixed:
    """Return the declaration of a cell under a loss, with what is done to its gradients, ready to be serialised.

    `length` is what the backward loop's number of timesteps is called: another than T_x where da is shorter than x.
    """
    forward, backward = steps_of(cell, loss)
    symbols = _symbols(cell, loss, (*forward, *backward))
    signs = {name: symbol.latex for name, symbol in symbols.items()}
    written = {name: _written(cell, symbol) for name, symbol in symbols.items()}
    totals = [total for total, step in cell.accumulates.items() if step in {s.name for s in backward}]
    after = [_line(text, written) for text in clipping.code(totals, clip_total)]
    return Fixed(
        {
            "name": cell.name,
            "title": cell.title,
            "loss": loss.name,
            "lanes": [vars(lane) for lane in cell.lanes],
            "parameters": [parameter.name for parameter in cell.parameters],
            "totals": totals,
            "stacks": dict(cell.stacks),
            "symbols": {
                name: {
                    "name": name,
                    "code": written[name],
                    **_called(written[name]),
                    "dims": _dims(symbol.dims.split(",")),
                    "meaning": symbol.meaning,
                    "meaning_at_start": symbol.meaning_at_start,
                    "role": cell.role(name),
                }
                for name, symbol in symbols.items()
            },
            "steps": {
                "forward": [_declare_step(cell, step, signs, written) for step in forward],
                "backward": [_declare_step(cell, step, signs, written) for step in backward],
            },
            "code": {
                "forward": _forward_code(cell, forward, written),
                "backward": [*_backward_code(cell, backward, written, handover, length), *after],
            },
            "kinds": KINDS,
            "sentences": {**SENTENCES, **COMPARING},
        }
    )


def _symbols(cell: Cell, loss: Loss, steps: Sequence[Step]) -> dict[str, Symbol]:
    made = [Symbol(s.name, s.symbol, ", ".join(s.dims), "") for s in steps]
    names = {step.name for step in steps}
    totals = [total for total in cell.totals if cell.accumulates[total.name] in names]
    given = [symbol for symbol in cell.given + loss.given if symbol.name not in names]
    return {symbol.name: symbol for symbol in (*given, *cell.parameters, *totals, *made)}


def _written(cell: Cell, symbol: Symbol) -> str:
    """Return how the course's loop writes a value: a slice of a stack, or its name."""
    for stack, step in cell.stacks.items():
        if step == symbol.name:
            return f"{stack}[:, :, t]"
    return symbol.code or symbol.name


def _called(code: str) -> dict[str, str | bool]:
    """Return how a value is called on the page, given how the loop writes it.

    `label` holds {t}: da[:,:,{t}]; `entry` also {i} and {j}: da[{i},{j},{t}], and da_prevt[{i},{j}] of a value that is
    no slice of a stack, which `sliced` says. `code_before` is how the loop would write the same value of the timestep
    before.
    """
    label = code.replace(" ", "").replace(",t]", ",{t}]").replace("[t]", "[{t}]")
    entry = label.replace("[:,:,", "[{i},{j},") if "[:,:," in label else f"{label}[{{i}},{{j}}]"
    return {"label": label, "entry": entry, "sliced": "[:,:," in label, "code_before": code.replace("t]", "t-1]")}


def _dims(dims: Sequence[str]) -> list[list[str]]:
    """Return rows and columns, each as the sizes that it is the sum of: [["n_a", "n_x"], ["m"]]."""
    return [[size.strip() for size in dim.split("+")] for dim in dims]


APPLIES = {"slice": "rows of", "concat": "stacked"}
"""What a kind of step does to its operands, where no function's name says it."""


def _applies(step: Step) -> str:
    """Return what a step applies, in a word: tanh for np.tanh(z); nothing where it is more than one function."""
    applied = ast.parse(step.expression, mode="eval").body
    if step.kind in APPLIES or not isinstance(applied, ast.Call):
        return APPLIES.get(step.kind, "")
    return applied.func.attr if isinstance(applied.func, ast.Attribute) else ast.unparse(applied.func)


def _declare_step(cell: Cell, step: Step, signs: dict[str, str], written: dict[str, str]) -> dict[str, Any]:
    formula = f"{step.name} = {step.formula}"
    totals = [total for total, made_by in cell.accumulates.items() if made_by == step.name]
    return {
        "name": step.name,
        "reads": [name for name in step.reads if name not in DIMENSIONS + OF_THE_LOOP],
        "dims": _dims(step.dims),
        "kind": step.kind,
        "applies": _applies(step),
        "latex": latex(formula, signs),
        "mathml": mathml(formula, signs),
        "source": step.expression,
        "sentence": step.sentence,
        "sentences": {one.id: one.text for one in step.sentences if one.id != OWN},
        "operands": [
            {
                "expression": operand.expression,
                "symbol": operand.symbol,
                "transposed": operand.transposed,
                "tokens": code_tokens(operand.expression, written),
            }
            for operand in step.operands
        ],
        "total": totals[0] if totals else None,
    }


ListedLine = dict[str, Any]


def _line(
    text: str, written: dict[str, str], *, step: str | None = None, loop: str = "", indent: int = 0
) -> ListedLine:
    """Return a line of code; `loop` is its name in app/bptt/loop.py, by which a mistake in the loop finds it."""
    tokens: list[CodeToken] = code_tokens(text, written)
    opens = loop in (FORWARD_LOOP, BACKWARD_LOOP)  # what is indented below it runs at every timestep
    return {"step": step, "loop": loop, "opens": opens, "indent": indent, "tokens": tokens}


def _forward_code(cell: Cell, steps: Sequence[Step], written: dict[str, str]) -> list[ListedLine]:
    return [
        *_of_loop(cell, "initial_state", written),
        _of_loop(cell, FORWARD_LOOP, written)[0],
        *(_line(f"{step.name} = {step.expression}", written, step=step.name, indent=1) for step in steps),
        *_of_loop(cell, "next_state", written, indent=1),
    ]


def _backward_code(
    cell: Cell, steps: Sequence[Step], written: dict[str, str], handover: HandOver, length: str
) -> list[ListedLine]:
    handing_over = [
        line
        for lane, handed in zip(cell.lanes, _of_loop(cell, HAND_OVER, written, step=HAND_OVER, indent=1), strict=True)
        for line in (
            handed,
            *(_line(t, written, step=HAND_OVER, loop=HAND_OVER, indent=1) for t in handover.code(lane.carried)),
        )
    ]
    return [
        *_of_loop(cell, "initial_carry", written),
        _of_loop(cell, BACKWARD_LOOP, written, length=length)[0],
        *(_line(f"{assigned(cell, s)} {s.expression}", written, step=s.name, indent=1) for s in steps),
        *handing_over,
        *_of_loop(cell, "initial_gradient", written),
    ]


def as_code(cell: Cell, text: str, loss: Loss = GIVEN) -> dict[str, Any]:
    """Return a line of Python in a cell's names as the course writes it: its `text`, and its `tokens` for colours."""
    written = {name: symbol["code"] for name, symbol in declare(cell, loss)["symbols"].items()}
    tokens = code_tokens(text, written)
    return {"text": "".join(token["text"] for token in tokens), "tokens": tokens}


def assigned(cell: Cell, step: Step) -> str:
    """Return what the code assigns a step's line to: a parameter's contribution is added to its total."""
    totals = {made_by: total for total, made_by in cell.accumulates.items()}
    return f"{totals[step.name]} +=" if step.name in totals else f"{step.name} ="


def _of_loop(
    cell: Cell,
    name: str,
    written: dict[str, str],
    step: str | None = None,
    indent: int = 0,
    length: str = loop.LENGTH,
) -> list[ListedLine]:
    """Return a line of the loop for each lane: the source of the function that runs there."""
    texts = (loop.written(name, getattr(loop.LOOP, name), lane, length) for lane in cell.lanes)
    return [_line(text, written, step=step, loop=name, indent=indent) for text in texts]


FORWARD_LOOP, BACKWARD_LOOP = "forward_timesteps", "backward_timesteps"

HAND_OVER = "hand_over"
"""The loop's own line, `da_prevt = da_prev`: not a step of the cell, but a moment of the animation."""
