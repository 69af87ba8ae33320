"""More questions beside "Why?": each a link to its moment, answered beside the picture, and an address to post."""

from tests.browser.conftest import Visit


def test_a_question_goes_to_its_moment_and_back_again(visit: Visit) -> None:
    lesson = visit(fresh=True).open("/?t=1&step=da_next&entry=2,3")
    assert not [address for address in lesson.requests if "asked" in address]
    lesson.page.locator("#asked summary").focus()
    lesson.page.keyboard.press("Enter")
    links = lesson.page.locator("#asked a[data-id]")
    links.first.wait_for()
    assert links.all_text_contents() == [
        "Why zeros?",
        "The cell passes, the loop fails?",
        "Where does da come from?",
        "Which shapes?",
        "Why += for dW, = for dx?",
    ]
    links.first.focus()
    lesson.page.keyboard.press("Enter")
    assert "no later timestep has read a⟨3⟩" in lesson.text("#asked .answer")
    lesson.settle()
    assert (lesson.moment().t, lesson.moment().step) == (3, "da_next")
    assert lesson.address.endswith("&t=3&step=da_next&entry=2,3&ask=zeros")
    lesson.page.go_back()
    lesson.settle()
    assert lesson.moment().t == 1


def test_a_posted_question_is_open_and_closes_as_one_goes_on(visit: Visit) -> None:
    lesson = visit().open("/?scenario=hello&cell=lstm&t=2&step=da_next&ask=shapes")
    assert lesson.page.locator("#asked .answer tr", has_text="dWf").count() == 1
    lesson.press("ArrowRight")
    assert not lesson.page.locator("#asked .questions").is_visible()
    assert "ask=" not in lesson.address
    lesson.page.locator("#asked summary").click()
    lesson.page.locator("#asked .questions").wait_for()
    lesson.page.keyboard.press("Escape")
    assert not lesson.page.locator("#asked .questions").is_visible()


def test_of_a_wrong_run_the_right_one_is_asked(visit: Visit) -> None:
    lesson = visit().open("/?mistake=drop_carry&t=1&step=da_next&ask=")
    link = lesson.page.locator("#asked a[data-id=passes]")
    assert "mistake" not in (link.get_attribute("href") or "")
    link.click()
    lesson.settle()
    assert "drop_carry" not in lesson.address
    assert lesson.text("#asked .answer").endswith("At t = 2 it leaves out what t = 3 has sent.")
