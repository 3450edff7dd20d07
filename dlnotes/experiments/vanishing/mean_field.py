"""Vanishing and exploding gradients in theory: by which factor a layer multiplies an error.

What really happens in networks is measured in `dlnotes.experiments.vanishing.gradient_norms`.
Source: the post, "The solver"; Nielsen, chapter 5; Hochreiter (1991); Schoenholz, Gilmer, Ganguli
and Sohl-Dickstein (2017).
"""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.networks.activations import Activation, find_activation

GAUSSIAN = np.linspace(-8, 8, 4_000)  # values of g; 0 is not one of them: a slope may jump there
DENSITY = np.exp(-GAUSSIAN**2 / 2) / np.sum(np.exp(-GAUSSIAN**2 / 2))
SMALLEST = 1e-30  # of q; so slopes near 0 are seen from both sides even where q keeps falling


def gradient_factor(w: Float[Array, "..."] | float, a: Float[Array, "..."] | float,
                    b: Float[Array, "..."] | float) -> Float[Array, "..."]:
    """Return the factor by which one sigmoid neuron multiplies a gradient, w sigma'(w a + b).

    Its size is at most abs(w) / 4.
    w: the weight; a: the input; b: the bias.
    """
    z = w * a + b
    # sigma(-z) is 1 - sigma(z), but it does not round to 0.
    return w * jax.nn.sigmoid(z) * jax.nn.sigmoid(-z)


def surviving_band(w: Float[Array, "..."] | float) -> Float[Array, "..."]:
    """Return how wide the band of inputs is in which one neuron does not shrink a gradient.

    The band holds all inputs a with abs(w sigma'(w a + b)) >= 1, and its width is

        (2 / abs(w)) ln(abs(w) (1 + sqrt(1 - 4 / abs(w))) / 2 - 1)    for abs(w) >= 4, else 0.

    w: the weight. The middle of the band is a = -b / w; it is widest, 0.4477, at abs(w) = 6.894.
    Source: Nielsen, chapter 5.
    """
    size = jnp.abs(jnp.asarray(w, float))
    large = jnp.maximum(size, 4.0)
    width = 2 / large * jnp.log(large * (1 + jnp.sqrt(1 - 4 / large)) / 2 - 1)
    return jnp.where(size >= 4, width, 0.0)


class MeanField(NamedTuple):
    """What infinitely wide layers do.

    q: the variance of a weighted input, once it no longer changes from layer to layer;
    chi: the factor by which the mean square of delta changes per layer, going backwards.
    """
    q: Float[Array, ""]
    chi: Float[Array, ""]


@partial(jax.jit, static_argnames=("activation", "layers"))
def mean_field(activation: Activation | str, sigma_w: Float[Array, ""] | float,
               sigma_b: Float[Array, ""] | float, layers: int = 200) -> MeanField:
    """Compute how signals and errors go through wide layers of random neurons.

    With weights from N(0, sigma_w^2 / n_in), biases from N(0, sigma_b^2), and g from N(0, 1):

        q <- sigma_w^2 E[f(sqrt(q) g)^2] + sigma_b^2   forward, from layer to layer
        chi = sigma_w^2 E[f'(sqrt(q) g)^2]             backward: delta changes by sqrt(chi) a layer

    chi < 1: gradients vanish; chi > 1: they explode; chi = 1: the edge of chaos.
    activation: f, or its name; layers: how many of them q is followed through.
    Source: Schoenholz, Gilmer, Ganguli and Sohl-Dickstein (2017).
    """
    f = find_activation(activation)
    g = jnp.asarray(GAUSSIAN, float)
    density = jnp.asarray(DENSITY, float)

    def next_layer(q, _):
        q = sigma_w**2 * density @ f(jnp.sqrt(q) * g)**2 + sigma_b**2
        return jnp.maximum(q, SMALLEST), None

    q, _ = jax.lax.scan(next_layer, jnp.asarray(1.0), length=layers)
    return MeanField(q, sigma_w**2 * density @ f.derivative(jnp.sqrt(q) * g)**2)


@partial(jax.jit, static_argnames="activation")
def mean_field_plane(activation: Activation | str, sigma_w: Float[Array, "columns"],
                     sigma_b: Float[Array, "rows"]) -> Float[Array, "rows columns"]:
    """Compute chi of `mean_field` for every pair of sigma_w, in columns, and sigma_b, in rows."""
    def chi(w, b):
        return mean_field(activation, w, b, layers=100).chi

    row = jax.vmap(chi, (0, None))
    return jax.vmap(row, (None, 0))(sigma_w, sigma_b)
