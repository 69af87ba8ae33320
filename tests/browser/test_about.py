"""What a scenario is stands on the page until it is closed, and what it takes can be typed and clicked."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_the_words_of_a_scenario_stand_there_until_they_are_closed_and_in_the_help_for_good(visit: Visit) -> None:
    lesson = visit().open("/?scenario=last-only")
    about = lesson.page.locator("#about")
    expect(about).to_contain_text("Many to one: it is asked once")
    expect(about).to_contain_text("Look: da_t is zero at every timestep but the last")
    about.get_by_role("button").click()
    expect(about).to_be_hidden()
    lesson.open("/?scenario=last-only&t=1")
    expect(about).to_be_hidden()
    expect(lesson.page.locator("#help .about")).to_contain_text("Many to one")
    lesson.open("/?scenario=vanishing")  # another one has not been read yet
    expect(about).to_contain_text("The spectral radius of Waa is 0.5")


def test_a_word_of_ones_own_is_read_letter_by_letter(visit: Visit) -> None:
    lesson = visit().open("/?scenario=hello&t=1&step=da_next")
    lesson.page.get_by_text("Sizes", exact=True).click()
    lesson.page.locator("input[name=text]").fill("gate")
    lesson.page.keyboard.press("Enter")
    expect(lesson.page.locator("#about")).to_contain_text("reads g, a, t and should say a, t, e")
    lesson.settle()
    assert "text=gate" in lesson.address
    said = " ".join(lesson.page.locator("#network svg text").all_text_contents())
    assert "“a” x⟨1⟩" in said
    assert "“t” ŷ⟨1⟩" in said


def test_a_bias_is_asked_of_cells_that_have_a_memory_alone(visit: Visit) -> None:
    lesson = visit().open("/?scenario=lstm-vs-rnn&cell=lstm&lens=flow&t=0&step=hand_over&bias=0")
    lesson.page.get_by_text("Sizes", exact=True).click()
    bias = lesson.page.locator("input[name=bias]")
    assert bias.input_value() == "0"
    assert "0 is added to bf, the bias of the forget gate" in " ".join(
        lesson.page.locator("#stage svg text").all_text_contents()
    )
    lesson.page.locator("select[name=cell]").select_option("rnn")
    expect(bias).to_be_hidden()
    lesson.settle()
    assert "bias" not in lesson.address


def test_from_a_wrong_loop_one_click_leads_to_the_cell_alone_which_passes_and_back(visit: Visit) -> None:
    lesson = visit().open("/?scenario=course&mistake=drop_carry&t=2&step=da_next")
    mistake, check = lesson.page.locator("#mistake"), lesson.page.locator("#facts .check summary")
    expect(check).to_contain_text("✗")
    mistake.get_by_role("link", name="One timestep alone").click()
    expect(mistake).to_contain_text("In this run it makes no difference.")
    expect(check).to_contain_text("✓")
    mistake.get_by_role("link", name="All timesteps").click()
    expect(check).to_contain_text("✗")


def test_the_cost_is_told_by_timestep_and_all_together(visit: Visit) -> None:
    lesson = visit().open("/?scenario=hello&t=1&step=da_next")
    cost = lesson.page.locator("#facts .cost")
    expect(cost).to_contain_text("loss at t = 1: ")
    expect(cost).to_contain_text("all together J = ")
    lesson.open("/?scenario=course")
    expect(cost).to_be_hidden()
