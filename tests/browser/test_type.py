"""How wide the picture expects its text to be, against what Chromium makes of it."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.lesson import assert_none

MOMENTS = [
    "/?scenario=course&cell=rnn&seed=1&t=2&step=da_next",
    "/?scenario=hello&cell=lstm&seed=1&t=1&step=dc_next",
    "/?scenario=vanishing&t=10&step=da_next&lens=flow",
]
WIDTHS = """async () => {
  const { faceOf, widthOf } = await import(document.querySelector('script[type=module]').src
    .replace('built/main.js', 'js/scene/type.js'));
  await document.fonts.ready;
  return [...document.querySelectorAll('#network svg text, #stage svg text')].map((text) => ({
    text: text.textContent, name: text.getAttribute('class'), real: text.getComputedTextLength(),
    size: parseFloat(text.getAttribute('font-size')),
    expected: widthOf(text.textContent, parseFloat(text.getAttribute('font-size')), faceOf(text.getAttribute('class'))),
  }));
}"""


@pytest.mark.parametrize("address", MOMENTS)
def test_text_is_as_wide_as_it_is_expected_to_be(visit: Visit, address: str) -> None:
    texts = visit().open(address).page.evaluate(WIDTHS)
    assert len(texts) > 20
    assert_none([one for one in texts if abs(one["real"] - one["expected"]) > 0.08 * one["real"] + 0.25 * one["size"]])
