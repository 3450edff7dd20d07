"""See which of several networks of equal size follows two spirals, and when: shallow or deep."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.experiments.waves.equal_size import EPOCHS, STARTS, learn_spirals, two_spirals
from dlnotes.explorers.parts.input_plane import heat_map, show_classes, square
from dlnotes.learning.evaluation import accuracy
from dlnotes.live.controls import Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.style import BLUE, GREEN, GREY, ORANGE, OVER_IMAGES, PURPLE, RED

DEEPEST = 4
EPOCH = Slider(10, EPOCHS, EPOCHS, 6, log=True, label="epochs")
STYLES = ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (PURPLE, ":"))  # by number of hidden layers
SIDE = jnp.linspace(-1.1, 1.1, 61)


class Winding(NamedTuple):
    """Networks of about 500 parameters that learn to tell two spirals apart.

    hidden, width, parameters: hidden layers, their neurons, and the parameters of the network
    shown; epoch: after which it is shown; outputs: the second spiral's share of its outputs over
    the plane; now: the share right of the unseen points, 0 to 1; points, labels: these n points;
    right: by number of hidden layers and by epoch, the mean share right of eight networks, NaN
    for those with more layers than are shown.
    """
    hidden: int
    width: int
    parameters: int
    epoch: int
    outputs: Float[Array, "61 61"]
    now: Float[Array, ""]
    points: Float[Array, "n 2"]
    labels: Int[Array, "n"]
    right: Float[np.ndarray, "4 600"]


def compute(hidden, epoch):
    """Return a network with so many hidden layers after the kept epoch that is nearest."""
    network, runs = learn_spirals(hidden)
    data = two_spirals()
    epoch = EPOCH.nearest(epoch)
    params = jax.tree.map(lambda one: one[0], runs.at(epoch).params)
    return Winding(hidden, network.sizes[1], network.count().total, epoch,
                   _share_of_second(network, params),
                   accuracy(network, params, data.x_test, data.y_test),
                   data.x_test, data.y_test, _right_by_depth(hidden))


def _right_by_depth(hidden):
    """Return the mean shares right by depth and epoch; each depth is trained when it is shown."""
    right = np.full((DEEPEST, EPOCHS), np.nan, np.float32)
    for depth in range(1, hidden + 1):
        _, runs = learn_spirals(depth)
        right[depth - 1] = runs.history.accuracy.mean(axis=0)
    return right


@partial(jax.jit, static_argnames="network")
def _share_of_second(network, params):
    plane = square(SIDE).reshape(-1, 2)
    outputs = jax.vmap(network.apply, (None, 0))(params, plane)
    return (outputs[:, 1] / jnp.maximum(outputs.sum(axis=1), 1e-6)).reshape(61, 61)


def draw(figure):
    """Draw what the network says over the plane, and the shares right by epoch and depth."""
    plane, curves = figure.subplots(1, 2, width_ratios=(1, 1.1))
    move_plane = _draw_plane(plane)
    move_curves = _draw_curves(curves)

    def update(result):
        move_plane(result)
        move_curves(result)

    return update


def _draw_plane(axes):
    heat = heat_map(axes, -1.1, 1.1, xticks=(-1, 0, 1), yticks=(-1, 0, 1))
    arms = [axes.plot([], [], marker, ms=4, color=colour, mec=OVER_IMAGES, mew=0.8)[0]
            for marker, colour in (("o", BLUE), ("s", ORANGE))]
    title = axes.set_title("", size=11)

    def move(result):
        heat.set_data(result.outputs)
        show_classes(arms, result.points, result.labels)
        title.set_text(f"{_layers(result)} of {result.width}: {result.parameters} parameters")

    return move


def _draw_curves(axes):
    axes.axhline(0.5, color=GREY, lw=1.2, ls=":")
    axes.text(560, 0.49, "guessing", size=10, color=GREY, ha="right", va="top")
    curves = [axes.plot([], [], style, color=colour, label=f"{depth} hidden")[0]
              for depth, (colour, style) in enumerate(STYLES, 1)]
    now = axes.axvline(10, color=RED, lw=1.2)
    axes.set(xscale="log", xlim=(5, 660), ylim=(0.44, 1.02), xlabel="epochs",
             xticks=(10, 30, 100, 300, 600))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    axes.set_title(f"share right of unseen points, mean of {STARTS} starts", size=11)
    axes.legend(loc="upper left")
    epochs = np.arange(1, EPOCHS + 1)

    def move(result):
        now.set_xdata([result.epoch] * 2)
        for depth, curve in enumerate(curves, 1):
            until = (epochs <= result.epoch) & (depth <= result.hidden)
            curve.set_data(epochs[until], result.right[depth - 1][until])

    return move


def _layers(result):
    return f"{result.hidden} hidden layer{'s' * (result.hidden > 1)}"


def describe(result):
    """Say which network is shown, and how many unseen points it and its seven others get right."""
    mean = result.right[result.hidden - 1, result.epoch - 1]
    return (f"{_layers(result)} of {result.width} neurons, {result.parameters} parameters, after "
            f"{result.epoch} epochs: \u2248{100 * result.now:.0f} % of unseen points are right in "
            f"the network shown, \u2248{100 * mean:.0f} % in the mean of eight.")


def winding() -> Explorer:
    """Show how networks of equal size, with one to four hidden layers, follow two spirals."""
    controls = {
        "hidden": Slider(1, DEEPEST, 1, 1, label="hidden layers"),
        "epoch": EPOCH,
        "play": Play("epoch", 4.0),
    }
    return Explorer(compute, draw, controls, describe, title="Winding", size=(7.2, 3.6))
