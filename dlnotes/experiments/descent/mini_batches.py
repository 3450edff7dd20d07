"""Measure how far the gradient of a mini-batch is from the gradient of all examples.

The network is untrained, and the examples are the 1,438 handwritten digits it would learn from.
Source: lesson 05.
"""
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.data.datasets import digits, one_hot
from dlnotes.networks.backprop import backward
from dlnotes.networks.network import Network

BATCH_NETWORK = Network((64, 30, 10))
LARGEST_BATCH = 1000


class BatchGradients(NamedTuple):
    """Gradients of mini-batches, flat.

    full: the gradient of all examples; batches: one gradient a row.
    spread: the root mean square distance of a mini-batch's gradient from the full one.
    """
    full: Float[Array, "p"]
    batches: Float[Array, "batches p"]
    spread: Float[Array, ""]


@cache
def example_gradients() -> Float[Array, "1438 2260"]:
    """Return the gradient of the cross-entropy of each digit by itself, flat, at one start."""
    data = digits()
    params = BATCH_NETWORK.init(key=jax.random.key(0))
    return _example_gradients(params, data.x_train, one_hot(data.y_train, 10))


@jax.jit
def _example_gradients(params, x, y):
    def one(x, y):
        flat, _ = ravel_pytree(backward(BATCH_NETWORK, params, x, y).gradient)
        return flat

    return jax.vmap(one)(x, y)


def batch_gradients(m: int, batches: int, *, key: PRNGKeyArray) -> BatchGradients:
    """Return the gradients of random mini-batches of m digits, at one start of `BATCH_NETWORK`.

    Each example is drawn from all 1,438 digits, so that one digit may come twice in a batch.
    m: examples in a batch, 1 to 1,000; batches: how many of them, at least 1.
    key: draws them. With the same key, a smaller batch is the beginning of a larger one.
    Raises ValueError if m or batches is out of range.
    """
    if not 1 <= m <= LARGEST_BATCH:
        raise ValueError(f"m must be from 1 to {LARGEST_BATCH:,}; got {m}")
    if batches < 1:
        raise ValueError(f"batches must be at least 1; got {batches}")
    return _batch_gradients(example_gradients(), m, key, batches)


@partial(jax.jit, static_argnames="batches")
def _batch_gradients(gradients, m, key, batches):
    """Compute all means as one product: how often each example was drawn, times its gradient."""
    drawn = jax.random.randint(key, (batches, LARGEST_BATCH), 0, len(gradients))
    # m masks places instead of being a shape, so that another m does not compile again.
    counted = jnp.where(jnp.arange(LARGEST_BATCH) < m, 1.0, 0.0)[None]
    rows = jnp.arange(batches)[:, None]
    counts = jnp.zeros((batches, len(gradients))).at[rows, drawn].add(counted)
    full = gradients.mean(0)
    means = counts @ gradients / m
    return BatchGradients(full, means, _root_mean_square(means - full[None]))


@cache
def example_spread() -> Float[Array, ""]:
    """Return the root mean square distance of one example's gradient from the full one.

    It is the c in c / sqrt(m), the spread that mini-batches of m examples should have.
    """
    gradients = example_gradients()
    return _root_mean_square(gradients - gradients.mean(0)[None])


def _root_mean_square(vectors):
    """Return the root of the mean squared length of vectors (n, p)."""
    return jnp.sqrt(jnp.mean(jnp.sum(vectors**2, axis=1)))


@cache
def gradient_plane() -> Float[Array, "2 2260"]:
    """Return two unit vectors at right angles that span a plane on which gradients are shown.

    The first points along the full gradient. The second is a random mix of the examples'
    gradients: a direction drawn at random among 2,260 would show next to none of their spread.
    """
    gradients = example_gradients()
    return _plane(gradients, jax.random.normal(jax.random.key(1), (len(gradients),)))


@jax.jit
def _plane(gradients, mix):
    full = gradients.mean(0)
    along = full / jnp.linalg.norm(full)
    across = mix @ (gradients - full[None])
    across -= (across @ along) * along
    return jnp.stack([along, across / jnp.linalg.norm(across)])
