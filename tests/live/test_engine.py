"""An explorer driven from Python: values, results, frames and errors, in one thread at a time."""
import gc
import threading
import time

import numpy as np
import pytest
from samples import careful_wave, draw_wave, make_wave, wave

from dlnotes.live.controls import Button, Drag, Random, Slider
from dlnotes.live.engine import Explorer, LivePicture


def test_setting_values_moves_result_words_and_frame():
    explorer = make_wave()
    before = explorer.frame()
    explorer.set(height=2)
    x, y = explorer.result
    np.testing.assert_allclose(y, 2 * np.sin(3 * x), atol=1e-5)
    assert explorer.frame() != before and explorer.frame().text == "A wave up to 2.00."
    explorer.set(height=1)
    explorer.frame()
    assert explorer.frame().text == before.text


def test_the_same_values_give_the_same_frame():
    explorer = make_wave()
    explorer.set(frequency=4.0)
    frame = explorer.frame()
    explorer.set(frequency=9.0)
    explorer.set(frequency=4.0)
    assert explorer.frame() == frame


def test_looking_ahead_leaves_the_present_as_it_is():
    explorer = make_wave()
    explorer.set(height=2.0)
    now = explorer.frame()
    ahead = explorer.frame_at({"frequency": 3.0, "height": -2.0})
    assert ahead != now and explorer.values["height"] == 2.0
    assert explorer.result.y.max() > 1 and explorer.frame() == now


@pytest.mark.parametrize("values, message", [
    ({"height": 3.0}, r"height must be a number from -2.0 to 2.0; got 3.0"),
    ({"height": float("nan")}, "height must be a number from"),
    ({"height": "1"}, "height must be a number from"),
    ({"colour": 1}, "the controls are frequency, height; got colour"),
])
def test_values_that_controls_do_not_have(values, message):
    explorer = make_wave()
    with pytest.raises(ValueError, match=message):
        explorer.set(**values)
    assert explorer.values == {"frequency": 3.0, "height": 1.0}


def test_an_error_leaves_the_last_good_picture_and_the_next_good_value_recovers():
    explorer = make_wave(careful_wave)
    explorer.set(frequency=4.0)
    good = explorer.frame()
    with pytest.raises(ValueError, match="frequency is too large"):
        explorer.set(frequency=6.0)
    assert explorer.values["frequency"] == 4.0 and explorer.frame() == good
    explorer.set(frequency=5.0)
    assert explorer.frame() != good


def test_an_error_while_drawing_recovers_too():
    def draw(figure):
        update = draw_wave(figure)

        def fragile(result):
            if result.y.max() > 1.5:
                raise RuntimeError("off the page")
            update(result)
        return fragile

    explorer = make_wave(draw=draw)
    good = explorer.frame()
    with pytest.raises(RuntimeError, match="off the page"):
        explorer.set(height=2.0)
    assert explorer.frame().text == good.text
    explorer.set(height=1.0)
    assert explorer.result.y.max() < 1.5


def test_random_presses_differ_and_repeat_in_a_new_explorer():
    values = []
    for _ in range(2):
        explorer = make_wave(dice=Random(("frequency", "height")))
        explorer.press("dice")
        first = dict(explorer.values)
        explorer.press("dice")
        values.append((first, dict(explorer.values)))
    assert values[0] == values[1] and values[0][0] != values[0][1]


def test_buttons_get_the_values_and_a_key():
    double = Button("double", lambda values, key: {"height": 2 * values["height"]})
    explorer = make_wave(double=double)
    explorer.press("double")
    assert explorer.values["height"] == 2.0
    with pytest.raises(ValueError, match="height must be"):
        explorer.press("double")


def test_dragging_snaps_to_the_sliders():
    turn = Drag(move=lambda values, x, y: {"frequency": 10 * x})
    explorer = make_wave(pull=Drag(y="height"), turn=turn)
    explorer.drag("pull", 0.3, 1.4)
    assert explorer.values["height"] == 1.5
    explorer.drag("pull", 0.3, 99.0)
    assert explorer.values["height"] == 2.0
    explorer.drag("turn", 0.77, 0.0)
    assert explorer.values["frequency"] == 7.7


def test_500_updates_do_not_grow_the_kernel():
    explorer = make_wave()
    objects = []
    for _ in range(3):
        for i in range(250):
            explorer.set(frequency=i % 100 / 10)
            explorer.frame()
        gc.collect()
        objects.append(len(gc.get_objects()))
    assert objects[2] - objects[1] < 200


def test_a_live_picture_moves_and_leaves_a_still_one(capsys):
    live = LivePicture(draw_wave, lambda r: f"up to {r.y.max():.1f}.", wave(0.0, 0.0))
    with live as watch:
        for height in (1.0, 2.0):
            watch(wave(3.0, height))
        assert live._view.shown["text"] == "up to 2.0." and live._view.shown["slots"]
    assert live._view.folded
    shown = capsys.readouterr().out
    assert "the picture moves here" in shown and "Explorer" in shown


def test_one_thread_draws_at_a_time():
    """JupyterLab asks for frames in a thread of its own while cells draw; Matplotlib needs one."""
    drawing = []
    together = []

    def draw(figure):
        line, = figure.subplots().plot([0, 1], [0, 1])

        def update(result):
            drawing.append(1)
            together.append(len(drawing))
            time.sleep(0.01)
            line.set_ydata([0, result])
            drawing.pop()
        return update

    def drag(explorer):
        for i in range(10):
            explorer.set(w=i / 10)
            explorer.frame()

    explorers = [Explorer(lambda w: w, draw, {"w": Slider(0.0, 1.0, 0.0)}, str) for _ in range(2)]
    threads = [threading.Thread(target=drag, args=[explorer]) for explorer in explorers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(together) > 20 and max(together) == 1
