"""Twenty random networks that were made to pass through the same five points."""
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from dlnotes.experiments.networks.many_solutions import GRID, POINTS, solve_for_points
from dlnotes.explorers.parts.many_curves import cloud, curves
from dlnotes.live.controls import Random, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, RED


class ManyFits(NamedTuple):
    """The curves of m networks through n points x, y.

    grid, curves: where the outputs were computed, and the outputs of each network.
    parameters: how many numbers were solved for.
    error: how far a curve is from a point, at most.
    """
    grid: Float[np.ndarray, "grid"]
    curves: Float[np.ndarray, "m grid"]
    x: Float[np.ndarray, "n"]
    y: Float[np.ndarray, "n"]
    parameters: int
    error: Float[np.ndarray, ""]


def compute(hidden: int, start: float, seed: int) -> ManyFits:
    """Solve for the output layers of twenty networks."""
    outputs, error = solve_for_points(hidden, start, seed)
    return ManyFits(GRID, outputs, POINTS[:, 0], POINTS[:, 1], hidden + 1, error)


def draw(figure):
    """Draw the curves of all networks, and the points."""
    axes = figure.subplots()
    networks = cloud(axes, BLUE, 0.5, 1.4)
    points, = axes.plot([], [], "o", color=RED, ms=9)
    note = axes.set_title("")
    axes.set(xlim=(-1.2, 1.2), ylim=(-3, 3), xlabel="input x", ylabel="output")

    def update(result):
        heights = np.clip(result.curves, -50, 50)
        networks.set_segments(curves(result.grid, heights))
        points.set_data(result.x, result.y)
        note.set_text(f"20 networks, {result.parameters} parameters to choose, {len(result.x)} "
                      f"points; largest error there: {number(result.error, 2)}")

    return update


def describe(result):
    """Say how many parameters and points there are, and the largest error."""
    return (f"Twenty networks, each with {result.parameters} parameters to choose, and "
            f"{len(result.x)} points: the largest error at a point is {number(result.error, 2)}.")


def many_fits() -> Explorer:
    """Change twenty networks only as much as needed to pass through the same five points."""
    controls = {
        "hidden": Slider(1, 60, 40, 1, label="hidden neurons"),
        "start": Slider(0.0, 1.0, 0.5, 0.05, label="output weights to start from"),
        "seed": Slider(0, 20, 0, 1),
        "random": Random(("seed",), label="other networks"),
    }
    return Explorer(compute, draw, controls, describe,
                    title="Many networks through the same points", size=(7.2, 3.6))
