"""Train one network at many learning rates, from too small to too large. Source: lesson 05."""
from functools import cache

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.data.datasets import digits
from dlnotes.learning.training import fit
from dlnotes.networks.network import Network


@cache
def rate_runs(rates: tuple[float, ...]) -> tuple[Float[Array, "n 5"], Float[Array, "n"]]:
    """Train a (64, 30, 10) network on the digits for five epochs at each rate, all at once.

    rates: n learning rates; all runs have the same start and the same mini-batches.
    Returns the mean costs after each epoch, and the shares right of unseen digits at the end.
    """
    data = digits()
    network = Network((64, 30, 10))
    start = network.init(key=jax.random.key(4))

    def train(rate):
        return fit(network, start, data, key=jax.random.key(5), learning_rate=rate, epochs=5)

    history = jax.vmap(train)(jnp.array(rates)).history
    return history.cost, history.accuracy[:, -1]
