"""The convolution: one small dense layer, applied at every place of a picture.

Each window of k x k pixels becomes a row of numbers (im2col), so that the layer is one product of
matrices, and its four equations are those of a dense layer. Nothing is padded, and as in all
libraries for networks the kernel is not turned round: strictly, it is a cross-correlation.
"""
from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.activations import Activation, find_activation, relu
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.layers.protocol import (
    AT_TEST, Given, Misfit, Pull, Shape, bias_gradient, check_whole, random_weights,
    weight_gradient)


class ConvolutionTrace(NamedTuple):
    """What happened: the picture `before`, its windows `patches`, and `z` and `a` of each map."""
    before: Float[Array, "... rows columns channels"]
    patches: Float[Array, "... rows_out columns_out window"]
    z: Float[Array, "... rows_out columns_out maps"]
    a: Float[Array, "... rows_out columns_out maps"]


@dataclass(frozen=True)
class Convolution:
    """A convolution with kernels of k x k pixels: z = W p + b at every place, and a' = f(z).

    channels: how many numbers each pixel has; maps: how many kernels there are, each of which
    makes one feature map; k: how wide and high a kernel is; f: the activation, or its name.
    Row j of the weights (maps, k k channels) is kernel j, read row by row, channels last.
    """
    channels: int
    maps: int
    k: int = 3
    f: Activation | str = relu

    def __post_init__(self):
        check_whole(channels=self.channels, maps=self.maps, k=self.k)
        object.__setattr__(self, "f", find_activation(self.f))

    def init(self, *, key: PRNGKeyArray) -> Layer:
        """Draw weights from N(0, 2 / inputs), as He and others; biases 0."""
        window = self.k**2 * self.channels
        return Layer(2**0.5 * random_weights(key, self.maps, window), jnp.zeros(self.maps))

    def forward(self, params: Layer, a: Float[Array, "rows columns channels"],
                given: Given = AT_TEST) -> ConvolutionTrace:
        """Compute z = W p + b for the window p at every place, and a' = f(z)."""
        rows, columns, _ = self.shape_after(a.shape)
        patches = jnp.concatenate(
            [a[i:i + rows, j:j + columns] for i, j in self._places()], axis=-1)
        z = patches @ params.weights.T + params.biases[None, None]
        return ConvolutionTrace(a, patches, z, self.f(z))

    def delta(self, params: Layer, trace: ConvolutionTrace,
              error: Float[Array, "... maps"]) -> Float[Array, "... maps"]:
        """Return delta = dC/dz = dC/da * f'(z), at every place."""
        return error * self.f.derivative(trace.z)

    def backward(self, params: Layer, trace: ConvolutionTrace,
                 delta: Float[Array, "... maps"]) -> Pull:
        """Return dC/dW = delta p^T and dC/db = delta, summed over the places, and dC/da.

        Each window gets W^T delta back; a pixel adds up what it gets from all its windows.
        """
        gradient = Layer(weight_gradient(delta, trace.patches), bias_gradient(delta))
        rows, columns = delta.shape[-3:-1]
        windows = jnp.split(delta @ params.weights, self.k**2, axis=-1)
        error = jnp.zeros_like(trace.before)
        for (i, j), window in zip(self._places(), windows):
            error = error.at[..., i:i + rows, j:j + columns, :].add(window)
        return Pull(gradient, error)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the maps: k - 1 rows and columns fewer than the picture has."""
        if len(shape) != 3 or shape[2] != self.channels:
            raise Misfit(f"a picture (rows, columns, {self.channels})", f"shape {shape}")
        if min(shape[:2]) < self.k:
            raise Misfit(f"a picture of at least {self.k} x {self.k} pixels",
                         f"{shape[0]} x {shape[1]}")
        return shape[0] - self.k + 1, shape[1] - self.k + 1, self.maps

    def _places(self):
        return [(i, j) for i in range(self.k) for j in range(self.k)]
