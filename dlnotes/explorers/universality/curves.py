"""One input and two outputs: a network draws a heart or a spiral."""
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.experiments.universality.approximation import approximate_1d
from dlnotes.experiments.universality.wide_networks import outputs_padded
from dlnotes.explorers.parts.function_and_network import ACTIVATIONS
from dlnotes.live.controls import Choice, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import counted
from dlnotes.live.style import BLUE, GREY, ORANGE

WIDTH = 256  # to which networks are padded, so that one is compiled for all


@jax.jit
def heart(t: Float[Array, "n"]) -> Float[Array, "n 2"]:
    """Return a heart, as a path in the plane, for t from 0 to 1."""
    t = 2 * jnp.pi * t
    across = 16 * jnp.sin(t)**3
    up = 13 * jnp.cos(t) - 5 * jnp.cos(2 * t) - 2 * jnp.cos(3 * t) - jnp.cos(4 * t) + 2
    return jnp.stack([across, up], axis=1) / 16


@jax.jit
def spiral(t: Float[Array, "n"]) -> Float[Array, "n 2"]:
    """Return three turns outwards, as a path in the plane, for t from 0 to 1."""
    return jnp.stack([t * jnp.cos(6 * jnp.pi * t), t * jnp.sin(6 * jnp.pi * t)], axis=1)


CURVES = {"heart": heart, "spiral": spiral}


class PlaneCurve(NamedTuple):
    """A path in the plane, and the two outputs of a network for it.

    t: inputs (n,), from 0 to 1.
    wanted: the path, (n, 2).
    found: the network's outputs, (n, 2).
    neurons: how many hidden neurons it has.
    """
    t: Float[np.ndarray, "n"]
    wanted: Float[np.ndarray, "n 2"]
    found: Float[np.ndarray, "n 2"]
    neurons: int


@cache
def compute(curve: str, neurons: int, activation: str) -> PlaneCurve:
    """Return the curve, and what a network that is built for it gives."""
    f = CURVES[curve]
    t = np.linspace(0, 1, 1001)
    made = approximate_1d(f, neurons, activation=activation)
    found = outputs_padded(made.network, made.params, t[:, None], (WIDTH,))
    return PlaneCurve(t, np.asarray(f(jnp.asarray(t))), found, neurons)


def draw(figure):
    """Draw the plane on the left, and both outputs against the input on the right."""
    plane, outputs = figure.subplots(1, 2, width_ratios=(1, 1.2))
    wanted, = plane.plot([], [], color=GREY, lw=5, alpha=0.5)
    found, = plane.plot([], [], color=BLUE, lw=1.6)
    plane.set(xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), aspect="equal", xlabel="output 1",
              ylabel="output 2")
    first, = outputs.plot([], [], "-", color=BLUE, lw=1.6, label="output 1")
    second, = outputs.plot([], [], "--", color=ORANGE, lw=1.6, label="output 2")
    outputs.set(xlim=(0, 1), ylim=(-1.25, 1.75), xlabel="input t", yticks=(-1, 0, 1))
    outputs.legend(loc="upper left", ncols=2)
    title = plane.set_title("curve", size=11)

    def update(result):
        wanted.set_data(*result.wanted.T)
        found.set_data(*result.found.T)
        for line, values in zip((first, second), result.found.T):
            line.set_data(result.t, values)
        title.set_text(counted(result.neurons, "neuron"))

    return update


def describe(result: PlaneCurve) -> str:
    """Say how many neurons draw the curve."""
    neurons = counted(result.neurons, "hidden neuron")
    return f"A network with one input and two outputs draws the curve with {neurons}."


def curves() -> Explorer:
    """Show a path in the plane, and the network that draws it with its two outputs."""
    controls = {
        "curve": Choice(("heart", "spiral")),
        "neurons": Slider(1, 200, 10, 24, label="hidden neurons", log=True),
        "activation": ACTIVATIONS,
    }
    return Explorer(compute, draw, controls, describe, title="A network that draws",
                    size=(7.2, 3.3))
