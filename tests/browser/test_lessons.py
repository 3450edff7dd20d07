"""Lessons in the hands of a reader: mouse, finger and keys."""
import time

import pytest
from on_screen import bring, description, explorer_with, has_moved, number, pixels, wait_until


def drag(page, box, start, end):
    """Drag across a box from one share of its width to another."""
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + start * box["width"], height)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], height, steps=8)
    page.mouse.up()


def test_lesson_02_answers_keys_mouse_and_a_drag_on_the_picture(reader):
    page = reader("02-the-neuron.ipynb")
    view = explorer_with(page, "w")
    slider = view.locator("[aria-label='w']")

    before = pixels(view)
    slider.focus()
    start = number(view, "w")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    wait_until(lambda: number(view, "w") > start)
    wait_until(lambda: has_moved(view, before))

    by_key = pixels(view)
    drag(page, slider.bounding_box(), 0.5, 0.9)
    wait_until(lambda: has_moved(view, by_key))

    by_mouse = pixels(view)
    bias = number(view, "b")
    drag(page, view.locator("canvas").first.bounding_box(), 0.5, 0.8)
    wait_until(lambda: number(view, "b") != bias)
    wait_until(lambda: has_moved(view, by_mouse))

    view.get_by_role("button", name="reset").click()
    wait_until(lambda: abs(pixels(view) - before).max() < 10)
    assert not page.errors


def draw_a_one_by_mouse(page, pad):
    box = pad.bounding_box()
    middle = box["x"] + box["width"] / 2
    page.mouse.move(middle, box["y"] + 0.15 * box["height"])
    page.mouse.down()
    page.mouse.move(middle, box["y"] + 0.85 * box["height"], steps=12)
    page.mouse.up()


def draw_a_one_by_keys(page, pad):
    pad.focus()
    for key in ["ArrowUp"] * 10 + [" "] + ["ArrowDown"] * 20:
        page.keyboard.press(key)


@pytest.mark.parametrize("how", ["mouse", "keyboard"])
def test_lesson_00_recognises_a_drawn_digit(reader, how):
    page = reader("00-start-here.ipynb")
    pad = bring(page.locator(".dln-pad canvas"))
    picture = page.locator(".dln").filter(has=pad).locator(".dln-stage canvas")
    draw = draw_a_one_by_mouse if how == "mouse" else draw_a_one_by_keys
    draw(page, pad)
    wait_until(lambda: "takes the drawing for a 1" in description(picture))
    if how == "mouse":
        page.get_by_role("button", name="clear").click()
    else:
        page.keyboard.press("Delete")
    wait_until(lambda: "Nothing is drawn" in description(picture))
    if how == "keyboard":
        page.keyboard.press("ArrowDown")  # clearing has lifted the pen
        wait_until(lambda: "draw here" in page.locator(".dln-pad").text_content())
        time.sleep(0.5)
        assert "Nothing is drawn" in description(picture)
    assert not page.errors
