"""Backpropagation: the gradient of the cost by four equations.

No automatic differentiation inside `backward`: the four equations are four functions of one line.
Source: the post, "The solver"; Nielsen, chapter 2.
"""
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.networks.activations import Activation
from dlnotes.networks.costs import Cost, cross_entropy
from dlnotes.networks.network import Layer, Network, Trace

Deltas = tuple[Float[Array, "_"], ...]


class Backward(NamedTuple):
    """Everything that a backward pass computes.

    trace: of the forward pass before it; deltas: the errors dC_x/dz, for each layer of neurons;
    gradient: of C_x, shaped as the parameters are.
    """
    trace: Trace
    deltas: Deltas
    gradient: tuple[Layer, ...]


def output_error(z: Float[Array, "outputs"], a: Float[Array, "outputs"],
                 y: Float[Array, "outputs"], f: Activation, cost: Cost) -> Float[Array, "outputs"]:
    """Return delta^L, the error of the output layer: BP1.

    z, a, f: the weighted inputs of that layer, its activations and its activation function.
    y: the truth; cost: C_x.
    """
    return cost.output_error(z, a, y, f)


def error_before(W: Float[Array, "after here"], delta: Float[Array, "after"],
                 z: Float[Array, "here"], a: Float[Array, "here"],
                 f: Activation) -> Float[Array, "here"]:
    """Return delta^l, the error of a layer, from the error of the layer after it: BP2.

    W, delta: the weights and the error of the layer after it.
    z, a, f: the layer's own weighted inputs, activations and activation function.
    """
    return W.T @ delta * f.derivative(z)


def bias_gradient(delta: Float[Array, "here"],
                  before: Float[Array, "before"]) -> Float[Array, "here"]:
    """Return dC_x/db^l of a layer: BP3.

    delta: the layer's error; before: the activations of the layer before it.
    """
    return delta


def weight_gradient(delta: Float[Array, "here"],
                    before: Float[Array, "before"]) -> Float[Array, "here before"]:
    """Return dC_x/dW^l of a layer: BP4.

    delta: the layer's error; before: the activations of the layer before it.
    """
    return jnp.outer(delta, before)


def backward(network: Network, params: tuple[Layer, ...], x: Float[Array, "inputs"],
             y: Float[Array, "outputs"], cost: Cost = cross_entropy, *,
             bp1: Callable = output_error, bp2: Callable = error_before,
             bp3: Callable = bias_gradient, bp4: Callable = weight_gradient) -> Backward:
    """Compute the gradient of the cost C_x of one example, by backpropagation.

        BP1   delta^L = dC_x/dz^L                            the output error, from the cost
        BP2   delta^l = (W^(l+1)^T delta^(l+1)) * f'(z^l)     from a layer's error to the one before
        BP3   dC_x/db^l = delta^l
        BP4   dC_x/dW^l = delta^l a^(l-1)^T

    network, params: the model; x: (sizes[0],); y: the truth, (sizes[-1],); cost: C_x.
    bp1, bp2, bp3, bp4: the four equations; lesson 06 puts wrong ones in their places.
    Raises ValueError where a shape or the network's output does not fit.
    For many examples see `mean_gradient`.
    """
    _check(network, y, cost)
    z, a = trace = network.forward(params, x)
    f = network.activations
    deltas = [bp1(z[-1], a[-1], y, f[-1], cost)]
    for l in reversed(range(len(z) - 1)):
        deltas.insert(0, bp2(params[l + 1].weights, deltas[0], z[l], a[l + 1], f[l]))
    gradient = tuple(Layer(biases=bp3(delta, before), weights=bp4(delta, before))
                     for delta, before in zip(deltas, a))
    return Backward(trace, tuple(deltas), gradient)


def example_cost(network: Network, params: tuple[Layer, ...], x: Float[Array, "inputs"],
                 y: Float[Array, "outputs"], cost: Cost = cross_entropy) -> Float[Array, ""]:
    """Return the cost C_x of one example, of which `backward` gives the gradient.

    The arguments are those of `backward`.
    """
    _check(network, y, cost)
    trace = network.forward(params, x)
    return cost(trace.z[-1], trace.a[-1], y)


def mean_cost(network: Network, params: tuple[Layer, ...], x: Float[Array, "m inputs"],
              y: Float[Array, "m outputs"], cost: Cost = cross_entropy) -> Float[Array, ""]:
    """Return the mean cost of m examples, of which `mean_gradient` gives the gradient.

    The arguments are those of `mean_gradient`.
    """
    return jnp.mean(jax.vmap(lambda x, y: example_cost(network, params, x, y, cost))(x, y))


# Compiled, so that the gradients of single examples, which nobody reads, are never computed.
@partial(jax.jit, static_argnames=("network", "cost"))
def mean_gradient(network: Network, params: tuple[Layer, ...], x: Float[Array, "m inputs"],
                  y: Float[Array, "m outputs"], cost: Cost = cross_entropy
                  ) -> tuple[Float[Array, ""], tuple[Layer, ...]]:
    """Return the mean cost of m examples and its gradient, by backpropagation.

    BP4 for many examples is one product of matrices: the rows of delta are examples, and
    delta^T a adds them up. The gradient is shaped as the parameters are.

    network, params: the model; x: (m, sizes[0]); y: (m, sizes[-1]); cost: C_x.
    Raises ValueError as `backward` does.
    """
    trace, deltas, _ = jax.vmap(lambda x, y: backward(network, params, x, y, cost))(x, y)
    costs = jax.vmap(cost)(trace.z[-1], trace.a[-1], y)
    gradient = tuple(Layer(weights=delta.T @ a / len(x), biases=delta.mean(0))
                     for delta, a in zip(deltas, trace.a))
    return costs.mean(), gradient


def _check(network, y, cost):
    if jnp.shape(y) != network.sizes[-1:]:
        raise ValueError(f"y must be the truth for one example, of shape ({network.sizes[-1]},); "
                         f"got {jnp.shape(y)}")
    cost.check_output(network.output)
