"""Race four methods of descent downhill: choose the surface, the start and the learning rate."""
from functools import cache
from typing import NamedTuple

import numpy as np
from jaxtyping import Array, Int
from matplotlib.collections import LineCollection

from dlnotes.experiments.descent.surfaces import METHODS, SURFACES, heights_on, race_paths
from dlnotes.explorers.parts.contours import contour_lines
from dlnotes.explorers.parts.descents import heads, ways, within_reach
from dlnotes.learning.descent import Path
from dlnotes.live.controls import Choice, Drag, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import scientific
from dlnotes.live.style import FAINT, INK

STEPS = 100
NAMES = tuple(METHODS)


class Race(NamedTuple):
    """The paths of all methods from one start.

    paths: points (methods, 101, 2) and values (methods, 101); step: the one that is shown.
    contours: lines of equal height of the surface.
    """
    paths: Path
    step: Int[Array, ""] | int
    contours: tuple


@cache
def _contours(surface):
    x = np.linspace(-5, 5, 101)
    y = np.linspace(-3, 3, 61)
    heights = heights_on(SURFACES[surface], x, y)
    return contour_lines(x, y, heights, np.geomspace(0.02, heights.max() * 0.95, 12))


def compute(surface: str, x: float, y: float, eta: float, step: int) -> Race:
    """Start the race at (x, y). eta: a factor for all learning rates; step: the one shown."""
    return Race(race_paths(surface, x, y, eta), step, _contours(surface))


def draw(figure):
    """Draw the paths on the surface, and the heights on the way."""
    left, right = figure.subplots(1, 2, width_ratios=(1.35, 1))
    update_paths = _paths(left)
    update_heights = _heights(right)

    def update(result):
        update_paths(result)
        update_heights(result)

    return update


def _paths(axes):
    ground = axes.add_collection(LineCollection([], colors=FAINT, linewidths=1))
    paths = ways(axes, NAMES, 1.6)
    now = heads(axes, NAMES, 9)
    start, = axes.plot([], [], "o", mfc="none", mec=INK, mew=1.5, ms=12)
    axes.set(xlim=(-5, 5), ylim=(-3, 3), xlabel="x", ylabel="y")
    axes.grid(False)

    def update(result):
        ground.set_segments(result.contours)
        walked = within_reach(result.paths.points[:, :int(result.step) + 1])
        start.set_data(*result.paths.points[0, :1].T)
        for path, head, points in zip(paths, now, walked):
            path.set_data(*points.T)
            head.set_data(*points[-1:].T)

    return update


def _heights(axes):
    curves = ways(axes, NAMES, 1.6)
    now = heads(axes, NAMES, 7)
    axes.set(xlim=(0, STEPS), ylim=(1e-4, 1e2), yscale="log", xlabel="step",
             title="height above the lowest point")
    axes.legend(loc="upper right")

    def update(result):
        at = int(result.step)
        heights = np.clip(np.nan_to_num(result.paths.values[:, :at + 1], nan=1e3), 1e-5, 1e3)
        for curve, head, height in zip(curves, now, heights):
            curve.set_data(np.arange(at + 1), height)
            head.set_data([at], height[-1:])

    return update


def describe(result):
    """Say how high each method is after so many steps."""
    at = int(result.step)
    heights = zip(NAMES, result.paths.values[:, at])
    words = [f"{name} \u2248{scientific(height)}" if height < 100 else f"{name} far outside"
             for name, height in heights]
    return f"Height after {at} steps: {', '.join(words)}."


def race() -> Explorer:
    """Let gradient descent and its variants start at one place on one surface."""
    controls = {
        "surface": Choice(tuple(SURFACES)),
        "x": Slider(-5.0, 5.0, -4.5, 0.1),
        "y": Slider(-3.0, 3.0, 1.0, 0.1),
        "eta": Slider(0.1, 10.0, 1.0, 40, log=True, label="all rates times"),
        "step": Slider(0, STEPS, 0, 1),
        "play": Play("step", 5.0),
        "start": Drag("x", "y"),
    }
    return Explorer(compute, draw, controls, describe, title="A race downhill", size=(7.2, 3.6))
