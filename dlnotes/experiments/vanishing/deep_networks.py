"""Deep networks: many equal hidden layers, with the remedies for depth as switches.

The hidden layers after the first are stacked in one array, and one `scan` runs through them. So
thirty layers compile as fast as two, and `depth` is a number like any other: `jax.vmap` maps over
it, and a slider that moves it compiles nothing.
Source: the post, "The network" and "The solver"; Nielsen, chapter 5.
"""
import math
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int, PRNGKeyArray

from dlnotes.networks.activations import Activation, find_activation, sigmoid
from dlnotes.networks.costs import Cost, cross_entropy
from dlnotes.networks.initialisation import SCHEMES
from dlnotes.networks.network import Layer, Network

SMALL = 1e-5  # added to a variance before it divides
Depth = Int[Array, ""] | int


class Stack(NamedTuple):
    """The parameters of a deep network.

    first: the first hidden layer; hidden: the further ones, stacked along an axis in front;
    last: the output layer.
    """
    first: Layer
    hidden: Layer
    last: Layer


class DeepTrace(NamedTuple):
    """All that a forward pass of m examples computes.

    z, a: weighted inputs and activations of the hidden layers; where a layer is switched off, z
    is 0 and a is that of the layer before; output: the weighted inputs of the output layer.
    """
    z: Float[Array, "layers m width"]
    a: Float[Array, "layers m width"]
    output: Float[Array, "m outputs"]


@dataclass(frozen=True)
class DeepNetwork:
    """A network of equal hidden layers, a' = f(Wa + b), of any depth, with sigmoid outputs.

    inputs, width, outputs: numbers of neurons; activation: f, or its name.
    normalisation: makes each Wa mean 0 and variance 1 before b is added. "batch" takes mean and
    variance over the examples, for each neuron; "layer" over the neurons, for each example; None
    changes nothing.
    residual: each hidden layer but the first adds its input to its output, a' = a + f(Wa + b).
    Frozen and hashable, so that `jax.jit` takes it as static.
    Raises ValueError for numbers of neurons below 1 and for unknown names.
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
            raise ValueError(
                f"normalisation must be None, 'batch' or 'layer'; got {self.normalisation!r}")
        Network((self.inputs, self.width, self.outputs))  # raises for numbers below 1

    def init(self, layers: int, *, key: PRNGKeyArray,
             scheme: str | tuple = "scaled") -> Stack:
        """Draw random parameters for a number of hidden layers.

        A shallower network uses the first few of these layers.
        layers: at least 1; key: a `jax.random.key`; scheme: a name, as for `Network.init`, or a
        pair (sigma_w, sigma_b): weights from N(0, sigma_w^2 / n_in), biases from N(0, sigma_b^2).
        Raises ValueError for an unknown scheme.
        """
        if layers < 1:
            raise ValueError(f"layers must be at least 1; got {layers}")
        if isinstance(scheme, str) and scheme not in SCHEMES:
            known = ", ".join(SCHEMES)
            raise ValueError(f"scheme must be (sigma_w, sigma_b) or one of {known}; got {scheme!r}")
        shapes = (((), self.inputs, self.width),
                  ((layers - 1,), self.width, self.width),
                  ((), self.width, self.outputs))
        scales = [_scales(scheme, n_in, n_out) for _, n_in, n_out in shapes]
        return _draw(shapes, scales, key)

    def forward(self, params: Stack, x: Float[Array, "m inputs"], depth: Depth | None = None,
                nudges: Float[Array, "layers m width"] | None = None) -> DeepTrace:
        """Compute every weighted input and activation for m examples at once.

        (Batch normalisation needs all of them together.)
        params: its hidden layers are those that can be used; depth: how many of them are used,
        from 1 (None: all), while the others hand on their input; nudges: added to each z, so that
        JAX can differentiate by z (None: zeros).
        """
        layers = 1 + len(params.hidden.biases)
        depth = layers if depth is None else depth
        self.check_depth(params, depth)
        nudges = jnp.zeros((layers, len(x), self.width)) if nudges is None else nudges

        def next_layer(a, layer):
            (W, b), number, nudge = layer
            z = self._weighted_input(W, b, a) + nudge
            output = self.activation(z) + (a if self.residual else 0)
            used = number <= depth
            a = jnp.where(used, output, a)
            return a, (jnp.where(used, z, 0), a)

        z1 = self._weighted_input(*params.first, x) + nudges[0]
        a1 = self.activation(z1)
        later = params.hidden, jnp.arange(2, layers + 1), nudges[1:]
        a, (later_z, later_a) = jax.lax.scan(next_layer, a1, later)
        output = a @ params.last.weights.T + params.last.biases[None]
        return DeepTrace(jnp.concatenate([z1[None], later_z]),
                         jnp.concatenate([a1[None], later_a]), output)

    def check_depth(self, params: Stack, depth: Depth | None) -> None:
        """Raise ValueError if there are fewer hidden layers; a traced depth is not checked."""
        if depth is None or isinstance(depth, jax.core.Tracer):
            return
        layers = 1 + len(params.hidden.biases)
        if not 1 <= depth <= layers:
            raise ValueError(f"depth must be a number of hidden layers, from 1 to the {layers} "
                             f"there are; got {depth}")

    def _weighted_input(self, W, b, a):
        z = a @ W.T
        if self.normalisation:
            axis = 0 if self.normalisation == "batch" else 1
            variance = z.var(axis, keepdims=True)
            z = (z - z.mean(axis, keepdims=True)) / jnp.sqrt(variance + SMALL)
        return z + b[None]

    def mean_cost(self, params: Stack, x: Float[Array, "m inputs"], y: Float[Array, "m outputs"],
                  depth: Depth | None = None, cost: Cost = cross_entropy,
                  nudges: Float[Array, "layers m width"] | None = None) -> Float[Array, ""]:
        """Return the mean cost of m examples.

        y: the truth; cost: C_x; the other arguments: as for `forward`.
        """
        z = self.forward(params, x, depth, nudges).output
        return jnp.mean(jax.vmap(cost)(z, sigmoid(z), y))

    def plain(self, params: Stack, depth: int) -> tuple[Network, tuple[Layer, ...]]:
        """Return the same network as a `Network` with `depth` hidden layers, and its parameters.

        Raises ValueError if normalisation or residual is on.
        """
        if self.normalisation or self.residual:
            raise ValueError("a Network knows no normalisation and no residual connections: "
                             "switch them off")
        self.check_depth(params, depth)
        hidden = [Layer(W, b) for W, b in zip(*params.hidden)][:depth - 1]
        sizes = (self.inputs, *[self.width] * depth, self.outputs)
        return Network(sizes, hidden=self.activation), (params.first, *hidden, params.last)


def _scales(scheme, n_in, n_out):
    if isinstance(scheme, str):
        return SCHEMES[scheme](n_in, n_out)
    sigma_w, sigma_b = scheme
    return sigma_w * n_in**-0.5, sigma_b


@partial(jax.jit, static_argnames="shapes")
def _draw(shapes, scales, key):
    """Draw a `Stack` of normal numbers.

    shapes: of each part, (how many layers, inputs, outputs); scales: of its weights and biases.
    """
    sizes = [math.prod(many) * n_out * (n_in + 1) for many, n_in, n_out in shapes]
    numbers = jax.random.normal(key, (sum(sizes),))  # drawn once and cut, which compiles faster
    parts = []
    start = 0
    for (many, n_in, n_out), (scale_w, scale_b), size in zip(shapes, scales, sizes):
        drawn = numbers[start:start + size].reshape(*many, n_out, n_in + 1)
        parts.append(Layer(scale_w * drawn[..., :-1], scale_b * drawn[..., -1]))
        start += size
    return Stack(*parts)
