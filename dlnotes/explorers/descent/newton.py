"""Compare Newton's method with gradient descent at a pass between two valleys: choose the start."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int
from matplotlib.collections import LineCollection

from dlnotes.experiments.descent.surfaces import heights_on, mountain_pass
from dlnotes.explorers.parts.contours import contour_lines
from dlnotes.explorers.parts.descents import heads, ways, within_reach
from dlnotes.learning.descent import descend, hessian
from dlnotes.learning.descent import newton as newton_path
from dlnotes.live.controls import Drag, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import FAINT, GREY

STEPS = 30
NAMES = ("gradient descent", "Newton")


class Newton(NamedTuple):
    """The ways of gradient descent and of Newton's method, in this order, from one start.

    points, values: the places and the heights there, the start first; step: the one shown.
    curvatures: the eigenvalues of the Hessian at the start, the smaller first.
    """
    points: Float[Array, "2 31 2"]
    values: Float[Array, "2 31"]
    step: Int[Array, ""] | int
    curvatures: Float[Array, "2"]


def compute(x: float, y: float, step: int) -> Newton:
    """Follow both methods from (x, y). step: the one that is shown."""
    points, values, curvatures = _both(x, y)
    return Newton(points, values, step, curvatures)


@jax.jit
def _both(x, y):
    start = jnp.array([x, y], float)
    gradient = descend(mountain_pass, start, learning_rate=0.1, steps=STEPS)
    jumps = newton_path(mountain_pass, start, steps=STEPS)
    points = jnp.stack([gradient.points, jumps.points])
    values = jnp.stack([gradient.values, jumps.values])
    return points, values, jnp.linalg.eigvalsh(hessian(mountain_pass, start))


def draw(figure):
    """Draw the ways of both methods on the surface, and the heights on the way."""
    left, right = figure.subplots(1, 2, width_ratios=(1.35, 1))
    update_paths = _paths(left)
    update_heights = _heights(right)

    def update(result):
        update_paths(result)
        update_heights(result)

    return update


def _paths(axes):
    x = np.asarray(jnp.linspace(-2, 2, 81))
    y = np.asarray(jnp.linspace(-1.6, 1.6, 65))
    lines = contour_lines(x, y, heights_on(mountain_pass, x, y), np.linspace(-0.45, 4, 16))
    axes.add_collection(LineCollection(lines, colors=FAINT, linewidths=1))
    for height, name in ((-0.16, "pass"), (1.14, "valley"), (-1.16, "valley")):
        axes.text(0, height, name, ha="center", va="center", color=GREY)
    paths = ways(axes, NAMES, 1.6, dots=5)
    now = heads(axes, NAMES, 11)
    axes.set(xlim=(-2, 2), ylim=(-1.6, 1.6), xlabel="x", ylabel="y")
    axes.grid(False)

    def update(result):
        walked = within_reach(result.points[:, :int(result.step) + 1])
        for path, head, points in zip(paths, now, walked):
            path.set_data(*points.T)
            head.set_data(*points[-1:].T)

    return update


def _heights(axes):
    curves = ways(axes, NAMES, 1.8)
    axes.set(xlim=(0, STEPS), ylim=(-0.7, 3), xlabel="step", title="height")
    axes.legend(loc="upper right")
    note = axes.text(0.96, 0.62, "", transform=axes.transAxes, ha="right", va="top")

    def update(result):
        heights = within_reach(result.values[:, :int(result.step) + 1])
        for curve, height in zip(curves, heights):
            curve.set_data(np.arange(len(height)), height)
        both = " and ".join(number(curvature, 1) for curvature in result.curvatures)
        note.set_text(f"curvature where they start:\n{both}")

    return update


def describe(result):
    """Say where both methods are after so many steps."""
    step = int(result.step)
    descent, jumps = (_place(point) for point in result.points[:, step])
    return f"After {step} steps gradient descent is at {descent}, Newton's method at {jumps}."


def _place(point):
    if not np.all(np.abs(point) < 5):  # nor is it where a number is missing
        return "far outside"
    return f"({number(point[0], 2)}, {number(point[1], 2)})"


def newton() -> Explorer:
    """Let Newton's method and gradient descent start near a pass between two valleys."""
    controls = {
        "x": Slider(-2.0, 2.0, 1.5, 0.05),
        "y": Slider(-1.6, 1.6, 0.3, 0.05),
        "step": Slider(0, STEPS, 0, 1),
        "play": Play("step", 4.0),
        "start": Drag("x", "y"),
    }
    return Explorer(compute, draw, controls, describe, title="Newton at a pass", size=(7.2, 3.4))
