"""See where gradients vanish: move the weighted input z of a neuron, and choose the truth."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.live.controls import Choice, Drag, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from dlnotes.networks.activations import relu, sigmoid
from dlnotes.networks.costs import cross_entropy, quadratic

FLAT = 2.887  # beyond it, the slope of the sigmoid is below 0.05
EDGE = 10.0  # how far z goes to both sides


class Slopes(NamedTuple):
    """The factors of a gradient, at many weighted inputs and at the one that is moved.

    y: the truth, 0 or 1; z: n weighted inputs.
    deltas: dC/dz of a sigmoid neuron, under the quadratic cost and under cross-entropy.
    slopes: f'(z) of sigmoid and of ReLU.
    at: the z that is moved; deltas_at, slopes_at: the same there; a: the sigmoid's output there.
    """
    y: Float[Array, ""]
    z: Float[Array, "n"]
    deltas: Float[Array, "2 n"]
    slopes: Float[Array, "2 n"]
    at: Float[Array, ""]
    deltas_at: Float[Array, "2"]
    slopes_at: Float[Array, "2"]
    a: Float[Array, ""]


def compute(z: float, truth: str) -> Slopes:
    """Compute both factors of the gradient. z: -10 to 10; truth: "y = 0" or "y = 1"."""
    return _slopes(z, float(truth[-1]))


@jax.jit
def _slopes(z, y):
    def both(z):
        a = sigmoid(z)[None]
        wanted = jnp.reshape(y, 1)
        costs = (quadratic, cross_entropy)
        deltas = [cost.output_error(z[None], a, wanted, sigmoid)[0] for cost in costs]
        return jnp.stack(deltas), jnp.stack([f.derivative(z) for f in (sigmoid, relu)])

    z = jnp.asarray(z, float)
    grid = jnp.linspace(-EDGE, EDGE, 401)
    return Slopes(y, grid, *jax.vmap(both, out_axes=1)(grid), z, *both(z), sigmoid(z))


def draw(figure):
    """Draw dC/dz under two costs on the left, and the slopes of two activations on the right."""
    left, right = figure.subplots(1, 2, width_ratios=(1.18, 1))
    left.set(ylim=(-1.12, 1.38), yticks=(-1, -0.5, 0, 0.5, 1))
    right.set(ylim=(-0.08, 1.38), yticks=(0, 0.25, 0.5, 0.75, 1))
    update_bands = _sure(left, right)
    update_costs = _pair(left, ((PURPLE, "--", "quadratic"), (BLUE, "-", "cross-entropy")))
    update_functions = _pair(right, ((ORANGE, "-", "sigmoid"), (GREEN, "--", "ReLU")))

    def update(result):
        update_bands(result.y)
        update_costs(result, result.deltas, result.deltas_at, _heading_of_costs(result))
        update_functions(result, result.slopes, result.slopes_at, _heading_of_functions(result))

    return update


def _sure(left, right):
    """Draw bands where the sigmoid is flat: on the left they say whether its output is right."""
    wrong = left.axvspan(0, EDGE - FLAT, color=RED, alpha=0.15, lw=0)
    fine = left.axvspan(0, EDGE - FLAT, color=GREY, alpha=0.15, lw=0)
    look = {"ha": "center", "va": "center", "size": 10}
    wrong_words = left.text(0, 1.22, "wrong and sure", color=RED, **look)
    fine_words = left.text(0, 1.22, "right and sure", color=GREY, **look)
    right.axvspan(-EDGE, -FLAT, color=GREY, alpha=0.15, lw=0)
    right.axvspan(FLAT, EDGE, color=GREY, alpha=0.15, lw=0)
    right.text(-6.4, 1.22, "\u03c3\u2032 < 0.05", color=GREY, **look)

    def update(y):
        side = 1 if y == 0 else -1  # a large z gives the output 1, which is wrong for y = 0
        for band, words, sign in ((wrong, wrong_words, side), (fine, fine_words, -side)):
            band.set_x(FLAT if sign > 0 else -EDGE)
            words.set_x(6.4 * sign)

    return update


def _pair(axes, looks):
    """Draw two curves over z, a dot on each at the z that is moved, and a heading with numbers."""
    curves = [axes.plot([], [], dashes, color=colour, lw=2.6)[0] for colour, dashes, _ in looks]
    dots = [axes.plot([], [], "o", color=colour, ms=9)[0] for colour, _, _ in looks]
    mark = axes.axvline(0, color=INK, lw=1, ls=":")
    axes.axhline(0, color=GREY, lw=0.8)
    axes.set(xlim=(-EDGE, EDGE), xlabel="weighted input z")
    axes.legend(curves, [name for _, _, name in looks], loc="upper center",
                bbox_to_anchor=(0.5, -0.22), borderaxespad=0, ncols=2)
    heading = axes.set_title("0\n0", size=11, loc="left")

    def update(result, rows, values, words):
        for curve, dot, row, value in zip(curves, dots, rows, values):
            curve.set_data(result.z, row)
            dot.set_data([result.at], [value])
        mark.set_xdata([result.at] * 2)
        heading.set_text(words)

    return update


def _heading_of_costs(result):
    squared, entropy = result.deltas_at
    return (f"\u2202C/\u2202z, where a = {number(result.a, 3)}, y = {number(result.y, 0)}\n"
            f"quadratic {number(squared, 4)}, cross-entropy {number(entropy, 4)}")


def _heading_of_functions(result):
    of_sigmoid, of_relu = result.slopes_at
    return (f"slope f\u2032(z) at z = {number(result.at)}\n"
            f"sigmoid {number(of_sigmoid, 4)}, ReLU {number(of_relu, 0)}")


def describe(result):
    """Say the output, dC/dz under both costs, and the slopes of both activations."""
    squared, entropy = result.deltas_at
    of_sigmoid, of_relu = result.slopes_at
    return (f"At z = {number(result.at, 1)} the output is {number(result.a, 3)} and the truth "
            f"{number(result.y, 0)}: dC/dz is {number(squared, 4)} under the quadratic cost and "
            f"{number(entropy, 4)} under cross-entropy. The slope of the sigmoid is "
            f"{number(of_sigmoid, 4)}, that of ReLU {number(of_relu, 0)}.")


def slopes() -> Explorer:
    """Move z of a neuron, and see dC/dz under two costs and the slopes of two activations."""
    controls = {
        "z": Slider(-EDGE, EDGE, 4.0),
        "truth": Choice(("y = 0", "y = 1")),
        "move": Drag(x="z"),
        "move_too": Drag(x="z", axes=1),
    }
    return Explorer(
        compute, draw, controls, describe, title="Where gradients vanish", size=(7.2, 3.7))
