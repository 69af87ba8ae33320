"""The tables are made in a process of their own: of low priority, gone with the server, and heard where it fails."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.diagnosis.index import beside

WAITING = """
import os, runpy, sys, threading
import app.diagnosis.index.store as store
def prepare(names):
    os.write(1, b"began\\n")  # in one piece: two processes write here
    threading.Event().wait()
store.prepare = prepare
sys.argv = ["index", "--beside"]
runpy.run_module("app.diagnosis.index", run_name="__main__")
"""
"""The real process, but for the work: it says when it would begin, and never ends by itself."""

SERVER = """
import sys
from types import SimpleNamespace
from app.diagnosis.index import beside
beside.at_hand = lambda exercise: SimpleNamespace(whole=False)
beside.prepare_beside([sys.executable, "-c", sys.argv[1]])
"""


@pytest.fixture
def nothing_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "at_hand", lambda _exercise: SimpleNamespace(whole=False))


@pytest.fixture
def builder() -> Iterator[subprocess.Popen[str]]:
    """The process that makes the tables, at the point at which both halves of it begin."""
    with subprocess.Popen(
        [sys.executable, "-c", WAITING], cwd=beside.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert [process.stdout.readline() for _ in range(2)] == ["began\n"] * 2
        yield process
        process.kill()


def test_it_has_a_low_priority(builder: subprocess.Popen[str]) -> None:
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, builder.pid) == min(ours + 10, 19)


def test_it_ends_when_nothing_holds_its_input_any_more(builder: subprocess.Popen[str]) -> None:
    assert builder.poll() is None
    assert builder.stdin
    builder.stdin.close()
    assert builder.wait(60) == 1


def test_it_ends_with_the_server_however_that_ends() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, WAITING], cwd=beside.ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        assert [server.stdout.readline() for _ in range(2)] == ["began\n"] * 2
        server.kill()
        assert (
            server.stdout.read() == ""
        )  # its end is reached once the other process is gone too, which holds it as well


@pytest.mark.usefixtures("nothing_made")
def test_why_it_failed_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        beside.prepare_beside([sys.executable, "-c", "raise MemoryError('no room for the tables')"])
    assert "only the catalogue answers: MemoryError: no room for the tables" in caplog.text
    caplog.clear()
    beside.prepare_beside([sys.executable, "-c", "raise SystemExit(3)"])
    assert "exit code 3" in caplog.text


@pytest.mark.usefixtures("nothing_made")
def test_what_goes_well_says_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = tmp_path / "made"
    beside.prepare_beside([sys.executable, "-c", f"open({str(made)!r}, 'w').close()"])
    assert made.exists()  # it was waited for
    assert caplog.text == ""


def test_nothing_is_started_where_everything_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "at_hand", lambda _exercise: SimpleNamespace(whole=True))
    monkeypatch.setattr(beside.subprocess, "Popen", None)
    beside.prepare_beside()


def test_the_command_is_the_one_that_makes_the_tables() -> None:
    assert beside.COMMAND[1:] == ("-m", "app.diagnosis.index", "--beside")
