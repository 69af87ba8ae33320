"""Below a path, behind a proxy: everything that a page asks for and leads to lies below that path."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.main import create_app
from app.requests.limits import Limits
from tests.browser.conftest import Visit
from tests.browser.test_reply import DROPPED, diagnosed
from tests.proxying import PREFIX, has_nginx, plain_proxy, real_proxy
from tests.serving import running

KINDS = ["plain", *(["nginx"] if has_nginx() else [])]


@pytest.fixture(scope="module", params=KINDS)
def below(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page behind a proxy. The small one is always there; nginx where it is installed."""
    with running(create_app(Limits(framed_by="*"), root_path=PREFIX)) as server:
        folder: Path = tmp_path_factory.mktemp("proxy")
        with plain_proxy(server) if request.param == "plain" else real_proxy(server, folder) as address:
            yield address


def test_page_trace_files_diagnosis_and_links_lie_below_the_path(visit: Visit, below: str) -> None:
    lesson = visit(origin=below).open("/?scenario=course&t=2&step=da_next&present=1")
    assert {grid.symbol for grid in lesson.grids()} == {"da_t", "da_prevt", "da_next"}
    links = lesson.page.locator("a[href]").evaluate_all("(all) => all.map((one) => one.href)")
    assert links
    assert [link for link in links if not link.startswith((f"{below}/", "https:", "blob:", "data:"))] == []
    lesson.press("q")
    lesson.page.wait_for_selector("#sharing[open] path", state="attached")
    shared = lesson.page.get_attribute("#sharing a", "href") or ""
    assert shared.startswith(f"{below}/?")
    lesson.press("Escape")
    lesson.page.goto(shared)
    assert lesson.settle().moment().step == "da_next"
    diagnosed(lesson, DROPPED)
    assert "mistake" in lesson.text("#diagnosis .answer").lower()
    assert [asked for asked in lesson.requests if not asked.startswith(f"{below}/")] == []


@pytest.mark.parametrize("path", ["/lesson?scene=2", "/embed?scenario=course&t=1", "/catalogue", "/questions"])
def test_and_so_do_the_other_pages(visit: Visit, below: str, path: str) -> None:
    lesson = visit(origin=below)
    if path.startswith(("/lesson", "/embed")):
        lesson.open(path)
    else:
        lesson.page.goto(below + path)
        lesson.drawn()
    links = lesson.page.locator("a[href]").evaluate_all("(all) => all.map((one) => one.href)")
    assert [link for link in links if not link.startswith((f"{below}/", "https:", "blob:", "data:"))] == []
    assert [asked for asked in lesson.requests if not asked.startswith(f"{below}/")] == []
