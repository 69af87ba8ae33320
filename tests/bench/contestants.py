"""The same passes written by other hands. Each captures, for every timestep, what arrives from t + 1, da_next, dtanh,
dx, dWax, dWaa, dba, what leaves for t - 1, and the three running totals; float64 throughout."""

from collections.abc import Callable

import numpy as np

from app.bptt.passes import Backward, Setting, backward_pass, forward_pass
from app.records.jsonl import encoded
from app.requests.limits import Limits
from app.requests.queries import TraceQuery, within
from app.requests.trace import answer, drawn_run

NAMES = ("da_prevt", "da_next", "dtanh", "dxt", "dWaxt", "dWaat", "dbat", "da_prev", "dWax", "dWaa", "dba")

Captured = list[dict[str, np.ndarray]]  # by t; examples as columns


def request(n_x: int, n_a: int, m: int, T_x: int) -> Callable[[], object]:
    """What an answer of GET /api/trace costs a server: drawn, run, split, checked, and encoded line by line."""
    limits = Limits()
    sizes = {"n_x": n_x, "n_a": n_a, "n_y": 1, "m": m, "T_x": T_x}
    query = within(TraceQuery, limits).model_validate({"scenario": "custom", "cell": "rnn", **sizes})
    return lambda: [encoded(record) for record in answer(drawn_run(query, limits), query, limits)]


def steps(setting: Setting) -> tuple[Callable[[], object], Callable[[], Captured]]:
    """This project's readable steps, run by the driver that makes a trace."""

    def run() -> list[Backward]:
        done = backward_pass(setting, list(forward_pass(setting)))
        return [frame for frame in done if isinstance(frame, Backward)]

    return run, lambda: [{**frame.values, **frame.totals} for frame in reversed(run())]


def course_loop(setting: Setting) -> tuple[Callable[[], object], Callable[[], Captured]]:
    """What a learner hands in: the course's four functions, each timestep's results kept."""
    x, da, a0 = setting.x, setting.da, setting.initial["a0"]
    Wax, Waa, ba = (setting.parameters[name] for name in ("Wax", "Waa", "ba"))

    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt = cache
        dtanh = (1 - a_next**2) * da_next
        dxt, dWaxt = np.dot(Wax.T, dtanh), np.dot(dtanh, xt.T)
        da_prev, dWaat = np.dot(Waa.T, dtanh), np.dot(dtanh, a_prev.T)
        return dtanh, dxt, dWaxt, dWaat, np.sum(dtanh, axis=1, keepdims=True), da_prev

    def run():
        (n_x, m, T_x), n_a = x.shape, a0.shape[0]
        a, a_next, caches = np.zeros((n_a, m, T_x)), a0, []
        for t in range(T_x):
            a_prev, xt = a_next, x[:, :, t]
            a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba)
            a[:, :, t] = a_next
            caches.append((a_next, a_prev, xt))
        dx, da_prevt = np.zeros((n_x, m, T_x)), np.zeros((n_a, m))
        dWax, dWaa, dba = np.zeros((n_a, n_x)), np.zeros((n_a, n_a)), np.zeros((n_a, 1))
        kept = []
        for t in reversed(range(T_x)):
            da_next = da[:, :, t] + da_prevt
            dtanh, dxt, dWaxt, dWaat, dbat, da_prev = rnn_cell_backward(da_next, caches[t])
            dx[:, :, t] = dxt
            dWax, dWaa, dba = dWax + dWaxt, dWaa + dWaat, dba + dbat
            kept.append((da_prevt, da_next, dtanh, dxt, dWaxt, dWaat, dbat, da_prev, dWax, dWaa, dba))
            da_prevt = da_prev
        return kept

    return run, lambda: [dict(zip(NAMES, values, strict=True)) for values in reversed(run())]


def pytorch(setting: Setting) -> tuple[Callable[[], object], Callable[[], Captured]]:
    """PyTorch's autograd. An alias of each parameter a timestep makes its gradient there visible, by retain_grad."""
    import torch

    def tensor(array, *, requires_grad=True):
        return torch.tensor(np.ascontiguousarray(array), requires_grad=requires_grad)

    x, a0 = tensor(setting.x.transpose(2, 0, 1)), tensor(setting.initial["a0"])
    da = list(tensor(setting.da.transpose(2, 0, 1), requires_grad=False))
    parameters = [tensor(setting.parameters[name]) for name in ("Wax", "Waa", "ba")]

    def run():
        a_next, states, watched = a0, [], []
        for xt in x:
            a_prev, (Wax, Waa, ba) = a_next.view_as(a_next), (p.view_as(p) for p in parameters)
            z = Wax @ xt + Waa @ a_prev + ba
            a_next = torch.tanh(z)
            for value in (a_next, z, xt, Wax, Waa, ba, a_prev):
                value.retain_grad()
            states.append(a_next)
            watched.append((a_next, z, xt, Wax, Waa, ba, a_prev))
        torch.autograd.backward(states, da)
        kept, da_prevt = [], torch.zeros_like(a0)
        totals = [torch.zeros_like(p) for p in parameters]
        for values in reversed(watched):
            gradients = [value.grad for value in values]
            totals = [total + gradient for total, gradient in zip(totals, gradients[3:6], strict=True)]
            kept.append((da_prevt, *gradients, *totals))
            da_prevt = gradients[-1]
        return kept

    def captured() -> Captured:
        return [
            {name: value.detach().numpy() for name, value in zip(NAMES, values, strict=True)}
            for values in reversed(run())
        ]

    return run, captured


def matrix_products(setting: Setting) -> Callable[[], object]:
    """The floor: only the products that cannot be put together, Waa @ a_prev and Waa.T @ dtanh at every timestep."""
    Waa, a, out = setting.parameters["Waa"], setting.initial["a0"].T.copy(), setting.initial["a0"].T.copy()
    Waa_T, turns = Waa.T.copy(), range(setting.T_x)

    def run() -> None:
        for _ in turns:
            a.dot(Waa_T, out)
        for _ in turns:
            a.dot(Waa, out)

    return run
