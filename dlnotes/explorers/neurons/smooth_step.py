"""See a sigmoid turn into a step everywhere but at the edge: make it steep."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.experiments.neurons.smooth_steps import largest_gap
from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import about, plain
from dlnotes.live.style import BLUE, FAINT, GREY, ORANGE, RED
from dlnotes.networks.activations import sigmoid
from dlnotes.networks.neurons import smooth_step_bound

LOWEST = 1e-9  # the smallest difference in the picture


class SmoothStep(NamedTuple):
    """The sigmoid of wx, and how far it is from the step of x.

    x, a: n points of the curve; epsilon: the distance from the edge at which the difference is
    looked at; weights: m weights up to this one; gaps: the largest difference with each; bounds:
    the bound that it keeps; weight: this one; gap: its largest difference.
    """
    x: Float[Array, "n"]
    a: Float[Array, "n"]
    epsilon: Float[Array, ""]
    weights: Float[Array, "m"]
    gaps: Float[Array, "m"]
    bounds: Float[Array, "m"]
    weight: Float[Array, ""]
    gap: Float[Array, ""]


@jax.jit
def compute(w, epsilon):
    """Return the sigmoid of wx, and its difference from the step for all weights up to w."""
    x = jnp.linspace(-1.0, 1.0, 401)
    weights = jnp.minimum(jnp.geomspace(1.0, 1000.0, 60), w)
    gaps = jax.vmap(largest_gap, (0, None))(weights, epsilon)
    bounds = jax.vmap(smooth_step_bound, (0, None))(weights, epsilon)
    return SmoothStep(x, sigmoid(w * x), epsilon, weights, gaps, bounds, w,
                      largest_gap(w, epsilon))


def draw(figure):
    """Draw the sigmoid on the step, and their largest difference against its bound."""
    left, right = figure.subplots(1, 2, width_ratios=(1.2, 1))
    move_curve = _draw_curve(left)
    move_gaps = _draw_gaps(right)

    def update(result):
        move_curve(result)
        move_gaps(result)

    return update


def _draw_curve(axes):
    band = axes.axvspan(-1, 1, color=FAINT)
    axes.plot([-1, 0, 0, 1], [0, 0, 1, 1], color=GREY, lw=1.5, label="step")
    curve, = axes.plot([], [], color=BLUE, label="\u03c3(wx)")
    axes.set(xlim=(-1, 1), ylim=(-0.05, 1.05), xticks=(-1, -0.5, 0, 0.5, 1),
             xlabel="x; grey: closer to the edge than \u03b5")
    axes.legend(loc="upper left")

    def move(result):
        band.set_bounds(-result.epsilon, 0, 2 * result.epsilon, 1)
        curve.set_data(result.x, result.a)

    return move


def _draw_gaps(axes):
    bound, = axes.plot([], [], "--", color=ORANGE, label="bound e^(\u2212w\u03b5)")
    gap, = axes.plot([], [], color=BLUE, label="difference")
    dot, = axes.plot([], [], "o", color=RED, clip_on=False)
    axes.set(xscale="log", yscale="log", xlim=(0.8, 1250), ylim=(LOWEST, 2))
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2, ncols=2,
                columnspacing=1)
    note = axes.set_xlabel("w")

    def move(result):
        # A logarithmic axis has no place for 0.
        bound.set_data(result.weights, np.maximum(result.bounds, 1e-12))
        gap.set_data(result.weights, np.maximum(result.gaps, 1e-12))
        # Below the picture, the dot is pinned to its edge.
        dot.set_data([result.weight], [max(result.gap, LOWEST)])
        note.set_text(f"w; at {plain(result.weight)}: {about(result.gap)}")

    return move


def describe(result):
    """Say how far the sigmoid is from the step, away from the edge."""
    return (f"With w = {plain(result.weight)}, the largest difference from the step at a "
            f"distance of {result.epsilon:.2f} and more is {about(result.gap)}.")


def smooth_step() -> Explorer:
    """Show a sigmoid that turns into a step everywhere but at the edge: make it steep."""
    controls = {
        "w": Slider(1.0, 1000.0, 1.0, 300, log=True),
        "epsilon": Slider(0.01, 0.5, 0.1, 0.01),
    }
    return Explorer(compute, draw, controls, describe, title="The sigmoid as a smoothed step",
                    size=(7.2, 3.2))
