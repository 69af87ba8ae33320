"""The addresses of static files: one version for all of them, another as soon as any of them changes."""

import hashlib
import html
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx2
import pytest

from app.runs.scenarios import SCENARIOS
from app.web import pages


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "main.js").write_text("1")
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    pages.version.cache_clear()
    yield tmp_path
    pages.version.cache_clear()


def version() -> str:
    pages.version.cache_clear()
    return pages.version()


def test_the_version_is_the_same_while_nothing_changes(static: Path) -> None:
    assert version() == version()


@pytest.mark.parametrize("change", ["content", "name", "new file"])
def test_the_version_changes_with_any_file(static: Path, change: str) -> None:
    before = version()
    main = static / "js" / "main.js"
    if change == "content":
        main.write_text("2")
    elif change == "name":
        main.rename(static / "js" / "other.js")
    else:
        (static / "page.css").write_text("")
    assert version() != before


def build(static: Path) -> None:
    (static / "built").mkdir()
    for name in ("main.js", "main.css"):
        (static / "built" / name).write_text("1")
    hashes = {"js/main.js": hashlib.sha256(b"1").hexdigest()}
    (static / "built" / "manifest.json").write_text(json.dumps(hashes))


@pytest.mark.parametrize("missing", ["main.js", "main.css", "manifest.json"])
def test_a_front_end_that_was_not_built_is_an_error_that_says_how(static: Path, missing: str) -> None:
    build(static)
    (static / "built" / missing).unlink()
    said = rf"^static/built/{missing} is missing; `make run` or `make built` builds it$"
    with pytest.raises(RuntimeError, match=said):
        pages.require_built_files()


@pytest.mark.parametrize("change", ["content", "new file", "gone"])
def test_so_is_one_that_was_built_of_other_sources(static: Path, change: str) -> None:
    build(static)
    main = static / "js" / "main.js"
    os.utime(main, (2**32, 2**32))  # when a file was written says nothing: a copy is as good
    pages.require_built_files()
    if change == "content":
        main.write_text("2")
    elif change == "gone":
        main.unlink()
    else:
        (static / "js" / "main.js").with_name("a.js").write_text("")
    with pytest.raises(RuntimeError, match=r"^static/built was made of another static/js/(main|a).js; "):
        pages.require_built_files()


def test_the_page_offers_every_scenario_and_points_to_the_versioned_files(client: httpx2.Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert f"/static/{pages.version()}/built/main.js" in answer.text
    for scenario in SCENARIOS.values():
        assert scenario.title in answer.text


PAGES = ["/", "/lesson", "/questions", "/catalogue"]


def test_each_page_has_a_title_of_its_own(client: httpx2.Client) -> None:
    titles = [re.findall(r"<title>\s*(.+?)\s*</title>", client.get(page).text) for page in PAGES]
    assert all(len(found) == 1 for found in titles)
    assert len({found[0] for found in titles}) == len(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_each_link_of_a_page_is_answered(client: httpx2.Client, page: str) -> None:
    links = set(re.findall(r"<a\b[^>]*\bhref=\"([^\"#][^\"]*)\"", client.get(page).text))
    own = {html.unescape(link) for link in links if not re.match(r"[a-z]+:", link)}
    assert own
    for link in own:
        assert client.get(urljoin(page, link)).status_code == 200, link
