"""What a reader sees on a page, for tests in a browser: an explorer, its pixels, its numbers."""
import io
import time

import numpy as np
from PIL import Image


def bring(place):
    """Scroll until a place is on the screen, and stays there."""
    inside = ("e => { const b = e.getBoundingClientRect();"
              " return b.top > 80 && b.bottom < innerHeight; }")
    for _ in range(20):
        place.evaluate("e => e.scrollIntoView({block: 'center'})")
        place.page.wait_for_timeout(200)
        if place.evaluate(inside):
            return place
    raise AssertionError("it does not come into view")


def explorer_with(page, control):
    """Find the first explorer on the page that has a control of that name."""
    named = page.locator(f"[aria-label='{control}']")
    return bring(page.locator(".dln").filter(has=named).first)


def pixels(view):
    """Return the pixels of an explorer's picture as the screen shows them."""
    image = Image.open(io.BytesIO(view.locator("canvas").first.screenshot()))
    return np.asarray(image.convert("RGB")).astype(int)


def has_moved(view, before):
    """Tell whether an explorer's picture differs from its pixels before."""
    return np.abs(pixels(view) - before).max() > 50


def number(view, control):
    """Read the number beside a slider."""
    label = view.locator("label").filter(has=view.page.locator(f"[aria-label='{control}']"))
    return float(label.locator("output").text_content().replace("\u2212", "-"))


def description(canvas):
    """Read what a screen reader says of a picture."""
    return canvas.get_attribute("aria-label") or ""


def press_at(view, across, down):
    """Press the mouse on a picture, at a place in shares of its width and height."""
    box = view.locator("canvas").first.bounding_box()
    view.page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
    view.page.mouse.down()


def slide(slider, index):
    """Move a slider to the value of that index, as if by hand."""
    slider.evaluate(f"e => {{ e.value = {index}; e.dispatchEvent(new Event('input')); }}")


def wait_until(condition, seconds=10):
    """Wait until a condition holds; fail after some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
