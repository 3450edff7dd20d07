"""Nielsen's curves: how fast each hidden layer learns, while it learns, for four starts."""
from typing import NamedTuple

import numpy as np
from jaxtyping import Array, Float

from dlnotes.data.datasets import Dataset, digits
from dlnotes.experiments.vanishing.gradient_norms import nielsens_curves
from dlnotes.explorers.parts.many_curves import cloud, curves
from dlnotes.explorers.parts.looks import LOOKS
from dlnotes.live.controls import Choice, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import approximate

DEEPEST = 4
LINE_HEIGHT = 2.2  # of a line of text on the logarithmic axis, as a factor


class Speeds(NamedTuple):
    """Norms of dC/db before each epoch, in each hidden layer; shown up to the epoch `epoch`."""
    norms: Float[Array, "starts epochs layers"]
    epoch: int


def draw(figure):
    """Draw the norm of the gradient in each hidden layer over the epochs, for all starts."""
    axes = figure.subplots()
    looks = LOOKS[:DEEPEST]
    clouds = [cloud(axes, colour, 0.35, 0.9) for colour, _ in looks]
    medians = [axes.plot([], [], color=colour, ls=style, lw=2.4)[0] for colour, style in looks]
    ends = [axes.plot([], [], "o", color=colour, ms=6)[0] for colour, _ in looks]
    names = [axes.text(0, 1, "", color=colour, va="center", size=11) for colour, _ in looks]
    axes.set(xlim=(-8, 585), yscale="log", ylim=(3e-7, 1), xlabel="epoch")
    axes.set_title("speed of learning: length of \u2202C/\u2202b in each hidden layer", size=11)

    def update(result):
        norms = result.norms[:, :int(result.epoch) + 1]
        epochs = np.arange(norms.shape[1])
        layers = norms.shape[2]
        heights = _spread_out(np.median(norms[:, -1], axis=0))
        for layer in range(DEEPEST):
            there = layer < layers
            runs = norms[:, :, layer] if there else norms[:0, :, 0]
            median = np.median(runs, axis=0) if there else []
            clouds[layer].set_segments(curves(epochs, runs))
            medians[layer].set_data(epochs if there else [], median)
            ends[layer].set_data(epochs[-1:] if there else [], median[-1:])
            names[layer].set_text(f"layer {layer + 1}" if there else "")
            names[layer].set_x(len(epochs) + 10)
            if there:
                names[layer].set_y(heights[layer])

    return update


def _spread_out(heights):
    """Return heights on a logarithmic axis, lowered until a line of text fits between them.

    The last one stays where it is.
    """
    placed = []
    for height in reversed(heights):
        placed.append(min(height, placed[-1] / LINE_HEIGHT) if placed else height)
    return placed[::-1]


def describe(result):
    """Say how large the gradient of each hidden layer is before the epoch shown."""
    medians = np.median(result.norms[:, result.epoch], axis=0)
    lengths = ", ".join(approximate(median, 1) for median in medians)
    return (f"Before epoch {result.epoch + 1} the hidden layers' gradients have lengths "
            f"{lengths}, the first layer first.")


def speeds(data: Dataset | None = None) -> Explorer:
    """Show how fast each hidden layer learns, while it learns, for four starts.

    data: learnt from (None: the digits). The first 1,000 training examples are used, all
    together, at a learning rate of 0.1.
    """
    data = data or digits()

    def compute(layers, epoch) -> Speeds:
        return Speeds(nielsens_curves(data, int(layers)), epoch)

    controls = {
        "layers": Choice(("2", "3", "4"), label="hidden layers"),
        "epoch": Slider(0, 495, 0, 5),
        "play": Play("epoch", 6.0),
    }
    return Explorer(compute, draw, controls, describe, title="Speed of learning", size=(7.2, 3.5))
