"""Layer normalisation: the activations of each example get mean 0 and variance 1.

Source: Ba and others (2016).
"""
from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.layers.protocol import (
    AT_TEST, Given, Pull, Shape, bias_gradient, check_inputs, check_whole)


class NormParams(NamedTuple):
    """What it has learnt: for each input, by how much to multiply, and what to add."""
    scale: Float[Array, "inputs"]
    shift: Float[Array, "inputs"]


class LayerNormTrace(NamedTuple):
    """What happened: the normalised inputs `hat`, what they were divided by, `sd`, and `a`."""
    hat: Float[Array, "... inputs"]
    sd: Float[Array, "... 1"]
    a: Float[Array, "... inputs"]


def along(vector: Float[Array, "inputs"], a: Float[Array, "... inputs"]) -> Float[Array, "..."]:
    """Return a vector with axes of length 1 before it, so that it goes along with a."""
    return vector.reshape((1,) * (a.ndim - 1) + vector.shape)


@dataclass(frozen=True)
class LayerNorm:
    """Layer normalisation, over the last axis, of each example and each moment by itself:

        hat = (a - mean) / sqrt(variance + epsilon)        a' = scale hat + shift

    n_in: how many inputs it has; epsilon: keeps the root away from 0.
    The variance is the mean of (a - mean)^2, which does not cancel (flax's default does).
    """
    n_in: int
    epsilon: float = 1e-5

    def __post_init__(self):
        check_whole(n_in=self.n_in)

    def init(self, *, key: PRNGKeyArray) -> NormParams:
        """Return scales of 1 and shifts of 0."""
        return NormParams(jnp.ones(self.n_in), jnp.zeros(self.n_in))

    def forward(self, params: NormParams, a: Float[Array, "... inputs"],
                given: Given = AT_TEST) -> LayerNormTrace:
        """Compute hat = (a - mean) / sd and a' = scale hat + shift."""
        centred = a - a.mean(-1, keepdims=True)
        sd = jnp.sqrt((centred**2).mean(-1, keepdims=True) + self.epsilon)
        hat = centred / sd
        return LayerNormTrace(hat, sd, along(params.scale, a) * hat + along(params.shift, a))

    def delta(self, params: NormParams, trace: LayerNormTrace, error: Float[Array, "... inputs"]
              ) -> Float[Array, "... inputs"]:
        """Return the error of a', which is that of scale hat + shift."""
        return error

    def backward(self, params: NormParams, trace: LayerNormTrace,
                 delta: Float[Array, "... inputs"]) -> Pull:
        """Return dC/dscale = delta hat, dC/dshift = delta, and with d = scale delta

            dC/da = (d - mean(d) - hat mean(d hat)) / sd
        """
        gradient = NormParams(bias_gradient(delta * trace.hat), bias_gradient(delta))
        d = along(params.scale, delta) * delta
        common = d.mean(-1, keepdims=True) + trace.hat * (d * trace.hat).mean(-1, keepdims=True)
        return Pull(gradient, (d - common) / trace.sd)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output, which is that of the input."""
        check_inputs(shape, self.n_in)
        return shape
