"""Deep networks: many hidden layers that are all alike, with each remedy that made depth trainable as a switch.

The hidden layers after the first are stacked in one array and run by one `scan`, so that what compiles is as small for
30 layers as for 2, and `depth` is a number like any other: `jax.vmap` over it, and no slider compiles anything.
Source: the post, "The network" and "The solver"; Nielsen, chapter 5.
"""
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float, Int, PRNGKeyArray

from dlnotes.networks.activations import Activation, find_activation, sigmoid
from dlnotes.networks.costs import Cost, cross_entropy
from dlnotes.data.datasets import Dataset, one_hot
from dlnotes.learning.descent import descend, find_optimizer, step
from dlnotes.networks.network import SCHEMES, Layer, Network
from dlnotes.learning.training import check_settings

SMALL = 1e-5  # added to a variance before it divides
Depth = Int[Array, ""] | int


class Stack(NamedTuple):
    """What a deep network has learnt: its `first` hidden layer; the further ones, `hidden`, with an axis in front, one
    entry for each; and the `last` layer, its output."""
    first: Layer
    hidden: Layer
    last: Layer


@partial(jax.jit, static_argnames="shapes")
def _drawn(shapes, scales, key):
    """A `Stack` of normal numbers: for each shape (how many layers, inputs, outputs) the scales of weights and biases."""
    sizes = [math.prod(many) * n_out * (n_in + 1) for many, n_in, n_out in shapes]
    numbers, parts, at = jax.random.normal(key, (sum(sizes),)), [], 0
    for (many, n_in, n_out), (scale_w, scale_b), size in zip(shapes, scales, sizes):
        drawn = numbers[at:at + size].reshape(*many, n_out, n_in + 1)
        parts.append(Layer(scale_w * drawn[..., :-1], scale_b * drawn[..., -1]))
        at += size
    return Stack(*parts)


class DeepTrace(NamedTuple):
    """All that a forward pass of m examples computes: `z` and `a` of the hidden layers, (layers, m, width), as a layer
    switched off leaves them; and the `output`'s weighted inputs, (m, outputs)."""
    z: Float[Array, "layers m width"]
    a: Float[Array, "layers m width"]
    output: Float[Array, "m outputs"]


@dataclass(frozen=True)
class DeepNetwork:
    """A feedforward network of equal hidden layers, a' = f(Wa + b), to any depth, and what helps them learn.

    inputs, width, outputs: numbers of neurons; activation: f, or its name; normalisation: None, or what each Wa is made
    mean 0 and variance 1 over before b is added: "batch" (the examples, for each neuron) or "layer" (the neurons, for
    each example); residual: each hidden layer but the first adds what it computes, a' = a + f(Wa + b).
    The outputs are sigmoids. Frozen and hashable, so that `jax.jit` takes it as static.
    Raises ValueError for numbers or names of no use.
    """
    inputs: int
    width: int
    outputs: int
    activation: Activation | str = sigmoid
    normalisation: str | None = None
    residual: bool = False

    def __post_init__(self):
        object.__setattr__(self, "activation", find_activation(self.activation))
        if self.normalisation not in (None, "batch", "layer"):
            raise ValueError(f"normalisation must be None, 'batch' or 'layer'; got {self.normalisation!r}")
        Network((self.inputs, self.width, self.outputs))  # which checks them

    def init(self, layers: int, *, key: PRNGKeyArray, scheme: str | tuple = "scaled") -> Stack:
        """Random parameters for so many hidden layers. A network of fewer uses the first of them.

        layers: at least 1; key: a `jax.random.key`; scheme: a name as for `Network.init`, or a pair (sigma_w, sigma_b):
        weights N(0, sigma_w^2 / n_in), biases N(0, sigma_b^2). Raises ValueError for an unknown scheme.
        """
        if layers < 1:
            raise ValueError(f"layers must be at least 1; got {layers}")
        if isinstance(scheme, str) and scheme not in SCHEMES:
            raise ValueError(f"scheme must be (sigma_w, sigma_b) or one of {', '.join(SCHEMES)}; got {scheme!r}")
        shapes = (((), self.inputs, self.width), ((layers - 1,), self.width, self.width), ((), self.width, self.outputs))
        scales = [SCHEMES[scheme](n_in, n_out) if isinstance(scheme, str) else (scheme[0] * n_in**-0.5, scheme[1])
                  for _, n_in, n_out in shapes]
        return _drawn(shapes, scales, key)

    def forward(self, params: Stack, x: Float[Array, "m inputs"], depth: Depth | None = None,
                nudges: Float[Array, "layers m width"] | None = None) -> DeepTrace:
        """Every weighted input and activation for m examples, which batch normalisation needs together.

        params: for as many layers as there are; depth: how many hidden layers to use, from 1 (None: all); the others
        hand on what they get; nudges: added to each z, so that derivatives by z can be had (None: nothing).
        """
        layers = 1 + len(params.hidden.biases)
        depth = layers if depth is None else depth
        self.check_depth(params, depth)
        nudges = jnp.zeros((layers, len(x), self.width)) if nudges is None else nudges

        def next_layer(a, layer):
            (W, b), number, nudge = layer
            z, on = self._weighted_input(W, b, a) + nudge, number <= depth
            out = self.activation(z) + (a if self.residual else 0)
            a = jnp.where(on, out, a)
            return a, (jnp.where(on, z, 0), a)

        z1 = self._weighted_input(*params.first, x) + nudges[0]
        a1 = self.activation(z1)
        a, (z, later) = jax.lax.scan(next_layer, a1, (params.hidden, jnp.arange(2, layers + 1), nudges[1:]))
        output = a @ params.last.weights.T + params.last.biases[None]
        return DeepTrace(jnp.concatenate([z1[None], z]), jnp.concatenate([a1[None], later]), output)

    def check_depth(self, params: Stack, depth: Depth | None) -> None:
        """Raises ValueError where there are not so many hidden layers. A depth that is traced cannot be looked at."""
        layers = 1 + len(params.hidden.biases)
        if depth is not None and not isinstance(depth, jax.core.Tracer) and not 1 <= depth <= layers:
            raise ValueError(f"depth must be a number of hidden layers, from 1 to the {layers} there are; got {depth}")

    def _weighted_input(self, W, b, a):
        z = a @ W.T
        if self.normalisation:
            axis = 0 if self.normalisation == "batch" else 1
            z = (z - z.mean(axis, keepdims=True)) / jnp.sqrt(z.var(axis, keepdims=True) + SMALL)
        return z + b[None]

    def mean_cost(self, params: Stack, x: Float[Array, "m inputs"], y: Float[Array, "m outputs"],
                  depth: Depth | None = None, cost: Cost = cross_entropy,
                  nudges: Float[Array, "layers m width"] | None = None) -> Float[Array, ""]:
        """The mean cost of m examples. Arguments as for `forward`; y: the truth; cost: C_x."""
        z = self.forward(params, x, depth, nudges).output
        return jnp.mean(jax.vmap(cost)(z, sigmoid(z), y))

    def plain(self, params: Stack, depth: int) -> tuple[Network, tuple[Layer, ...]]:
        """The same as a `Network` with `depth` hidden layers, and its parameters.

        Raises ValueError where a remedy is on that a `Network` does not know.
        """
        if self.normalisation or self.residual:
            raise ValueError("a Network knows no normalisation and no residual connections: switch them off")
        self.check_depth(params, depth)
        hidden = [Layer(W, b) for W, b in zip(*params.hidden)][:depth - 1]
        return (Network((self.inputs, *[self.width] * depth, self.outputs), hidden=self.activation),
                (params.first, *hidden, params.last))


class Course(NamedTuple):
    """How training went: the `params` at its end; after each epoch the mean `cost` over the training examples as met,
    and the `accuracy`, 0 to 1, on the unseen ones, (epochs,)."""
    params: Stack
    cost: Float[Array, "epochs"]
    accuracy: Float[Array, "epochs"]


def train(network: DeepNetwork, params: Stack, data: Dataset, *, key: PRNGKeyArray, depth: Depth | None = None,
          epochs: int = 20, batch_size: int = 10, learning_rate: Float[Array, ""] | float = 0.5,
          clip: Float[Array, ""] | float = math.inf, cost: Cost = cross_entropy,
          optimizer: str | Callable = "sgd") -> Course:
    """Train a deep network, as one compiled program; `jax.vmap` it over params, key, depth, learning_rate or clip.

    network, params, depth: the model and where it starts; data: of classes; key: shuffles; clip: the largest norm that
    a gradient may have, a longer one is made this long; all else as for `training.fit`, and ValueError as there.
    A cost that is no number anymore is kept as such: what explodes is part of what is to be seen.
    """
    check_settings(len(data.y_train), epochs, batch_size, learning_rate)
    network.check_depth(params, depth)
    examples = data.x_train, one_hot(data.y_train, network.outputs), data.x_test, data.y_test
    batches = _batches(key, len(data.y_train), epochs, batch_size)
    return _train(network, params, examples, batches, depth, learning_rate, clip, cost, optimizer)


@partial(jax.jit, static_argnames=("n", "epochs", "m"))
def _batches(key, n, epochs, m):
    """The numbers of the examples in each batch, (epochs, batches, m): apart, since shuffling takes a second to compile,
    and this way only once for all networks."""
    orders = jax.vmap(lambda key: jax.random.permutation(key, n))(jax.random.split(key, epochs))
    return orders[:, :n // m * m].reshape(epochs, -1, m)


@partial(jax.jit, static_argnames=("network", "cost", "optimizer"))
def _train(network, params, data, batches, depth, learning_rate, clip, cost, optimizer):
    x, y, x_test, labels_test = data
    method = find_optimizer(optimizer)(learning_rate)

    def descend_once(carry, batch):
        params, state = carry
        value, gradient = jax.value_and_grad(network.mean_cost)(params, x[batch], y[batch], depth, cost)
        return step(method, params, state, clipped(gradient, clip)), value

    def one_epoch(carry, batches):
        carry, costs = jax.lax.scan(descend_once, carry, batches)
        guesses = jnp.argmax(network.forward(carry[0], x_test, depth).output, axis=1)
        return carry, (costs.mean(), jnp.mean(guesses == labels_test))

    (params, _), (costs, accuracies) = jax.lax.scan(one_epoch, (params, method.init(params)), batches)
    return Course(params, costs, accuracies)


def norm(v: Any) -> Float[Array, ""]:
    """The length of all numbers of a pytree as one vector, sqrt(sum v^2), also where the squares are no numbers.

    Thirty layers of sigmoids leave entries of 1e-21, whose squares are 0 in single precision: the largest entry is
    divided out before.
    """
    numbers, _ = ravel_pytree(v)
    largest = jnp.max(jnp.abs(numbers))
    scale = jnp.where(largest > 0, largest, 1.0)
    return scale * jnp.sqrt(jnp.sum((numbers / scale)**2))


def clipped(gradient: Any, largest: Float[Array, ""] | float) -> Any:
    """A gradient made no longer than `largest`, in its own direction: g min(1, largest / |g|).

    gradient: a pytree of arrays; largest: of all its numbers together, > 0. Source: Pascanu, Mikolov and Bengio (2013).
    """
    length = norm(gradient)
    scale = jnp.where(length > largest, largest / jnp.where(length > 0, length, 1.0), 1.0)
    return jax.tree.map(lambda g: scale * g, gradient)


@partial(jax.jit, static_argnames=("network", "steps"))
def pretrain(network: DeepNetwork, params: Stack, x: Float[Array, "n inputs"], *, steps: int = 200,
             learning_rate: Float[Array, ""] | float = 0.01) -> Stack:
    """Layer by layer, without labels: each learns to keep what its input says, and the next starts from there.

    Layer l is trained as an autoencoder of the activations of the layer before, sigmoid(W^T h + c) from h = f(Wa + b),
    by Adam on their cross-entropy, and then left as it is. The output layer is not touched.
    network: plain, of sigmoid neurons; params: where to start; x: examples in [0, 1]; steps: for each layer.
    Raises ValueError for another network. Source: Hinton and Salakhutdinov (2006); Bengio and others (2007).
    """
    if network.activation != sigmoid or network.normalisation or network.residual:
        raise ValueError(f"network must be a plain one of sigmoid neurons, to be pretrained; got {network}")

    def autoencoder(layer, a):
        def cost(pair):
            (W, b), c = pair
            z = network.activation(a @ W.T + b[None]) @ W + c[None]
            return jnp.mean(jax.vmap(cross_entropy)(z, sigmoid(z), a))

        start = layer, jnp.zeros(a.shape[1])
        path = descend(cost, start, learning_rate=learning_rate, steps=steps, optimizer="adam")
        layer = jax.tree.map(lambda points: points[-1], path.points[0])
        return network.activation(a @ layer.weights.T + layer.biases[None]), layer

    a, first = autoencoder(params.first, x)
    _, hidden = jax.lax.scan(lambda a, layer: autoencoder(layer, a), a, params.hidden)
    return Stack(first, hidden, params.last)
