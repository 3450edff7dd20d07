"""Linear layers: a row of them is one layer, and a linear output layer can be solved for.

Source: the post, "The building block".
"""
from collections.abc import Sequence
from functools import reduce

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.networks.activations import linear
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network


def collapse(layers: Sequence[Layer]) -> Layer:
    """Return the one linear layer that does the same as several linear layers in a row.

    For two layers, W = W2 W1 and b = W2 b1 + b2.
    layers: at least one, the first one first; each has as many inputs as the one before has
        neurons.
    Raises ValueError for no layers.
    """
    if not layers:
        raise ValueError("layers must hold at least one layer; got none")

    def join(one, two):
        return Layer(two.weights @ one.weights, two.weights @ one.biases + two.biases)

    return reduce(join, layers)


def solve_output(network: Network, params: tuple[Layer, ...], x: Float[Array, "n inputs"],
                 y: Float[Array, "n outputs"]) -> tuple[Layer, ...]:
    """Fit the output layer to n points by least squares, with the smallest change that does it.

        v <- v + pinv(A) (y - A v)

    v holds the weights and biases of the output layer, and A the activations that feed it, with
    a column of ones. The layers before it stay as they are.
    network: its output is linear; params: the start; x, y: n inputs and the outputs wanted.
    Raises ValueError for an output that is not linear.
    """
    if network.output != linear:
        raise ValueError(f"the output must be linear to be solved for; got {network.output}")
    feeding = jax.vmap(lambda one: network.forward(params, one).a[-2])(x)
    A = jnp.column_stack([feeding, jnp.ones(len(x))])
    v = jnp.vstack([params[-1].weights.T, params[-1].biases])
    with jax.default_matmul_precision("highest"):
        inverse = jnp.linalg.pinv(A)
        for _ in range(2):  # the second time removes what rounding left over
            v = v + inverse @ (y - A @ v)
    return *params[:-1], Layer(v[:-1].T, v[-1])
