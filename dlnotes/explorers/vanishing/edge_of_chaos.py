"""Thirty layers of tanh: the random starts with which gradients neither vanish nor explode."""
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.experiments.vanishing.random_networks import LAYERS, deltas_of_tanh, some_digits
from dlnotes.experiments.vanishing.mean_field import mean_field, mean_field_plane
from dlnotes.explorers.parts.fixed_axes import fixed_axes
from dlnotes.explorers.parts.many_curves import cloud, curves
from dlnotes.explorers.parts.log_axes import Powers
from dlnotes.live.controls import Drag, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, DIVERGING, OVER_IMAGES, PAPER, RED

SIGMA_W = Slider(0.5, 4.0, 0.8, 0.05)
SIGMA_B = Slider(0.0, 2.0, 0.3, 0.05)
EXTENT = (0.45, 4.05, -0.05, 2.05)  # left, right, bottom and top of the plane
NUMBERS = np.arange(1, LAYERS + 1)


class Edge(NamedTuple):
    """Layers of random tanh neurons, in theory and measured.

    chi: the factor of delta's mean square a layer, going backwards, in theory; plane: chi for all
    values of the sliders; deltas: norms of delta in 16 networks with 30 hidden layers. In theory
    they are multiplied by sqrt(chi) a layer, going backwards.
    """
    sigma_w: Float[Array, ""]
    sigma_b: Float[Array, ""]
    chi: Float[Array, ""]
    plane: Float[Array, "rows columns"]
    deltas: Float[Array, "16 30"]


def compute(sigma_w, sigma_b) -> Edge:
    """Return theory and measurement for random weights and biases of these spreads."""
    return _edge(_plane(), *some_digits(), float(sigma_w), float(sigma_b))


@cache
def _plane():
    return mean_field_plane("tanh", jnp.array(SIGMA_W.values[::2]), jnp.array(SIGMA_B.values[::2]))


@jax.jit
def _edge(plane, x, y, sigma_w, sigma_b):
    deltas = deltas_of_tanh(x, y, sigma_w, sigma_b)
    return Edge(sigma_w, sigma_b, mean_field("tanh", sigma_w, sigma_b).chi, plane, deltas)


def draw(figure):
    """Draw the plane of random starts, and beside it the errors in thirty layers."""
    plane, layers = fixed_axes(figure, 1, 2, width_ratios=(1, 1.15), left=0.095, wspace=0.26)
    update_plane = _draw_plane(plane)
    networks = cloud(layers, BLUE, 0.5, 1.2)
    theory, = layers.plot([], [], "--", color=RED, lw=2)
    layers.legend([networks, theory], ["16 networks", "theory"], loc="lower right")
    layers.set(xlim=(0.5, 30.5), xlabel="hidden layer")
    axis = Powers(layers)
    layers.set_title("length of \u03b4", size=11)

    def update(result):
        update_plane(result)
        end = np.median(result.deltas[:, -1])
        expected = end * result.chi**(0.5 * (LAYERS - NUMBERS))
        axis.fit(np.append(result.deltas, expected))
        networks.set_segments(curves(NUMBERS, axis(result.deltas)))
        theory.set_data(NUMBERS, axis(expected))

    return update


def _draw_plane(plane):
    image = plane.imshow([[0.0]], cmap=DIVERGING, vmin=-1, vmax=1, origin="lower",
                         extent=EXTENT, aspect="auto")
    edge, = plane.plot([], [], color=OVER_IMAGES, lw=1.6)
    dot, = plane.plot([], [], "o", color=RED, ms=11, mec=PAPER, mew=1.5, zorder=4)
    plane.grid(False)
    plane.set(xlim=EXTENT[:2], ylim=EXTENT[2:], xlabel="\u03c3_w, spread of the weights",
              ylabel="\u03c3_b, of the biases")
    heading = plane.set_title("0", size=11)

    def update(result):
        image.set_data(np.log10(result.plane) / 0.6)
        edge.set_data(*_edge_line(result.plane))
        dot.set_data([result.sigma_w], [result.sigma_b])
        factor = number(result.chi**0.5, 2)
        heading.set_text(f"theory: \u00d7{factor} a layer, on the way back")

    return update


def _edge_line(plane):
    """Return (x, y) of the line where the plane passes 1: in each row, where it does."""
    rows, columns = plane.shape
    left, right, bottom, top = EXTENT
    xs = np.linspace(left, right, 2 * columns + 1)[1::2]  # the middles of the pixels
    ys = np.linspace(bottom, top, 2 * rows + 1)[1::2]
    return np.array([np.interp(1.0, row, xs) for row in plane]), ys


def describe(result):
    """Say by which factor theory multiplies the errors."""
    return (f"tanh with \u03c3_w = {number(result.sigma_w, 2)} and "
            f"\u03c3_b = {number(result.sigma_b, 2)}: theory multiplies the errors by "
            f"\u2248{number(result.chi**0.5, 2)} a layer on the way back.")


def edge_of_chaos() -> Explorer:
    """Show which random starts of thirty tanh layers let gradients vanish or explode."""
    controls = {"sigma_w": SIGMA_W, "sigma_b": SIGMA_B, "choose": Drag("sigma_w", "sigma_b")}
    return Explorer(compute, draw, controls, describe, title="The edge of chaos", size=(7.2, 3.6))
