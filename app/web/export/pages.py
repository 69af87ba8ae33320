"""A page as a file: its sheets, scripts and fonts beside it or in it, and links that need no server."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from typing import Any

from anyio.from_thread import start_blocking_portal
from starlette.types import ASGIApp, Message

PATHS = {
    "": "index.html",
    "catalogue": "catalogue.html",
    "embed": "embed.html",
    "lesson": "lesson.html",
    "questions": "questions.html",
}
"""Every page that a site may have, by its path on the server, and its file."""

LINK = re.compile(r"\s*<link\b[^>]*>")
SCRIPT = re.compile(r'\s*<script type="module" src="[^"]*/built/(\w+)\.js"></script>')
ANCHOR = re.compile(r'(<a\b[^>]*?\bhref=")(\./|/|)(\w*)((?:[?#][^"]*)?"[^>]*>)(.*?)</a\s*>', re.DOTALL)
FONT = re.compile(r"url\(\"?\.\./fonts/([\w.-]+)\"?\)")
STATIC = re.compile(r'\bhref="[^"]*/static/\w+/([^"]+)"')

MOMENT = re.compile(r"\?scenario=[\w=&.,:+%-]+")

SAYS = {
    "run": "This copy has no server, and does not hold that run.",
    "entry": "This copy has no server, and does not hold the arithmetic of that entry.",
    "diagnosis": "This copy has no server: a diagnosis needs one.",
    "other": "This copy has no server, and this needs one.",
    "own": "This copy has no server: your own tensors need one.",
}
"""What the page says where something is asked for that it does not carry."""


def rendered(app: ASGIApp, path: str) -> str | None:
    """Return a page as the application answers it, None where there is none at this path."""
    came: list[Message] = []
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "raw_path": path.encode(), "root_path": "", "query_string": b"", "headers": [(b"host", b"127.0.0.1")],
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        came.append(message)

    with start_blocking_portal() as portal:
        portal.call(app, scope, receive, send)
    if came[0]["status"] != 200:
        return None
    return b"".join(message.get("body", b"") for message in came[1:]).decode()


def addresses_in(html: str) -> list[str]:
    """Return every address of a moment that a page names, in its links and in what its script reads."""
    return list(dict.fromkeys(MOMENT.findall(unescape(html).replace("\\u0026", "&"))))


def data_blocks(groups: list[dict[str, Any]], packs: Mapping[str, str]) -> str:
    """Return what carried.js looks for: the index, and the packs that lie in the page itself."""
    index = json.dumps({"groups": groups, "says": SAYS}, separators=(",", ":")).replace("<", "\\u003c")
    blocks = [f'<script type="application/json" id="carried">{index}</script>']
    blocks += [f'<script type="text/plain" data-pack="{name}">{text}</script>' for name, text in packs.items()]
    return "\n".join(blocks)


def alone(html: str, static: Path, *, data: str, moments: Mapping[str, str]) -> str:
    """Return a page that is one file, closed against every network by its own policy.

    It opens the first of the `moments`, which are titles by address; where there are more, they are listed in it.
    """
    html = _with_panels(html, static)
    script = SCRIPT.findall(html)[-1]  # in one file, the last has the others in it
    code = _inline((static / "built" / "alone" / f"{script}.js").read_text(), "script")
    sheets: list[str] = []

    def inside(link: re.Match[str]) -> str:
        kind, path = _kind(link[0])
        if kind == "stylesheet":
            sheets.append(_inline(_with_fonts((static / path).read_text(), static), "style"))
            return f"\n<style>{sheets[-1]}</style>"
        return f'\n<link rel="icon" href="{_data(static / path, "image/svg+xml")}" />' if kind == "icon" else ""

    html = relinked(SCRIPT.sub("", LINK.sub(inside, html)), {"": ""})
    policy = (
        f"default-src 'none'; script-src {_hash(code)}; style-src {' '.join(map(_hash, sheets))}; "
        "font-src data:; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    links = "".join(f'<p><a href="{escape(shows)}">{escape(title)}</a></p>' for shows, title in moments.items())
    listed = f'<details class="sizes over"><summary>Moments</summary><div>{links}</div></details>'
    html = _put(html, "<html", f'<html data-shows="{escape(next(iter(moments)))}"')
    html = _put(html, "<head>", f'<head>\n<meta http-equiv="content-security-policy" content="{policy}" />')
    html = _put(html, "</h1>", f"</h1>{listed if len(moments) > 1 else ''}")
    return _put(html, "</body>", f"{data}\n<script>{code}</script>\n</body>")


def beside(html: str, static: Path, files: Mapping[str, str], data: str = "") -> str:
    """Return a page of a site: what it needs lies in static/ beside it. `files` are those of the pages, by path."""

    html = _with_panels(html, static)

    def near(link: re.Match[str]) -> str:
        kind, path = _kind(link[0])
        return "" if "preload" in kind else STATIC.sub(f'href="static/{path}"', link[0])

    scripts = SCRIPT.findall(html)  # the last has the others in it

    def whole(script: re.Match[str]) -> str:
        last = script[1] == scripts[-1]
        return f'\n<script defer src="static/built/alone/{script[1]}.js"></script>' if last else ""

    html = SCRIPT.sub(whole, LINK.sub(near, html))
    return _put(relinked(html, files), "</body>", f"{data}\n</body>")


def relinked(html: str, files: Mapping[str, str]) -> str:
    """Return a page whose links go to files; what would lead to a page that is not there is no link any more."""

    def link(anchor: re.Match[str]) -> str:
        before, root, path, rest, words = anchor.groups()
        if path not in PATHS or not (root or path):  # elsewhere, or on the page itself
            return anchor[0]
        if path not in files:
            return words
        here = files[path] or ("?" if rest[0] == '"' else "")
        return f"{before}{here}{rest}{words}</a>"

    return ANCHOR.sub(link, html)


def _with_panels(html: str, static: Path) -> str:
    """Return a page that has the sheets of its panels from the start: a copy cannot fetch them when they are needed."""
    names = [f"built/panels/{path.name}" for path in sorted(static.glob("built/panels/*.css"))]
    sheets = "".join(f'<link rel="stylesheet" href="/static/0/{name}" />' for name in names)
    return _put(html, "</head>", f"{sheets}</head>") if "main" in SCRIPT.findall(html) else html


def _kind(link: str) -> tuple[str, str]:
    rel, path = re.search(r'\brel="([^"]*)"', link), STATIC.search(link)
    return rel[1] if rel else "", path[1] if path else ""


def _with_fonts(sheet: str, static: Path) -> str:
    return FONT.sub(lambda font: f"url({_data(static / 'fonts' / font[1], 'font/woff2')})", sheet)


def _data(path: Path, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _inline(text: str, tag: str) -> str:
    """Return what may stand inside a tag: its own end in there would end it early."""
    return re.sub(rf"</({tag})", r"<\\/\1", text, flags=re.IGNORECASE)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _put(html: str, where: str, what: str) -> str:
    assert html.count(where) == 1, f"{where} is not once in the page"
    return html.replace(where, what)
