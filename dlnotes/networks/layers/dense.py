"""The dense layer: every neuron is fed by all activations of the layer before."""
from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.activations import Activation, find_activation, sigmoid
from dlnotes.networks.initialisation import SCHEMES, draw
from dlnotes.networks.layers.protocol import (
    AT_TEST, Given, Pull, Shape, bias_gradient, check_inputs, check_whole, weight_gradient)


class Layer(NamedTuple):
    """The parameters of a layer: `weights` (neurons, inputs) and `biases` (neurons,).

    Row j of the weights belongs to neuron j.
    """
    weights: Float[Array, "neurons inputs"]
    biases: Float[Array, "neurons"]


class DenseTrace(NamedTuple):
    """What happened: the activations `before`, the weighted inputs `z`, the activations `a`."""
    before: Float[Array, "... inputs"]
    z: Float[Array, "... neurons"]
    a: Float[Array, "... neurons"]


@dataclass(frozen=True)
class Dense:
    """A dense layer: z = W a + b and a' = f(z).

    n_in, n_out: how many inputs and neurons it has; f: its activation, or its name.
    scheme: how its random parameters are distributed, see `Network.init`.
    An input with more axes, such as (time, n_in), goes through it moment by moment.
    """
    n_in: int
    n_out: int
    f: Activation | str = sigmoid
    scheme: str = "scaled"

    def __post_init__(self):
        check_whole(n_in=self.n_in, n_out=self.n_out)
        object.__setattr__(self, "f", find_activation(self.f))
        SCHEMES.find(self.scheme)

    def init(self, *, key: PRNGKeyArray) -> Layer:
        """Draw random parameters to start from."""
        drawn, = draw((self.n_in, self.n_out), SCHEMES.find(self.scheme), key)
        return Layer(*drawn)

    def forward(self, params: Layer, a: Float[Array, "... inputs"],
                given: Given = AT_TEST) -> DenseTrace:
        """Compute z = W a + b and a' = f(z)."""
        z = _times(params.weights, a) + _along(params.biases, a)
        return DenseTrace(a, z, self.f(z))

    def delta(self, params: Layer, trace: DenseTrace, error: Float[Array, "... neurons"]
              ) -> Float[Array, "... neurons"]:
        """Return delta = dC/dz = dC/da * f'(z): the right half of BP2."""
        return error * self.f.derivative(trace.z)

    def backward(self, params: Layer, trace: DenseTrace,
                 delta: Float[Array, "... neurons"]) -> Pull:
        """Return dC/dW = delta a^T, dC/db = delta, and W^T delta, the left half of BP2."""
        gradient = Layer(weight_gradient(delta, trace.before), bias_gradient(delta))
        return Pull(gradient, _times(params.weights.T, delta))

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output: the last axis becomes n_out."""
        check_inputs(shape, self.n_in)
        return (*shape[:-1], self.n_out)


def _times(W, a):
    """Return W a; where a has more axes, such as (time, n_in), for each of its vectors."""
    return jnp.vectorize(W.__matmul__, signature="(k)->(j)")(a)


def _along(biases, a):
    return biases.reshape((1,) * (a.ndim - 1) + biases.shape)
