"""The command line: the same records as the API, one clear line for bad input, an end when told to."""

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import partial

import httpx2
import pytest

from app.__main__ import main
from app.requests.queries import TraceQuery

APP = [sys.executable, "-m", "app"]


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Call the command line in this process: a process of its own takes most of a second to start."""
    code: object = 0
    out, err = (io.TextIOWrapper(io.BytesIO()) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(list(arguments))
        except SystemExit as ended:
            code = ended.code
    printed = [stream.detach().getvalue() for stream in (out, err)]  # type: ignore[attr-defined]
    assert isinstance(code, int | None)
    return subprocess.CompletedProcess(arguments, code or 0, *printed)


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the server on a free port; yield the process and the address that it has printed."""
    process = subprocess.Popen(
        [*APP, "serve", "--port", "0", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        told = re.fullmatch(r"Unrolled is on (http://[^ ]+) \(Ctrl-C ends it\)\n", process.stdout.readline())
        assert told
        yield process, told[1]
    finally:
        process.kill()
        process.communicate()


# trace -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["course"], "scenario=course"),
        ([], ""),
        (["custom", "--T-x", "7", "--n-a", "3", "--seed", "5"], "scenario=custom&T_x=7&n_a=3&seed=5"),
        (["course", "--cell", "rnn", "--entry", "2,3", "--detail", "entry"], "entry=2,3&detail=entry"),
    ],
)
def test_it_prints_the_records_of_the_api_byte_for_byte(
    client: httpx2.Client, arguments: list[str], asked: str
) -> None:
    printed = run("trace", *arguments)
    assert printed.returncode == 0
    assert printed.stderr == b""
    assert printed.stdout == client.get(f"/api/trace?{asked}").content


@pytest.mark.process
def test_it_prints_what_the_course_notebook_prints() -> None:
    printed = subprocess.run([*APP, "trace", "course"], capture_output=True, check=True, timeout=60)
    gradients = json.loads(printed.stdout.splitlines()[-2])["gradients"]
    assert [round(value, 8) for value in gradients["dx"][1][2]] == [-2.07101689, -0.59255627, 0.02466855, 0.01483317]
    assert round(gradients["da0"][2][3], 12) == -0.314942375127
    assert round(gradients["dWax"][3][1], 10) == 11.2641044965
    assert round(gradients["dWaa"][1][2], 11) == 2.30333312658
    assert [round(value, 8) for value in gradients["dba"][4]] == [-0.74747722]


@pytest.mark.process
def test_whoever_has_read_enough_may_leave() -> None:
    with subprocess.Popen(
        [*APP, "trace", "custom", "--T-x", "200"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as p:
        assert p.stdout is not None
        assert p.stderr is not None
        assert json.loads(p.stdout.readline())["kind"] == "head"
        p.stdout.close()
        assert p.stderr.read() == b""
        assert p.wait(timeout=60) == 0


@pytest.mark.process
def test_ctrl_c_ends_it_without_a_traceback() -> None:
    big = ["trace", "custom", "--T-x", "400", "--n-a", "64", "--m", "64"]
    # A shell that runs the tests in the background has them ignore Ctrl-C, and children inherit that.
    listening = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*APP, *big], **pipes, preexec_fn=listening) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == b""


def test_every_parameter_of_the_api_is_an_option_and_explained() -> None:
    told = run("trace", "--help").stdout.decode()
    for name in TraceQuery.model_fields.keys() - {"scenario"}:
        assert f"--{name.replace('_', '-')} " in told


# Bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "the following arguments are required: COMMAND (see python -m app --help)"),
        (["dance"], "argument COMMAND: invalid choice: 'dance' (choose from "),
        (["trace", "nowhere"], "scenario 'nowhere' does not exist; choose one of course"),
        (["trace", "course", "--cell", "quantum"], "cell 'quantum' is not in scenario 'course'; choose one of rnn"),
        (["trace", "course", "--T-x", "abc"], "T_x must be a whole number from 1 to 2000, not 'abc'."),
        (["trace", "course", "--T-x", "2001"], "T_x must be a whole number from 1 to 2000, not '2001'."),
        (["trace", "course", "--seed", "-1"], "seed must be a whole number from 0 to 4294967295, not '-1'."),
        (["trace", "course", "--entry", "1"], "entry must be two whole numbers with a comma between"),
        (["trace", "course", "--entry"], "argument --entry: expected one argument"),
        (["trace", "course", "--bogus", "two\nlines"], "unrecognized arguments: --bogus two lines"),
        (["serve", "--port", "abc"], "argument --port: must be a whole number from 0 to 65535, not 'abc'"),
        (["serve", "--port", "65536"], "argument --port: must be a whole number from 0 to 65535, not '65536'"),
        (
            ["serve", "--host", ""],
            "argument --host: must be an address such as 127.0.0.1, or 0.0.0.0 for all; it is empty",
        ),
        (["serve", "--host", "  "], "argument --host: must be an address such as 127.0.0.1"),
        (["serve", "--workers", "0"], "argument --workers: must be a whole number from 1 to"),
        (["serve", "--root-path", "//evil.example"], "argument --root-path: must be a path such as /unrolled"),
        (["serve", "--host", "192.0.2.1"], "cannot listen on 192.0.2.1:8000 (Cannot assign requested address)"),
    ],
)
def test_bad_input_is_one_line_on_standard_error_and_exit_code_2(arguments: list[str], sentence: str) -> None:
    refused = run(*arguments)
    assert refused.returncode == 2
    assert refused.stdout == b""
    (told,) = refused.stderr.decode().splitlines()
    assert told.startswith(f"unrolled: {sentence}")


@pytest.mark.parametrize("arguments", [["--help"], ["trace", "--help"], ["serve", "--help"]])
def test_help_is_no_error(arguments: list[str]) -> None:
    told = run(*arguments)
    assert (told.returncode, told.stderr) == (0, b"")
    assert told.stdout.startswith(b"usage: python -m app")


# serve -----------------------------------------------------------------------------------------------------------


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run("serve", "--port", str(port))
    assert refused.returncode == 2
    assert refused.stdout == b""
    assert refused.stderr.decode() == (
        f"unrolled: cannot listen on 127.0.0.1:{port} (Address already in use); "
        "choose another with --port or `make run PORT=8080`\n"
    )


@pytest.mark.process
def test_a_port_that_was_used_a_moment_ago_can_be_used_again() -> None:
    with serving() as (process, address):
        assert address.startswith("http://127.0.0.1:")  # this machine alone, unless told otherwise
        assert httpx2.get(f"{address}/healthz").json() == {"status": "ok"}
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
    with serving("--port", address.rpartition(":")[2]) as (_, again):
        assert again == address


@pytest.mark.process
def test_ctrl_c_ends_it_soon_even_with_an_open_stream() -> None:
    with serving() as (process, address):
        asked = "/api/trace?scenario=custom&T_x=400&n_a=64&m=64"
        headers = {"accept-encoding": "identity"}
        with httpx2.Client(base_url=address) as reader, reader.stream("GET", asked, headers=headers) as answer:
            next(answer.iter_lines())
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


@pytest.mark.process
def test_it_also_listens_on_ipv6() -> None:
    if not os.path.exists("/proc/net/if_inet6"):
        pytest.skip("this machine has no IPv6")
    with serving("--host", "::1") as (_, address):
        assert address.startswith("http://[::1]:")
        assert httpx2.get(f"{address}/healthz").json() == {"status": "ok"}
