"""The browser and a kernel that is slow: nothing is lost, nothing old covers anything new."""
import time

import numpy as np
from on_screen import description, explorer_with, number, pixels, press_at, slide, wait_until


def test_no_drag_is_lost_while_the_kernel_is_slow(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "three")
    for across in (0.22, 0.53, 0.85):
        press_at(view, across, 0.4)
        page.mouse.up()
    wait_until(lambda: all(number(view, name) > 0.3 for name in ("one", "two", "three")))
    assert not page.errors


def test_a_slider_moved_while_a_drag_is_under_way_does_not_undo_it(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "three")
    slider = view.locator("[aria-label='two']")
    slider.focus()
    press_at(view, 0.22, 0.4)
    slide(slider, 5)
    page.mouse.up()
    wait_until(lambda: number(view, "one") > 0.3 and number(view, "two") == 0.5)
    time.sleep(1)
    assert number(view, "one") > 0.3 and number(view, "two") == 0.5
    assert not page.errors


def test_work_that_takes_long_is_announced(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "three")
    slide(view.locator("[aria-label='three']"), 10)
    wait_until(lambda: "computing" in view.locator("[role=status]").text_content())
    wait_until(lambda: view.locator("[role=status]").text_content() == "")


def count_raised(view):
    """Count the squares in the upper half of the stairs."""
    picture = pixels(view)
    beside_ticks = np.abs(picture - picture[2, 2])[:180, 80:]  # in any theme
    squares = beside_ticks.max(axis=2) > 150
    return np.sum(np.diff(squares.any(axis=0).astype(int)) == 1)


def test_a_frame_fetched_ahead_is_not_shown(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "top")
    slider = view.locator("input[type=range]")
    slider.focus()
    for top in range(1, 5):
        page.keyboard.press("ArrowRight")
        wait_until(lambda: f"{top} steps up" in description(view.locator("canvas")))
        time.sleep(0.5)  # the neighbours come, and move what has never moved before
    wait_until(lambda: count_raised(view) == 1 + 4)
    assert not page.errors


def test_playing_keeps_its_time_and_reset_stops_it(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "way")
    play = view.get_by_role("button", name="play")
    begun = time.monotonic()
    play.click()
    wait_until(lambda: number(view, "way") == 1000, 9)  # all frames would take 30 s and more
    assert time.monotonic() - begun > 2
    wait_until(lambda: play.text_content() == "play")
    play.click()
    wait_until(lambda: 0 < number(view, "way") < 1000)
    view.get_by_role("button", name="reset").click()
    time.sleep(0.5)
    assert number(view, "way") == 0
    view.locator("canvas").focus()
    page.keyboard.press("ArrowRight")
    wait_until(lambda: number(view, "way") == 1)
    assert not page.errors
