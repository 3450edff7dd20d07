"""How fast each hidden layer begins to learn, as bars on the network, for 1 to 30 layers."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from dlnotes.experiments.vanishing.random_networks import (
    LAYERS, SEEDS, SIGMOIDS, norms_at_start, sigmoid_starts, some_digits)
from dlnotes.explorers.parts.fixed_axes import fixed_axes
from dlnotes.explorers.parts.log_axes import Powers
from dlnotes.live.controls import Button, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import approximate, power, scientific
from dlnotes.live.style import BLUE, FAINT, INK, ORANGE, PAPER

SHOWN = 6  # neurons of each layer that are drawn
NUMBERS = np.arange(1, LAYERS + 1)
UNDERFLOW = f"less than {power(-37)}"  # what 0 means in single precision


class LayerSpeeds(NamedTuple):
    """How fast each hidden layer begins to learn; entries beyond the depth are 0.

    depth: number of hidden layers; neurons: abs(dC/db) of the first six neurons of each layer of
    one network; norms: of dC/db in each of its layers; spread: of these norms in 64 networks, the
    5 % quantile, the median and the 95 % quantile.
    """
    depth: int
    neurons: Float[Array, "30 6"]
    norms: Float[Array, "30"]
    spread: Float[Array, "3 30"]


def compute(depth, seed) -> LayerSpeeds:
    """Return the speeds in the network of start number `seed`, and in all 64 of this depth."""
    return _speeds(sigmoid_starts(), norms_at_start(), *some_digits(), depth, seed)


@jax.jit
def _speeds(starts, norms, x, y, depth, seed):
    params = jax.tree.map(lambda p: p[seed], starts)
    gradient = jax.grad(SIGMOIDS.mean_cost)(params, x, y, depth)
    biases = jnp.concatenate([gradient.first.biases[None], gradient.hidden.biases])
    at_depth = norms[depth - 1]
    spread = jnp.quantile(at_depth, jnp.array([0.05, 0.5, 0.95]), axis=0)
    return LayerSpeeds(depth, jnp.abs(biases[:, :SHOWN]), at_depth[seed], spread)


def draw(figure):
    """Draw the layers, each neuron with its bar, and below them the norms in 64 networks."""
    sketch, norms = fixed_axes(figure, 2, 1, height_ratios=(1.1, 1),
                               left=0.1, top=0.93, bottom=0.12, hspace=0.22)
    update_bars = _draw_bars(sketch)
    band = norms.add_collection(LineCollection([], colors=to_rgba(BLUE, 0.45), linewidths=7))
    median, = norms.plot([], [], "-", color=BLUE, lw=1.2)
    one, = norms.plot([], [], "o", color=ORANGE, ms=4, mec=INK, mew=0.6)
    norms.legend([band, one], ["64 starts, 5 to 95 %", "the one above"], loc="lower right")
    norms.set(xlim=(0.2, 30.8), xlabel="hidden layer, the first one on the left")
    axis = Powers(norms)
    norms.set_title("length of \u2202C/\u2202b in each layer", size=11, loc="left")

    def update(result):
        n = int(result.depth)
        update_bars(result.neurons[:n])
        axis.fit(result.spread[:, :n], low=-2.0, high=0.0)
        low, middle, high = axis(result.spread[:, :n])
        lower = np.stack([NUMBERS[:n], low], -1)
        upper = np.stack([NUMBERS[:n], high], -1)
        band.set_segments(np.stack([lower, upper], 1))
        median.set_data(NUMBERS[:n], middle)
        one.set_data(NUMBERS[:n], axis(result.norms[:n]))

    return update


def _draw_bars(sketch):
    """Draw six neurons of each layer; the update takes the lengths of their bars, (layers, 6)."""
    sketch.set(xlim=(0, 720), ylim=(168, 0), xticks=(), yticks=())
    sketch.axis("off")
    wires = sketch.add_collection(LineCollection([], colors=FAINT, linewidths=0.7, zorder=1))
    bars = sketch.add_collection(
        LineCollection([], colors=ORANGE, linewidths=6, zorder=2, capstyle="butt"))
    circles = sketch.scatter(
        [], [], s=100, facecolors=PAPER, edgecolors=INK, linewidths=1.0, zorder=3)
    sketch.text(0, 90, "64\ninputs", va="center", size=10)
    sketch.text(716, 90, "10\noutputs", va="center", ha="right", size=10)
    note = sketch.set_title("0", size=11, loc="left")

    def update(slopes):
        n = len(slopes)
        gap = 560 / n
        radius = min(8.0, 0.17 * gap)
        columns = 80 + gap * (np.arange(n) + 0.35)
        rows = 18 + 26 * np.arange(SHOWN)
        places = np.stack(np.broadcast_arrays(columns[:, None], rows[None]), -1)
        circles.set_offsets(places.reshape(-1, 2))
        circles.set_sizes([(2 * radius * 0.72)**2])
        wires.set_segments(_wires(places) if n <= 8 else [])
        longest = slopes.max()
        lengths = slopes / longest * min(0.7 * gap - radius, 150)
        rims = places + [radius, 0]
        ends = rims + np.stack([lengths, np.zeros_like(lengths)], -1)
        bars.set_segments(np.stack([rims, ends], -2)[lengths > 0.5])
        note.set_text("size of \u2202C/\u2202b for six neurons of each hidden layer; "
                      f"the longest bar is {scientific(longest, UNDERFLOW)}")

    return update


def _wires(places):
    """Return the lines from every neuron to every neuron of the next layer."""
    neighbours = zip(places, places[1:])
    return [(start, end) for left, right in neighbours for start in left for end in right]


def describe(result):
    """Say how large the gradient of the biases is in the first and in the last layer."""
    median = result.spread[1]
    first = approximate(median[0])
    if result.depth == 1:
        return (f"One hidden layer: its biases have a gradient of length {first}, "
                "in the middle of 64 starts.")
    last = approximate(median[result.depth - 1])
    return (f"{result.depth} hidden layers: the gradient of the biases has length {last} in the "
            f"last one and {first} in the first, in the middle of 64 starts.")


def layer_speeds() -> Explorer:
    """Show how fast each hidden layer begins to learn, as bars on the network."""
    def next_start(values, key):
        return {"seed": (values["seed"] + 1) % SEEDS}

    controls = {
        "depth": Slider(1, LAYERS, 1, 1, label="hidden layers"),
        "play": Play("depth", 8.0),
        "seed": Slider(0, SEEDS - 1, 0, 1, label="start"),
        "again": Button("another start", next_start),
    }
    return Explorer(compute, draw, controls, describe,
                    title="How fast each layer learns", size=(7.2, 4.3))
