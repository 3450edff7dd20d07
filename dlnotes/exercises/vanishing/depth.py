"""Exercises of lesson 08, both investigations: the edge of chaos, and thirty layers that learn."""
import numpy as np

from dlnotes.answers.engine import Exercise, Mistake
from dlnotes.experiments.vanishing.remedies import Setting, accuracy_by_depth, best_of
from dlnotes.experiments.vanishing.mean_field import mean_field

# What becomes of errors, by the largest factor with which a layer multiplies them.
FATES = {
    0.5: "they are gone within a few layers",
    0.9: "they vanish",
    0.99: "they vanish slowly",
    1.01: "they neither vanish nor explode",
    1.1: "they explode slowly",
}


def _in_depth(sigma_w):
    """Say what layers of tanh with this spread of weights, and sigma_b = 0.5, do to errors."""
    is_number = np.ndim(sigma_w) == 0 and np.asarray(sigma_w).dtype.kind in "if"
    if not is_number or not 0 < sigma_w <= 4:
        raise ValueError("sigma_w must be a number between 0 and 4, as in the picture; "
                         f"got {sigma_w!r}")
    factor = float(mean_field("tanh", float(sigma_w), 0.5).chi)**0.5
    return next((fate for limit, fate in FATES.items() if factor < limit), "they explode")


at_edge = Exercise(
    "at_edge",
    "Find sigma_w at which the errors neither vanish nor explode in layers of tanh with "
    "sigma_b = 0.5: they should change by less than 1 % a layer.",
    1.55, use=_in_depth,
    mistakes=[
        Mistake(1.0,
                "This is left of the edge. (Without biases the edge is at 1. With them tanh is "
                "less steep, so it needs larger weights.)"),
        Mistake(0.5,
                "This is far left of the edge: larger weights make the errors larger."),
        Mistake(1.5,
                "You are close: it must be a little larger."),
        Mistake(1.7,
                "It must be a little smaller."),
        Mistake(3.0,
                "This is far too large: on which side of the line is the dot?"),
    ],
    hints=[
        "Set \u03c3_b to 0.5 in the picture, and drag the dot to the line.",
        "The edge is between 1.5 and 1.6.",
    ],
    solution="at_edge = 1.55")


# How much `mine` trains, as arguments of `accuracy_by_depth`. Without any, it is what the picture
# of the lesson has trained already. Tests set a smaller budget, whose last depth must be 30 too.
BUDGET = {}


def _at_thirty(setting):
    """Say how many digits are recognised at thirty hidden layers; rounding does not change it."""
    if not isinstance(setting, Setting):
        raise TypeError(f"mine must be a Setting, such as Setting(clip=True); got {setting!r}")
    changed = sum(ours != plain for ours, plain in zip(setting, Setting()))
    if changed > 2:
        return f"it changes {changed} switches"
    share = best_of(accuracy_by_depth(setting, **BUDGET))[-1]
    return "more than 80 %" if share > 0.8 else f"about {10 * round(10 * share)} %"


mine = Exercise(
    "mine",
    "Choose a Setting with at most two switches that differ from Setting(), with which networks "
    "with thirty hidden layers recognise more than 80 % of the unseen digits.",
    Setting(normalisation="batch"), use=_at_thirty,
    mistakes=[
        Mistake(Setting("relu", "he", "batch", True),
                "These networks learn well, but you have changed four switches. "
                "Two must be enough."),
        Mistake(Setting("relu", "he"),
                "These networks do little more than guess, because the weights soon move away from "
                "their good start. What keeps the weighted inputs in their range "
                "while the weights move?"),
        Mistake(Setting(residual=True),
                "Shortcuts alone are much better than nothing, but not enough. What keeps the "
                "weighted inputs in their range while the weights move?"),
    ],
    hints=[
        "Try the buttons and the switches of the picture above.",
        "One switch is enough: it keeps every z at mean 0 and variance 1, even "
        "while the weights move.",
    ])
