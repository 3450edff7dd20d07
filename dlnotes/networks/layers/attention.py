"""Attention: each moment of a sequence looks at the others, and takes a mean of what they offer.

Source: Vaswani and others (2017).
"""
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.layers.protocol import (
    AT_TEST, Given, Pull, Shape, check_sequence, check_whole, random_weights, weight_gradient)
from dlnotes.networks.layers.recurrent import real_moments


class AttentionParams(NamedTuple):
    """What it has learnt: four matrices; what each moment asks, offers, tells, and the mix."""
    query_weights: Float[Array, "neurons inputs"]
    key_weights: Float[Array, "neurons inputs"]
    value_weights: Float[Array, "neurons inputs"]
    output_weights: Float[Array, "neurons neurons"]


class AttentionTrace(NamedTuple):
    """What happened: the sequence `before`, and the letters of the equations, for each head.

    weights: how much moment i looks at moment j; mixed: the heads' means side by side; a: O mixed.
    """
    before: Float[Array, "... time inputs"]
    q: Float[Array, "... heads time size"]
    k: Float[Array, "... heads time size"]
    v: Float[Array, "... heads time size"]
    weights: Float[Array, "... heads time time"]
    mixed: Float[Array, "... time neurons"]
    a: Float[Array, "... time neurons"]


class AttentionDelta(NamedTuple):
    """The errors of q, k and v, heads side by side, and of the output."""
    q: Float[Array, "... time neurons"]
    k: Float[Array, "... time neurons"]
    v: Float[Array, "... time neurons"]
    output: Float[Array, "... time neurons"]


@dataclass(frozen=True)
class Attention:
    """Attention of a sequence to itself; for each head, with size = n_out / heads:

        q = Q x,  k = K x,  v = V x                          what each moment asks, offers, tells
        weights = softmax(q k^T / sqrt(size))                row i adds up to 1
        a = O (weights v, the heads side by side)

    n_in, n_out: how many inputs and neurons it has; heads: how many, dividing n_out.
    causal: whether a moment may look only at itself and at those before it.
    Nobody looks at a padded moment. A moment that may look nowhere, as a padded one, gets zeros
    (JAX's dot_product_attention gives it the mean of all values).
    """
    n_in: int
    n_out: int
    heads: int = 1
    causal: bool = False

    def __post_init__(self):
        check_whole(n_in=self.n_in, n_out=self.n_out, heads=self.heads)
        if self.n_out % self.heads:
            raise ValueError(f"heads must divide n_out, the {self.n_out} neurons; "
                             f"got {self.heads}")

    def init(self, *, key: PRNGKeyArray) -> AttentionParams:
        """Draw Q, K and V from N(0, 1 / n_in) and O from N(0, 1 / n_out)."""
        sizes = (self.n_in, self.n_in, self.n_in, self.n_out)
        keys = jax.random.split(key, 4)
        return AttentionParams(*(random_weights(one, self.n_out, size)
                                 for one, size in zip(keys, sizes)))

    def forward(self, params: AttentionParams, a: Float[Array, "time inputs"],
                given: Given = AT_TEST) -> AttentionTrace:
        """Compute queries, keys, values, who looks where, and what each moment takes from it."""
        Q, K, V, O = params
        q, k, v = (self._apart(a @ W.T) for W in (Q, K, V))
        scores = q @ k.swapaxes(1, 2) * self._scale
        allowed = jnp.broadcast_to(self._allowed(real_moments(a, given))[None], scores.shape)
        weights = jax.nn.softmax(scores, axis=-1, where=allowed)
        mixed = self._together(weights @ v)
        return AttentionTrace(a, q, k, v, weights, mixed, mixed @ O.T)

    def delta(self, params: AttentionParams, trace: AttentionTrace,
              error: Float[Array, "time neurons"]) -> AttentionDelta:
        """Return the errors of q, k and v, back through the mean and through the softmax."""
        _, q, k, v, weights, _, _ = trace
        d_mixed = self._apart(error @ params.output_weights)
        d_v = weights.swapaxes(1, 2) @ d_mixed
        d_weights = d_mixed @ v.swapaxes(1, 2)
        mean = (weights * d_weights).sum(-1, keepdims=True)
        d_scores = weights * (d_weights - mean) * self._scale
        d_q = d_scores @ k
        d_k = d_scores.swapaxes(1, 2) @ q
        return AttentionDelta(*map(self._together, (d_q, d_k, d_v)), error)

    def backward(self, params: AttentionParams, trace: AttentionTrace,
                 delta: AttentionDelta) -> Pull:
        """Return delta x^T for Q, K and V, delta mixed^T for O; Q^T d_q + K^T d_k + V^T d_v."""
        Q, K, V, _ = params
        x = trace.before
        gradient = AttentionParams(
            weight_gradient(delta.q, x), weight_gradient(delta.k, x), weight_gradient(delta.v, x),
            weight_gradient(delta.output, trace.mixed))
        return Pull(gradient, delta.q @ Q + delta.k @ K + delta.v @ V)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output: n_out numbers at each moment."""
        check_sequence(shape, self.n_in)
        return shape[0], self.n_out

    @property
    def _scale(self):
        return (self.n_out // self.heads)**-0.5

    def _allowed(self, real):
        """Return who may look at whom: row i holds the moments that moment i may look at."""
        pairs = real[:, None] & real[None]
        return jnp.tril(pairs) if self.causal else pairs

    def _apart(self, a):
        return a.reshape(len(a), self.heads, -1).swapaxes(0, 1)

    def _together(self, a):
        return a.swapaxes(0, 1).reshape(a.shape[1], -1)
