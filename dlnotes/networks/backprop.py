"""Backpropagation: the gradient of the cost by four equations.

No automatic differentiation: the four equations stand in `chain`, those of a layer in `layers`.
Source: the post, "The solver"; Nielsen, chapter 2.
"""
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.networks.chain import batch_gradient
from dlnotes.networks.costs import Cost, cross_entropy
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network, Trace

Deltas = tuple[Float[Array, "_"], ...]


class Backward(NamedTuple):
    """Everything that a backward pass computes.

    trace: of the forward pass before it; deltas: the errors dC_x/dz, for each layer of neurons;
    gradient: of C_x, shaped as the parameters are.
    """
    trace: Trace
    deltas: Deltas
    gradient: tuple[Layer, ...]


def backward(network: Network, params: tuple[Layer, ...], x: Float[Array, "inputs"],
             y: Float[Array, "outputs"], cost: Cost = cross_entropy) -> Backward:
    """Compute the gradient of the cost C_x of one example, by backpropagation.

        BP1   delta^L = dC_x/dz^L                            the output error, from the cost
        BP2   delta^l = (W^(l+1)^T delta^(l+1)) * f'(z^l)     from a layer's error to the one before
        BP3   dC_x/db^l = delta^l
        BP4   dC_x/dW^l = delta^l a^(l-1)^T

    `Chain.backward` has them as four lines, for layers of any kind; `Dense` as they stand here.
    network, params: the model; x: (sizes[0],); y: the truth, (sizes[-1],); cost: C_x.
    Raises ValueError where a shape or the network's output does not fit.
    For many examples see `mean_gradient`.
    """
    traces, deltas, gradient = network.chain.backward(params, x, y, cost)
    return Backward(Trace.of(x, traces), deltas, gradient)


def example_cost(network: Network, params: tuple[Layer, ...], x: Float[Array, "inputs"],
                 y: Float[Array, "outputs"], cost: Cost = cross_entropy) -> Float[Array, ""]:
    """Return the cost C_x of one example, of which `backward` gives the gradient.

    The arguments are those of `backward`.
    """
    return network.chain.cost(params, x, y, cost)


def mean_cost(network: Network, params: tuple[Layer, ...], x: Float[Array, "m inputs"],
              y: Float[Array, "m outputs"], cost: Cost = cross_entropy) -> Float[Array, ""]:
    """Return the mean cost of m examples, of which `mean_gradient` gives the gradient.

    The arguments are those of `mean_gradient`.
    """
    return jnp.mean(jax.vmap(lambda x, y: example_cost(network, params, x, y, cost))(x, y))


def mean_gradient(network: Network, params: tuple[Layer, ...], x: Float[Array, "m inputs"],
                  y: Float[Array, "m outputs"], cost: Cost = cross_entropy
                  ) -> tuple[Float[Array, ""], tuple[Layer, ...]]:
    """Return the mean cost of m examples and its gradient, by backpropagation.

    BP4 for many examples is one product of matrices: the rows of delta are examples, and
    delta^T a adds them up. The gradient is shaped as the parameters are.

    network, params: the model; x: (m, sizes[0]); y: (m, sizes[-1]); cost: C_x.
    Raises ValueError as `backward` does.
    """
    result = batch_gradient(network.chain, params, x, y, cost)
    return result.cost, result.gradient
