"""Places for what takes long: in turn, one client at a time, given up by who leaves; and what is sent is counted."""

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
from fastapi import HTTPException

from app.main import create_app
from app.requests.limits import Limits
from app.web import places, trace_routes
from app.web.body import Bodies
from app.web.places import Places
from tests.serving import running


def asked_by(client: str) -> Any:
    return SimpleNamespace(client=SimpleNamespace(host=client))


class Hall:
    """Those who come to one place, and the order in which they get it."""

    def __init__(self) -> None:
        self.places = Places("talks", 1)
        self.order: list[str] = []
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def comes(self, name: str) -> None:
        """Let somebody come: `a1` is the first of client a."""

        async def talks() -> None:
            async with self.places.place(asked_by(name[0])):
                self.order.append(name)

        self.tasks[name] = asyncio.create_task(talks())
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("coming", "order"),
    [
        ("a1 a2 a3 b1 c1", "a1 b1 c1 a2 a3"),
        ("a1 b1 b2 a2", "a1 b1 a2 b2"),  # each client's next waits for the others
    ],
)
def test_of_those_who_wait_each_client_has_its_turn(coming: str, order: str) -> None:
    async def asks() -> None:
        hall = Hall()
        async with hall.places.place(asked_by("first")):
            for name in coming.split():
                await hall.comes(name)
            assert hall.order == []
        await asyncio.gather(*hall.tasks.values())
        assert hall.order == order.split()

    asyncio.run(asks())


def test_who_leaves_gives_up_the_place_whether_it_waits_or_has_just_got_it() -> None:
    async def asks() -> None:
        hall = Hall()
        async with hall.places.place(asked_by("first")):
            for name in ("a1", "b1", "c1"):
                await hall.comes(name)
            hall.tasks["a1"].cancel()
            await asyncio.sleep(0)
        hall.tasks["b1"].cancel()  # it is its turn, and it has not taken it yet
        await asyncio.wait(hall.tasks.values())
        assert hall.order == ["c1"]
        await hall.comes("d1")  # and the place is free again
        await hall.tasks["d1"]

    asyncio.run(asks())


def test_where_too_many_wait_the_last_of_who_has_most_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "WAITING", 3)

    async def asks() -> None:
        hall = Hall()
        async with hall.places.place(asked_by("first")):
            for name in ("a1", "a2", "a3", "b1", "a4"):
                await hall.comes(name)
        done = await asyncio.gather(*hall.tasks.values(), return_exceptions=True)
        refused = [name for name, came in zip(hall.tasks, done, strict=True) if isinstance(came, HTTPException)]
        assert refused == ["a3", "a4"]
        assert hall.order == ["a1", "b1", "a2"]

    asyncio.run(asks())


def test_what_is_sent_is_counted_until_it_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second body for which there is no room is told to come again; one alone may be as large as is allowed."""
    app = create_app(Limits())
    app.state.bodies = Bodies(most=1000)
    looking, let_go = threading.Event(), threading.Event()

    def look(body: bytes, *more: Any) -> Any:
        looking.set()
        assert let_go.wait(20)
        raise trace_routes_refusal(len(body))

    monkeypatch.setattr(trace_routes, "uploaded_run", look)
    with running(app) as address, httpx2.Client(base_url=address, timeout=60) as client:
        answers: list[httpx2.Response] = []
        first = threading.Thread(target=lambda: answers.append(client.post("/api/trace", content=b"{" + b" " * 5000)))
        first.start()
        assert looking.wait(20)
        assert app.state.bodies.size == 5001
        full = client.post("/api/trace", content=b"{}")
        assert (full.status_code, full.headers["retry-after"]) == (503, "5")
        let_go.set()
        first.join(20)
        assert answers[0].json()["detail"] == "5001 bytes"
        assert app.state.bodies.size == 0


def trace_routes_refusal(size: int) -> Exception:
    from app.runs.tensors import BadTensors

    return BadTensors(f"{size} bytes")


def test_no_run_is_drawn_before_there_is_room_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Limits())
    drawn: list[Any] = []
    draw = trace_routes.drawn_run
    monkeypatch.setattr(trace_routes, "drawn_run", lambda *asked: drawn.append(asked) or draw(*asked))
    large = "/api/trace?scenario=custom&T_x=100&n_a=64&m=64&detail=norms&check=false"
    with running(app) as address, httpx2.Client(base_url=address, timeout=60) as client:
        app.state.held.held = app.state.held.most  # others hold all that may be held
        answers: list[int] = []
        asker = threading.Thread(target=lambda: answers.append(client.get(large).status_code))
        asker.start()
        while not app.state.held._waiting:
            assert asker.is_alive()
        assert client.get("/api/trace?check=false").status_code == 200  # what is small need not wait
        assert len(drawn) == 1
        asyncio.run_coroutine_threadsafe(_give_back(app), app.state.held._waiting[0][1].get_loop()).result(20)
        asker.join(60)
        assert answers == [200]
        assert len(drawn) == 2


async def _give_back(app: Any) -> None:
    app.state.held.give_back(app.state.held.most)
