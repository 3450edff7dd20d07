"""Measure the cost on straight lines through the space of all parameters of a network.

Twenty networks learn the handwritten digits. Lines lead from each start to the end that descent
found, and from one end to another. Source: lesson 05.
"""
from functools import cache

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.data.datasets import digits, one_hot
from dlnotes.learning.descent import along_line
from dlnotes.learning.runs import Run
from dlnotes.learning.training import fit
from dlnotes.networks.backprop import mean_cost
from dlnotes.networks.network import Layer, Network

LINE_NETWORK = Network((64, 30, 10))
LINES = 20
LINE_PLACES = jnp.linspace(-0.25, 1.25, 61)  # 0 is where a line begins, 1 where it ends


@cache
def digit_cloud() -> tuple[tuple[Layer, ...], Run]:
    """Train `LINE_NETWORK` on the digits for ten epochs, from twenty starts at once.

    Returns the starts and the runs from them, both with an axis of 20 in front of every array.
    """
    keys = jax.random.split(jax.random.key(0), LINES)
    starts = jax.vmap(lambda key: LINE_NETWORK.init(key=key))(keys)

    def train(start):
        return fit(LINE_NETWORK, start, digits(), key=jax.random.key(1), epochs=10,
                   learning_rate=0.5)

    return starts, jax.vmap(train)(starts)


@cache
def line_costs(between: str) -> Float[Array, "20 61"]:
    """Return the mean cost on the digits at all `LINE_PLACES` of twenty straight lines.

    between: "start and end", for lines from the start of each run to its end;
    or "two ends": line i leads from the end of run i - 1 to the end of run i (the first line, from
    the end of the last run).
    """
    data = digits()
    starts, runs = digit_cloud()
    neighbours = jax.tree.map(lambda p: jnp.roll(p, 1, axis=0), runs.params)
    first = starts if between == "start and end" else neighbours
    return _line_costs(first, runs.params, data.x_train, one_hot(data.y_train, 10))


@jax.jit
def _line_costs(starts, ends, x, y):
    def cost(params):
        return mean_cost(LINE_NETWORK, params, x, y)

    def one_line(pair):
        return along_line(cost, *pair, LINE_PLACES)

    return jax.lax.map(one_line, (starts, ends))
