"""Walk downhill in the landscape of a real cost: drag the ball, choose the rate, take steps."""
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int
from matplotlib.collections import LineCollection
from matplotlib.colors import PowerNorm

from dlnotes.experiments.descent.landscapes import PLACES, SLICES, slice_cost, slice_heights
from dlnotes.explorers.parts.contours import contour_lines
from dlnotes.learning.descent import descend
from dlnotes.live.controls import Button, Choice, Drag, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, ORANGE, OVER_IMAGES, RED, SEQUENTIAL

WALK = 60  # steps


class Landscape(NamedTuple):
    """The cost over two parameters, and a walk of gradient descent in it.

    heights: the cost, rows up and columns across; contours: its lines of equal height.
    path, costs: the places of the walk and the cost there, the start first.
    downhill: an arrow at each place, against the gradient, 4 long where it is steep.
    steps: how many are shown; names: of the two parameters.
    """
    heights: Float[Array, "81 81"]
    contours: tuple
    path: Float[Array, "61 2"]
    costs: Float[Array, "61"]
    downhill: Float[Array, "61 2"]
    steps: Int[Array, ""] | int
    names: tuple[str, str]


@cache
def _contours(surface):
    heights = slice_heights(surface)
    return contour_lines(PLACES, PLACES, heights, np.geomspace(0.01, heights.max(), 16))


@partial(jax.jit, static_argnames="surface")
def _walk(surface, first, second, eta):
    cost = slice_cost(surface)
    start = jnp.stack([first, second]).astype(float)
    path = descend(cost, start, learning_rate=eta, steps=WALK)
    downhill = -jax.vmap(jax.grad(cost))(path.points)
    steepness = jnp.linalg.norm(downhill, axis=1, keepdims=True)
    return path.points, path.values, 4 * downhill / jnp.maximum(steepness, 0.2)


def compute(surface: str, first: float, second: float, eta: float, steps: int) -> Landscape:
    """Walk from (first, second). surface: one of `SLICES`; eta: learning rate; steps: shown."""
    walk = _walk(surface, first, second, eta)
    return Landscape(
        slice_heights(surface), _contours(surface), *walk, steps, SLICES[surface].names)


def draw(figure):
    """Draw the ground with the ball that walks on it, and the cost on its way."""
    left, right = figure.subplots(1, 2, width_ratios=(1.35, 1))
    update_ground = _ground(left)
    update_ball = _ball(left)
    update_cost = _cost_on_the_way(right)

    def update(result):
        update_ground(result)
        update_ball(result)
        update_cost(result)

    return update


def _ground(axes):
    image = axes.imshow(
        np.zeros((81, 81)), cmap=SEQUENTIAL, norm=PowerNorm(0.6, 0, 1), origin="lower",
        aspect="auto", extent=(-12.15, 12.15, -12.15, 12.15))
    lines = axes.add_collection(
        LineCollection([], colors=OVER_IMAGES, linewidths=0.5, alpha=0.5))
    axes.set(xlim=(-12, 12), ylim=(-12, 12))
    axes.grid(False)
    across = axes.set_xlabel("0", size=10)
    up = axes.set_ylabel("0", size=10)
    shown = None

    def update(result):
        nonlocal shown
        if result.heights is shown:
            return  # an image and so many lines are costly to send
        shown = result.heights
        image.set_data(result.heights)
        image.set_clim(0, np.max(result.heights))
        lines.set_segments(result.contours)
        across.set_text(result.names[0])
        up.set_text(result.names[1])

    return update


def _ball(axes):
    path, = axes.plot([], [], ".-", color=OVER_IMAGES, lw=1.2, ms=5)
    start, = axes.plot([], [], "o", mfc="none", mec=OVER_IMAGES, mew=1.5, ms=13)
    arrow = axes.quiver(
        [0], [0], [1], [0], angles="xy", scale_units="xy", scale=1, width=0.014, headwidth=3.4,
        headlength=4, headaxislength=3.6, minlength=0, color=RED, zorder=3)
    ball, = axes.plot([], [], "o", color=ORANGE, mec=OVER_IMAGES, mew=1.5, ms=13)

    def update(result):
        at = int(result.steps)
        walked = np.clip(result.path[:at + 1], -60, 60)
        path.set_data(*walked.T)
        start.set_data(*walked[:1].T)
        ball.set_data(*walked[-1:].T)
        arrow.set_offsets(walked[-1:])
        arrow.set_UVC(*result.downhill[at:at + 1].T)

    return update


def _cost_on_the_way(axes):
    curve, = axes.plot([], [], color=BLUE, lw=3)
    now, = axes.plot([], [], "o", color=ORANGE, mec=OVER_IMAGES, ms=10, clip_on=False)
    axes.set(xlim=(0, WALK), ylim=(1e-3, 12), yscale="log", yticks=(0.01, 0.1, 1, 10),
             xlabel="step")
    axes.yaxis.set_major_formatter("{x:g}")
    title = axes.set_title("0", size=11)

    def update(result):
        at = int(result.steps)
        costs = np.clip(result.costs, 1e-4, 1e3)
        curve.set_data(np.arange(at + 1), costs[:at + 1])
        now.set_data([at], np.clip(costs[at:at + 1], 1e-3, 12))
        title.set_text(f"cost after {at} steps: {number(result.costs[at], 3)}")

    return update


def describe(result):
    """Say where the walk begins, and the cost there and where it has come."""
    at = int(result.steps)
    across, up = result.path[0]
    return (f"From ({number(across)}, {number(up)}), where the cost is "
            f"\u2248{number(result.costs[0], 2)}, {at} steps downhill lead to a cost of "
            f"\u2248{number(result.costs[at], 2)}.")


def _one_step(values, key):
    return {"steps": min(values["steps"] + 1, WALK)}


def _start_anew(values, x, y):
    return {"first": x, "second": y, "steps": 0}


def landscape() -> Explorer:
    """Walk in the landscape of a real cost, over two parameters of a network that are free."""
    controls = {
        "surface": Choice(tuple(SLICES)),
        "first": Slider(-12.0, 12.0, 3.0, 0.25, label="across"),
        "second": Slider(-12.0, 12.0, -8.0, 0.25, label="up"),
        "eta": Slider(0.1, 100.0, 1.0, 30, log=True, label="eta, learning rate"),
        "steps": Slider(0, WALK, 0, 1),
        "play": Play("steps", 5.0),
        "one": Button("one step", _one_step),
        "ball": Drag("first", "second", _start_anew),
    }
    return Explorer(
        compute, draw, controls, describe, title="A landscape of cost", size=(7.2, 3.7))
