"""Fit a line to points by hand: move its slope w and its height b, or drag it."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.live.controls import Drag, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREY, ORANGE

POINTS_X = jnp.arange(11.0)
POINTS_Y = jnp.array([1.9, 1.4, 2.9, 3.6, 3.0, 4.7, 4.4, 5.9, 5.6, 7.2, 6.8])


class LineFit(NamedTuple):
    """The points (x, y), the heights of a line at x, and the mean of the squared gaps."""
    x: Float[Array, "11"]
    y: Float[Array, "11"]
    line: Float[Array, "11"]
    error: Float[Array, ""]


@jax.jit
def line_fit(w: Float[Array, ""] | float, b: Float[Array, ""] | float) -> LineFit:
    """Measure how well the line w x + b fits eleven points: by the mean of (w x + b - y)^2."""
    line = w * POINTS_X + b
    return LineFit(POINTS_X, POINTS_Y, line, jnp.mean((line - POINTS_Y)**2))


def draw(figure):
    """Draw the points, the line, and the gap between each point and the line."""
    axes = figure.subplots()
    points, = axes.plot([], [], "o", color=ORANGE)
    line, = axes.plot([], [], color=BLUE)
    gaps, = axes.plot([], [], color=GREY, lw=1)
    title = axes.set_title("", size=13, loc="left")
    axes.set(xlim=(-0.4, 10.4), ylim=(-1, 11), xlabel="x", ylabel="y")

    def update(fit):
        points.set_data(fit.x, fit.y)
        line.set_data(fit.x[[0, -1]], fit.line[[0, -1]])
        breaks = np.full_like(fit.y, np.nan)  # a line is interrupted where a number is missing
        heights = np.stack([fit.y, fit.line, breaks], axis=1)
        gaps.set_data(np.repeat(fit.x, 3), heights.ravel())
        title.set_text(f"error {number(fit.error, 2)}")

    return update


def describe(fit):
    """Say where the line begins and ends, and its error."""
    return (f"A line from {number(fit.line[0])} at x = 0 to {number(fit.line[-1])} at x = 10; "
            f"its error is {number(fit.error, 2)}.")


def _lift(values, began, x, y):
    """Move the line up by as much as it is dragged."""
    return {"b": values["b"] + y - began[1]}


def fit_a_line() -> Explorer:
    """Fit a line to points by hand: two sliders, one error."""
    controls = {
        "w": Slider(-1.0, 1.0, 0.0, 0.01),
        "b": Slider(-1.0, 10.0, 8.0, 0.05),
        "lift": Drag(pull=_lift),
    }
    return Explorer(
        line_fit, draw, controls, describe, title="Fit a line by hand", size=(7.2, 3.2))
