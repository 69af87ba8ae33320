"""The addresses of static files: one version for all of them, another as soon as any of them changes."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from app import pages
from app.scenarios import SCENARIOS


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "main.js").write_text("1")
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    pages.version.cache_clear()
    pages.modules.cache_clear()
    yield tmp_path
    pages.version.cache_clear()
    pages.modules.cache_clear()


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


def test_every_script_is_named_so_that_the_page_can_fetch_them_at_once(static: Path) -> None:
    (static / "js" / "main.js").write_text('import { createClock } from "./clock.js";\n')
    (static / "js" / "clock.js").write_text("")
    (static / "js" / "on_demand.js").write_text("")  # imported later, if at all
    (static / "page.css").write_text("")
    assert pages.modules() == ["js/clock.js", "js/main.js"]


def test_the_page_offers_every_scenario_and_points_to_the_versioned_files(client: httpx2.Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert f"/static/{pages.version()}/js/main.js" in answer.text
    for scenario in SCENARIOS.values():
        assert scenario.title in answer.text
