"""Explorers of single neurons."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.activations import ACTIVATIONS
from dlnotes.explorers.controls import Choice, Drag, Random, Slider
from dlnotes.explorers.engine import Explorer
from dlnotes.figures import neurons as figures
from dlnotes.neurons import step_point

X = jnp.linspace(-6.0, 6.0, 241)


class OneInput(NamedTuple):
    """A neuron's curve: x, a and da/dx at n points, the step point s and the output there."""
    x: Float[Array, "n"]
    a: Float[Array, "n"]
    slope: Float[Array, "n"]
    step_point: Float[Array, ""]
    at_step: Float[Array, ""]


@partial(jax.jit, static_argnames="activation")
def _one_input(w, b, activation):
    f = ACTIVATIONS[activation]
    return OneInput(X, f(w * X + b), w * f.derivative(w * X + b), step_point(w, b), f(jnp.zeros(())))


def one_input() -> Explorer:
    """Turn a neuron's weight and shift its bias; drag the picture to move the step point."""
    return Explorer(
        _one_input, figures.draw_one_input,
        {"w": Slider(-8.0, 8.0, 1.0), "b": Slider(-8.0, 8.0, 0.0), "activation": Choice(tuple(ACTIVATIONS)),
         "step": Drag(move=lambda values, x, y: {"b": -values["w"] * x}), "random": Random(("w", "b"))},
        lambda r: f"The output goes from {r.a[0]:.2f} at x = -6 to {r.a[-1]:.2f} at x = 6; "
                  f"the step point is s = {r.step_point:.2f}.",
        title="A neuron with one input")
