"""Mistakes in the loop: its order, the cache, how parameters' gradients are gathered, and what it is fed forward."""

import numpy as np

from ..mistake import Mistake, Swap, form

MISTAKES = (
    Mistake(
        "overwrite_parameters",
        title="The parameters' gradients are overwritten, not added up",
        hint="What does the loop do to the gradients of weights and biases, each time that it comes to them?",
        explanation="Every timestep uses the same weights, so each adds its share to their gradient: += and not =. "
        "Here only the share of the timestep that ran last, t = 0, is left.",
        symptom="dx and da0 are right; the gradients of weights and biases are those of t = 0 alone.",
        forms=(form("", Swap("accumulate", lambda _total, contribution: contribution)),),
    ),
    Mistake(
        "forward_loop",
        title="The loop runs forward",
        hint="In which order must the timesteps be visited, if what t + 1 returns is needed at t?",
        explanation="The carry comes from the future: t needs what t + 1 returned. With range(T_x) each timestep is "
        "given the carry of the one before it.",
        symptom="The first column of dx is what it would be without a carry. The last one is wrong.",
        forms=(form("", Swap("backward_timesteps", lambda T_x: range(T_x))),),
    ),
    Mistake(
        "first_cache",
        title="The first timestep's cache is used at every t",
        hint="The backward cell needs what the forward cell saw and made. At which t?",
        explanation="Every timestep has its own cache, caches[t], with its own xt, a_prev and a_next. Here all of "
        "them read caches[0].",
        symptom="Every column of dx is wrong.",
        forms=(form("", Swap("cache", lambda caches, _t: caches[0])),),
    ),
    Mistake(
        "last_cache",
        title="The last timestep's cache is used at every t",
        hint="The backward cell needs what the forward cell saw and made. At which t?",
        explanation="Every timestep has its own cache, caches[t], with its own xt, a_prev and a_next. Here all of "
        "them read the last one.",
        symptom="Every column of dx before the last is wrong. Where da is as long as x, the last is right.",
        forms=(form("", Swap("cache", lambda caches, _t: caches[-1])),),
    ),
    Mistake(
        "previous_cache",
        title="The cache of t - 1 is used at t",
        hint="Print t and the index into caches side by side.",
        explanation="caches[t-1] holds what the cell saw one timestep earlier, and at t = 0 what it saw at the last, "
        "since index -1 counts from the end.",
        symptom="Every column of dx is wrong, the last one too.",
        forms=(form("", Swap("cache", lambda caches, t: caches[t - 1])),),
    ),
    Mistake(
        "skips_first_timestep",
        title="The loop stops before t = 0",
        hint="Print t in the loop. Do you see each timestep?",
        explanation="range(1, T_x) ends at 1 when it is reversed: the first timestep is never visited.",
        symptom="The first column of dx is zero. The others are right.",
        forms=(form("", Swap("backward_timesteps", lambda T_x: reversed(range(1, T_x)))),),
    ),
    Mistake(
        "skips_last_timestep",
        title="The loop starts one timestep early",
        hint="Print t in the loop. Do you see each timestep?",
        explanation="range(T_x - 1) ends at T_x - 2: the last timestep is never visited, and what it would have "
        "carried back is missing everywhere.",
        symptom="The last column of dx is zero. The others are wrong.",
        forms=(form("", Swap("backward_timesteps", lambda T_x: reversed(range(T_x - 1)))),),
    ),
    Mistake(
        "a0_every_step",
        title="Forward: every timestep is given a0",
        hint="What does the forward pass hand from one timestep to the next?",
        explanation="The forward loop gives the cell a0 at every t, so nothing is remembered. What t made, a_next, "
        "has to be what t + 1 is given.",
        symptom="The first timestep forward is right, and no later one.",
        forms=(form("", Swap("next_state", lambda _a_next, a0, _made: a0, lane="a")),),
    ),
    Mistake(
        "x0_every_step",
        title="Forward: every timestep sees x[:, :, 0]",
        hint="What does the forward pass look at, at each t?",
        explanation="The forward loop gives the cell the first timestep's input at every t. It has to be x[:, :, t].",
        symptom="The first timestep forward is right, and no later one.",
        forms=(form("", Swap("inputs", lambda x, _t: x[:, :, 0])),),
    ),
    Mistake(
        "a0_zeros",
        title="Forward: a0 is taken as zeros",
        hint="What does the forward loop start from? Look at what your function was given.",
        explanation="a0 is given, and the first timestep remembers it. Starting from zeros, or reading a[:, :, t-1] "
        "of an array that is still zeros at t = 0, changes every state after it, unless a0 is zeros "
        "itself.",
        symptom="Every state is wrong.",
        forms=(form("", Swap("initial_state", lambda a0, _initial: np.zeros_like(a0), lane="a")),),
    ),
)
