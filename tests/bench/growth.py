"""How the time grows with T_x, for what a trace is made of."""

from app.analysis import gradcheck
from app.analysis.attribution import Attribution
from app.bptt.cells import CELLS
from app.bptt.passes import Backward, Gradients, Setting, backward_pass, forward_pass
from app.runs.run import make_run
from tests.bench.timing import exponent, seconds_of

TIMESTEPS = [25, 50, 100, 200, 400]


def trace(setting: Setting) -> None:
    """Run every step, forward and back."""
    for _ in backward_pass(setting, list(forward_pass(setting))):
        pass


def attribution(setting: Setting) -> None:
    """Split every gradient by its source, none dropped."""
    frames, split = list(forward_pass(setting)), Attribution(setting)
    for frame in backward_pass(setting, frames):
        if isinstance(frame, Backward):
            split.split(frame, frames[frame.t].values)


def check(setting: Setting) -> None:
    """Hold every gradient against the complex-step derivative, as `end` does."""
    (gradients,) = (done for done in backward_pass(setting, list(forward_pass(setting))) if isinstance(done, Gradients))
    gradcheck.hold_against_cost(setting, gradients.values)


def show() -> None:
    """Print one line for each part and cell, with the exponent of the best power law."""
    print("Growth with T_x, n_x, n_a, m = (8, 16, 8): milliseconds, and p of the best fit c · T_x^p")
    print(f"  {'':<24}" + "".join(f"{T_x:>9}" for T_x in TIMESTEPS) + "        p")
    for part in (trace, attribution, check):
        for cell in CELLS:
            seconds = []
            for T_x in TIMESTEPS:
                setting = make_run("custom", cell, 1, {"n_x": 8, "n_a": 16, "n_y": 1, "m": 8, "T_x": T_x}).setting
                seconds.append(seconds_of(lambda part=part, setting=setting: part(setting), repetitions=3))
            row = "".join(f"{s * 1e3:9.1f}" for s in seconds)
            print(f"  {f'{part.__name__}, {cell}':<24}{row}{exponent(TIMESTEPS, seconds):9.2f}")
