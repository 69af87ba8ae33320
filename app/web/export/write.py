"""Writing a copy: one file with the moments asked for, or a site with every scenario."""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.types import ASGIApp

from ...bptt.refused import NotAllowed
from ...mistakes.catalogue import CATALOGUE
from ...mistakes.mistake import NotPossible
from ...requests.addresses import read
from ...requests.limits import Limits
from ...requests.queries import TraceQuery
from ...requests.trace import drawn_run
from ...runs.scenarios import SCENARIOS
from ..headers import FRAMED
from ..pages import STATIC
from .packs import SHORT, SUFFIXES, Group, Taken, take, take_norms, which
from .pages import PATHS, addresses_in, alone, beside, data_blocks, rendered

MARK = "unrolled.json"
"""Lies in every site: by it a folder is known as one that may be written again."""

USUAL = TraceQuery.model_fields["cell"].default

Say = Callable[[str], None]


class CannotWrite(NotAllowed):
    """There can be no copy at this place. The message names it and says why."""


def write_file(
    target: Path, addresses: list[str], app: ASGIApp, limits: Limits, say: Say, *, framed: bool = False
) -> int:
    """Write one page with the moments of these addresses; return its bytes. `framed` is for a frame of another page.

    Raises NoSuchThing or NotAllowed for what the server would refuse, CannotWrite.
    """
    if target.is_dir():
        raise CannotWrite(f"{target} is a folder, and a page is one file.")
    require_parent(target)
    moments, runs = read(addresses or ["/"], limits)
    groups: list[Group] = []
    packs: dict[str, str] = {}
    for asked in runs:
        taken = take(asked.query, limits, focus=asked.entries)
        groups.append(Group.of_taken(f"run{len(groups)}", [taken]))
        packs |= {groups[-1].name(taken.mistake, suffix): text for suffix, text in taken.packs.items()}
        for cell in taken.beside:
            groups.append(Group.of_norms(f"run{len(groups)}", taken, cell))
            packs[groups[-1].name("", SUFFIXES["norms"])] = take_norms(asked.query, cell, limits)
        say(f"{taken.of['scenario']}, {taken.of['cell']}, {taken.mistake or 'the right run'}")
    data = data_blocks([group.as_record() for group in groups], packs)
    html = alone(rendered(app, FRAMED if framed else "/") or "", STATIC, data=data, moments=moments).encode()
    with TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / target.name
        made.write_bytes(html)
        os.replace(made, target)
    return len(html)


def write_site(
    target: Path,
    app: ASGIApp,
    limits: Limits,
    say: Say,
    *,
    scenarios: Iterable[str] = SCENARIOS,
    mistakes: Iterable[str] = CATALOGUE,
) -> tuple[int, int]:
    """Write every page, and every scenario with its mistakes as far as its runs are short; return files and bytes.

    What was there before stays until all is written. Raises CannotWrite.
    """
    _require_site(target)
    with TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder)
        (made / "data").mkdir()
        groups = [group for name in scenarios for group in _scenario(name, tuple(mistakes), made / "data", limits, say)]
        found = {path: html for path in PATHS if (html := rendered(app, f"/{path}")) is not None}
        named = dict.fromkeys(f"/{address}" for html in found.values() for address in addresses_in(html))
        allowed = {*scenarios}, {"", *mistakes}
        groups = [*_named(list(named), groups, allowed, made / "data", limits), *groups]
        data = data_blocks([group.as_record() for group in groups], {})
        for path, html in found.items():
            (made / PATHS[path]).write_text(
                beside(html, STATIC, {name: PATHS[name] for name in found}, data), encoding="utf-8"
            )
        for name in ("icon.svg", "built/LICENSES.txt", *_names("built/alone/*.js", "built/**/*.css", "fonts/*.*")):
            (made / "static" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(STATIC / name, made / "static" / name)
        (made / MARK).write_text(json.dumps({"made": "python -m app export", "pages": sorted(found)}) + "\n")
        written = [path for path in made.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in written)
        target.mkdir(exist_ok=True)
        for one in sorted(made.iterdir()):
            old = target / one.name
            if old.is_dir():
                shutil.rmtree(old)
            os.replace(one, old)
    return len(written), size


def _scenario(name: str, mistakes: tuple[str, ...], folder: Path, limits: Limits, say: Say) -> list[Group]:
    groups: list[Group] = []
    for cell in sorted(SCENARIOS[name].cells, key=lambda one: one != USUAL):
        query = TraceQuery.model_validate({"scenario": name, "cell": cell})
        right = take(query, limits)
        wrong = _wrong(query, mistakes, limits) if right.size <= SHORT else []
        by_focus: dict[str, list[Taken]] = {}
        for one in wrong:
            by_focus.setdefault(str(one.focus), []).append(one)
        groups += [Group.of_taken(f"{name}-{cell}", alike) for alike in ([right], *by_focus.values())]
        size = 0
        for one in (right, *wrong):
            for suffix, text in one.packs.items():
                size += _script(folder, groups[-1].name(one.mistake, suffix), text)
        for other in right.beside:
            groups.append(Group.of_norms(f"{name}-{other}", right, other))
            size += _script(folder, groups[-1].name("", SUFFIXES["norms"]), take_norms(query, other, limits))
        say(f"{name}, {cell}: {1 + len(wrong)} runs, {size / 1e6:.1f} MB")
    return groups


def _named(
    addresses: list[str], held: list[Group], allowed: tuple[set[str], set[str]], folder: Path, limits: Limits
) -> list[Group]:
    """Carry what the pages themselves lead to, where that is more than is carried already."""
    groups: list[Group] = []
    for asked in read(addresses, limits)[1]:
        mistake = asked.query.mistake or ""
        of = which(drawn_run(asked.query, limits), asked.query)
        known = any(group.holds(of, mistake, asked.entries) for group in [*held, *groups])
        if known or of["scenario"] not in allowed[0] or mistake not in allowed[1]:
            continue
        taken = take(asked.query, limits, focus=asked.entries, entries=False)
        groups.append(Group.of_taken(f"named{len(groups)}", [taken]))
        _script(folder, groups[-1].name(mistake), taken.packs[""])
    return groups


def _wrong(query: TraceQuery, mistakes: tuple[str, ...], limits: Limits) -> list[Taken]:
    """Return the runs with one mistake each, of those that can be made in this one."""
    taken = []
    for mistake in mistakes:
        if not CATALOGUE[mistake].forms_for(query.cell):
            continue
        try:
            taken.append(take(query.model_copy(update={"mistake": mistake}), limits, entries=False))
        except NotPossible:  # in this run
            continue
    return taken


def _script(folder: Path, name: str, text: str) -> int:
    return (folder / f"{name}.js").write_text(f'carry("{name}","{text}")\n')


def _names(*patterns: str) -> list[str]:
    found = (path for pattern in patterns for path in STATIC.glob(pattern))
    return sorted(path.relative_to(STATIC).as_posix() for path in found)


def require_parent(target: Path) -> None:
    """Raise CannotWrite where there is no folder for a file."""
    if not target.parent.is_dir():
        raise CannotWrite(f"There is no folder {target.parent} to write {target.name} into.")


def _require_site(target: Path) -> None:
    require_parent(target)
    if target.exists() and not target.is_dir():
        raise CannotWrite(f"{target} is a file, and a site is a folder; a page's name ends in .html.")
    if not target.exists() or (target / MARK).is_file():
        return
    if any(not path.name.startswith(".") for path in target.iterdir()):
        raise CannotWrite(f"{target} holds other files; name a folder that is new, empty, or a site written before.")
