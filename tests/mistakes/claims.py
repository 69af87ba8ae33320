"""What a symptom claims of a wrong run, phrase by phrase, as a test of that run beside the right one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.bptt.passes import Backward, Forward, Gradients, Setting, backward_pass, forward_pass
from app.mistakes.catalogue import find
from app.mistakes.mistake import Made, with_forms

Array = np.ndarray
PREDICTIONS = {"dWya", "dWy", "dby"}


@dataclass
class Ran:
    """One run, as far as it came."""

    forward: list[Forward]
    backward: dict[int, Backward]
    gradients: Mapping[str, Array]
    error: Exception | None = None


def ran(setting: Setting) -> Ran:
    """Return what a run made before it raised, or all of it."""
    one = Ran([], {}, {})
    with np.errstate(all="ignore"):
        try:
            for frame in forward_pass(setting):
                one.forward.append(frame)
            for done in backward_pass(setting, one.forward):
                if isinstance(done, Gradients):
                    one.gradients = done.values
                else:
                    one.backward[done.t] = done
        except (ValueError, IndexError) as error:
            one.error = error
    return one


def one_timestep(setting: Setting) -> Setting:
    """Return the last timestep alone, as the cell's own exercise has it: with gradients that arrive in every lane."""
    random = np.random.default_rng(9)
    shape = next(iter(setting.initial.values())).shape
    frames = list(forward_pass(setting))
    return replace(
        setting,
        x=setting.x[:, :, -1:],
        initial={lane.initial: frames[-1].values[lane.previous] for lane in setting.cell.lanes},
        da=random.standard_normal((*shape, 1)) if setting.da is not None else None,
        y=None if setting.y is None else setting.y[:, :, -1:],
        arriving={lane.carried: random.standard_normal(shape) for lane in setting.cell.lanes},
    )


@dataclass
class Case:
    """A mistake in a setting."""

    made: Made
    right_setting: Setting

    @cached_property
    def setting(self) -> Setting:
        return with_forms(self.right_setting, [self.made.form])

    @cached_property
    def right(self) -> Ran:
        return ran(self.right_setting)

    @cached_property
    def wrong(self) -> Ran:
        return ran(self.setting)

    @property
    def T(self) -> int:
        return self.right_setting.T_backward

    def column(self, t: int) -> bool:
        """Whether a column of dx is right."""
        return same(self.wrong.gradients["dx"][:, :, t], self.right.gradients["dx"][:, :, t])

    @property
    def bad(self) -> set[str]:
        """The gradients that are wrong."""
        right = self.right.gradients
        return {name for name, value in self.wrong.gradients.items() if not same(value, right[name])}

    @property
    def cells(self) -> set[str]:
        """The gradients that the cell makes, without those of the way up to the prediction."""
        return set(self.right.gradients) - PREDICTIONS

    @cached_property
    def single(self) -> "Case":
        return Case(self.made, one_timestep(self.right_setting))

    @cached_property
    def bad_in_one(self) -> set[str]:
        """What is wrong of what the cell's own exercise prints, all of it from one timestep."""
        cell = self.single.right_setting.cell
        (right,), (wrong,) = (ran(one).backward.values() for one in (self.single.right_setting, loopless(self.single)))
        names = {step: total for total, step in cell.accumulates.items()}
        printed = [*names, "dxt", *(lane.returned for lane in cell.lanes)]
        return {
            names.get(name, name)
            for name in printed
            if name in right.values and not same(right.values[name], wrong.values[name])
        }

    @property
    def made_in_one(self) -> set[str]:
        cell = self.single.right_setting.cell
        return set(cell.accumulates) - PREDICTIONS | {
            "dxt",
            *(lane.returned for lane in cell.lanes),
        }

    @property
    def sizes_differ(self) -> bool:
        n_x, m, T_x = self.right_setting.x.shape
        n_a = next(iter(self.right_setting.initial.values())).shape[0]
        return len({n_x, m, T_x, n_a, 1}) == 5


def loopless(case: Case) -> Setting:
    """Return the wrong cell with totals that take any shape: the cell's own exercise has no +=, and no dx to fill."""
    return replace(
        case.setting,
        cell=replace(case.setting.cell, stacks={}),
        loop=replace(case.setting.loop, accumulate=lambda _total, contribution: contribution),
    )


def same(one: Array, other: Array) -> bool:
    return np.shape(one) == np.shape(other) and bool(np.allclose(one, other, rtol=1e-9, atol=1e-300, equal_nan=True))


def _dx(*checks: Callable[[Case], bool]) -> Callable[[Case], bool]:
    return lambda case: all(check(case) for check in checks)


def last_right(case: Case) -> bool:
    return case.column(case.T - 1)


def before_wrong(case: Case) -> bool:
    return not any(case.column(t) for t in range(case.T - 1))


def every_wrong(case: Case) -> bool:
    return before_wrong(case) and not case.column(case.T - 1)


def states(case: Case, name: str = "a_next") -> list[bool]:
    return [same(a.values[name], b.values[name]) for a, b in zip(case.right.forward, case.wrong.forward, strict=True)]


def predictions(case: Case) -> list[bool]:
    return states(case, "yt_pred")


def in_one(text: str) -> Callable[[Case], bool]:
    """Read the names in `text`: what is wrong in one timestep."""
    names = set(re.findall(r"\bd\w+", text))
    return lambda case: case.bad_in_one == names


def right_in_one(text: str) -> Callable[[Case], bool]:
    names = set(re.findall(r"\bd\w+", text))
    return lambda case: case.bad_in_one == case.made_in_one - names


def everything_but(text: str) -> Callable[[Case], bool]:
    names = set(re.findall(r"\bd\w+", text))
    return lambda case: bool(case.wrong.error) or case.bad == names


def drops(case: Case) -> Ran:
    (made,) = find("drop_carry", case.right_setting.cell.name)
    return ran(with_forms(case.right_setting, [made.form]))


def step_at_last(case: Case, factor: float, names: tuple[str, ...]) -> bool:
    right, wrong = (one.backward[case.T - 1].values for one in (case.right, case.wrong))
    swapped = [swap.name for swap in case.made.form.swaps]
    assert set(swapped) <= set(names), swapped
    return all((np.abs(wrong[name]) >= factor * np.abs(right[name]) * (1 - 1e-12)).all() for name in swapped)


def negated(case: Case) -> bool:
    right, wrong = (one.backward[case.T - 1].values for one in (case.right, case.wrong))
    names = ("dtanh", "dxt", "dWaxt", "dWaat", "dbat", "da_prev")
    return all(same(wrong[name], -right[name]) for name in names)


def reaches_no_other(case: Case) -> bool:
    """The sums are made of slices of da alone."""
    da = case.right_setting.da
    assert da is not None
    for t, frame in case.wrong.backward.items():
        ours, before = da[:, :, t], da[:, :, t - 1]
        if not any(same(frame.values["da_next"], one) for one in (ours, ours + before, 2 * ours)):
            return False
    return True


def given_alone(case: Case) -> bool:
    """dx is that of a run whose da is zeros but at the last timestep."""
    setting = case.right_setting
    assert setting.da is not None
    alone = setting.da.copy()
    alone[:, :, :-1] = 0
    return same(case.wrong.gradients["dx"], ran(replace(setting, da=alone)).gradients["dx"])


def of_no_da(case: Case) -> bool:
    """The cell's gradients are the same for another da."""
    if case.right_setting.da is None:
        return True
    other = ran(replace(case.setting, da=3 * case.right_setting.da)).gradients
    return all(same(value, other[name]) for name, value in case.wrong.gradients.items())


def counts_twice(case: Case) -> bool:
    return all(
        same(frame.values["da_next"], frame.values["da_t"] + 2 * frame.values["da_prevt"])
        for frame in case.wrong.backward.values()
    )


def times_too_small(case: Case) -> bool:
    m = case.right_setting.x.shape[1]
    wrong, right = case.wrong.gradients, case.right.gradients
    return all(same(wrong[name] * m, right[name]) for name in case.bad)


def columns_permuted(case: Case) -> bool:
    n_x = case.right_setting.x.shape[0]
    wrong, right = case.wrong.gradients, case.right.gradients
    return all(same(wrong[name], np.roll(right[name], n_x, axis=1)) for name in case.bad)


def fails(case: Case) -> bool:
    return case.wrong.error is not None


def gates(case: Case) -> set[str]:
    return {"dWf", "dWi", "dWc", "dWo"} if "Wf" in case.right_setting.parameters else {"dWc", "dWu", "dWr"}


def gate_biases(case: Case) -> set[str]:
    return {name for name in case.cells if re.fullmatch(r"db\w", name)}


def shape_in_one(case: Case, names: set[str], shape: Callable[[Case], tuple[int, ...]]) -> bool:
    (wrong,) = ran(loopless(case.single)).backward.values()
    steps = case.setting.cell.accumulates
    found = {np.shape(wrong.values[steps.get(name, name)]) for name in names}
    return found == {shape(case)}


def n_a(case: Case) -> int:
    return next(iter(case.right_setting.initial.values())).shape[0]


Claim = Callable[[Case], bool]
LOOP, ONE = "loop", "one"

CLAIMS: list[tuple[str, Callable[[re.Match[str]], Claim]]] = [
    (r"The last column of dx is right\.", lambda _: last_right),
    (r"Every column before it is wrong\.", lambda _: before_wrong),
    (r"the ones before it hold the carried part without their own\.", lambda _: given_alone),
    (r"The last column of dx is right; the ones before .* own\.", lambda _: _dx(last_right, before_wrong, given_alone)),
    (r"Even the last column of dx is wrong: it is twice what it should be\.", lambda _: lambda case: same(
        case.wrong.gradients["dx"][:, :, case.T - 1], 2 * case.right.gradients["dx"][:, :, case.T - 1])),
    (r"Every column of dx is wrong(, the last one too)?\.", lambda _: every_wrong),
    (r"dx is wrong in every column, the last one too\.", lambda _: every_wrong),
    (r"Every column of dx before the last is wrong\.", lambda _: before_wrong),
    (r"The last is right where da\[:, :, -1\] is what is added\.", lambda _: lambda case: last_right(case) == (
        same(case.wrong.backward[case.T - 1].values["da_next"], case.right_setting.da[:, :, -1]))),
    (r"Where da is as long as x, the last is right\.", lambda _: lambda case: (
        case.right_setting.T_x > case.T or last_right(case))),
    (r"Before it the carry counts twice\.", lambda _: counts_twice),
    (r"Every gradient of the cell is zero\.", lambda _: lambda case: not any(
        case.wrong.gradients[name].any() for name in case.cells)),
    (r"What the cell at t returns as da_prev reaches no other timestep\.", lambda _: reaches_no_other),
    (r"dx is as when the carry is dropped, and da0 is zeros\.", lambda _: lambda case: (
        same(case.wrong.gradients["dx"], drops(case).gradients["dx"]) and not case.wrong.gradients["da0"].any())),
    (r"da0 is zeros, in the LSTM dc0 too\. All else is right\.", lambda _: lambda case: (
        case.bad == {lane.gradient for lane in case.setting.cell.lanes}
        and not any(case.wrong.gradients[name].any() for name in case.bad))),
    (r"Everything is right but (da0|dWaa)\.", lambda found: everything_but(found[1])),
    (r"Everything is right but dba\. Where its shape does not fit, \+= fails in the loop\.", lambda _: lambda case: (
        fails(case) or case.bad == {"dba"})),
    (r"Everything is right but the cell's biases' gradients\.", lambda _: lambda case: case.bad == (
        gate_biases(case))),
    (r"Everything is right but the gates' and the candidate's dW\.", lambda _: lambda case: case.bad == gates(case)),
    (r"In these each number stands in another column\.", lambda _: columns_permuted),
    (r"NumPy says that shapes do not fit, unless sizes happen to be equal\.", lambda _: lambda case: (
        fails(case) or not case.sizes_differ)),
    (r"NumPy says that shapes do not fit where n_a and n_x differ\.", lambda _: lambda case: (
        fails(case) or n_a(case) == case.right_setting.x.shape[0])),
    (r"In the loop(, \+= fails| it does not fit| dxt does not fit)[^.]*\.", lambda _: lambda case: (
        fails(case) or not case.sizes_differ)),
    (r"dx and da0 are right; the gradients of weights and biases are those of t = 0 alone\.", lambda _: lambda case: (
        not case.bad & {"dx", "da0"} and all(
            same(case.wrong.gradients[total], case.right.backward[0].values[step])
            for total, step in case.setting.cell.accumulates.items() if total in case.wrong.gradients))),
    (r"dx and da0 are right\. What is divided is m times too small\.", lambda _: lambda case: (
        not case.bad & {"dx", "da0"} and times_too_small(case))),
    (r"The first column of dx is what it would be without a carry\.", lambda _: lambda case: same(
        case.wrong.gradients["dx"][:, :, 0], drops(case).gradients["dx"][:, :, 0])),
    (r"The last one is wrong\.", lambda _: lambda case: not last_right(case)),
    (r"The first column of dx is zero\. The others are right\.", lambda _: lambda case: (
        not case.wrong.gradients["dx"][:, :, 0].any() and all(case.column(t) for t in range(1, case.T)))),
    (r"The last column of dx is zero\. The others are wrong\.", lambda _: lambda case: (
        not case.wrong.gradients["dx"][:, :, case.T - 1].any() and before_wrong(case))),
    (r"The first timestep forward is right, and no later one\.", lambda _: lambda case: states(case) == (
        [True] + [False] * (case.right_setting.T_x - 1))),
    (r"Every state is wrong(, and none is negative)?\.", lambda found: lambda case: not any(states(case)) and (
        not found[1] or all((frame.values["a_next"] >= 0).all() for frame in case.wrong.forward))),
    (r"Every memory is wrong\.", lambda _: lambda case: not any(states(case, "c_next"))),
    (r"Every memory is wrong, save the first where it starts as zeros\.", lambda _: lambda case: (
        not any(states(case, "c_next")[1:])
        and states(case, "c_next")[0] == (not case.right_setting.initial["c0"].any()))),
    (r"In one timestep c_next is right and a_next is not\.", lambda _: lambda case: (
        states(case.single, "c_next") == [True] and states(case.single) == [False])),
    (r"States are right, predictions are wrong\.", lambda _: lambda case: (
        all(states(case)) and not any(predictions(case)))),
    (r"States are right\. The predictions of one example do not add up to 1\.", lambda _: lambda case: (
        all(states(case)) and all((np.abs(frame.values["yt_pred"].sum(axis=0) - 1) > 1e-6).any()
                                  for frame in case.wrong.forward))),
    (r"At the last timestep no entry of dtanh, of dcct in the LSTM, is smaller in size than it should be\.",
        lambda _: lambda case: step_at_last(case, 1, ("dtanh", "dcct"))),
    (r"At the last timestep each entry of (d\wt) is at least four times too large\.",
        lambda found: lambda case: step_at_last(case, 4, (found[1],))),
    (r"(dW\w), (db\w) and every column of dx are wrong\.", lambda found: lambda case: (
        {found[1], found[2]} <= case.bad and every_wrong(case))),
    (r"At the last timestep every number of the cell has the right size and the wrong sign\.", lambda _: negated),
    (r"The cell's gradients do not change with da at all\.", lambda _: of_no_da),
    (r"In one timestep only (d\w+) is wrong\.", lambda found: in_one(found[1])),
    (r"In one timestep (d[^.]+) are wrong, all else is right\.", lambda found: in_one(found[1])),
    (r"In one timestep (d[^.]+) are right, all else is wrong\.", lambda found: right_in_one(found[1])),
    (r"In one timestep dWo and dbo are right\.", lambda _: lambda case: not {"dWo", "dbo"} & case.bad_in_one),
    (r"In one timestep dxt and da_prev are wrong or have each other's shape, all else is right\.",
        lambda _: in_one("dxt da_prev")),
    (r"In one timestep everything is right but the biases' gradients, whose shape is wrong\.", lambda _: lambda case: (
        case.bad_in_one == gate_biases(case))),
    (r"In the loop the last column of dx is right and the others not\.", lambda _: _dx(last_right, before_wrong)),
    (r"In the loop every gradient of the cell is wrong\.", lambda _: lambda case: case.cells <= case.bad),
    (r"At the last timestep of the loop (d[^.]+) are zero\.", lambda found: lambda case: not any(
        case.wrong.backward[case.T - 1].values[name].any() for name in re.findall(r"\bd\w+", found[1]))),
    (r"The first column of dx, da0, dWf and dbf are wrong, all else is right\.", lambda _: lambda case: (
        case.bad == {"dx", "da0", "dWf", "dbf"} and not case.column(0)
        and all(case.column(t) for t in range(1, case.T)))),
    (r"dxt has the shape of a state\.", lambda _: lambda case: shape_in_one(
        case, {"dxt"}, lambda one: (n_a(one), one.right_setting.x.shape[1]))),
    (r"dba has the shape of dtanh\.", lambda _: lambda case: shape_in_one(
        case, {"dba"}, lambda one: (n_a(one), one.right_setting.x.shape[1]))),
    (r"dWax has the shape \(n_x, n_a\)\.", lambda _: lambda case: shape_in_one(
        case, {"dWax"}, lambda one: (one.right_setting.x.shape[0], n_a(one)))),
    (r"dxt and da_prev have the shape \(n_a \+ n_x, m\)\.", lambda _: lambda case: shape_in_one(
        case, {"dxt", "da_prev"}, lambda one: (n_a(one) + one.right_setting.x.shape[0], one.right_setting.x.shape[1]))),
    (r"In one timestep the numbers of dba are right and stand without brackets: its shape is \(n_a,\)\.",
        lambda _: lambda case: case.bad_in_one == {"dba"} and shape_in_one(case, {"dba"}, lambda one: (n_a(one),))),
    (r"In one timestep the biases' numbers are right and stand without brackets: the shapes are \(n_a,\)\.",
        lambda _: lambda case: case.bad_in_one == gate_biases(case) and shape_in_one(
            case, gate_biases(case), lambda one: (n_a(one),))),
]  # fmt: skip
"""A text is read from its beginning; what no phrase fits is not held, and so may not be said."""


def claims_of(symptom: str) -> list[tuple[str, Claim]]:
    """Return what a symptom claims, phrase by phrase. Raises LookupError for words that nothing holds."""
    claims, rest = [], symptom
    while rest:
        found = [(match, make) for phrase, make in CLAIMS if (match := re.match(phrase, rest))]
        if not found:
            raise LookupError(f"nothing holds {rest!r}")
        match, make = max(found, key=lambda one: one[0].end())
        claims.append((match[0], make(match)))
        rest = rest[match.end() :].strip()
    return claims
