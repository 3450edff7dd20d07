"""Pictures in the browser: painted as Matplotlib draws them, in any theme, for every hand."""
import base64
import io

import numpy as np
from on_screen import description, explorer_with, has_moved, number, pixels, wait_until
from PIL import Image


def canvas_pixels(view):
    """Return the canvas's own pixels; a screenshot may move them by a fraction of a pixel."""
    url = view.locator("canvas").first.evaluate("canvas => canvas.toDataURL()")
    image = Image.open(io.BytesIO(base64.b64decode(url.split(",")[1])))
    return np.asarray(image.convert("RGB")).astype(int)


def test_the_browser_paints_what_matplotlib_draws(reader):
    page = reader("test.ipynb", scale=1.5)  # the resolution of still pictures
    shown = canvas_pixels(explorer_with(page, "x"))
    still = np.asarray(Image.open(page.still).convert("RGB"))
    assert shown.shape == still.shape
    difference = np.abs(shown - still.astype(int))
    assert difference.mean() < 6 and (difference.max(axis=2) > 100).mean() < 0.03


def test_dark_pages_have_dark_pictures(reader):
    page = reader("test.ipynb", dark=True)
    view = explorer_with(page, "x")
    wait_until(lambda: pixels(view)[2, 2].max() < 60)
    assert (pixels(view).min(axis=2) > 180).any()  # and light letters


def test_errors_are_shown_in_words_and_the_next_good_value_recovers(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "x")
    good = pixels(view)
    word = view.locator("input[type=text]")
    word.fill("hey!")
    alert = view.locator("[role=alert]")
    wait_until(lambda: alert.text_content() == "ValueError: no shouting, please")
    assert np.abs(pixels(view) - good).mean() < 1
    word.fill("hey")
    wait_until(lambda: alert.text_content() == "")
    wait_until(lambda: has_moved(view, good))


def test_arrow_keys_on_the_picture_move_what_can_be_dragged(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "x")
    view.locator("canvas").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    wait_until(lambda: number(view, "x") == 1.3)
    wait_until(lambda: "at 1.3" in description(view.locator("canvas")))


def test_a_picture_that_no_key_moves_takes_no_focus(reader):
    page = reader("test.ipynb")
    assert explorer_with(page, "x").locator("canvas").get_attribute("tabindex") == "0"
    three = explorer_with(page, "three").locator("canvas")
    assert three.get_attribute("tabindex") is None and three.get_attribute("role") == "img"
