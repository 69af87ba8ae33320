"""`ready` is said of a moment only when all that it shows is there: what tests and teachers' scripts follow is true."""

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson

LONG = "/?scenario=custom&T_x=600&n_a=24&m=24"  # too much to be sent in full

LATE = {
    "the arithmetic of the focus entry": ("/?scenario=course&t=2&step=dtanh", "detail=entry", "#formula .numbers *"),
    "the tensors of a long run's timestep": (f"{LONG}&t=300&step=dtanh", "frames=", "#stage [role=grid]"),
    "the other cell's norms": ("/?scenario=lstm-vs-rnn&lens=flow", "detail=norms", "#stage .series.beside"),
    "from where each gradient came": (
        "/?scenario=course&lens=sources",
        "detail=norms&sources=true",
        "#stage rect.carried",
    ),
    "from where each came in a wrong run": (
        "/?scenario=course&mistake=drop_carry&lens=sources",
        "&sources=true&check=false",
        "#stage rect.upstream",
    ),
    "what paints large matrices": ("/?scenario=custom&n_a=20&m=24&t=1&step=dtanh", "/heat.js", "#stage canvas"),
}


def held_back(lesson: Lesson, wanted: str) -> list[Route]:
    """Hold back whatever is asked for with these words, until the test lets it go."""
    held: list[Route] = []
    lesson.page.route(lambda url: wanted in url, lambda route: held.append(route))
    return held


@pytest.mark.parametrize(("address", "wanted", "drawn"), LATE.values(), ids=LATE)
def test_it_is_not_ready_while_something_it_shows_is_on_its_way(
    visit: Visit, address: str, wanted: str, drawn: str
) -> None:
    lesson = visit(fresh=True)
    held = held_back(lesson, wanted)
    with lesson.page.expect_request(lambda request: wanted in request.url):
        lesson.page.goto(lesson.origin + address)
    lesson.page.wait_for_selector('html:not([data-t=""])')
    lesson.drawn()
    assert lesson.moment().state == "loading"
    for route in held:
        route.continue_()
    lesson.page.unroute_all()
    lesson.settle()
    assert lesson.page.locator(drawn).count() > 0
