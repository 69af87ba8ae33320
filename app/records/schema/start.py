"""The first record of a trace, and what it says of mistakes that were made in the run."""

from typing import Literal

from pydantic import Field, JsonValue

from .record import Described, Matrix, Tensor


class CodeLine(Described):
    """One line of code."""

    text: str = Field(description="the line as the course writes it")
    tokens: list[dict[str, JsonValue]] = Field(description="its tokens, as in the declaration's code")


class WrongLine(Described):
    """A line that a mistake swaps: a step's, or one of the loop around the cell."""

    name: str = Field(description="the step that it is the line of, or its name in the loop: hand_over, cache, …")
    direction: Literal["forward", "backward"] = Field(description="in which function the line stands")
    in_loop: bool = Field(description="whether it is a line of the loop")
    lane: str = Field(description="the state that the line belongs to, a or c; empty where it belongs to all of them")
    listed: dict[str, list[dict[str, JsonValue]]] | None = Field(
        description="of a step, both lines as the declaration's code lists them, `right` and `wrong`; null in the loop"
    )
    right: CodeLine = Field(description="the line as it should be")
    wrong: CodeLine = Field(description="the line that ran")


class MadeMistake(Described):
    """A mistake that was made in this run."""

    id: str = Field(description="its id in the catalogue, see /api/mistakes")
    code: str = Field(
        description="how to ask for it: its id, then a colon and a number where it can be written in several ways"
    )
    title: str = Field(description="what was done, in a few words")
    hint: str = Field(description="where to look, without giving the answer away")
    explanation: str = Field(description="why it is wrong, and what is right")
    symptom: str = Field(description="what it does to the numbers")
    lines: list[WrongLine] = Field(description="what was swapped")


class Elsewhere(Described):
    """Where a click leads: the same cell over one timestep alone, or from one timestep to many."""

    words: str = Field(description="what stands on the click")
    ask: dict[str, str | int] = Field(description="what to ask for instead; the sizes of this run are left out")


class Head(Described):
    """The first record: everything that the run starts from."""

    kind: Literal["head"]
    scenario: str = Field(description="name of the scenario, see /api/scenarios")
    title: str = Field(description="title of the scenario")
    description: str = Field(description="what the scenario is, in two sentences")
    look_for: str = Field(description="what to look for in it")
    notes: list[str] = Field(
        description="what is said of the weights of this run: how many numbers there are, what a bias was moved by, "
        "and what the two sizes of Waa decide; empty where detail is entry"
    )
    instead: str = Field(
        description="what is not as usual, in a sentence: another scenario, as the usual one does not have this cell; "
        "entries that were changed; otherwise empty"
    )
    cell: str = Field(description="name of the cell, see /api/cells")
    seed: int | None = Field(description="the seed of the random numbers; null where the tensors were uploaded")
    sizes: dict[str, int] = Field(description="n_x, n_a, n_y, m and T_x")
    T_backward: int = Field(description="timesteps that the backward pass goes over, from t = T_backward - 1 to 0")
    backward_timesteps: list[int] | None = Field(
        description="the timesteps in the order in which a wrong loop visits them; null: from the last to the first"
    )
    radius: float | None = Field(description="spectral radius of Waa; null for a cell that has no such matrix")
    bias: float | None = Field(
        description="what was added to the bias of the gate that keeps the memory; null where nothing was"
    )
    truncate: int | None = Field(
        description="the carried gradient is cut at every so many timesteps; null where it is never cut"
    )
    beside: list[str] = Field(description="cells to compare this one with on one chart")
    stands_for: dict[str, list[str]] = Field(
        description="what each timestep of x and y is, in words: the letters of a text; empty where they are numbers"
    )
    clip: float | None = Field(
        description="the largest norm that a carried gradient may have; null where it is not clipped"
    )
    clip_total: float | None = Field(
        description="the largest norm that the gradient of all parameters together may have; null where it is not "
        "clipped"
    )
    elsewhere: Elsewhere | None = Field(
        description="the same over one timestep, or from one over many; null where there is no such run"
    )
    shapes: dict[str, list[int]] = Field(description="shape of each input and parameter")
    detail: Literal["full", "lean", "norms", "entry"] = Field(description="how much each frame carries")
    frames: tuple[int, int] | None = Field(description="lo, hi where only timesteps lo … hi - 1 are sent; else null")
    parameters: dict[str, Matrix] = Field(description="weights and biases, by name; left out in norms and entry")
    inputs: dict[str, Matrix | Tensor] = Field(
        description="x (n_x, m, T_x), the initial state a0 (n_a, m), and da (n_a, m, T_backward) where it is given; "
        "only where detail is full and all timesteps are sent"
    )
    declaration: dict[str, JsonValue] = Field(
        description="the cell's symbols, steps and code, as /api/cells has them: what the page is drawn from; "
        "left out where detail is entry"
    )
    mistakes: list[MadeMistake] = Field([], description="the mistakes that were made in this run, where asked for")
