"""A small network that reads digits: what it answers on digits that it has not seen."""
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.data.datasets import digits
from dlnotes.learning.training import fit
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

READER = Network((64, 30, 10))


class Reading(NamedTuple):
    """What `READER` has learnt, and how it does on n digits that it has not seen.

    params: the parameters after training.
    x, labels: the unseen digits, and the truth.
    wrong: the numbers of those digits that it gets wrong, in increasing order.
    """
    params: tuple[Layer, ...]
    x: Float[Array, "n 64"]
    labels: Int[Array, "n"]
    wrong: list[int]


@cache
def trained_reader() -> Reading:
    """Train `READER` for 10 epochs on the digits, once."""
    data = digits()
    start, shuffle = jax.random.split(jax.random.key(0))
    params = fit(READER, READER.init(key=start), data, key=shuffle, epochs=10).params
    answers = jnp.argmax(jax.vmap(READER.apply, (None, 0))(params, data.x_test), axis=1)
    wrong = np.flatnonzero(answers != data.y_test).tolist()
    return Reading(params, data.x_test, data.y_test, wrong)
