"""The same training for networks with one hidden layer more, and more: deeper is worse."""
from typing import NamedTuple

import numpy as np
from jaxtyping import Array, Float

from dlnotes.experiments.vanishing.remedies import learning_by_depth
from dlnotes.explorers.parts.looks import LOOKS
from dlnotes.live.controls import Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import GREY, INK


class Deeper(NamedTuple):
    """Networks with 1 to 6 hidden layers, from five starts each, in training.

    cost: the mean cost after each epoch; right: the share of unseen digits recognised after each
    epoch; depth: of the deepest networks that are shown.
    """
    cost: Float[Array, "6 5 epochs"]
    right: Float[Array, "6 5 epochs"]
    depth: int


def compute(depth) -> Deeper:
    """Return the training of all networks, to be shown up to a depth."""
    return Deeper(*learning_by_depth(), depth)


def draw(figure):
    """Draw the cost over the epochs, and the share right in the end, for every depth."""
    left, right = figure.subplots(1, 2)
    curves = [left.plot([], [], color=colour, ls=style, lw=2, label=f"{k} hidden")[0]
              for k, (colour, style) in enumerate(LOOKS, 1)]
    left.set(xlim=(0.7, 10.3), ylim=(0, 3.7), xlabel="epoch",
             title="cost of the examples it learns from")
    left.title.set_size(11)
    right.axhline(0.1, color=GREY, lw=1.2, ls=":")
    right.text(0.55, 0.12, "guessing", size=10, color=GREY)
    clouds = [right.plot([], [], "o", color=colour, ms=7, alpha=0.65, mew=0)[0]
              for colour, _ in LOOKS]
    medians, = right.plot([], [], "_", color=INK, ms=22, mew=2)
    right.set(xlim=(0.5, 6.5), ylim=(0, 1.02), xticks=range(1, 7), xlabel="hidden layers")
    right.set_title("share right of unseen digits, 5 starts", size=11)

    def update(result):
        costs = np.median(result.cost, axis=1)
        ends = result.right[:, :, -1]
        epochs = np.arange(1, costs.shape[1] + 1)
        spots = np.linspace(-0.2, 0.2, ends.shape[1])
        for k, (curve, cloud) in enumerate(zip(curves, clouds), 1):
            shown = k <= result.depth
            curve.set_data(epochs if shown else [], costs[k - 1] if shown else [])
            cloud.set_data(k + spots if shown else [], ends[k - 1] if shown else [])
        depths = np.arange(1, result.depth + 1)
        medians.set_data(depths, np.median(ends, axis=1)[:result.depth])

    return update


def describe(result):
    """Say which share of unseen digits the networks shown recognise in the end."""
    medians = np.median(result.right[:result.depth, :, -1], axis=1)
    shares = ", ".join(f"\u2248{number(100 * median, 0)} %" for median in medians)
    layers = "1 hidden layer" if result.depth == 1 else f"1 to {result.depth} hidden layers"
    return ("Unseen digits recognised after ten epochs, in the middle of five starts, "
            f"with {layers}: {shares}.")


def deeper() -> Explorer:
    """Show the same training for networks with one hidden layer more, and more."""
    controls = {"depth": Slider(1, 6, 1, 1, label="hidden layers"), "play": Play("depth", 5.0)}
    return Explorer(compute, draw, controls, describe,
                    title="One hidden layer more", size=(7.2, 3.4))
