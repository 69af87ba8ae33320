"""The command line: serve, trace."""

import argparse
import os
import sys
from typing import Any, NoReturn

from pydantic import ValidationError

from app.mistakes import NoSuchMistake, NotPossible, find
from app.records import records
from app.scenarios import NotInScenario, UnknownName, make_run
from app.schemas import TraceQuery
from app.sentences import sentences
from app.settings import SETTINGS
from app.side_by_side import records_side_by_side, wrong_run
from app.sources import Sources
from app.wire import line


def main(arguments: list[str] | None = None) -> None:
    """Run one command. Ends with exit code 2 and one line on standard error for bad input."""
    parser = _Parser(prog="python -m app", description="Unrolled: backprop through time, one addition at a time.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="start the server")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="port, 0 for any that is free (%(default)s)")
    serve.add_argument("--open", action="store_true", help="open the page in a browser")
    serve.set_defaults(run=_serve)

    trace = commands.add_parser("trace", help="print a trace as JSON lines")
    for name, field in TraceQuery.model_fields.items():
        if name == "scenario":
            trace.add_argument(name, nargs="?", default=field.default, help=field.description)
        else:
            flag = f"--{name.replace('_', '-')}"
            trace.add_argument(flag, dest=name, metavar="…", help=field.description, default=argparse.SUPPRESS)
    trace.set_defaults(run=_trace)

    chosen = vars(parser.parse_args(arguments))
    try:
        chosen.pop("run")(**chosen)
    except KeyboardInterrupt:
        raise SystemExit(130) from None  # what a shell expects of a program that Ctrl-C ended


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _stop(f"{message} (see {self.prog} --help)")


def _stop(message: str) -> NoReturn:
    print(f"unrolled: {' '.join(message.split())}", file=sys.stderr)
    raise SystemExit(2)


def _port(text: str) -> int:
    if text.isdecimal() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a whole number from 0 to 65535, not {text!r}")


def _trace(**asked: str) -> None:
    try:
        query = TraceQuery.model_validate(asked)
        run = make_run(query.scenario, query.cell, query.seed, query.sizes, **query.switches)
        made = find(query.mistake, run.cell.name) if query.mistake else ()
        wrong = wrong_run(run, made)
    except ValidationError as error:
        _stop(sentences(error, TraceQuery))
    except (UnknownName, NotInScenario, NoSuchMistake, NotPossible) as error:
        _stop(str(error))
    asked_for: dict[str, Any] = {"entry": query.focus, "values": query.values}
    try:
        for record in (
            records_side_by_side(wrong, run, made, **asked_for)
            if made
            else records(run, sources=Sources(run.setting, SETTINGS.max_carried), check=query.check, **asked_for)
        ):
            sys.stdout.buffer.write(line(record))
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # `| head` has read enough; what is left must go somewhere at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _serve(host: str, port: int, open: bool) -> None:
    from app.serve import serve  # here, so that `trace` starts without a web server

    try:
        serve(host, port, open_page=open)
    except RuntimeError as error:  # the port is in use, or the front end was not built
        _stop(str(error))


if __name__ == "__main__":
    main()
