"""Whole requests over HTTP, each beside what somebody would write instead: alternating, so that ratios hold anywhere.

The other one is FastAPI, PyTorch's autograd with its gradients kept at every timestep, and one orjson dump.
"""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from statistics import median
from typing import Any

import httpx2
import numpy as np
import orjson
from fastapi import FastAPI, Request, Response

from app.main import create_app
from tests.serving import running

SIZES = {
    "course": "n_x=3&n_a=5&n_y=2&m=10&T_x=4",
    "lecture": "n_x=8&n_a=16&n_y=4&m=8&T_x=20",
    "T_x 100": "n_x=8&n_a=16&n_y=4&m=8&T_x=100",
}
REPETITIONS = 20
END = b'{"kind":"end"'
NAMED = "/api/trace?scenario=course"


def other() -> FastAPI:
    """Return the other one's server: `/torch` for a trace, `/bare` for bytes that are there already."""
    import torch

    torch.set_num_threads(1)
    app = FastAPI()

    @app.get("/torch")
    def trace(n_x: int, n_a: int, n_y: int, m: int, T_x: int, seed: int) -> Response:
        random = np.random.default_rng(seed)

        def drawn(*shape: int) -> Any:
            return torch.tensor(random.standard_normal(shape), dtype=torch.float64)

        parameters = {"Wax": drawn(n_a, n_x), "Waa": drawn(n_a, n_a), "ba": drawn(n_a, 1)}
        Wya, by = drawn(n_y, n_a), drawn(n_y, 1)
        x, a, da = drawn(n_x, m, T_x).requires_grad_(), drawn(n_a, m).requires_grad_(), drawn(n_a, m, T_x)
        frames, cost = [], torch.zeros(())
        for t in range(T_x):
            alias = {name: value.clone().requires_grad_() for name, value in parameters.items()}
            a_prev = a.clone()
            a_prev.retain_grad()
            z = alias["Wax"] @ x[:, :, t] + alias["Waa"] @ a_prev + alias["ba"]
            a = torch.tanh(z)
            z.retain_grad()
            a.retain_grad()
            cost = cost + (da[:, :, t] * a).sum()
            frames.append((alias, a_prev, z, a, torch.softmax(Wya @ a + by, 0)))
        cost.backward()
        totals = {name: torch.zeros_like(value) for name, value in parameters.items()}
        sent = []
        for t in reversed(range(T_x)):
            alias, a_prev, z, a, y = frames[t]
            totals = {name: total + alias[name].grad for name, total in totals.items()}
            tensors = {"da_t": da[:, :, t], "da_next": a.grad, "dtanh": z.grad, "dxt": x.grad[:, :, t]}
            tensors |= {"da_prev": a_prev.grad, **{f"d{name}t": value.grad for name, value in alias.items()}}
            tensors |= {**{f"d{name}": total for name, total in totals.items()}, "a_next": a, "yt_pred": y, "z": z}
            sent.append({"t": t, **{n: np.ascontiguousarray(v.detach().numpy()) for n, v in tensors.items()}})
        return Response(orjson.dumps(sent, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json")

    bare: dict[str, bytes] = {}

    @app.put("/bare")
    async def keep(request: Request) -> None:
        bare["bytes"] = await request.body()

    @app.get("/bare")
    def kept() -> Response:
        return Response(bare["bytes"], headers={"content-encoding": "gzip"}, media_type="application/jsonl")

    return app


@contextmanager
def apart(make: Callable[[], FastAPI]) -> Iterator[str]:
    """Run an app in a process of its own and yield its address: in one, each would wait for the other's interpreter."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(make, there), daemon=True)
    process.start()
    there.close()  # so that a server that cannot start is an EOFError here, and no waiting for ever
    try:
        yield here.recv()
    finally:
        if process.is_alive():
            here.send(None)
        process.join(timeout=60)


def _serve(make: Callable[[], FastAPI], pipe: Connection) -> None:
    with running(make()) as address:
        pipe.send(address)
        pipe.recv()


def show() -> None:
    """Print the table."""
    print("Whole requests, PyTorch's endpoint ÷ ours (more than 1: ours is quicker)")
    print(f"  processes that wanted one of {os.cpu_count()} cores before it began: {os.getloadavg()[0]:.1f}")
    with apart(create_app) as ours, apart(other) as theirs, httpx2.Client(timeout=60) as client:
        for name, sizes in SIZES.items():

            def own(seed: int, asked: str = f"{ours}/api/trace?scenario=custom&detail=full&{sizes}&check=") -> int:
                return _plain(client, f"{asked}false&seed={seed}")

            def checked(seed: int, asked: str = f"{ours}/api/trace?scenario=custom&detail=full&{sizes}") -> int:
                return _to_the_end(client, f"{asked}&seed={seed + 1000}")

            def their(seed: int, asked: str = f"{theirs}/torch?{sizes}") -> int:
                return _plain(client, f"{asked}&seed={seed}")

            _row(name, own, their)
            _row(f"{name}, with the check, to `end`", checked, their)
        compressed = _raw(client, f"{ours}{NAMED}")
        client.put(f"{theirs}/bare", content=compressed).raise_for_status()
        again = lambda seed: len(_raw(client, f"{ours}{NAMED}"))  # noqa: E731
        _row("a named scenario, again ÷ the same bytes", again, lambda seed: len(_raw(client, f"{theirs}/bare")))
        healthy = [_seconds(lambda seed: _plain(client, f"{ours}/healthz"), 0)[0] for _ in range(REPETITIONS)]
        print(f"  a small answer on a kept connection: {median(healthy) * 1e3:.1f} ms")


def _row(name: str, own: Callable[[int], int], their: Callable[[int], int]) -> None:
    ratios, mine, sizes = [], [], (0, 0)
    for seed in range(REPETITIONS + 3):
        (a, size), (b, other_size) = _seconds(own, seed), _seconds(their, seed)
        if seed >= 3:  # the first are for warming up
            ratios.append(b / a)
            mine.append(a)
            sizes = (size, other_size)
    shown = f"{sizes[0] / 1e3:8.0f} kB against {sizes[1] / 1e3:.0f}"
    print(f"  {name:<42} {median(ratios):6.2f} ×   ours {median(mine) * 1e3:7.1f} ms {shown}")


def _seconds(call: Callable[[int], int], seed: int) -> tuple[float, int]:
    start = time.perf_counter()
    size = call(seed)
    return time.perf_counter() - start, size


def _plain(client: httpx2.Client, address: str) -> int:
    answer = client.get(address, headers={"accept-encoding": "identity"})
    answer.raise_for_status()
    return len(answer.content)


def _to_the_end(client: httpx2.Client, address: str) -> int:
    """Return how many bytes came until the record `end` was there; the check may come after it."""
    size, before = 0, b""
    with client.stream("GET", address, headers={"accept-encoding": "identity"}) as answer:
        answer.raise_for_status()
        for piece in answer.iter_raw():
            size += len(piece)
            if END in before + piece:
                break
            before = piece[-len(END) :]
        else:
            raise EOFError(f"{address} has no end")
    return size


def _raw(client: httpx2.Client, address: str) -> bytes:
    with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
        answer.raise_for_status()
        return b"".join(answer.iter_raw())
