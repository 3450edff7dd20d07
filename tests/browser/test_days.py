"""Pictures over days: saved and opened again, with the kernel alive, gone, busy or killed."""
import os
import signal
import time

import pytest
from lab import NOTEBOOKS
from on_screen import bring, description, number, wait_until

KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
SAVE = "jupyterapp.shell.currentWidget.context.save()"
LINE = "Run this cell to move the picture"


def stills(page):
    """Return the still pictures that are to be seen."""
    return [image for image in page.locator(".jp-RenderedImage img").all() if image.is_visible()]


def lines(page):
    """Return the lines below still pictures that are to be seen."""
    return [line for line in page.locator("details", has_text=LINE).all() if line.is_visible()]


def shut_down(page):
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")


def step(page, view, key="ArrowRight"):
    """Move a view's slider by a key."""
    bring(view).locator("input[type=range]").focus()
    page.keyboard.press(key)


def alert(view):
    return view.locator("[role=alert]:not(:empty)")


def test_a_saved_notebook_keeps_its_stills_and_comes_to_life_again(reader):
    page = reader("day.ipynb")
    wait_until(lambda: page.locator(".dln").count() == 2)
    assert not stills(page) and not lines(page)
    page.evaluate(SAVE)
    shut_down(page)
    page = reader("day.ipynb", run=False)
    wait_until(lambda: len(stills(page)) == 2)
    page.wait_for_timeout(3000)
    assert len(stills(page)) == len(lines(page)) == 2 and page.locator(".dln").count() == 0
    assert "model not found" not in page.content()
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    wait_until(lambda: page.locator(".dln").count() == 2 and not stills(page), 30)
    assert not page.errors


def test_half_a_notebook_that_was_run_says_what_to_do(reader):
    page = reader("day.ipynb")
    page.evaluate(SAVE)
    shut_down(page)
    page = reader("day.ipynb", run=False)
    for cell in (0, 1):
        page.evaluate(f"jupyterapp.shell.currentWidget.content.activeCellIndex = {cell}")
        page.evaluate("jupyterapp.commands.execute('notebook:run-cell')")
    wait_until(lambda: page.locator(".dln").count() == 1, 30)
    page.evaluate(SAVE)
    shut_down(page)
    page = reader("day.ipynb", run=False)
    page.wait_for_timeout(3000)
    assert len(stills(page)) == len(lines(page)) == 2
    assert not page.errors


def test_after_a_reload_with_the_kernel_alive_pictures_move(reader):
    page = reader("day.ipynb")
    step(page, page.locator(".dln").first)
    wait_until(lambda: number(page.locator(".dln").first, "top") == 1)
    page.evaluate(SAVE)
    page = reader("day.ipynb", run=False)
    wait_until(lambda: page.locator(".dln").count() == 2, 20)
    wait_until(lambda: number(page.locator(".dln").last, "top") == 1)
    step(page, page.locator(".dln").last)
    wait_until(lambda: "2 steps up" in description(page.locator(".dln canvas").first))
    assert not lines(page) and not page.errors


def test_two_views_show_the_same_values_whichever_is_moved(reader):
    page = reader("day.ipynb")
    views = page.locator(".dln").all()
    for key, which in [("ArrowRight", 0)] * 5 + [("ArrowRight", 1), ("ArrowLeft", 0)] * 3:
        step(page, views[which], key)
    wait_until(lambda: len({number(view, "top") for view in views}) == 1)
    page.wait_for_timeout(1000)  # and nothing comes after that
    top = number(views[0], "top")
    for view in views:
        assert number(view, "top") == top
        assert f"{top:.0f} steps up" in description(view.locator("canvas"))
    step(page, views[1])
    wait_until(lambda: [number(view, "top") for view in views] == [top + 1, top + 1])
    assert not page.errors


def is_running(page):
    return "[*]" in "".join(page.locator(".jp-InputPrompt").all_text_contents())


def kill(page):
    os.kill(int(page.kernel.read_text()), signal.SIGKILL)


@pytest.mark.parametrize("end, seconds", [
    (shut_down, 2), (lambda page: page.evaluate(f"{KERNEL}.restart(); 0"), 2), (kill, 6)],
    ids=["shut down", "restarted", "killed"])
def test_a_picture_says_that_its_kernel_is_gone(reader, end, seconds):
    page = reader("day.ipynb")
    view = page.locator(".dln").first
    step(page, view)
    wait_until(lambda: number(view, "top") == 1)
    end(page)
    wait_until(lambda: alert(view).count() and "kernel is gone" in alert(view).text_content(),
               seconds)
    assert view.locator("canvas").is_visible()
    assert view.locator("[role=status]").text_content() == ""


def test_pictures_move_while_the_same_cell_and_others_run(reader):
    page = reader("day.ipynb")
    content = "jupyterapp.shell.currentWidget.content"
    page.evaluate(f"{content}.widgets[1].model.sharedModel.setSource("
                  "'from IPython.display import display; display(climb); time.sleep(6)')")
    page.evaluate(f"{content}.activeCellIndex = 1")
    for _ in range(2):  # the second time the picture is one that has been moved
        page.evaluate("jupyterapp.commands.execute('notebook:run-cell'); 0")
        page.wait_for_timeout(1500)
        view = page.locator(".dln").first
        before = number(view, "top")
        step(page, view)
        begun = time.monotonic()
        wait_until(lambda: f"{before + 1:.0f} steps up" in description(view.locator("canvas")), 3)
        assert time.monotonic() - begun < 3
        assert is_running(page)
        wait_until(lambda: not is_running(page))
    assert not page.errors


@pytest.mark.parametrize("name", sorted(path.name for path in NOTEBOOKS.glob("*.ipynb")))
def test_every_lesson_of_yesterday_shows_its_pictures(reader, name):
    page = reader(name)
    live = page.locator(".dln:visible").count()
    assert live
    page.evaluate(SAVE)
    shut_down(page)
    page = reader(name, run=False)
    wait_until(lambda: len(stills(page)) >= live)
    assert page.locator(".dln:visible").count() == 0 and lines(page)
    assert "model not found" not in page.content()
    assert not page.errors
