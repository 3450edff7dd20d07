"""See the output of a neuron with two inputs over the plane: drag its weights, shift its bias."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.experiments.neurons.separation import edge_line
from dlnotes.explorers.parts.input_plane import arrow, heat_map, square
from dlnotes.live.controls import Choice, Drag, Random, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number, plain
from dlnotes.live.style import BLUE, OVER_IMAGES
from dlnotes.networks.activations import ACTIVATIONS
from dlnotes.networks.neurons import neuron

SIDE = jnp.linspace(-4.0, 4.0, 101)
PLANE = square(SIDE)
# The outputs that are painted in full blue and in full orange.
SHOWN = {"sigmoid": (0.0, 1.0), "step": (0.0, 1.0), "relu": (-8.0, 8.0), "tanh": (-1.0, 1.0),
         "linear": (-8.0, 8.0)}


class TwoInputs(NamedTuple):
    """A neuron over the plane of its two inputs.

    outputs: a row for each x2; shown: the outputs that are full blue and full orange; weights: w;
    edge: two points of the line z = 0, a row of x1 and one of x2; distance: n places on the way
    across that line; across: the outputs there.
    """
    outputs: Float[Array, "side side"]
    shown: Float[Array, "2"]
    weights: Float[Array, "2"]
    edge: Float[Array, "2 2"]
    distance: Float[Array, "n"]
    across: Float[Array, "n"]


@partial(jax.jit, static_argnames="activation")
def compute(w1, w2, b, activation):
    """Return the outputs f(w.x + b) over the plane, and across the line z = 0."""
    f = ACTIVATIONS[activation]
    weights = jnp.array([w1, w2])
    outputs = jax.vmap(jax.vmap(lambda x: neuron(weights, b, x, f)))(PLANE)
    length = jnp.sqrt(jnp.sum(weights**2))
    # Without weights there is no line, and the bias alone decides.
    across = f(jnp.where(length > 0, length * SIDE, b))
    return TwoInputs(outputs, jnp.array(SHOWN[activation]), weights, edge_line(weights, b), SIDE,
                     across)


def draw(figure):
    """Draw the output over the plane, the weights as an arrow, and a cut along that arrow."""
    plane, cut = figure.subplots(1, 2, width_ratios=(1, 1.1))
    heat = heat_map(plane, -4, 4, xlabel="input x1", ylabel="input x2")
    edge, = plane.plot([], [], color=OVER_IMAGES, lw=1.5)
    weights = arrow(plane, OVER_IMAGES)
    title = plane.set_title("", size=11)
    along, = cut.plot([], [], color=BLUE)
    cut.set(xlim=(-4, 4), ylim=(-1.1, 2.6), xlabel="distance from the line z = 0")
    cut.set_title("the output on the way along the arrow", size=11)

    def update(result):
        heat.set_data(result.outputs)
        heat.set_clim(*result.shown)
        low, high = result.shown
        title.set_text(f"output: blue {plain(low)}, white {plain((low + high) / 2)}, "
                       f"orange {plain(high)}")
        edge.set_data(*result.edge)
        weights.set_positions((0, 0), tuple(result.weights))
        along.set_data(result.distance, result.across)

    return update


def describe(result):
    """Say what the weights are, and the output at two corners of the plane."""
    w1, w2 = result.weights
    return (f"Weights ({number(w1, 2)}, {number(w2, 2)}); the output is "
            f"{number(result.outputs[0, 0], 2)} at the lower left corner and "
            f"{number(result.outputs[-1, -1], 2)} at the upper right one.")


def two_inputs() -> Explorer:
    """Show the output of a neuron with two inputs over the plane: drag its weights."""
    controls = {
        "w1": Slider(-4.0, 4.0, 2.0),
        "w2": Slider(-4.0, 4.0, 1.0),
        "b": Slider(-8.0, 8.0, 0.0),
        "activation": Choice(tuple(SHOWN)),
        "weights": Drag(x="w1", y="w2"),
        "random": Random(("w1", "w2", "b")),
    }
    return Explorer(compute, draw, controls, describe, title="A neuron with two inputs")
