"""Training: stochastic gradient descent, one compiled program an epoch.

Source: the post, "The solver"; Nielsen, chapter 1.
"""
import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int, PRNGKeyArray

from dlnotes.activations import sigmoid
from dlnotes.costs import Cost, cross_entropy
from dlnotes.datasets import one_hot
from dlnotes.networks import Layer, Network


class History(NamedTuple):
    """After each epoch: the mean `cost` over the training examples, as met, and the `accuracy` on the test ones,
    0 to 1; both of shape (epochs,)."""
    cost: np.ndarray
    accuracy: np.ndarray


class Run(NamedTuple):
    """What training gives: the `params` it ended with, its `history`, and the number of `epochs` that were asked for."""
    params: tuple[Layer, ...]
    history: History
    epochs: int

    def __repr__(self) -> str:
        done = len(self.history.cost)
        state = f"{done} epochs" if done == self.epochs else f"interrupted after {done} of {self.epochs} epochs"
        if not done:
            return f"Run: {state}"
        cost, accuracy = self.history.cost[-1], self.history.accuracy[-1]
        return f"Run: {state}, cost \u2248{cost:.3f}, test accuracy \u2248{accuracy:.3f}"


def fit(network: Network, params: tuple[Layer, ...], data, *, key: PRNGKeyArray, cost: Cost = cross_entropy,
        epochs: int = 30, batch_size: int = 10, learning_rate: float = 0.5,
        on_epoch: Callable[[History], None] | None = None) -> Run:
    """Train by stochastic gradient descent: for each mini-batch of m examples, p <- p - (eta / m) sum of dC_x/dp.

    network, params: the model and where it starts; data: a `Dataset` of labelled examples; key: shuffles them, anew
    each epoch (those left over when batches are full wait for the next); cost: C_x; epochs >= 1; batch_size m, at
    most the number of examples; learning_rate: eta > 0; on_epoch: called with the history after each epoch.
    An interrupt (Ctrl-C, or the stop button) ends training early and keeps what was learnt.
    Raises ValueError for arguments of no use, FloatingPointError where the cost becomes infinite or NaN.
    """
    x, y = _checked(network, data, cost, epochs, batch_size, learning_rate)
    costs, accuracies = [], []
    try:
        for epoch_key in jax.random.split(key, epochs):
            order = jax.random.permutation(epoch_key, len(x))
            batches = order[:len(x) // batch_size * batch_size].reshape(-1, batch_size)
            params, mean_cost = _epoch(network, cost, params, x, y, batches, float(learning_rate))
            correct = accuracy(network, params, data.x_test, data.y_test)
            costs.append(_finite(float(mean_cost), len(costs) + 1, learning_rate))
            accuracies.append(float(correct))
            if on_epoch:
                on_epoch(History(np.array(costs), np.array(accuracies)))
    except KeyboardInterrupt:
        print(f"interrupted after epoch {len(costs)} of {epochs}: what was learnt until then is kept")
    return Run(params, History(np.array(costs), np.array(accuracies)), epochs)


@partial(jax.jit, static_argnames=("network", "cost"))
def _epoch(network, cost, params, x, y, batches, learning_rate):
    def batch_cost(params, x, y):
        def one(x, y):
            trace = network.forward(params, x)
            return cost(trace.z[-1], trace.a[-1], y)
        return jnp.mean(jax.vmap(one)(x, y))

    def descend(params, batch):
        value, gradient = jax.value_and_grad(batch_cost)(params, x[batch], y[batch])
        return jax.tree.map(lambda p, g: p - learning_rate * g, params, gradient), value

    params, costs = jax.lax.scan(descend, params, batches)
    return params, jnp.mean(costs)


@partial(jax.jit, static_argnames="network")
def accuracy(network: Network, params: tuple[Layer, ...], x: Float[Array, "n inputs"],
             labels: Int[Array, "n"]) -> Float[Array, ""]:
    """The share of examples, 0 to 1, whose largest output is the one of their label.

    network, params: the model; x: (n, inputs); labels: (n,), 0 to outputs - 1.
    """
    outputs = jax.vmap(network.apply, (None, 0))(params, x)
    return jnp.mean(jnp.argmax(outputs, axis=1) == labels)


def _checked(network, data, cost, epochs, batch_size, learning_rate):
    x, labels = jnp.asarray(data.x_train), np.asarray(data.y_train)
    if epochs < 1:
        raise ValueError(f"epochs must be at least 1; got {epochs}")
    if not 1 <= batch_size <= len(x):
        raise ValueError(f"batch_size must be from 1 to the {len(x)} training examples; got {batch_size}")
    if not 0 < learning_rate < math.inf:
        raise ValueError(f"learning_rate must be a positive number; got {learning_rate}")
    if cost is cross_entropy and network.output != sigmoid:
        raise ValueError(f"cross_entropy is for outputs between 0 and 1: use output=sigmoid; got {network.output}")
    if x.shape[1:] != network.sizes[:1]:
        raise ValueError(f"the data have {x.shape[1]} inputs an example, the network {network.sizes[0]}")
    return x, one_hot(labels, network.sizes[-1])


def _finite(cost, epoch, learning_rate):
    if not math.isfinite(cost):
        raise FloatingPointError(f"the cost became {cost} in epoch {epoch}: a learning rate smaller than "
                                 f"{learning_rate} usually helps, or smaller weights to start from")
    return cost
