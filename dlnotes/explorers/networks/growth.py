"""How many parameters there are between 784 inputs and 10 outputs, for each width and depth."""
from typing import NamedTuple

import numpy as np
from jaxtyping import Int

from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import memory
from dlnotes.live.style import BLUE, GREY, INK, RED
from dlnotes.networks.network import Network

WIDTHS = np.unique(np.geomspace(1, 1000, 64).astype(int))
DEPTHS = np.arange(1, 11)


class Growth(NamedTuple):
    """The parameters of a network with `depth` hidden layers of `width` neurons.

    by_width: those of networks of the same depth; by_depth: those of the same width.
    """
    widths: Int[np.ndarray, "m"]
    by_width: Int[np.ndarray, "m"]
    depths: Int[np.ndarray, "10"]
    by_depth: Int[np.ndarray, "10"]
    width: int
    depth: int
    parameters: int


def compute(width: int, depth: int) -> Growth:
    """Count the parameters of a network, and of those beside it."""
    by_width = np.array([_count(one, depth) for one in WIDTHS])
    by_depth = np.array([_count(width, one) for one in DEPTHS])
    return Growth(WIDTHS, by_width, DEPTHS, by_depth, width, depth, _count(width, depth))


def _count(width, depth):
    return Network((784, *[width] * depth, 10)).count().total


def draw(figure):
    """Draw the parameters against the width of the hidden layers, and against their number."""
    against_width, against_depth = figure.subplots(1, 2, width_ratios=(1.2, 1))
    curve, = against_width.plot([], [], color=BLUE)
    for times in (10, 100):
        against_width.plot([40, 400], [700, 700 * times], "--", color=GREY, lw=1.5)
        against_width.text(430, 700 * times, f"× {times}", va="center", color=INK, size=10)
    against_width.set(xscale="log", yscale="log", xlim=(1, 1000), ylim=(500, 3e7),
                      xlabel="neurons in each hidden layer", ylabel="parameters")
    stairs, = against_depth.plot([], [], "o-", color=BLUE)
    against_depth.set(xlim=(0.5, 10.5), ylim=(0, 13), xlabel="hidden layers", xticks=range(1, 11),
                      ylabel="times as many as with one")
    on_curve, on_stairs = (axes.plot([], [], "o", color=RED, ms=11, clip_on=False)[0]
                           for axes in (against_width, against_depth))
    note, detail = (axes.set_title("", size=11) for axes in (against_width, against_depth))

    def update(result):
        times = result.by_depth / result.by_depth[0]
        curve.set_data(result.widths, result.by_width)
        stairs.set_data(result.depths, times)
        on_curve.set_data([result.width], [result.parameters])
        on_stairs.set_data([result.depth], [times[result.depth - 1]])
        note.set_text(f"{result.parameters:,} parameters, {memory(result.parameters)} as float32")
        detail.set_text(f"each further layer adds {result.by_depth[1] - result.by_depth[0]:,}")

    return update


def describe(result):
    """Say the sizes, the number of parameters, and the memory that they take."""
    return (f"Sizes 784, {result.depth} times {result.width}, 10: {result.parameters:,} "
            f"parameters, {memory(result.parameters)} of memory as float32.")


def growth() -> Explorer:
    """Count the parameters between 784 inputs and 10 outputs."""
    controls = {
        "width": Slider(1, 1000, 30, 63, log=True, label="neurons in each hidden layer"),
        "depth": Slider(1, 10, 1, 1, label="hidden layers"),
    }
    return Explorer(compute, draw, controls, describe,
                    title="Parameters against width and depth", size=(7.2, 3.4))
