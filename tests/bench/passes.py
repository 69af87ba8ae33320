"""Forward and backward against PyTorch, a hand-written loop and the bare matrix products."""

import os
from functools import partial

import numpy as np

from app.bptt.passes import Setting
from app.runs.run import make_run
from tests.bench import contestants
from tests.bench.contestants import NAMES, Captured
from tests.bench.timing import Contestant, side_by_side

SIZES = {  # n_x, n_a, m, T_x, and repetitions
    "course": (3, 5, 10, 4, 60),
    "lecture": (8, 16, 8, 20, 40),
    "large": (64, 128, 32, 200, 9),
}


def setting_of(n_x: int, n_a: int, m: int, T_x: int) -> Setting:
    """Draw a setting of these sizes: weights scaled so that tanh is not saturated."""
    return make_run("custom", "rnn", 1, {"n_x": n_x, "n_a": n_a, "n_y": 1, "m": m, "T_x": T_x}).setting


def show() -> None:
    """Print one table for each size."""
    import torch

    default = torch.get_num_threads()
    print("Forward and backward, the same eleven tensors of every timestep captured, float64")
    threads = os.environ["OPENBLAS_NUM_THREADS"]
    print(f"numpy {np.__version__} ({threads} thread), torch {torch.__version__} (threads as said in its rows)")
    print("milliseconds of one call, and the median of its ratios to the first row within alternating repetitions")
    for name, (*sizes, repetitions) in SIZES.items():
        setting = setting_of(*sizes)
        hands = {
            hand.__name__: hand(setting) for hand in (contestants.steps, contestants.course_loop, contestants.pytorch)
        }
        truth = hands["steps"][1]()
        worst = max(_difference(captured(), truth) for _, captured in hands.values())
        torch_run = hands["pytorch"][0]
        rows = {
            "this project, the steps of a trace": Contestant(hands["steps"][0]),
            "this project, a whole answer of /api/trace": Contestant(contestants.request(*sizes)),
            "hand-written course loop": Contestant(hands["course_loop"][0]),
            "PyTorch autograd, 1 thread": Contestant(torch_run, partial(torch.set_num_threads, 1)),
            f"PyTorch autograd, {default} threads (default)": Contestant(
                torch_run, partial(torch.set_num_threads, default)
            ),
            "the recurrence's matrix products alone": Contestant(contestants.matrix_products(setting)),
        }
        print(f"\n{name}: n_x, n_a, m, T_x = {tuple(sizes)}; all agree to {worst:.0e} relative")
        for row, timing in side_by_side(rows, repetitions).items():
            print(f"  {row:<42} {timing.seconds * 1e3:10.3f} ms   {timing.ratio:7.2f} ×")


def _difference(captured: Captured, truth: Captured) -> float:
    """Return the worst relative difference of any tensor. Raises ArithmeticError where it is more than rounding."""
    worst = 0.0
    for ours, theirs in zip(captured, truth, strict=True):
        for name in NAMES:
            scale = np.abs(theirs[name]).max() or 1.0
            worst = max(worst, float(np.abs(ours[name] - theirs[name]).max() / scale))
    if worst > 1e-10:
        raise ArithmeticError(f"the contestants do not compute the same: they differ by {worst:.1e}")
    return worst
