"""What is small is made once, kept within its bound, and known again; what is held by open streams has a bound too."""

import asyncio
import gzip
import threading
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from app.main import create_app
from app.requests.limits import Limits
from app.web import trace_routes
from app.web.held import Full, Held
from app.web.kept import Kept, Whole
from tests.serving import running

SMALL = "/api/trace?scenario=course"
GZIP = {"accept-encoding": "gzip"}
PLAIN = {"accept-encoding": "identity"}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every run that the routes have drawn."""
    runs: list[Any] = []
    draw = trace_routes.drawn_run

    def noted(*asked: Any) -> Any:
        runs.append(asked)
        return draw(*asked)

    monkeypatch.setattr(trace_routes, "drawn_run", noted)
    return runs


def test_what_was_asked_before_is_not_computed_again(drawn: list[Any]) -> None:
    client = TestClient(create_app())
    first = client.get(SMALL, headers=GZIP)
    for headers in (GZIP, PLAIN, GZIP):
        again = client.get(SMALL, headers=headers)
        assert again.content == first.content
        assert ("content-encoding" in again.headers) == (headers is GZIP)
    assert client.get("/api/trace?cell=rnn&scenario=course&seed=1", headers=PLAIN).content == first.content
    assert len(drawn) == 1  # written in another way, it is the same
    assert client.get(f"{SMALL}&seed=2").content != first.content
    assert len(drawn) == 2


def test_a_scenario_that_is_named_is_not_one_that_is_left_out() -> None:
    client = TestClient(create_app())
    assert client.get("/api/trace?cell=gru").status_code == 200
    assert client.get("/api/trace?cell=gru&scenario=course").status_code == 404


def test_whoever_has_it_is_told_so_and_nothing_is_computed(drawn: list[Any]) -> None:
    etag = TestClient(create_app()).get(SMALL).headers["etag"]
    other = TestClient(create_app())  # another process: the name is the same
    answer = other.get(SMALL, headers={"if-none-match": etag})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert len(drawn) == 1
    assert other.get(f"{SMALL}&seed=2", headers={"if-none-match": etag}).status_code == 200


def test_a_refusal_is_not_kept() -> None:
    client = TestClient(create_app())
    for _ in range(2):
        assert client.get("/api/trace?scenario=nowhere").status_code == 404


def test_many_who_ask_at_once_are_answered_with_one_computation(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app()
    draw, begun, go_on = trace_routes.drawn_run, threading.Event(), threading.Event()
    runs: list[int] = []

    def slow(*asked: Any) -> Any:
        runs.append(1)
        begun.set()
        assert go_on.wait(20)
        return draw(*asked)

    monkeypatch.setattr(trace_routes, "drawn_run", slow)
    answers: list[bytes] = []
    with running(app) as address:
        readers = [
            threading.Thread(target=lambda: answers.append(httpx2.get(address + SMALL).content)) for _ in range(5)
        ]
        readers[0].start()
        assert begun.wait(20)
        for reader in readers[1:]:
            reader.start()
        for _ in range(5):
            assert httpx2.get(f"{address}/healthz").status_code == 200
        go_on.set()
        for reader in readers:
            reader.join(20)
    assert len(set(answers)) == 1
    assert len(answers) == 5
    assert len(runs) == 1


def test_what_was_asked_for_longest_ago_goes_first_and_the_bound_holds() -> None:
    kept = Kept(most=250)

    async def ask(key: int, size: int = 100) -> None:
        async def make() -> Whole:
            return Whole(b"x" * size, None, "", "text/plain")

        await kept.get(key, str(key).encode(), make)
        assert kept.size <= 250

    async def asks() -> None:
        await ask(1)
        await ask(2)
        await ask(1)
        await ask(3)
        assert [kept.at_once(str(key).encode()) is not None for key in (1, 2, 3)] == [True, False, True]
        await ask(4, size=1000)
        assert kept.at_once(b"4") is None

    asyncio.run(asks())


def test_whoever_waits_for_one_that_fails_is_told_the_same_and_one_that_leaves_is_replaced() -> None:
    kept = Kept(most=1000)

    async def asks() -> None:
        leave = asyncio.Event()

        async def left() -> Whole:
            await leave.wait()
            raise AssertionError

        async def fails() -> Whole:
            await asyncio.sleep(0)
            raise ValueError("on purpose")

        first = asyncio.create_task(kept.get("a", b"", left))
        await asyncio.sleep(0)
        second = asyncio.create_task(kept.get("a", b"", left))
        await asyncio.sleep(0)
        first.cancel()
        assert await second is None  # and makes its own
        both = await asyncio.gather(*(kept.get("b", b"", fails) for _ in range(2)), return_exceptions=True)
        assert [str(error) for error in both] == ["on purpose"] * 2

    asyncio.run(asks())


def test_an_answer_is_compressed_once_and_then_kept_only_so() -> None:
    whole = Whole(b"text" * 100, None, 'W/"1"', "text/plain")
    whole.compress()
    assert whole.plain is None
    assert gzip.decompress(whole.compressed or b"") == b"text" * 100
    assert whole.response(Headers(PLAIN)).body == b"text" * 100
    assert whole.response(Headers(GZIP)).body == whole.compressed


def test_streams_begin_in_their_order_when_there_is_room_for_what_they_hold() -> None:
    async def asks() -> None:
        held = Held(100)
        await held.take(1000)  # alone, more than all that is allowed
        order: list[int] = []

        async def wait(numbers: int) -> None:
            await held.take(numbers)
            order.append(numbers)

        tasks = [asyncio.create_task(wait(numbers)) for numbers in (60, 50, 40)]
        await asyncio.sleep(0)
        assert order == []
        held.give_back(1000)
        await tasks[0]
        await asyncio.sleep(0)
        assert order == [60]  # 40 would fit, but it is not its turn
        tasks[1].cancel()
        await tasks[2]
        assert held.held == 100
        held.WAITING = 0
        with pytest.raises(Full):
            await held.take(1)

    asyncio.run(asks())


def test_a_stream_gives_back_what_it_held_also_when_its_reader_leaves() -> None:
    app = create_app(Limits())
    with running(app) as address:
        assert httpx2.get(f"{address}/api/trace?scenario=custom&T_x=400").status_code == 200
        asked = f"{address}/api/trace?scenario=custom&T_x=100&n_a=64&m=64&detail=lean"
        with httpx2.Client() as reader, reader.stream("GET", asked, headers=PLAIN) as answer:
            read = answer.iter_lines()  # kept: let go of, it would end the answer
            next(read)
            assert app.state.held.held > 0  # much more than what fits between the two is not read
    assert app.state.held.held == 0
