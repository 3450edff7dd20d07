"""See a neuron with one input: turn its weight, shift its bias, drag its step point."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.live.controls import Button, Choice, Drag, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREY, ORANGE, RED
from dlnotes.networks.activations import ACTIVATIONS
from dlnotes.networks.neurons import step_point

X = jnp.linspace(-6.0, 6.0, 241)
TIGHT = (-1.6, 2.9)  # limits that hold the slopes of all weights
LOOSE = (-4.8, 4.8)


class OneInput(NamedTuple):
    """A neuron's curve at n inputs.

    x: the inputs; a: the outputs; slope: da/dx; step_point: s, where wx + b is 0; at_step: the
    output there; shown: the lowest and the highest value in the picture.
    """
    x: Float[Array, "n"]
    a: Float[Array, "n"]
    slope: Float[Array, "n"]
    step_point: Float[Array, ""]
    at_step: Float[Array, ""]
    shown: Float[Array, "2"]


@partial(jax.jit, static_argnames="activation")
def compute(w, b, activation):
    """Return the curve of the neuron a = f(wx + b)."""
    f = ACTIVATIONS[activation]
    a = f(w * X + b)
    slope = w * f.derivative(w * X + b)
    shown = jnp.array(TIGHT if activation in ("sigmoid", "step") else LOOSE)
    return OneInput(X, a, slope, step_point(w, b), f(jnp.zeros(())), shown)


def draw(figure):
    """Draw the neuron's output and its slope over x, and the step point."""
    axes = figure.subplots()
    output, = axes.plot([], [], color=BLUE, label="output a = f(wx + b)")
    slope, = axes.plot([], [], "--", color=ORANGE, label="its slope da/dx")
    axes.axhline(0, color=GREY, lw=0.8)
    at = axes.axvline(0, color=RED, lw=1.2, ls=":")
    dot, = axes.plot([], [], "o", color=RED)
    note = axes.text(0.02, 0.97, "", transform=axes.transAxes, va="top", color=RED)
    axes.set(xlim=(-6, 6), xlabel="input x")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2, ncols=2)

    def update(result):
        # New limits mean that the whole picture is drawn again.
        if not np.allclose(axes.get_ylim(), result.shown):
            axes.set_ylim(*result.shown)
        output.set_data(result.x, result.a)
        slope.set_data(result.x, result.slope)
        at.set_xdata([result.step_point] * 2)
        dot.set_data([result.step_point], [result.at_step])
        there_is_one = np.isfinite(result.step_point)
        note.set_text(f"step point s = {number(result.step_point, 2)}" if there_is_one
                      else "w = 0: there is no step to place")

    return update


def describe(result):
    """Say where the output begins and ends, and where the step is."""
    ends = (f"The output goes from {number(result.a[0], 2)} at x = -6 "
            f"to {number(result.a[-1], 2)} at x = 6; ")
    if np.isfinite(result.step_point):
        return ends + f"the step point is s = {number(result.step_point, 2)}."
    return ends + "with w = 0 there is no step."


def _drop_step(values, x, y):
    """Return the bias with which the step is at x; without a weight there is none."""
    return {"b": -values["w"] * x} if values["w"] else {}


def _random_step(values, key):
    """Return a random weight, and a bias with which the step is in the picture."""
    w, s = jax.random.uniform(key, (2,), minval=-1, maxval=1).tolist()
    w = round(4 * w, 1) or 0.1
    return {"w": w, "b": round(-w * 5 * s * 5) / 5}  # both in the steps of their sliders


def one_input() -> Explorer:
    """Show a neuron with one input: turn its weight, shift its bias, drag its step point."""
    controls = {
        "w": Slider(-4.0, 4.0, 1.0),
        "b": Slider(-24.0, 24.0, 0.0, 0.2),
        "activation": Choice(tuple(ACTIVATIONS)),
        "step": Drag(move=_drop_step),
        "random": Button("random", _random_step),
    }
    return Explorer(compute, draw, controls, describe, title="A neuron with one input")
