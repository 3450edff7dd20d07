"""Every explorer of the package, driven through every control; and the engine's promises."""
import importlib
import inspect
import pkgutil
import threading
import time
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import dlnotes.explorers
from dlnotes.explorers import costs, descent
from dlnotes.live.controls import Button, Choice, Drag, Pad, Play, Random, Slider, Text, Toggle
from dlnotes.live.engine import Explorer, LivePicture
from dlnotes.live.view import View, packed


def factories():
    """Give every public function of the subjects that says that it returns an Explorer."""
    for module in pkgutil.iter_modules(dlnotes.explorers.__path__):
        subject = importlib.import_module(f"dlnotes.explorers.{module.name}")
        for name, made in vars(subject).items():
            if inspect.isfunction(made) and made.__module__.startswith(subject.__name__):
                signature = inspect.signature(made)
                if signature.return_annotation is Explorer:
                    needs = [p for p in signature.parameters.values() if p.default is p.empty]
                    assert not needs, f"{name} must work without arguments"
                    yield pytest.param(made, id=f"{module.name}.{name}")


@pytest.mark.parametrize("make", list(factories()))
def test_every_explorer_at_the_ends_of_every_control(make):
    explorer = make()
    start, first = dict(explorer.values), explorer.description
    assert first.endswith(".") and "0x" not in first and "-0.00" not in first
    assert explorer.title != "explorer" and explorer.size[0] <= 7.2
    for name, control in explorer.controls.items():
        if isinstance(control, Button | Random):
            explorer.press(name)
        elif isinstance(control, Drag):
            box = explorer.picture.boxes()[control.axes]
            for across, down in ((0, 0), (0.5, 0.5), (1, 1), (0.9, 0.1)):
                at = explorer.picture.data_point(control.axes, box[0] + across * box[2], box[1] + down * box[3])
                explorer.drag(name, *at)
        elif isinstance(control, Play):
            assert isinstance(explorer.controls[control.slider], Slider)
        else:
            for value in control.ends():
                explorer.set(**{name: value})
                frame = explorer.frame()
                assert frame.text.endswith("."), frame.text
                assert sum(len(shown.points) + len(shown.images) for shown in frame.changes.values()) < 400_000
        explorer.set(**start)
    assert explorer.description == first
    assert explorer.picture.version <= 12, "the picture is made anew again and again: do not create artists in update"
    data, metadata = explorer._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == first and len(data["image/png"]) > 1000


def test_there_are_explorers():
    assert len(list(factories())) >= 10


class Wave(NamedTuple):
    x: jax.Array
    y: jax.Array


@jax.jit
def wave(frequency, height):
    x = jnp.linspace(0, 1, 50)
    return Wave(x, height * jnp.sin(frequency * x))


def careful_wave(frequency, height):
    if frequency > 5:
        raise ValueError("frequency is too large")
    return wave(frequency, height)


def draw_wave(figure):
    axes = figure.subplots()
    line, = axes.plot([], [])
    axes.set(xlim=(0, 1), ylim=(-2, 2))
    return lambda result: line.set_data(result.x, result.y)


def make_wave(compute=wave, draw=draw_wave, **more):
    controls = {"frequency": Slider(0.0, 10.0, 3.0), "height": Slider(-2.0, 2.0, 1.0, 0.5), **more}
    return Explorer(compute, draw, controls, lambda r: f"A wave up to {r.y.max():.2f}.", title="Wave")


class TestExplorer:
    """Driving an explorer from Python."""

    def test_setting_values_moves_result_words_and_frame(self):
        explorer = make_wave()
        before = explorer.frame()
        explorer.set(height=2)
        np.testing.assert_allclose(explorer.result.y, 2 * np.sin(3 * explorer.result.x), atol=1e-5)
        assert explorer.frame() != before and explorer.frame().text == "A wave up to 2.00."
        explorer.set(height=1)
        explorer.frame()
        assert explorer.frame().text == before.text

    def test_the_same_values_give_the_same_frame(self):
        explorer = make_wave()
        explorer.set(frequency=4.0)
        frame = explorer.frame()
        explorer.set(frequency=9.0)
        explorer.set(frequency=4.0)
        assert explorer.frame() == frame

    def test_looking_ahead_leaves_the_present_as_it_is(self):
        explorer = make_wave()
        explorer.set(height=2.0)
        now = explorer.frame()
        ahead = explorer.frame_at({"frequency": 3.0, "height": -2.0})
        assert ahead != now and explorer.values["height"] == 2.0
        assert explorer.result.y.max() > 1 and explorer.frame() == now

    @pytest.mark.parametrize("values,message", [
        ({"height": 3.0}, r"height must be a number from -2.0 to 2.0; got 3.0"),
        ({"height": float("nan")}, "height must be a number from"),
        ({"height": "1"}, "height must be a number from"),
        ({"colour": 1}, "the controls are frequency, height; got colour"),
    ])
    def test_values_that_controls_do_not_have(self, values, message):
        explorer = make_wave()
        with pytest.raises(ValueError, match=message):
            explorer.set(**values)
        assert explorer.values == {"frequency": 3.0, "height": 1.0}

    def test_an_error_leaves_the_last_good_picture_and_the_next_good_value_recovers(self):
        explorer = make_wave(careful_wave)
        explorer.set(frequency=4.0)
        good = explorer.frame()
        with pytest.raises(ValueError, match="frequency is too large"):
            explorer.set(frequency=6.0)
        assert explorer.values["frequency"] == 4.0 and explorer.frame() == good
        explorer.set(frequency=5.0)
        assert explorer.frame() != good

    def test_an_error_while_drawing_recovers_too(self):
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

    def test_random_presses_differ_and_repeat_in_a_new_explorer(self):
        values = []
        for _ in range(2):
            explorer = make_wave(dice=Random(("frequency", "height")))
            explorer.press("dice")
            first = dict(explorer.values)
            explorer.press("dice")
            values.append((first, dict(explorer.values)))
        assert values[0] == values[1] and values[0][0] != values[0][1]

    def test_buttons_get_the_values_and_a_key(self):
        explorer = make_wave(double=Button("double", lambda values, key: {"height": 2 * values["height"]}))
        explorer.press("double")
        assert explorer.values["height"] == 2.0
        with pytest.raises(ValueError, match="height must be"):
            explorer.press("double")

    def test_dragging_snaps_to_the_sliders(self):
        explorer = make_wave(pull=Drag(y="height"), turn=Drag(move=lambda values, x, y: {"frequency": 10 * x}))
        explorer.drag("pull", 0.3, 1.4)
        assert explorer.values["height"] == 1.5
        explorer.drag("pull", 0.3, 99.0)
        assert explorer.values["height"] == 2.0
        explorer.drag("turn", 0.77, 0.0)
        assert explorer.values["frequency"] == 7.7

    def test_a_pull_starts_from_the_values_that_were_there_when_it_began(self):
        explorer = make_wave(pull=Drag(pull=lambda values, began, x, y: {"height": values["height"] + y - began[1]}))
        start, view = explorer.values["height"], explorer._repr_mimebundle_() and explorer._view
        places = [explorer.picture.figure.axes[0].transData.transform((0.5, y)) for y in (0.0, -0.5, -1.0)]
        height = explorer.picture._recorder.height
        began, *others = [[x, height - y] for x, y in places]
        for at in (began, *others):
            view._answer(None, {"ask": 1, "drag": "pull", "at": at, "began": began, "stroke": 0.5}, [])
        assert explorer.values["height"] == start - 1.0
        view._answer(None, {"ask": 2, "drag": "pull", "at": others[0], "began": began, "stroke": 0.7}, [])
        assert explorer.values["height"] == start - 1.5

    def test_500_updates_do_not_grow_the_kernel(self):
        import gc
        explorer = make_wave()
        objects = []
        for _ in range(3):
            for i in range(250):
                explorer.set(frequency=i % 100 / 10)
                explorer.frame()
            gc.collect()
            objects.append(len(gc.get_objects()))
        assert objects[2] - objects[1] < 200


class FakeBrowser:
    """The browser's end of the conversation: asks, and keeps what is sent."""

    def __init__(self, explorer):
        self.view, self.heard = View(explorer), []
        self.view.send = lambda content, buffers=None: self.heard.append((content, buffers))

    def ask(self, **question):
        self.view._answer(self.view, {"ask": 7, **question}, [])
        return self.heard[-1]


class TestConversation:
    """What the browser asks and gets."""

    def test_values_are_answered_by_a_frame(self):
        explorer = make_wave()
        content, buffers = FakeBrowser(explorer).ask(values={"height": 2})
        assert content["answer"] == 7 and content["values"] == {"frequency": 3.0, "height": 2.0}
        assert explorer.values["height"] == 2.0 and content["text"] == "A wave up to 2.00."
        [(slot, ops)] = content["slots"]
        assert ops[0][0] == "p" and len(buffers[0]) == 4 * ops[0][3]

    def test_a_frame_to_keep_changes_nothing(self):
        explorer = make_wave()
        content, _ = FakeBrowser(explorer).ask(values={"height": 2.0}, keep=True)
        assert content["keep"] and content["values"]["height"] == 2.0 and explorer.values["height"] == 1.0

    def test_what_the_browser_has_is_not_sent_again(self):
        explorer = make_wave()
        content, buffers = FakeBrowser(explorer).ask(values={"height": 2.0}, have=True)
        assert content == {"answer": 7} and buffers is None
        assert explorer.result.y.max() > 1.5

    def test_a_drag_is_in_pixels(self):
        explorer = make_wave(pull=Drag(y="height"))
        browser = FakeBrowser(explorer)
        left, top, width, height = explorer.picture.boxes()[0]
        stroke = {"drag": "pull", "began": [left + width / 2, top + height / 2], "stroke": 0.5, "values": {}}
        content, _ = browser.ask(at=[left + width / 2, top + height / 4], **stroke)
        assert content["values"]["height"] == 1.0
        content, _ = browser.ask(at=[left, top], **stroke)
        assert content["values"]["height"] == 2.0

    def test_errors_are_words_under_the_picture(self):
        explorer = make_wave(careful_wave)
        browser = FakeBrowser(explorer)
        assert browser.ask(values={"frequency": 8.0})[0]["error"] == "ValueError: frequency is too large"
        assert "height must be" in browser.ask(values={"height": 80})[0]["error"]
        assert explorer.values == {"frequency": 3.0, "height": 1.0}
        assert "error" not in browser.ask(values={"frequency": 2.0})[0]

    def test_a_new_scene_comes_before_the_frame_that_needs_it(self):
        explorer = make_wave()
        browser = FakeBrowser(explorer)
        content, _ = browser.ask(values={"height": 2.0})
        assert browser.view.scene["version"] == content["scene"]

    def test_packing_is_in_one_piece(self):
        explorer = make_wave()
        explorer.set(height=2.0)
        slots, (points, images) = packed(explorer.frame().changes)
        assert len(slots) == 1 and len(points) > 40 and images == b""


class TestControls:
    """What each control accepts."""

    def test_sliders_of_whole_numbers_stay_whole(self):
        slider = Slider(1, 9, 3, 2)
        assert slider.values == (1, 3, 5, 7, 9) and slider.valid("n", 5.0) == 5 and isinstance(slider.valid("n", 5), int)

    def test_steps_carry_no_rounding(self):
        assert Slider(0, 1, 0).values == pytest.approx([k / 10 for k in range(11)])  # a step that is not whole
        assert 0.3 in Slider(-1.0, 1.0, 0.0, 0.1).values and Slider(0.0, 1.0, 0.0, 0.01).values[-1] == 1.0

    def test_logarithmic_sliders_step_by_factors(self):
        values = Slider(1, 1000, 10, 3, log=True).values
        assert values == (1, 10, 100, 1000)
        assert 30 in Slider(1, 1000, 30, 3, log=True).values  # one can come back to where one began
        assert Slider(0.1, 10.0, 1.0, 4, log=True).values == (0.1, 0.316, 1.0, 3.16, 10.0)  # what one can read and type
        assert Slider(0.12345, 10.0, 1.0, 4, log=True).values[0] == 0.12345

    @pytest.mark.parametrize("bad", [lambda: Slider(0.0, 1.0, 2.0), lambda: Slider(1.0, 0.0, 0.5),
                                     lambda: Slider(0.0, 1.0, 0.5, 0.0), lambda: Slider(0.0, 1.0, 0.5, log=True),
                                     lambda: Slider(0.0, float("inf"), 0.5)])
    def test_sliders_of_no_use(self, bad):
        with pytest.raises(ValueError, match="a slider needs"):
            bad()

    def test_choices_and_toggles_and_texts(self):
        assert Choice(("a", "b")).default == "a" and Choice(("a", "b"), "b").default == "b"
        with pytest.raises(ValueError, match="kind must be one of a, b; got 'c'"):
            Choice(("a", "b")).valid("kind", "c")
        with pytest.raises(ValueError, match="default must be one of"):
            Choice(("a", "b"), "c")
        with pytest.raises(ValueError, match="on must be True or False; got 1"):
            Toggle().valid("on", 1)
        with pytest.raises(ValueError, match="f must be a text of at most 5 characters"):
            Text("x", longest=5).valid("f", "xxxxxx")

    def test_drawings(self):
        pad = Pad(2, 3)
        np.testing.assert_allclose(pad.valid("d", [0, 51, 255, 0, 0, 0]), [[0, 0.2, 1], [0, 0, 0]])
        with pytest.raises(ValueError, match="d must be 2 x 3 numbers from 0 to 1"):
            pad.valid("d", [0, 1])
        with pytest.raises(ValueError, match="d must be 2 x 3 numbers"):
            pad.valid("d", np.full((2, 3), 2.0))


def test_a_live_picture_moves_and_leaves_a_still_one(capsys):
    live = LivePicture(draw_wave, lambda r: f"up to {r.y.max():.1f}.", wave(0.0, 0.0))
    with live as watch:
        for height in (1.0, 2.0):
            watch(wave(3.0, height))
        assert live._view.shown["text"] == "up to 2.0." and live._view.shown["slots"]
    assert live._view.folded
    shown = capsys.readouterr().out
    assert "the picture moves here" in shown and "Explorer" in shown


@pytest.mark.parametrize("make", [costs.one_neuron, costs.slopes, costs.mini_batches, descent.landscape, descent.parabola,
                                  descent.race, descent.newton, descent.learning_rates])
def test_sliders_compile_nothing(make, caplog):
    explorer = make()
    with jax.log_compiles():
        for name, control in explorer.controls.items():
            if hasattr(control, "low"):
                for value in (control.values[0], control.values[len(control.values) // 3], control.values[-1]):
                    explorer.set(**{name: value})
        assert "Compiling" not in caplog.text
        jax.jit(lambda x: x - 1)(jnp.ones(()))
        assert "Compiling" in caplog.text


def test_one_thread_draws_at_a_time():
    """JupyterLab asks for frames in a thread of its own while cells draw; Matplotlib's fonts and styles are for one."""
    drawing, together = [], []

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
