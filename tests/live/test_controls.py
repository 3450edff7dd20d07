"""The values that each control accepts."""
import numpy as np
import pytest

from dlnotes.live.controls import Choice, Pad, Slider, Text, Toggle


def test_sliders_of_whole_numbers_stay_whole():
    slider = Slider(1, 9, 3, 2)
    assert slider.values == (1, 3, 5, 7, 9)
    assert slider.valid("n", 5.0) == 5 and isinstance(slider.valid("n", 5), int)


def test_steps_carry_no_rounding():
    tenths = [k / 10 for k in range(11)]
    assert Slider(0, 1, 0).values == pytest.approx(tenths)  # a step that is not whole
    assert 0.3 in Slider(-1.0, 1.0, 0.0, 0.1).values
    assert Slider(0.0, 1.0, 0.0, 0.01).values[-1] == 1.0


def test_logarithmic_sliders_step_by_factors():
    assert Slider(1, 1000, 10, 3, log=True).values == (1, 10, 100, 1000)
    assert 30 in Slider(1, 1000, 30, 3, log=True).values  # one can come back to the default
    readable = (0.1, 0.316, 1.0, 3.16, 10.0)
    assert Slider(0.1, 10.0, 1.0, 4, log=True).values == readable
    assert Slider(0.12345, 10.0, 1.0, 4, log=True).values[0] == 0.12345


@pytest.mark.parametrize("bad", [
    dict(low=0.0, high=1.0, default=2.0),
    dict(low=1.0, high=0.0, default=0.5),
    dict(low=0.0, high=1.0, default=0.5, step=0.0),
    dict(low=0.0, high=1.0, default=0.5, log=True),
    dict(low=0.0, high=float("inf"), default=0.5),
])
def test_sliders_that_cannot_be(bad):
    with pytest.raises(ValueError, match="a slider needs"):
        Slider(**bad)


def test_choices():
    assert Choice(("a", "b")).default == "a" and Choice(("a", "b"), "b").default == "b"
    with pytest.raises(ValueError, match="kind must be one of a, b; got 'c'"):
        Choice(("a", "b")).valid("kind", "c")
    with pytest.raises(ValueError, match="default must be one of"):
        Choice(("a", "b"), "c")


def test_toggles_and_texts():
    with pytest.raises(ValueError, match="on must be True or False; got 1"):
        Toggle().valid("on", 1)
    with pytest.raises(ValueError, match="f must be a text of at most 5 characters"):
        Text("x", longest=5).valid("f", "xxxxxx")


def test_drawings():
    pad = Pad(2, 3)
    drawing = pad.valid("d", [0, 51, 255, 0, 0, 0])
    np.testing.assert_allclose(drawing, [[0, 0.2, 1], [0, 0, 0]])
    with pytest.raises(ValueError, match="d must be 2 x 3 numbers from 0 to 1"):
        pad.valid("d", [0, 1])
    with pytest.raises(ValueError, match="d must be 2 x 3 numbers"):
        pad.valid("d", np.full((2, 3), 2.0))
