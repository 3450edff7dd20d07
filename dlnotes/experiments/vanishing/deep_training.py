"""Train deep networks: gradient descent on mini-batches, with clipping, as one compiled program.

Source: the post, "The solver"; Nielsen, chapter 5.
"""
import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.data.datasets import one_hot
from dlnotes.data.examples import Dataset
from dlnotes.experiments.vanishing.deep_networks import DeepNetwork, Depth, Stack
from dlnotes.learning.checks import check_settings
from dlnotes.learning.clipping import clipped
from dlnotes.learning.optimizers import find_optimizer, step
from dlnotes.networks.costs import Cost, cross_entropy


class Course(NamedTuple):
    """The course of a training.

    params: at its end; cost: after each epoch, the mean over the training examples, each taken
    when it was met; accuracy: after each epoch, on unseen examples, from 0 to 1.
    """
    params: Stack
    cost: Float[Array, "epochs"]
    accuracy: Float[Array, "epochs"]


def train(network: DeepNetwork, params: Stack, data: Dataset, *, key: PRNGKeyArray,
          depth: Depth | None = None, epochs: int = 20, batch_size: int = 10,
          learning_rate: Float[Array, ""] | float = 0.5, clip: Float[Array, ""] | float = math.inf,
          cost: Cost = cross_entropy, optimizer: str | Callable = "sgd") -> Course:
    """Train a deep network; `jax.vmap` maps it over params, key, depth, learning_rate or clip.

    NaN and infinite costs are recorded, not raised.
    network, params, depth: the model and its start; data: with classes; key: shuffles the
    examples; clip: gradients with a larger norm are shortened to it; the other arguments: as for
    `dlnotes.learning.training.fit`, with the same ValueErrors.
    """
    check_settings(len(data.y_train), epochs, batch_size, learning_rate)
    network.check_depth(params, depth)
    y = one_hot(data.y_train, network.outputs)
    examples = data.x_train, y, data.x_test, data.y_test
    batches = _batches(key, len(data.y_train), epochs, batch_size)
    return _train(network, params, examples, batches, depth, learning_rate, clip, cost, optimizer)


@partial(jax.jit, static_argnames=("n", "epochs", "m"))
def _batches(key, n, epochs, m):
    """Draw which examples are in each batch, as numbers (epochs, batches, m).

    This is a program of its own because shuffling takes a second to compile: so it is compiled
    once for all networks.
    """
    keys = jax.random.split(key, epochs)
    orders = jax.vmap(lambda key: jax.random.permutation(key, n))(keys)
    return orders[:, :n // m * m].reshape(epochs, -1, m)


@partial(jax.jit, static_argnames=("network", "cost", "optimizer"))
def _train(network, params, data, batches, depth, learning_rate, clip, cost, optimizer):
    x, y, x_test, labels_test = data
    method = find_optimizer(optimizer)(learning_rate)
    cost_and_gradient = jax.value_and_grad(network.mean_cost)

    def descend_once(carry, batch):
        params, state = carry
        value, gradient = cost_and_gradient(params, x[batch], y[batch], depth, cost)
        return step(method, params, state, clipped(gradient, clip)), value

    def one_epoch(carry, batches):
        carry, costs = jax.lax.scan(descend_once, carry, batches)
        guesses = jnp.argmax(network.forward(carry[0], x_test, depth).output, axis=1)
        return carry, (costs.mean(), jnp.mean(guesses == labels_test))

    start = params, method.init(params)
    (params, _), (costs, accuracies) = jax.lax.scan(one_epoch, start, batches)
    return Course(params, costs, accuracies)
