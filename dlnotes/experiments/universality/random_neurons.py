"""Random neurons: hidden neurons that are drawn and not trained, with the best output for them.

They show which kinds of neurons can make any function, without any training.
"""
from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float, PRNGKeyArray

from dlnotes.experiments.universality.function_values import Function
from dlnotes.experiments.universality.steps_and_towers import layer_of
from dlnotes.experiments.universality.wide_networks import outputs_padded
from dlnotes.networks.activations import Activation, find_activation
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

SMALLEST = 1e-6  # singular values below this share of the largest are rounding errors


def _squared(z):
    return z**2


def _slope_of_squared(z):
    return 2 * z


# It is not linear, and yet sums of its neurons are never more than parabolas.
square = Activation("square", _squared, _slope_of_squared, "z^2")


def random_units(f: Function, neurons: int, activation: str | Activation, *, key: PRNGKeyArray,
                 steepness: float = 12.0, points: int = 401) -> tuple[Network, tuple[Layer, ...]]:
    """Draw the hidden neurons of a network 1 -> neurons -> 1, and fit its output to f on [0, 1].

    A hidden neuron gives activation(w (x - s)), with w from N(0, steepness^2) and s uniform on
    [0, 1]. The weights and the bias of the output are the best ones for these neurons: they give
    the least sum of squared errors on equally spaced points.

    f: takes (n,), gives (n,).
    neurons: at least 1.
    activation: any that treats each z by itself.
    points: of the grid.
    Returns the network and its parameters.
    """
    kind = find_activation(activation)
    random = np.random.default_rng(np.asarray(jax.random.key_data(key)).ravel())
    w = steepness * random.normal(size=neurons)
    s = random.random(neurons)
    x = np.linspace(0, 1, points)
    hidden = _activations(kind, np.outer(x, w) - w * s)
    # Columns of about the same size, so that SMALLEST cuts off only rounding errors.
    scale = 1 + np.abs(hidden).max(axis=0)
    features = np.append(hidden / scale, np.ones((points, 1)), axis=1)
    wanted = np.asarray(f(jnp.asarray(x)), float)
    best = np.linalg.lstsq(features, wanted, rcond=SMALLEST)[0]
    network = Network((1, neurons, 1), hidden=kind, output="linear")
    return network, (layer_of(w[:, None], -w * s), layer_of(best[None, :-1] / scale, best[-1:]))


def _activations(kind, z):
    """Return f(z), (points, neurons), computed at one of a few widths: JAX compiles each anew."""
    points, neurons = z.shape
    padded = np.zeros((points, 2**(neurons - 1).bit_length()), np.float32)
    padded[:, :neurons] = z
    return np.asarray(kind(padded), float)[:, :neurons]


def random_units_by_count(f: Function, counts: Sequence[int], activation: str | Activation,
                          x: Float[np.ndarray, "n"], *,
                          key: PRNGKeyArray) -> Float[np.ndarray, "counts n"]:
    """Return the outputs of `random_units` with several numbers of neurons.

    f, activation: as for `random_units`.
    counts: the numbers of hidden neurons, each at least 1.
    x: the points at which the networks are evaluated.
    key: the same for all of them.
    """
    widest = (max(counts),)
    found = []
    for neurons in counts:
        network, params = random_units(f, neurons, activation, key=key)
        found.append(outputs_padded(network, params, x[:, None], widest)[:, 0])
    return np.stack(found)


def spread_start(neurons: int, *, key: PRNGKeyArray, steepness: float = 3.0) -> tuple[Layer, ...]:
    """Draw parameters for a network 1 -> neurons -> 1 of ReLUs that bend all over [0, 1].

    A hidden neuron gives relu(w (x - s)), with w from N(0, steepness^2) and s uniform on [0, 1].
    The output's weights are from N(0, 1/neurons), and its bias is 0. It works under `jax.vmap`.

    neurons: at least 1.
    """
    key_w, key_s, key_output = jax.random.split(key, 3)
    w = steepness * jax.random.normal(key_w, (neurons,))
    s = jax.random.uniform(key_s, (neurons,))
    output = jax.random.normal(key_output, (1, neurons)) * neurons**-0.5
    return Layer(w[:, None], -w * s), Layer(output, jnp.zeros(1))
