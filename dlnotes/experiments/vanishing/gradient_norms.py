"""Measure how large errors, gradients and activations are in each hidden layer.

Source: the post, "The solver"; Nielsen, chapter 5; Glorot and Bengio (2010).
"""
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.data.datasets import one_hot
from dlnotes.data.examples import Dataset
from dlnotes.experiments.vanishing.deep_networks import DeepNetwork, Depth, Stack
from dlnotes.learning.clipping import norm
from dlnotes.networks.costs import Cost, cross_entropy


class Norms(NamedTuple):
    """Sizes in each hidden layer, the first one first; 0 in layers beyond the depth used.

    deltas: the norm of delta = dC_x/dz, as a root mean square over the examples;
    biases: the norm of dC/db, the mean of delta over the examples, for the mean cost C;
    weights: the norm of dC/dW, for the mean cost C;
    mean: the mean activation, over neurons and examples;
    spread: how far apart the examples are, the standard deviation of a neuron's activation over
    the examples, as a root mean square over the neurons.
    """
    deltas: Float[Array, "layers"]
    biases: Float[Array, "layers"]
    weights: Float[Array, "layers"]
    mean: Float[Array, "layers"]
    spread: Float[Array, "layers"]


@partial(jax.jit, static_argnames=("network", "cost"))
def layer_norms(network: DeepNetwork, params: Stack, x: Float[Array, "m inputs"],
                y: Float[Array, "m outputs"], depth: Depth | None = None,
                cost: Cost = cross_entropy) -> Norms:
    """Measure the `Norms` of a network; `jax.vmap` maps it over params and depth.

    network, params, depth: the model; x: m examples; y: the truth; cost: C_x.
    """
    layers = 1 + len(params.hidden.biases)
    nudges = jnp.zeros((layers, len(x), network.width))
    slopes = jax.grad(network.mean_cost, argnums=(0, 5))
    gradient, by_z = slopes(params, x, y, depth, cost, nudges)
    trace = network.forward(params, x, depth)
    first = norm(gradient.first.weights)[None]
    used = jnp.arange(1, layers + 1) <= (layers if depth is None else depth)
    return Norms(
        deltas=jax.vmap(norm)(by_z) * len(x)**0.5,  # by_z is delta / m, for each of m examples
        biases=jax.vmap(norm)(by_z.sum(axis=1)),
        weights=jnp.concatenate([first, jax.vmap(norm)(gradient.hidden.weights)]),
        mean=jnp.where(used, trace.a.mean((1, 2)), 0),
        spread=jnp.where(used, jnp.sqrt(trace.a.var(1).mean(1)), 0))


def decay(norms: Float[Array | np.ndarray, "... layers"]) -> Float[Array, "..."]:
    """Return the factor by which norms change per layer, going backwards.

    It is that of the exponential which fits them best, by least squares through the logarithms.
    norms: positive, of the layers used, the first one first, at least 2.
    """
    logs = jnp.log(jnp.asarray(norms))
    numbers = jnp.arange(logs.shape[-1]) - (logs.shape[-1] - 1) / 2
    return jnp.exp(-(logs @ numbers) / jnp.sum(numbers**2))


@partial(jax.jit, static_argnames=("network", "cost"))
def norms_by_depth(network: DeepNetwork, starts: Stack, x: Float[Array, "m inputs"],
                   y: Float[Array, "m outputs"], depths: Int[Array, "depths"],
                   cost: Cost = cross_entropy) -> Norms:
    """Measure the norms of many networks, each cut to many depths.

    Every part of the result is (depths, networks, layers).
    starts: parameters of many networks, each with as many hidden layers as the largest depth;
    the other arguments: as for `layer_norms`.
    """
    def at(depth):
        return jax.vmap(lambda params: layer_norms(network, params, x, y, depth, cost))(starts)

    return jax.lax.map(at, depths)


@partial(jax.jit, static_argnames=("network", "epochs", "cost"))
def norms_while_training(
        network: DeepNetwork, params: Stack, x: Float[Array, "m inputs"],
        y: Float[Array, "m outputs"], *, epochs: int = 500,
        learning_rate: Float[Array, ""] | float = 0.1,
        weight_decay: Float[Array, ""] | float = 0.0,
        cost: Cost = cross_entropy) -> Float[Array, "epochs layers"]:
    """Measure the norm of dC/db in each hidden layer before each step of gradient descent.

    Each step uses all m examples together, so it is an epoch.
    network, params: the model and its start; x, y: the examples and the truth; learning_rate:
    eta; weight_decay: lambda, which adds lambda/(2m) sum w^2 to the cost.
    Nielsen's curves are those of 784, 30, 30, 10 (and deeper) with 1,000 examples, eta = 0.1 and
    lambda = 5. Source: Nielsen, chapter 5.
    """
    def shrunk(layer):
        return layer._replace(
            weights=(1 - learning_rate * weight_decay / len(x)) * layer.weights)

    def one_step(params, _):
        gradient = jax.grad(network.mean_cost)(params, x, y, None, cost)
        biases = jnp.concatenate([gradient.first.biases[None], gradient.hidden.biases])
        params = jax.tree.map(
            lambda p, g: p - learning_rate * g, Stack(*map(shrunk, params)), gradient)
        return params, jax.vmap(norm)(biases)

    return jax.lax.scan(one_step, params, length=epochs)[1]


@cache
def nielsens_curves(data: Dataset, layers: int) -> Float[Array, "4 500 {layers}"]:
    """Train as for Nielsen's curves, from four starts, and return `norms_while_training`.

    Networks with `layers` hidden layers of 30 sigmoid neurons learn the first 1,000 training
    examples of the data, all together, for 500 epochs.
    """
    network = DeepNetwork(data.inputs, 30, 10)
    x = data.x_train[:1000]
    y = one_hot(data.y_train[:1000], 10)

    def curves(start):
        return norms_while_training(network, start, x, y, weight_decay=5.0)

    keys = jax.random.split(jax.random.key(0), 4)
    starts = jax.vmap(lambda key: network.init(layers, key=key))(keys)
    return jax.vmap(curves)(starts)
