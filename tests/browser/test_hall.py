"""What a lecture hall needs: a black screen, chapters, a way back from a mis-click, and an address for all."""

from tests.browser.conftest import Visit

MERGE = "/?scenario=course&cell=rnn&seed=1&t=2&step=da_next&entry=2,3"


def test_the_screen_goes_black_and_comes_back_where_it_was(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    black = lesson.page.locator("#black")
    for key in ("b", "."):
        lesson.press(key)
        assert black.is_visible()
        lesson.press(key)
        assert black.is_hidden()
    lesson.press("b", "PageDown")  # the first press only brings the picture back
    assert black.is_hidden()
    assert lesson.moment().step == "da_next"
    assert lesson.press("PageDown").settle().moment().step == "dtanh"


def test_stepping_closes_the_comparison(visit: Visit) -> None:
    lesson = visit().open(MERGE).press("c").settle()
    assert lesson.page.locator("#comparison").is_visible()
    lesson.press("PageDown").settle()
    assert lesson.page.locator("#comparison").is_hidden()


def test_back_undoes_a_jump_and_the_theme_outlives_a_reload(visit: Visit) -> None:
    lesson = visit(fresh=True).open(MERGE)
    lesson.press("Home").settle()
    assert lesson.moment().step == "start"
    lesson.page.go_back()
    lesson.page.wait_for_selector("html[data-step=da_next][data-t='2']")
    assert lesson.press("d").page.get_attribute("html", "data-theme") == "dark"
    lesson.page.reload()
    lesson.settle()
    assert lesson.page.get_attribute("html", "data-theme") == "dark"


def test_presenting_keeps_what_is_shown_the_line_and_an_address_for_all(visit: Visit) -> None:
    lesson = visit(1920, 1080).open(f"{MERGE}&present=1")
    shown = lesson.text("#hall")
    assert "Course exercise" in shown
    assert "da_next = da[:, :, t] + da_prevt" in shown
    names = lesson.page.locator("#network svg text").all_text_contents()
    assert {"ŷ⟨2⟩", "x⟨2⟩"} <= set(names)
    lesson.press("q")
    lesson.page.wait_for_selector("#sharing[open] path", state="attached")
    link = lesson.page.get_attribute("#sharing a", "href") or ""
    assert "present" not in link
    assert "t=2&step=da_next" in link
