"""Learning by heart: a wide network learns digits whose labels are true, or shuffled.

Source: Zhang and others (2017).
"""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, Int

from dlnotes.data.datasets import digits, shuffled_labels
from dlnotes.data.examples import Dataset
from dlnotes.learning.runs import Run
from dlnotes.learning.evaluation import accuracy
from dlnotes.learning.training import fit
from dlnotes.networks.network import Network
from dlnotes.results import kept

WIDE = Network((64, 256, 256, 10), hidden="relu")
TESTED = (*range(11), *range(12, 20, 2), *range(20, 61, 5))  # epochs after which it is tested


class Memorised(NamedTuple):
    """Ten of the training digits, and the shares right after each of n epochs.

    images: the first digit of each class; labels: what the network is told that they are;
    true: whether that is so; epochs: those of `TESTED`; learnt: the share right, 0 to 1, of the
    training digits, with the labels as told; unseen: the share right of the test digits.
    """
    images: Float[np.ndarray, "10 8 8"]
    labels: Int[np.ndarray, "10"]
    true: Bool[np.ndarray, "10"]
    epochs: Int[np.ndarray, "n"]
    learnt: Float[np.ndarray, "n"]
    unseen: Float[np.ndarray, "n"]


@kept
def learnt_and_unseen(share: float) -> Memorised:
    """Train `WIDE` for 60 epochs on digits, a share of whose labels is shuffled.

    share: 0 to 1. The result is kept: each share is trained once.
    """
    true = digits()
    told = shuffled_labels(true, share, key=jax.random.key(0))
    run = _trained(told)
    first = jnp.array([jnp.argmax(true.y_train == digit) for digit in range(10)])
    found = Memorised(
        images=told.x_train[first].reshape(-1, 8, 8),
        labels=told.y_train[first],
        true=(told.y_train == true.y_train)[first],
        epochs=jnp.array(TESTED),
        learnt=_shares_right(run, told.x_train, told.y_train),
        unseen=_shares_right(run, told.x_test, told.y_test))
    return jax.device_get(found)


def _trained(data: Dataset) -> Run:
    params = WIDE.init(key=jax.random.key(0), scheme="he")
    return fit(WIDE, params, data, key=jax.random.key(2), epochs=TESTED[-1], batch_size=20,
               learning_rate=0.002, optimizer="adam", keep=TESTED)


def _shares_right(run: Run, x: Float[Array, "m 64"], y: Int[Array, "m"]) -> Float[Array, "n"]:
    return jnp.array([accuracy(WIDE, run.at(epoch).params, x, y) for epoch in TESTED])
