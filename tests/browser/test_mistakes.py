"""A run with a mistake in it, the diagnosis of pasted output, and the catalogue."""

import pytest

from app.diagnosis.candidates import right, singles
from app.diagnosis.printed import diagnose
from app.runs.exercises import EARLIER, EXERCISES
from tests.browser.conftest import Visit
from tests.notebook import newest

DROPPED = 'gradients["dx"][1][2] = [-0.15028183 -0.34554547  0.02071758  0.01483317]'


def test_the_preset_is_one_click_away_and_says_what_is_wrong(visit: Visit) -> None:
    lesson = visit().open()
    lesson.page.locator(".preset").click()
    lesson.page.wait_for_selector("#mistake:not([hidden])")
    lesson.settle()
    assert "wrong" in lesson.text("#narration")
    assert lesson.page.locator("#code del").count() == 1
    assert lesson.page.locator("#code ins").count() == 1
    assert lesson.page.locator("#stage svg .outline").count() > 0
    assert lesson.complaints == []


def test_the_explanation_comes_on_request(visit: Visit) -> None:
    lesson = visit().open("/?t=2&step=da_next&mistake=drop_carry")
    hint = lesson.text("#mistake p")
    lesson.click("Explain")
    assert lesson.text("#mistake p") != hint


def test_the_right_run_is_the_same_but_for_the_mistake(visit: Visit) -> None:
    address = "/?scenario=custom&loss=softmax_cross_entropy&truncate=2&mistake=drop_carry"
    lesson = visit().open(address)
    assert lesson.page.locator("[name=loss]").input_value() == "softmax_cross_entropy"
    lesson.page.get_by_role("link", name="The right run").click()
    lesson.settle()
    assert lesson.page.locator("#mistake").is_hidden()
    assert "loss=softmax_cross_entropy&truncate=2" in lesson.address


@pytest.mark.parametrize(
    ("asked", "symptom", "said"),
    [
        ("mistake=drop_carry", True, "Outlined bars"),
        ("mistake=drop_carry,dwaa_transposed", False, "Outlined bars"),  # what two do is not what one does
        ("mistake=drop_carry&truncate=1", False, "In this run it makes no difference."),
        ("mistake=drop_carry&truncate=2", False, "Outlined bars"),
    ],
)
def test_what_a_mistake_does_to_the_numbers_is_said_where_it_does_that(
    visit: Visit, asked: str, symptom: bool, said: str
) -> None:
    lesson = visit().open(f"/?t=2&step=da_next&{asked}").click("Explain")
    told = lesson.text("#mistake p")
    assert ("Every column before it is wrong." in told) is symptom
    assert said in told


def test_pasted_output_is_diagnosed_level_by_level_and_played(visit: Visit) -> None:
    lesson = visit().open()
    lesson.click("My numbers are different")
    lesson.page.fill("#pasted", DROPPED)
    lesson.page.get_by_role("button", name="Diagnose", exact=True).click()
    lesson.page.locator("#diagnosis .answer h3").wait_for()
    assert "t = 2 is the first timestep that is not right" in lesson.text("#diagnosis .answer")
    assert lesson.page.locator("#diagnosis .candidate").count() == 0  # where it begins comes first
    for level in ("A nudge", "The line", "The right line"):
        assert lesson.page.locator("#diagnosis .show").count() == 0
        lesson.click(level)
    assert "The carried gradient is dropped" in lesson.text("#diagnosis .answer")
    lesson.page.locator("#diagnosis .show").first.click()
    lesson.page.wait_for_selector("#mistake:not([hidden])")
    lesson.settle()
    assert (lesson.moment().t, lesson.moment().step) == (2, "da_next")


def test_the_right_output_is_called_right(visit: Visit) -> None:
    lesson = visit().open()
    lesson.click("My numbers are different")
    lesson.page.fill("#pasted", 'gradients["dx"][1][2] = [-2.07101689 -0.59255627  0.02466855  0.01483317]')
    lesson.page.get_by_role("button", name="Diagnose", exact=True).click()
    lesson.page.get_by_text("rnn_backward: these numbers are right").wait_for()


def test_a_diagnosis_says_how_many_mistakes_it_may_be_and_names_them_on_request(visit: Visit) -> None:
    lesson = visit().open()
    lesson.click("My numbers are different")
    lesson.page.fill("#pasted", DROPPED)
    lesson.page.get_by_role("button", name="Diagnose", exact=True).click()
    lesson.page.get_by_role("heading", name="rnn_backward: 2 mistakes print exactly this").wait_for()
    lesson.click("A nudge")
    cards = lesson.page.locator("#diagnosis .candidate h4")
    assert cards.all_inner_texts() == ["1. A nudge", "2. A nudge"]
    lesson.click("The line")
    assert "A nudge" not in "".join(cards.all_inner_texts())
    assert lesson.page.locator("#diagnosis del").count() == 2
    assert lesson.page.locator("#diagnosis ins").count() == 0
    lesson.click("The right line")
    assert lesson.page.locator("#diagnosis ins").count() == 2


def diagnosed(visit: Visit, text: str) -> str:
    """Paste a text, and return all that is said of it."""
    lesson = visit().open()
    lesson.click("My numbers are different")
    lesson.page.fill("#pasted", text)
    lesson.page.get_by_role("button", name="Diagnose", exact=True).click()
    lesson.page.locator("#diagnosis .answer h3").wait_for()
    return lesson.text("#diagnosis .answer")


def test_the_page_says_what_the_command_line_says_of_editions_and_of_other_blocks(visit: Visit) -> None:
    earlier = newest(right(EARLIER["rnn_cell_backward"]).printed)
    told = diagnosed(visit, f"{earlier}\n{DROPPED}")
    assert "Also pasted: rnn_cell_backward, these numbers are right." in told
    assert "These are the numbers of an earlier notebook." in diagnosed(visit, earlier)


def test_the_page_says_which_explanations_nothing_can_tell_apart(visit: Visit) -> None:
    for candidate in (one for exercise in EXERCISES.values() for one in singles(exercise)):
        if not candidate.error and diagnose(newest(candidate.printed)).as_record()["indistinguishable"]:
            assert "1 and 2 print the same, whatever is pasted." in diagnosed(visit, newest(candidate.printed))
            return
    raise AssertionError("no two mistakes print the same")


def test_too_few_digits_are_called_so(visit: Visit) -> None:
    lesson = visit().open()
    lesson.click("My numbers are different")
    lesson.page.fill("#pasted", 'gradients["dx"].shape = (3, 10, 4)')
    lesson.page.get_by_role("button", name="Diagnose", exact=True).click()
    lesson.page.get_by_role("heading", name="rnn_backward: too few digits to tell").wait_for()


def test_the_links_of_the_catalogue_open_where_a_mistake_is_first_seen(visit: Visit) -> None:
    """Some of them: what is said there is held for each of them in tests/js/say/catalogue.test.js."""
    lesson = visit()
    lesson.page.goto(f"{lesson.origin}/catalogue")
    shown = lesson.page.locator(".show").evaluate_all("links => links.map((link) => link.href)")
    assert len(shown) > 100
    for address in shown[::24]:
        lesson.page.goto(address)
        lesson.page.wait_for_selector("html[data-state=ready]")
        lesson.drawn()
        said = lesson.text("#narration p")
        assert "right run" in said or "instead of" in said or "NumPy says" in said, (address, said)
        assert not lesson.page.locator("#message").is_visible(), address
        assert lesson.page.locator("#code del").count() > 0, address
    assert lesson.complaints == []
