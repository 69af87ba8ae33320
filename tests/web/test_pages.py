"""The addresses of static files: one version for all of them, another as soon as any of them changes."""

import os
from collections.abc import Iterator
from pathlib import Path

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
    (static / "built" / "main.js").write_text("1")


def test_a_front_end_that_was_not_built_is_an_error_that_says_how(static: Path) -> None:
    with pytest.raises(RuntimeError, match=r"^static/built/main.js is missing; `make run` or `make built` builds it$"):
        pages.require_built_files()


def test_so_is_one_that_was_built_before_its_sources_were_changed(static: Path) -> None:
    build(static)
    pages.require_built_files()
    built = (static / "built" / "main.js").stat().st_mtime
    os.utime(static / "js" / "main.js", (built + 1, built + 1))
    with pytest.raises(RuntimeError, match=r"^static/built is older than static/js/main.js; "):
        pages.require_built_files()


def test_the_page_offers_every_scenario_and_points_to_the_versioned_files(client: httpx2.Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert f"/static/{pages.version()}/built/main.js" in answer.text
    for scenario in SCENARIOS.values():
        assert scenario.title in answer.text
