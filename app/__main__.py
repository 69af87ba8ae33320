"""The command line: serve, trace."""

import argparse
import socket
import sys
import threading
import webbrowser
from typing import NoReturn

import uvicorn
from pydantic import ValidationError

from app.records import records
from app.scenarios import UnknownName, make_run
from app.schemas import TraceQuery
from app.sentences import sentences
from app.wire import line

GRACE = 2  # seconds that an open stream is given when the server is told to stop


def main(arguments: list[str] | None = None) -> None:
    """Run one command. Ends with exit code 2 and one line on standard error for bad input."""
    parser = _Parser(prog="python -m app", description="Unrolled: backprop through time, one addition at a time.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="start the server")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--open", action="store_true", help="open the page in a browser")
    serve.set_defaults(run=_serve)

    trace = commands.add_parser("trace", help="print a trace as JSON lines")
    trace.add_argument("scenario", nargs="?", default="course")
    for name in ("cell", "seed", "T-x", "n-x", "n-a", "n-y", "m", "entry"):
        trace.add_argument(f"--{name}", dest=name.replace("-", "_"), default=argparse.SUPPRESS)
    trace.set_defaults(run=_trace)

    chosen = vars(parser.parse_args(arguments))
    chosen.pop("run")(**chosen)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _stop(message)


def _stop(message: str) -> NoReturn:
    print(f"unrolled: {message}", file=sys.stderr)
    raise SystemExit(2)


def _trace(**asked: str) -> None:
    try:
        query = TraceQuery.model_validate(asked)
        run = make_run(query.scenario, query.cell, query.seed, query.sizes)
    except ValidationError as error:
        _stop(sentences(error, TraceQuery))
    except UnknownName as error:
        _stop(str(error))
    try:
        for record in records(run, entry=query.focus):
            sys.stdout.buffer.write(line(record))
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        sys.stderr.close()  # `| head` has read enough; Python would complain about it at exit


def _serve(host: str, port: int, open: bool) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            _stop(f"cannot listen on {host}:{port} ({error}); choose another with --port or `make run PORT=8080`")
    from app.main import create_app  # here, so that `trace` needs no built front end

    try:
        application = create_app()
    except RuntimeError as error:
        _stop(str(error))
    print(f"Unrolled is on http://{host}:{port} (Ctrl-C ends it)", flush=True)
    if open:
        threading.Timer(0.5, webbrowser.open, (f"http://{host}:{port}",)).start()
    uvicorn.run(application, host=host, port=port, log_level="warning", timeout_graceful_shutdown=GRACE)


if __name__ == "__main__":
    main()
