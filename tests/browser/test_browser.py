"""A reader at work: real JupyterLab, real Chromium, mouse and keys."""
import io
import time
from pathlib import Path

import numpy as np
import pytest
from lab import chromium, find_browser, jupyterlab, open_notebook
from PIL import Image

pytestmark = pytest.mark.skipif(find_browser() is None, reason="no browser was found: install chromium to run these")

BOOK = '''
import time
import jax, jax.numpy as jnp, matplotlib
from typing import NamedTuple
from dlnotes.live.controls import Drag, Play, Slider, Text
from dlnotes.live.engine import Explorer

class Result(NamedTuple):
    word: str
    x: float

def compute(word, x):
    if "!" in word:
        raise ValueError("no shouting, please")
    return Result(word, x)

def draw(figure):
    left, right = figure.subplots(1, 2)
    left.imshow([[0, 1, 2], [3, 4, 5]], cmap="viridis")
    left.grid(False)
    right.bar([1, 2], [3, 4], color=["#0072b2", "#d98200"], hatch=["", "//"])
    right.scatter([1, 2, 1.5], [1, 2, 4.4], c=["#c8452a", "#c8452a", "#00865f"])
    dot, = right.plot([1], [4.5], "o", color="#1b1f24")
    word = right.set_title("word")
    def update(result):
        word.set_text(result.word)
        dot.set_xdata([result.x])
    return update

explorer = Explorer(compute, draw, {"word": Text("hello"), "x": Slider(0.5, 2.5, 1.0), "pull": Drag(x="x", axes=1)},
                    lambda r: f"{r.word} at {r.x:.1f}.", title="Test picture")

def slow(one, two, three):
    time.sleep(1.5 if three == 1.0 else 0.2)
    return jnp.array([one, two, three])

def bars(figure):
    axes = figure.subplots()
    dots, = axes.plot([1, 2, 3], [0, 0, 0], "o", color="#1b1f24")
    axes.set(xlim=(0.5, 3.5), ylim=(0, 1))
    return lambda heights: dots.set_ydata(heights)

three = Explorer(slow, bars, {**{name: Slider(0.0, 1.0, 0.0) for name in ("one", "two", "three")},
                              "lift": Drag(move=lambda values, x, y: {("one", "two", "three")[round(x) - 1]: y})}, str)

def stairs(figure):
    axes = figure.subplots()
    steps = [axes.plot([k], [0], "s", ms=20, color="#1b1f24")[0] for k in range(12)]
    axes.set(xlim=(-1, 12), ylim=(-0.5, 1.5))
    def update(top):
        for k, step in enumerate(steps):
            if step.get_ydata()[0] != (k <= top):  # no other step is touched
                step.set_ydata([1.0 * (k <= top)])
    return update

climb = Explorer(lambda top: jnp.asarray(top), stairs, {"top": Slider(0, 11, 0, 1)}, lambda top: f"{top} steps up.")
far = Explorer(lambda way: jnp.full(3, way / 2000), bars, {"way": Slider(0, 1000, 0, 1), "play": Play("way", 3.0),
               "one": Drag(x="way"), "other": Drag(x="way")}, str)
'''


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A function that opens a notebook of the course (or the test's own) in a page, run to its end."""
    import nbformat
    folder = tmp_path_factory.mktemp("books")
    for path in (Path(__file__).parents[2] / "notebooks").glob("*.ipynb"):
        (folder / path.name).write_bytes(path.read_bytes())
    keep = f"open({str(folder / 'still.png')!r}, 'wb').write(explorer.picture.png()); None"
    cells = [nbformat.v4.new_code_cell(code) for code in (BOOK, "explorer", "three", "climb", "far", keep)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "test.ipynb")
    with jupyterlab(folder) as address, chromium() as new_page:
        pages = []

        def read(name, **options):
            while pages:  # anywidget gives up on a view after two seconds: the pages before must not take them
                pages.pop().context.close()
            page = new_page(options.pop("scale", 1))
            pages.append(page)
            page.errors = []
            page.on("pageerror", lambda error: page.errors.append(str(error)))
            open_notebook(page, address, name, **options)
            page.still = folder / "still.png"
            return page
        yield read


def bring(place):
    """Scroll until a place is on the screen, and stays there."""
    inside = "e => { const b = e.getBoundingClientRect(); return b.top > 80 && b.bottom < innerHeight; }"
    for _ in range(20):
        place.evaluate("e => e.scrollIntoView({block: 'center'})")
        place.page.wait_for_timeout(200)
        if place.evaluate(inside):
            return place
    raise AssertionError("it does not come into view")


def explorer_with(page, control):
    """The first explorer on the page that has a control of that name."""
    return bring(page.locator(".dln").filter(has=page.locator(f"[aria-label='{control}']")).first)


def pixels(view):
    return np.asarray(Image.open(io.BytesIO(view.locator("canvas").first.screenshot())).convert("RGB")).astype(int)


def wait_until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def number(view, control):
    return float(view.locator("label").filter(has=view.page.locator(f"[aria-label='{control}']")).locator("output")
                 .text_content().replace("\u2212", "-"))


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
    wait_until(lambda: np.abs(pixels(view) - before).max() > 50)

    by_key, box = pixels(view), slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    wait_until(lambda: np.abs(pixels(view) - by_key).max() > 50)

    by_mouse, bias, box = pixels(view), number(view, "b"), view.locator("canvas").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    wait_until(lambda: number(view, "b") != bias)
    wait_until(lambda: np.abs(pixels(view) - by_mouse).max() > 50)

    view.get_by_role("button", name="reset").click()
    wait_until(lambda: np.abs(pixels(view) - before).max() < 10)
    assert not page.errors


@pytest.mark.parametrize("how", ["mouse", "keyboard"])
def test_lesson_00_recognises_a_drawn_digit(reader, how):
    page = reader("00-start-here.ipynb")
    pad = bring(page.locator(".dln-pad canvas"))
    picture = page.locator(".dln").filter(has=pad).locator(".dln-stage canvas")
    if how == "mouse":
        box = pad.bounding_box()
        middle = box["x"] + box["width"] / 2
        page.mouse.move(middle, box["y"] + 0.15 * box["height"])
        page.mouse.down()
        page.mouse.move(middle, box["y"] + 0.85 * box["height"], steps=12)
        page.mouse.up()
    else:
        pad.focus()
        for key in ["ArrowUp"] * 10 + [" "] + ["ArrowDown"] * 20:
            page.keyboard.press(key)
    wait_until(lambda: "takes the drawing for a 1" in (picture.get_attribute("aria-label") or ""))
    page.keyboard.press("Delete") if how == "keyboard" else page.get_by_role("button", name="clear").click()
    wait_until(lambda: "Nothing is drawn" in picture.get_attribute("aria-label"))
    if how == "keyboard":
        page.keyboard.press("ArrowDown")  # clearing has lifted the pen
        wait_until(lambda: "draw here" in page.locator(".dln-pad").text_content())
        time.sleep(0.5)
        assert "Nothing is drawn" in picture.get_attribute("aria-label")
    assert not page.errors


def test_the_browser_paints_what_matplotlib_draws(reader):
    page = reader("test.ipynb", scale=1.5)  # the resolution of still pictures
    shown = pixels(explorer_with(page, "x"))
    still = np.asarray(Image.open(page.still).convert("RGB"))
    height, width = (min(a, b) for a, b in zip(shown.shape[:2], still.shape[:2]))
    assert abs(shown.shape[0] - still.shape[0]) <= 2 and abs(shown.shape[1] - still.shape[1]) <= 2
    difference = np.abs(shown[:height, :width] - still[:height, :width].astype(int))
    assert difference.mean() < 6 and (difference.max(axis=2) > 100).mean() < 0.03


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
    wait_until(lambda: np.abs(pixels(view) - good).max() > 50)


def test_arrow_keys_on_the_picture_move_what_can_be_dragged(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "x")
    view.locator("canvas").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    wait_until(lambda: number(view, "x") == 1.3)
    wait_until(lambda: "at 1.3" in view.locator("canvas").get_attribute("aria-label"))


def test_a_picture_that_no_key_moves_takes_no_focus(reader):
    page = reader("test.ipynb")
    assert explorer_with(page, "x").locator("canvas").get_attribute("tabindex") == "0"
    three = explorer_with(page, "three").locator("canvas")
    assert three.get_attribute("tabindex") is None and three.get_attribute("role") == "img"


def test_dark_pages_have_dark_pictures(reader):
    page = reader("test.ipynb", dark=True)
    view = explorer_with(page, "x")
    wait_until(lambda: pixels(view)[2, 2].max() < 60)
    assert (pixels(view).min(axis=2) > 180).any()  # and light letters


def test_no_drag_is_lost_while_the_kernel_is_slow(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "three")
    box = view.locator("canvas").first.bounding_box()
    for at in (0.22, 0.53, 0.85):
        page.mouse.move(box["x"] + at * box["width"], box["y"] + 0.4 * box["height"])
        page.mouse.down()
        page.mouse.up()
    wait_until(lambda: all(number(view, name) > 0.3 for name in ("one", "two", "three")))
    assert not page.errors


def test_a_slider_moved_while_a_drag_is_under_way_does_not_undo_it(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "three")
    box, slider = view.locator("canvas").first.bounding_box(), view.locator("[aria-label='two']")
    slider.focus()
    page.mouse.move(box["x"] + 0.22 * box["width"], box["y"] + 0.4 * box["height"])
    page.mouse.down()
    slider.evaluate("e => { e.value = 5; e.dispatchEvent(new Event('input')); }")
    page.mouse.up()
    wait_until(lambda: number(view, "one") > 0.3 and number(view, "two") == 0.5)
    time.sleep(1)
    assert number(view, "one") > 0.3 and number(view, "two") == 0.5
    assert not page.errors


def test_work_that_takes_long_is_announced(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "three")
    view.locator("[aria-label='three']").evaluate("e => { e.value = 10; e.dispatchEvent(new Event('input')); }")
    wait_until(lambda: "computing" in view.locator("[role=status]").text_content())
    wait_until(lambda: view.locator("[role=status]").text_content() == "")


def test_a_frame_fetched_ahead_is_not_shown(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "top")
    slider = view.locator("input[type=range]")
    slider.focus()
    for top in range(1, 5):
        page.keyboard.press("ArrowRight")
        wait_until(lambda: f"{top} steps up" in view.locator("canvas").get_attribute("aria-label"))
        time.sleep(0.5)  # the neighbours come, and move what has never moved before

    def raised():
        picture = pixels(view)
        squares = np.abs(picture - picture[2, 2])[:180, 80:].max(axis=2) > 150  # beside the ticks' words, in any theme
        return np.sum(np.diff(squares.any(axis=0).astype(int)) == 1)

    wait_until(lambda: raised() == 1 + 4)
    assert not page.errors


def test_playing_keeps_its_time_and_reset_stops_it(reader):
    page = reader("test.ipynb")
    view = explorer_with(page, "way")
    play = view.get_by_role("button", name="play")
    begun = time.monotonic()
    play.click()
    wait_until(lambda: number(view, "way") == 1000, 9)  # a frame for each value would take 30 s and more
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
