"""What a reader can move: sliders, choices, switches, texts, drawings, buttons, and the picture.

Every control has `spec()`: what the browser needs to show it. A control that holds a value also has

    default              the value that it begins with
    valid(name, value)   the value as `compute` gets it; ValueError for one that it cannot have
    ends()               the values that a test tries

A button has `pressed(values, key, controls)` and a drag `values_at(values, began, x, y)`: the
values that they ask for. This is the one place to import controls from.
"""
from dlnotes.live.controls.buttons import Button, Play, Random
from dlnotes.live.controls.drag import Drag
from dlnotes.live.controls.inputs import Choice, Text, Toggle
from dlnotes.live.controls.pad import Pad
from dlnotes.live.controls.slider import Slider

__all__ = ["Button", "Choice", "Drag", "Pad", "Play", "Random", "Slider", "Text", "Toggle"]
