"""Two pictures compared pixel by pixel, in a browser: it is the one thing here that can read them."""

import base64

from playwright.sync_api import Browser

UNSEEN = 16
"""Of 255: two pictures of one page differ by up to 8 here and there, at the edges of what is drawn on half pixels."""

FEW = 12
"""Values of a picture, of some millions, that may differ by more: an edge that was rounded to the other side."""

COMPARE = """async ([one, other, unseen]) => {
  const pixels = async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const [first, second] = [await pixels(one), await pixels(other)];
  if (first.width !== second.width || first.height !== second.height) return first.data.length;
  return first.data.filter((value, k) => Math.abs(value - second.data[k]) > unseen).length;
}"""


def differing(browser: Browser, one: bytes, other: bytes) -> int:
    """Return how many values of two PNG pictures differ to the eye."""
    page = browser.new_page()
    pictures = [base64.b64encode(picture).decode() for picture in (one, other)]
    found: int = page.evaluate(COMPARE, [*pictures, UNSEEN])
    page.close()
    return found
