"""Train one small network on XOR from many random starts, and see how many of them arrive.

Source: lessons 01 and 05.
"""
from functools import partial

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Key

from dlnotes.data.points import xor
from dlnotes.learning.descent import descend
from dlnotes.networks.backprop import mean_cost
from dlnotes.networks.network import Network

STEPS = 4000
EVERY = 20  # one in so many steps is kept


@partial(jax.jit, static_argnames=("hidden", "steps"))
def xor_descents(hidden: int, keys: Key[Array, "starts"], steps: int = STEPS
                 ) -> tuple[Float[Array, "starts n"], Bool[Array, "starts n"]]:
    """Train a (2, hidden, 1) network of sigmoid neurons on XOR, from one random start for each key.

    Each step is p <- p - dC/dp, where C is the mean cross-entropy of the four rows: eta is 1.
    hidden: how many neurons stand before the one that answers.
    keys: (starts,), one for each start.
    steps: how many steps each network takes.
    Returns two arrays (starts, steps / 20 + 1), for the start and every 20th step after it:
    the cost, and whether the network is right on all four rows.
    """
    data = xor()
    network = Network((2, hidden, 1))
    y = data.y_train[:, None].astype(float)

    def cost(params):
        return mean_cost(network, params, data.x_train, y)

    def all_right(params):
        answers = jax.vmap(network.apply, (None, 0))(params, data.x_train)
        return jnp.all((answers > 0.5) == (y > 0.5))

    def one(key):
        start = network.init(key=key, scheme="normal")
        path = descend(cost, start, learning_rate=1.0, steps=steps)
        kept = jax.tree.map(lambda points: points[::EVERY], path.points)
        return path.values[::EVERY], jax.vmap(all_right)(kept)

    return jax.vmap(one)(keys)
