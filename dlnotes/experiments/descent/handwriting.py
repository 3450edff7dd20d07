"""Train a network on handwritten digits, and ask it about a drawing. Source: lesson 00."""
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

from dlnotes.data.datasets import digits
from dlnotes.data.images import as_digit, augmented
from dlnotes.learning.runs import History, Run
from dlnotes.learning.training import fit
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

DIGIT_NETWORK = Network((64, 100, 10), hidden="relu")


class Recognition(NamedTuple):
    """What a network says of a drawing.

    drawing: as it was drawn, ink 0 to 1; seen: the same as the network gets it.
    outputs: one for each digit; 0 where nothing is drawn. answer: the digit of the largest output.
    drawn: whether there is any ink; recognised: whether the largest output reaches one half.
    """
    drawing: Float[Array, "rows columns"]
    seen: Float[Array, "8 8"]
    outputs: Float[Array, "10"]
    answer: Int[Array, ""]
    drawn: Bool[Array, ""]
    recognised: Bool[Array, ""]


@partial(jax.jit, static_argnames="network")
def recognise(network: Network, params: tuple[Layer, ...], drawing: Float[Array, "rows columns"]
              ) -> Recognition:
    """Ask a network that has learnt the 8 x 8 digits which digit a drawing is.

    network, params: with 64 inputs and 10 outputs; drawing: (rows, columns), ink from 0 to 1.
    """
    seen = as_digit(drawing)
    drawn = jnp.any(seen > 0)
    outputs = jnp.where(drawn, network.apply(params, seen.ravel()), 0)
    return Recognition(
        drawing, seen, outputs, jnp.argmax(outputs), drawn, jnp.max(outputs) >= 0.5)


def train_on_digits(epochs: int = 20, on_epoch: Callable[[History], None] | None = None) -> Run:
    """Train `DIGIT_NETWORK` on the digits and on seven jittered copies of each.

    epochs: how often it meets all of them; on_epoch: called with the history after each epoch.
    """
    data = digits()
    x, y = augmented(
        data.x_train, data.y_train, shape=data.shape, copies=7, key=jax.random.key(2))
    start = DIGIT_NETWORK.init(key=jax.random.key(0), scheme="he")
    return fit(DIGIT_NETWORK, start, replace(data, x_train=x, y_train=y), key=jax.random.key(1),
               epochs=epochs, batch_size=20, learning_rate=0.2, on_epoch=on_epoch)
