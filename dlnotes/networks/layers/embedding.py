"""The embedding: each token, a whole number, becomes a vector that is learnt."""
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int, PRNGKeyArray

from dlnotes.networks.layers.protocol import (
    AT_TEST, Given, Misfit, Pull, Shape, check_whole)


class EmbeddingParams(NamedTuple):
    """What it has learnt: a vector for each token; row t of the `vectors` belongs to token t."""
    vectors: Float[Array, "tokens neurons"]


class EmbeddingTrace(NamedTuple):
    """What happened: the tokens `before`, and their vectors `a`."""
    before: Int[Array, "... time"]
    a: Float[Array, "... time neurons"]


@dataclass(frozen=True)
class Embedding:
    """A table of vectors: a_t = row x_t of the table. It can only be the first layer of a chain.

    tokens: how many there are, 0 to tokens - 1; n_out: how many numbers a vector has.
    A token out of range is refused. Within a compiled program, where its number is not known, it
    becomes NaN (equinox and flax would take the last token's vector without a word).
    """
    tokens: int
    n_out: int

    def __post_init__(self):
        check_whole(tokens=self.tokens, n_out=self.n_out)

    def init(self, *, key: PRNGKeyArray) -> EmbeddingParams:
        """Draw vectors from N(0, 1)."""
        return EmbeddingParams(jax.random.normal(key, (self.tokens, self.n_out)))

    def forward(self, params: EmbeddingParams, a: Int[Array, "time"],
                given: Given = AT_TEST) -> EmbeddingTrace:
        """Look up the vectors. Raises ValueError for a token that is not in the table."""
        tokens = jnp.asarray(a, jnp.int32)  # int8 could not count the rows of a large table
        known = (tokens >= 0) & (tokens < self.tokens)
        if not isinstance(known, jax.core.Tracer) and not known.all():
            raise ValueError(f"tokens must be from 0 to {self.tokens - 1}; "
                             f"got {int(tokens[jnp.argmin(known)])}")
        rows = params.vectors[jnp.clip(tokens, 0, self.tokens - 1)]
        return EmbeddingTrace(tokens, jnp.where(known[:, None], rows, jnp.nan))

    def delta(self, params: EmbeddingParams, trace: EmbeddingTrace,
              error: Float[Array, "time neurons"]) -> Float[Array, "time neurons"]:
        """Return the error of each looked-up vector."""
        return error

    def backward(self, params: EmbeddingParams, trace: EmbeddingTrace,
                 delta: Float[Array, "... time neurons"]) -> Pull:
        """Return the sum of the errors of each token; tokens themselves have no slope."""
        sums = jnp.zeros_like(params.vectors).at[trace.before].add(delta)
        return Pull(EmbeddingParams(sums), None)

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output: a vector for each token."""
        if len(shape) != 1:
            raise Misfit("a sequence of tokens, (time,)", f"shape {shape}")
        return *shape, self.n_out
