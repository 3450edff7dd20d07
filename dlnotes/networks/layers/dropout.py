"""Dropout: in training, leave out neurons at random, so that none can rely on another.

Source: Srivastava and others (2014).
"""
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.layers.protocol import AT_TEST, Given, Pull, Shape


class DropoutTrace(NamedTuple):
    """What happened: the factor of each activation, `kept`, and `a`."""
    kept: Float[Array, "..."]
    a: Float[Array, "..."]


@dataclass(frozen=True)
class Dropout:
    """In training a' = kept a, where kept is 0 with probability `rate`, and else 1 / (1 - rate).

    So the mean of a' is a, and at test time a' = a.
    rate: at least 0 and below 1. Rate 1 is refused, because it would leave nothing to learn from
    (flax gives zeros, equinox NaN gradients).
    """
    rate: float = 0.5

    def __post_init__(self):
        if isinstance(self.rate, bool) or not 0 <= self.rate < 1:
            raise ValueError(f"rate must be at least 0 and below 1; got {self.rate}")

    def init(self, *, key: PRNGKeyArray) -> tuple:
        """Return no parameters: there is nothing to learn."""
        return ()

    def forward(self, params: tuple, a: Float[Array, "..."],
                given: Given = AT_TEST) -> DropoutTrace:
        """Compute a' = kept a. Raises ValueError in training without a key."""
        if not given.training:
            return DropoutTrace(jnp.ones_like(a), a)
        if given.key is None:
            raise ValueError("dropout needs a key in training: Given(training=True, key=...)")
        kept = jax.random.bernoulli(given.key, 1 - self.rate, a.shape) / (1 - self.rate)
        kept = kept.astype(a.dtype)
        return DropoutTrace(kept, kept * a)

    def delta(self, params: tuple, trace: DropoutTrace, error: Float[Array, "..."]
              ) -> Float[Array, "..."]:
        """Return dC/da = kept * error."""
        return trace.kept * error

    def backward(self, params: tuple, trace: DropoutTrace, delta: Float[Array, "..."]) -> Pull:
        """Return no gradient, and the error for the layer before."""
        return Pull((), delta)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output, which is that of the input."""
        return shape
