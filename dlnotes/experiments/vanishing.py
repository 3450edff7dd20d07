"""Vanishing and exploding gradients: how large the errors of each layer are, and how large theory says that they are.

Source: the post, "The solver"; Nielsen, chapter 5; Hochreiter (1991); Glorot and Bengio (2010); Schoenholz, Gilmer,
Ganguli and Sohl-Dickstein (2017).
"""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.networks.activations import Activation, find_activation
from dlnotes.networks.costs import Cost, cross_entropy
from dlnotes.experiments.deep_networks import DeepNetwork, Depth, Stack, norm


class Norms(NamedTuple):
    """How large things are in each hidden layer, the first one first: each (layers,), and 0 beyond the depth used.

    `deltas`: the length of delta = dC_x/dz, as a root mean square over the examples; `biases` and `weights`: the length
    of dC/db, which is the mean of delta over the examples, and of dC/dW, for the mean cost C; `mean`: of
    the activations, over neurons and examples; `spread`: how far the examples are apart, the standard deviation of a
    neuron's activation over the examples, as a root mean square over the neurons.
    """
    deltas: Float[Array, "layers"]
    biases: Float[Array, "layers"]
    weights: Float[Array, "layers"]
    mean: Float[Array, "layers"]
    spread: Float[Array, "layers"]


@partial(jax.jit, static_argnames=("network", "cost"))
def layer_norms(network: DeepNetwork, params: Stack, x: Float[Array, "m inputs"], y: Float[Array, "m outputs"],
                depth: Depth | None = None, cost: Cost = cross_entropy) -> Norms:
    """How large errors, gradients and activations are in each hidden layer; `jax.vmap` it over params and depth.

    network, params, depth: the model; x: m examples; y: the truth, (m, outputs); cost: C_x.
    """
    layers = 1 + len(params.hidden.biases)
    nudges = jnp.zeros((layers, len(x), network.width))
    gradient, by_z = jax.grad(network.mean_cost, argnums=(0, 5))(params, x, y, depth, cost, nudges)
    trace = network.forward(params, x, depth)
    used = jnp.arange(1, layers + 1) <= (layers if depth is None else depth)
    weights = jnp.concatenate([norm(gradient.first.weights)[None], jax.vmap(norm)(gradient.hidden.weights)])
    deltas = jax.vmap(norm)(by_z) * len(x)**0.5  # by_z has delta / m for each of m examples
    return Norms(deltas, jax.vmap(norm)(by_z.sum(axis=1)), weights,
                 *(jnp.where(used, value, 0) for value in (trace.a.mean((1, 2)), jnp.sqrt(trace.a.var(1).mean(1)))))


def decay(norms: Float[Array | np.ndarray, "... layers"]) -> Float[Array, "..."]:
    """By what a norm is multiplied, on the way back, from one hidden layer to the one before: the factor of the
    exponential that fits it best (least squares through its logarithm).

    norms: positive, of the layers used, the first one first, at least 2.
    """
    logs = jnp.log(jnp.asarray(norms))
    numbers = jnp.arange(logs.shape[-1]) - (logs.shape[-1] - 1) / 2
    return jnp.exp(-(logs @ numbers) / jnp.sum(numbers**2))


class MeanField(NamedTuple):
    """What infinitely wide layers do: the variance `q` of a weighted input, once it no longer changes from layer to
    layer, and `chi`, by which the mean square of delta is multiplied from a layer to the one before."""
    q: Float[Array, ""]
    chi: Float[Array, ""]


GAUSSIAN = np.linspace(-8, 8, 4_000)  # where g is taken: not at 0, where a slope may jump
DENSITY = np.exp(-GAUSSIAN**2 / 2) / np.sum(np.exp(-GAUSSIAN**2 / 2))
SMALLEST = 1e-30  # of q, so that slopes near 0 are seen from both sides where it falls for ever


@partial(jax.jit, static_argnames=("activation", "layers"))
def mean_field(activation: Activation | str, sigma_w: Float[Array, ""] | float, sigma_b: Float[Array, ""] | float,
               layers: int = 200) -> MeanField:
    """Signal propagation in wide random layers, weights N(0, sigma_w^2 / n_in), biases N(0, sigma_b^2):

        q <- sigma_w^2 E[f(sqrt(q) g)^2] + sigma_b^2   forward, from layer to layer, with g from N(0, 1)
        chi = sigma_w^2 E[f'(sqrt(q) g)^2]             backward: delta shrinks by sqrt(chi) a layer

    chi < 1: gradients vanish, chi > 1: they explode, chi = 1: the edge of chaos.
    activation: f, or its name; layers: how many of them q is followed through.
    Source: Schoenholz, Gilmer, Ganguli and Sohl-Dickstein (2017).
    """
    f = find_activation(activation)
    g, density = jnp.asarray(GAUSSIAN, float), jnp.asarray(DENSITY, float)

    def through(q, _):
        q = sigma_w**2 * density @ f(jnp.sqrt(q) * g)**2 + sigma_b**2
        return jnp.maximum(q, SMALLEST), None

    q, _ = jax.lax.scan(through, jnp.asarray(1.0), length=layers)
    return MeanField(q, sigma_w**2 * density @ f.derivative(jnp.sqrt(q) * g)**2)


def factor(w: Float[Array, "..."] | float, a: Float[Array, "..."] | float,
           b: Float[Array, "..."] | float) -> Float[Array, "..."]:
    """What one sigmoid neuron multiplies a gradient by, w sigma'(w a + b): at most w / 4 in size."""
    z = w * a + b
    return w * jax.nn.sigmoid(z) * jax.nn.sigmoid(-z)  # 1 - sigma(z) = sigma(-z), which does not round to 0


def surviving_band(w: Float[Array, "..."] | float) -> Float[Array, "..."]:
    """The width of the band of inputs a in which abs(w sigma'(w a + b)) >= 1, so that a gradient does not shrink:

        (2 / abs(w)) ln(abs(w) (1 + sqrt(1 - 4 / abs(w))) / 2 - 1)    for abs(w) >= 4, and 0 below

    w: a weight. The band lies around a = -b / w; it is widest, 0.4477, at abs(w) = 6.894. Source: Nielsen, chapter 5.
    """
    size = jnp.abs(jnp.asarray(w, float))
    large = jnp.maximum(size, 4.0)
    width = 2 / large * jnp.log(large * (1 + jnp.sqrt(1 - 4 / large)) / 2 - 1)
    return jnp.where(size >= 4, width, 0.0)


@partial(jax.jit, static_argnames=("network", "cost"))
def norms_by_depth(network: DeepNetwork, starts: Stack, x: Float[Array, "m inputs"], y: Float[Array, "m outputs"],
                   depths: Int[Array, "depths"], cost: Cost = cross_entropy) -> Norms:
    """`layer_norms` of many networks, each cut to many depths: every part is (depths, networks, layers).

    starts: parameters, of many networks, each for as many hidden layers as the largest of the depths; all else as there.
    """
    def at(depth):
        return jax.vmap(lambda params: layer_norms(network, params, x, y, depth, cost))(starts)

    return jax.lax.map(at, depths)


@partial(jax.jit, static_argnames=("network", "epochs", "cost"))
def norms_while_training(network: DeepNetwork, params: Stack, x: Float[Array, "m inputs"], y: Float[Array, "m outputs"],
                         *, epochs: int = 500, learning_rate: Float[Array, ""] | float = 0.1,
                         weight_decay: Float[Array, ""] | float = 0.0,
                         cost: Cost = cross_entropy) -> Float[Array, "epochs layers"]:
    """The length of dC/db in each hidden layer, before each step of gradient descent on all m examples together.

    network, params: the model and where it starts; x, y: the examples and the truth; learning_rate: eta; weight_decay:
    lambda, of lambda/(2m) sum w^2 in the cost. Nielsen's curves are those of 784, 30, 30, 10 (and deeper), 1,000
    examples, eta = 0.1, lambda = 5. Source: Nielsen, chapter 5.
    """
    def shrunk(layer):
        return layer._replace(weights=(1 - learning_rate * weight_decay / len(x)) * layer.weights)

    def one_step(params, _):
        gradient = jax.grad(network.mean_cost)(params, x, y, None, cost)
        biases = jnp.concatenate([gradient.first.biases[None], gradient.hidden.biases])
        params = jax.tree.map(lambda p, g: p - learning_rate * g, Stack(*map(shrunk, params)), gradient)
        return params, jax.vmap(norm)(biases)

    return jax.lax.scan(one_step, params, length=epochs)[1]
