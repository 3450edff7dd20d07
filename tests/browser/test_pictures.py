"""Pictures in the browser: painted as Matplotlib draws them, in any theme, for every hand."""
import numpy as np
from on_screen import description, explorer_with, has_moved, number, pixels, wait_until
from PIL import Image


def test_the_browser_paints_what_matplotlib_draws(reader):
    page = reader("test.ipynb", scale=1.5)  # the resolution of still pictures
    shown = pixels(explorer_with(page, "x"))
    still = np.asarray(Image.open(page.still).convert("RGB"))
    height, width = (min(a, b) for a, b in zip(shown.shape[:2], still.shape[:2]))
    assert abs(shown.shape[0] - still.shape[0]) <= 2 and abs(shown.shape[1] - still.shape[1]) <= 2
    difference = np.abs(shown[:height, :width] - still[:height, :width].astype(int))
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
