"""Every number of a backward pass through a network of sizes 2, 3, 2, 1, and the factors in it."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.experiments.backprop.gradient_checks import round_parameters
from dlnotes.networks.backprop import Backward, backward, example_cost
from dlnotes.networks.gradient_check import central_differences
from dlnotes.networks.costs import COSTS
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

SIZES = (2, 3, 2, 1)
LAYERS = len(SIZES) - 1
# Neurons as (layer, neuron), weights as (layer, neuron, neuron of the layer before).
NEURONS = [(l, j) for l in range(1, LAYERS + 1) for j in range(SIZES[l])]
WEIGHTS = [(l, j, k) for l, j in NEURONS for k in range(SIZES[l - 1])]


class Examined(NamedTuple):
    """Everything about one gradient, in double precision.

    back: the forward and the backward pass; slopes: f'(z) at each neuron, layer by layer.
    differences: the gradient by central differences, shaped as params.
    y: the truth; cost: C_x.
    """
    params: tuple[Layer, ...]
    back: Backward
    slopes: tuple[Float[Array, "_"], ...]
    differences: tuple[Layer, ...]
    y: Float[Array, ""]
    cost: Float[Array, ""]


def examine(activation: str, cost: str, x1: float, x2: float, y: float, scale: float,
            seed: int) -> Examined:
    """Compute the gradient for one example, by backpropagation and by central differences.

    activation: of the hidden layers; cost: one of `COSTS`.
    scale: a factor of the parameters, which `seed` draws.
    """
    with jax.enable_x64(True):  # so that differences agree to seven digits
        params = round_parameters(SIZES, seed)
        return _examined(params, scale, jnp.array([x1, x2]), jnp.array([y]), activation, cost)


@partial(jax.jit, static_argnames=("activation", "cost"))
def _examined(params, scale, x, y, activation, cost):
    network = Network(SIZES, activation)
    cost = COSTS[cost]
    params = jax.tree.map(lambda p: scale * p, params)
    back = backward(network, params, x, y, cost)
    slopes = tuple(f.derivative(z) for f, z in zip(network.activations, back.trace.z))
    differences = central_differences(lambda p: example_cost(network, p, x, y, cost), params)
    C = cost(back.trace.z[-1], back.trace.a[-1], y)
    return Examined(params, back, slopes, differences, y[0], C)


def factors(params: tuple[Layer, ...], back: Backward, slopes: tuple, l: int, j: int
            ) -> list[list[float]]:
    """List the factors on each way from neuron j of layer l to the output error.

    params, back, slopes: as in `Examined`; l: from 1 to `LAYERS`; j: from 0.
    A way is f'(z), w, f'(z), w, ..., delta^L; the sum over all ways of their products is delta^l_j.
    """
    if l == LAYERS:
        return [[float(back.deltas[-1][j])]]
    return [[float(slopes[l - 1][j]), float(params[l].weights[i, j]), *way]
            for i in range(SIZES[l + 1]) for way in factors(params, back, slopes, l + 1, i)]
