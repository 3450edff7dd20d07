"""Activations forward and errors backward through 30 untrained layers, remedies as switches."""
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.experiments.vanishing.deep_networks import DeepNetwork
from dlnotes.experiments.vanishing.random_networks import (LAYERS, WIDTH, norms_of_scheme,
                                                           relative_scale)
from dlnotes.experiments.vanishing.mean_field import mean_field
from dlnotes.explorers.parts.fixed_axes import fixed_axes
from dlnotes.explorers.parts.many_curves import cloud, curves
from dlnotes.explorers.parts.log_axes import Powers
from dlnotes.live.controls import Choice, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import approximate, number
from dlnotes.live.style import BLUE, GREEN, RED
from dlnotes.networks.initialisation import SCHEMES

NUMBERS = np.arange(1, LAYERS + 1)


class Signals(NamedTuple):
    """What goes through sixteen random networks with 30 hidden layers.

    spread: how far apart the examples' activations are, layer by layer; deltas: the norms of
    delta; factor: of delta a layer, going backwards, in theory, or NaN where theory knows none.
    """
    spread: Float[Array, "16 30"]
    deltas: Float[Array, "16 30"]
    factor: Float[Array, ""]


def compute(activation, start, normalisation, residual) -> Signals:
    """Return what goes through networks built and started like this."""
    kind = None if normalisation == "none" else normalisation
    network = DeepNetwork(64, WIDTH, 10, activation, kind, residual)
    norms = norms_of_scheme(network, start)
    if kind or residual:
        return Signals(norms.spread, norms.deltas, jnp.asarray(jnp.nan))
    sigma_w = relative_scale(start, WIDTH, WIDTH)
    _, sigma_b = SCHEMES[start](1, 1)
    chi = mean_field(network.activation, sigma_w, float(sigma_b), LAYERS).chi
    return Signals(norms.spread, norms.deltas, jnp.sqrt(chi))


def draw(figure):
    """Draw how far apart activations are, and the norms of the errors, in thirty layers."""
    forward, back = fixed_axes(figure, 1, 2, left=0.085, wspace=0.24)
    update_forward, _ = _draw_cloud(forward, GREEN, "forward: how far digits are apart \u2192")
    update_back, scale = _draw_cloud(back, BLUE, "\u2190 back: length of \u03b4")
    theory, = back.plot([], [], "--", color=RED, lw=2)
    words = back.text(0.03, 0.05, "", transform=back.transAxes, color=RED, size=11)

    def update(result):
        update_forward(result.spread)
        known = np.isfinite(result.factor)
        factor = result.factor if known else 1.0
        expected = np.median(result.deltas[:, -1]) * factor**(LAYERS - NUMBERS)
        update_back(result.deltas, expected)
        theory.set_data(NUMBERS if known else [], scale(expected) if known else [])
        words.set_text(f"theory: \u00d7{number(result.factor, 2)} a layer" if known else "")

    return update


def _draw_cloud(axes, colour, title):
    """Draw a line for each network; return the update, and the scale of the axis."""
    lines = cloud(axes, colour, 0.5, 1.2)
    scale = Powers(axes)
    axes.set(xlim=(0.5, 30.5), xlabel="hidden layer")
    axes.set_title(title, size=11)

    def update(networks, *also):
        scale.fit(np.append(networks, also))
        lines.set_segments(curves(NUMBERS, scale(networks)))

    return update, scale


def describe(result):
    """Say how far apart activations are, and how large errors, at both ends."""
    spread = np.median(result.spread, axis=0)
    deltas = np.median(result.deltas, axis=0)
    return (f"Through {LAYERS} hidden layers: the activations of 20 digits, "
            f"{approximate(spread[0])} apart in the first, are {approximate(spread[-1])} apart in "
            f"the last; the errors go back from {approximate(deltas[-1])} to "
            f"{approximate(deltas[0])}.")


def signals() -> Explorer:
    """Show activations forward and errors backward through 30 untrained layers."""
    controls = {
        "activation": Choice(("sigmoid", "tanh", "relu")),
        "start": Choice(("scaled", "normal", "glorot", "he")),
        "normalisation": Choice(("none", "batch", "layer")),
        "residual": Toggle(label="residual connections"),
    }
    return Explorer(compute, draw, controls, describe,
                    title="Forward and back through 30 layers", size=(7.2, 3.4))
