"""The command line: serve, trace, diagnose, check, export."""

import argparse
import os
import re
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from .bptt.refused import NoSuchThing, NotAllowed
from .records.jsonl import encoded
from .requests.limits import Limits, from_environment
from .requests.queries import TraceQuery, within
from .requests.refusals import sentences
from .requests.trace import answer, drawn_run


def main(arguments: list[str] | None = None) -> None:
    """Run one command. Ends with exit code 2 and one line on standard error for bad input."""
    prog = "unrolled" if __package__ == "unrolled" else "python -m app"
    parser = _Parser(prog=prog, description="Unrolled: backprop through time, one addition at a time.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="start the server")
    serve.add_argument("--host", type=_host, default="127.0.0.1", help="address to listen on (%(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="port, 0 for any that is free (%(default)s)")
    serve.add_argument("--open", action="store_true", help="open the page in a browser")
    serve.add_argument("--workers", type=_workers, default=1, help="processes that answer (%(default)s)")
    serve.add_argument("--root-path", type=_prefix, default="", help="path below which a proxy shows it: /unrolled")
    serve.add_argument(
        "--proxies", default="", help="addresses of proxies whose X-Forwarded headers are believed, commas between"
    )
    serve.add_argument(
        "--framed-by", default="", help="origins that may show /embed in a frame, commas between; * for any"
    )
    serve.add_argument("--access-log", action="store_true", help="print a line for each request")
    serve.add_argument("--local-limits", action="store_true", help="larger traces, for a server that is yours alone")
    serve.set_defaults(run=_serve)

    trace = commands.add_parser("trace", help="print a trace as JSON lines")
    for name, field in TraceQuery.model_fields.items():
        if name == "scenario":
            trace.add_argument(name, nargs="?", default=field.default, help=field.description)
        else:
            flag = f"--{name.replace('_', '-')}"
            trace.add_argument(flag, dest=name, metavar="…", help=field.description, default=argparse.SUPPRESS)
    trace.add_argument("--save", metavar="FILE", type=Path, help="write the tensors to an .npz or .json file instead")
    trace.set_defaults(run=_trace)

    diagnose = commands.add_parser("diagnose", help="say which mistake prints these numbers")
    diagnose.add_argument("file", nargs="?", default="-", help="pasted output, or gradients as .npz; - reads from here")
    diagnose.add_argument("--exercise", default="auto", help="name of the exercise (%(default)s)")
    diagnose.add_argument("--json", action="store_true", help="print the answer as JSON")
    for name in ("scenario", "cell", "seed"):
        description = f"for arrays: {TraceQuery.model_fields[name].description}"
        diagnose.add_argument(f"--{name}", metavar="…", help=description, default=argparse.SUPPRESS)
    diagnose.set_defaults(run=_diagnose)

    check = commands.add_parser(
        "check",
        help="run your own functions on your own machine and say where they go wrong",
        description="Runs the functions that a file defines, on this machine and with your rights. "
        "Exit code 0: all pass; 1: one does not; 2: there is nothing to run.",
    )
    check.add_argument("file", help="your .py or .ipynb; only function definitions and numpy imports are run")
    check.add_argument("--seconds", type=float, default=10.0, help="time limit for each function (%(default)s)")
    check.add_argument("--open", action="store_true", help="show what is wrong in a browser")
    check.set_defaults(run=_check)

    export = commands.add_parser(
        "export",
        help="write a copy that needs no server: one file, or a site",
        description="A target that ends in .html becomes one page with the moments of the addresses in it; "
        "any other a folder with every page and every scenario, for any static host.",
    )
    export.add_argument("target", type=Path, help="moment.html, or a folder such as site/")
    export.add_argument("addresses", nargs="*", metavar="address", help="of the page: /?scenario=course&t=2")
    export.add_argument("--embed", action="store_true", help="one file for a frame of another page, as /embed is")
    export.set_defaults(run=_export)

    recomputed = commands.add_parser(
        "notebook",
        help="write a notebook that computes a moment again, in NumPy and beside it in PyTorch",
        description="The lines are those that ran; its last cells hold their numbers against the picture's.",
    )
    recomputed.add_argument("target", type=Path, help="moment.ipynb")
    recomputed.add_argument("address", nargs="?", default="/", help="of the page: /?scenario=course&t=2 (%(default)s)")
    recomputed.set_defaults(run=_notebook)

    drawn = commands.add_parser(
        "picture",
        help="draw a moment into an .svg or .png, or its timestep into a .gif",
        description="It is drawn by the page itself, in a Chromium: that of $CHROMIUM, or one on PATH.",
    )
    drawn.add_argument("target", type=Path, help="moment.svg, moment.png or moment.gif")
    drawn.add_argument("address", nargs="?", default="/", help="of the page: /?scenario=course&t=2 (%(default)s)")
    drawn.add_argument("--width", type=int, default=1280, help="of the page, in pixels; a .png has twice (%(default)s)")
    drawn.add_argument("--height", type=int, default=720, help="of the page, in pixels (%(default)s)")
    drawn.set_defaults(run=_picture)

    chosen = vars(parser.parse_args(arguments))
    try:
        chosen.pop("run")(**chosen)
    except (NoSuchThing, NotAllowed) as error:
        _stop(str(error))
    except KeyboardInterrupt:
        raise SystemExit(130) from None  # what a shell expects of a program that Ctrl-C ended


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _stop(f"{message} (see {self.prog} --help)")


def _stop(message: str) -> NoReturn:
    from .diagnosis.report import printable

    print(f"unrolled: {printable(' '.join(message.split()))}", file=sys.stderr)
    raise SystemExit(2)


def _port(text: str) -> int:
    if text.isdecimal() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a whole number from 0 to 65535, not {text!r}")


def _host(text: str) -> str:
    if text.strip():
        return text
    raise argparse.ArgumentTypeError("must be an address such as 127.0.0.1, or 0.0.0.0 for all; it is empty")


def _workers(text: str) -> int:
    most = 64 if hasattr(os, "fork") else 1
    if text.isdecimal() and 1 <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {most}, not {text!r}")


def _prefix(text: str) -> str:
    if re.fullmatch(r"(/[A-Za-z0-9_.~-]+)*/?", text):
        return text.rstrip("/")
    raise argparse.ArgumentTypeError(f"must be a path such as /unrolled, not {text!r}")


def _trace(save: Path | None, **asked: str) -> None:
    limits = from_environment()
    model = within(TraceQuery, limits)
    try:
        query = model.model_validate(asked)
    except ValidationError as error:
        _stop(sentences(error, model))
    if save is not None:
        _save(save, query, limits)
        return
    records = answer(drawn_run(query, limits), query, limits)
    try:
        for record in records:
            sys.stdout.buffer.write(encoded(record))
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # `| head` has read enough; what is left must go somewhere at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _save(file: Path, query: TraceQuery, limits: Limits) -> None:
    from .requests.tensors import WRITERS, tensors

    write, _ = WRITERS.get(file.suffix.removeprefix("."), (None, ""))
    if write is None:
        _stop(f"{file} must end in {' or '.join(f'.{ending}' for ending in WRITERS)}")
    _write(file, write(tensors(query, limits)))


def _diagnose(file: str, exercise: str, json: bool, **scenario: str) -> None:
    from .diagnosis.report import printable, report
    from .requests.diagnosis import diagnose_body

    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        _stop(f"cannot read {file}: {error.strerror}")
    asked = scenario if body[:2] == b"PK" else {"exercise": exercise, **scenario}
    found = diagnose_body(body, asked, from_environment())
    print(encoded(found.as_record()).decode() if json else printable(report(found)), end="" if json else "\n")


def _check(file: str, seconds: float, open: bool) -> None:
    from .diagnosis.report import page, printable, report_solution
    from .diagnosis.solution.check import check

    solution = check(Path(file), seconds)
    print(printable(report_solution(solution)), flush=True)
    shown = next((page(one) for one in solution.checked if page(one)), "")
    if open and shown:
        from .main import create_app
        from .web.serve import Place, serve

        serve(create_app(), Place(port=0), open_page=True, page=shown)
    raise SystemExit(0 if solution.passes else 1)


def _export(target: Path, addresses: list[str], embed: bool) -> None:
    from .main import create_app
    from .web.export.write import write_file, write_site

    limits = from_environment()
    begun = time.monotonic()

    def say(done: str) -> None:
        print(done, flush=True)

    try:
        application = create_app(limits)
        if target.suffix in (".html", ".htm"):
            made, size = "1 file", write_file(target, addresses, application, limits, say, framed=embed)
        elif embed:
            _stop("a site has its embed.html already: leave --embed out")
        elif addresses:
            _stop(f"a site holds every scenario: leave the addresses out, or name a file such as {target}.html")
        else:
            files, size = write_site(target, application, limits, say)
            made = f"{files} files"
    except OSError as error:
        _stop(f"cannot write {target}: {error.strerror}")
    except RuntimeError as error:  # the front end was not built
        _stop(str(error))
    print(f"{target}: {made}, {size / 1e6:.2f} MB, {time.monotonic() - begun:.0f} s")


def _notebook(target: Path, address: str) -> None:
    from .requests.notebook import notebook_of

    if target.suffix != ".ipynb":
        _stop(f"{target} must end in .ipynb")
    _write(target, notebook_of(address, from_environment()))


def _picture(target: Path, address: str, width: int, height: int) -> None:
    from .main import create_app
    from .web.export.picture import picture

    def say(done: str) -> None:
        print(f"\r{done:<6}", end="", file=sys.stderr, flush=True)

    limits = from_environment()
    begun = time.monotonic()
    try:
        size = picture(target, address, create_app(limits), limits, width, height, say if sys.stderr.isatty() else None)
    except OSError as error:
        _stop(f"cannot write {target}: {error.strerror}")
    except RuntimeError as error:  # the front end was not built
        _stop(str(error))
    print(f"{target}: {size / 1e6:.2f} MB, {time.monotonic() - begun:.0f} s")


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        _stop(f"cannot write {file}: {error.strerror}")


def _serve(open: bool, local_limits: bool, root_path: str, framed_by: str, **place: Any) -> None:
    from .main import create_app  # here, so that `trace` starts without a web server
    from .web.guard import LOOPBACK
    from .web.serve import Place, serve
    from .web.warm import warm

    limits = from_environment(local=local_limits, **({"framed_by": framed_by} if framed_by else {}))
    if not limits.hosts and not place["proxies"] and place["host"] in ("127.0.0.1", "::1", "localhost"):
        limits = limits.model_copy(update={"hosts": ",".join(LOOPBACK)})  # nobody else has a name for it
    try:
        application = create_app(limits, root_path=root_path)
        serve(application, Place(**place), open_page=open, prepare=lambda: warm(application))
    except RuntimeError as error:  # the port is in use, or the front end was not built
        _stop(str(error))


if __name__ == "__main__":
    main()
