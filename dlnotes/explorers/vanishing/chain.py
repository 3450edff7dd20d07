"""Neurons in a row, one a layer: the slope of the first is a product of factors w sigma'(z)."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from matplotlib.collections import LineCollection

from dlnotes.experiments.vanishing.mean_field import gradient_factor
from dlnotes.explorers.parts.fixed_axes import fixed_axes
from dlnotes.explorers.parts.log_axes import Powers
from dlnotes.live.controls import Slider, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import approximate, compact, number, power, scientific
from dlnotes.live.style import GREY, INK, ORANGE, PAPER, RED
from dlnotes.networks.activations import sigmoid

LONGEST = 12
X = 0.5  # the input of the first neuron
NUMBERS = np.arange(1, LONGEST + 1)


class Chain(NamedTuple):
    """A row of n neurons; entries beyond n are 0.

    w: the weight between neighbours; b: the bias of each neuron; z, a: weighted inputs and
    outputs; factors: w sigma'(z) of each; slopes: how much a nudge of each z changes the last
    output.
    """
    n: int
    w: Float[Array, ""]
    b: Float[Array, "12"]
    z: Float[Array, "12"]
    a: Float[Array, "12"]
    factors: Float[Array, "12"]
    slopes: Float[Array, "12"]


def compute(neurons, w, b, steepest) -> Chain:
    """Return what a row of neurons computes; steepest: choose each bias so that z = 0."""
    return _chain(neurons, float(w), float(b), steepest)


@jax.jit
def _chain(neurons, w, b, steepest):
    def next_neuron(a, used):
        bias = jnp.where(steepest, -w * a, b)
        z = w * a + bias
        factor = gradient_factor(w, a, bias)
        return sigmoid(z), (bias * used, z * used, sigmoid(z) * used, factor * used)

    order = jnp.arange(LONGEST)
    used = order < neurons
    start = jnp.asarray(X, float)
    _, (biases, z, a, factors) = jax.lax.scan(next_neuron, start, used.astype(float))
    own = jnp.where(used, factors / w, 1.0)  # sigma'(z)
    later = order[None] > order[:, None]
    factors_after = jnp.where(later, jnp.where(used, factors, 1.0)[None], 1.0)
    slopes = own * jnp.prod(factors_after, axis=1) * used
    return Chain(neurons, w, biases, z, a, factors, slopes)


def draw(figure):
    """Draw the neurons with their outputs and factors, and below them the slope at each."""
    sketch, chart = fixed_axes(figure, 2, 1, height_ratios=(1, 1.5),
                               left=0.1, top=0.93, bottom=0.13, hspace=0.2)
    sketch.set(xlim=(0.3, 12.7), ylim=(-1.7, 0.9), xticks=(), yticks=())
    sketch.axis("off")
    chart.set(xlim=(0.3, 12.7), xticks=NUMBERS, xlabel="neuron")
    axis = Powers(chart)
    chart.set_title("how much a nudge of its z changes the last output", size=11, loc="left")
    update_neurons = _draw_neurons(sketch)
    path, = chart.plot([], [], "o-", color=ORANGE, ms=9)

    def update(result):
        n = int(result.n)
        update_neurons(n, result)
        axis.fit(result.slopes[:n])
        path.set_data(NUMBERS[:n], axis(result.slopes[:n]))

    return update


def _draw_neurons(sketch):
    """Draw the row of neurons; the update takes their number and the `Chain`."""
    wires = sketch.add_collection(LineCollection([], colors=GREY, linewidths=2, zorder=1))
    circles = sketch.scatter(
        [], [], s=560, facecolors=PAPER, edgecolors=INK, linewidths=1.2, zorder=2)
    centred = {"ha": "center", "va": "center", "size": 10}
    outputs = [sketch.text(k, 0, "", zorder=3, **centred) for k in NUMBERS]
    factors = [sketch.text(k, -1.15, "", color=RED, **centred) for k in NUMBERS]
    note = sketch.set_title("0", size=11, loc="left")

    def update(n, result):
        wires.set_segments([[(1, 0), (n, 0)]])
        circles.set_offsets([(k, 0) for k in NUMBERS[:n]])
        for k in range(LONGEST):
            outputs[k].set_text(number(result.a[k], 2) if k < n else "")
            factor = compact(result.factors[k], f"<{power(-37)}")
            factors[k].set_text(factor if 0 < k < n else "")
        product = scientific(np.prod(result.factors[1:n]), f"less than {power(-37)}")
        note.set_text("outputs a; below them the factors w\u03c3\u2032(z), "
                      f"w = {number(result.w, 2)}: their product is {product}")

    return update


def describe(result):
    """Say how much nudges of the last and of the first neuron's z count."""
    first = approximate(result.slopes[0])
    last = approximate(result.slopes[result.n - 1])
    return (f"{result.n} neurons in a row, w = {number(result.w, 2)}: a nudge of the last z "
            f"counts {last}, one of the first z {first}.")


def chain() -> Explorer:
    """Show a row of neurons, and the product of factors that is the slope of the first."""
    controls = {
        "neurons": Slider(2, LONGEST, 4, 1),
        "w": Slider(0.1, 100.0, 1.0, 60, log=True, label="w, weight"),
        "b": Slider(-8.0, 8.0, 0.0, label="b, bias"),
        "steepest": Toggle(label="choose each b so that z = 0"),
    }
    return Explorer(compute, draw, controls, describe, title="A chain of factors", size=(7.2, 4.0))
