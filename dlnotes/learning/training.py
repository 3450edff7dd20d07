"""Training: an optimiser on the cost of mini-batches, one compiled program an epoch.

`fit` trains one network; under `jax.vmap` it trains many at once, a cloud of starts, or of learning rates:

    starts = jax.vmap(lambda key: network.init(key=key))(jax.random.split(key, 100))
    runs = jax.vmap(lambda start: fit(network, start, data, key=key, epochs=5))(starts)

These networks meet the same mini-batches, in one order, which is what makes a cloud cheap. Keys can be mapped as well;
then each network has an order of its own. With `devices.shard(starts)` for starts, all devices share the work.

Source: the post, "The solver"; Nielsen, chapters 1 and 3.
"""
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int, PRNGKeyArray

from dlnotes.networks.backprop import mean_gradient
from dlnotes.networks.costs import Cost, find_cost
from dlnotes.data.datasets import one_hot
from dlnotes.learning.descent import check_learning_rate, find_optimizer, step
from dlnotes.networks.network import Layer, Network
from dlnotes.learning.runs import History, Run


Truths = Int[Array, "n"] | Float[Array, "n outputs"]  # labels, or numbers


class Diverged(FloatingPointError):
    """The cost became infinite or NaN. Attribute `run`: the run as it was after the last epoch where it was a number."""

    def __init__(self, message: str, run: Run):
        super().__init__(message)
        self.run = run


def fit(network: Network, params: tuple[Layer, ...] | Run, data, *, key: PRNGKeyArray,
        cost: str | Cost = "cross_entropy", optimizer: str | Callable | tuple = "sgd",
        learning_rate: Float[Array, ""] | float = 0.5, epochs: int = 30, batch_size: int = 10,
        weight_decay: Float[Array, ""] | float = 0.0, patience: int | None = None, keep: Iterable[int] = (),
        on_epoch: Callable[[History], None] | None = None, gradient: Callable = mean_gradient) -> Run:
    """Train a network: for each mini-batch of m examples one step against the gradient of their mean cost,
    (1 / m) sum of C_x + (lambda / 2n) sum of w^2. With plain gradient descent, p <- p - eta times that gradient.

    network: the model; params: where it starts, or a `Run` to go on with, as if it had never stopped (with the same key
    and settings, bit for bit); data: a `Dataset` with n training examples, of classes or of numbers; key: shuffles
    them, anew each epoch (those left over when batches are full wait for the next); cost: C_x, or its name; optimizer:
    a name ("sgd", "momentum", "nesterov", "rmsprop", "adam"), or one of Optax, ready or as a function of learning_rate;
    learning_rate: eta > 0; epochs: how many in all, those of a run that goes on included; batch_size: m, from 1 to n;
    weight_decay: lambda >= 0; patience: stop once the accuracy on unseen examples has not risen for so many epochs, and
    go back to the best; keep: epochs after which the parameters are kept, 0 for the start; on_epoch: called with the
    history after each epoch; gradient: gives the mean cost of a mini-batch and its gradient, called as
    `backprop.mean_gradient` is, to train with another one.

    An interrupt (Ctrl-C, or the stop button) ends training early and keeps what was learnt. Pure under `jax.vmap` over
    params, key, learning_rate or weight_decay; patience and on_epoch, which look at numbers, are not for there.
    Raises ValueError for arguments of no use, before anything is compiled; `Diverged` where the cost is no number.
    """
    cost, optimizer, keep = find_cost(cost), find_optimizer(optimizer), set(keep)
    x, y, unseen = _examples(network, data, cost)
    check_settings(len(x), epochs, batch_size, learning_rate, weight_decay, patience)
    run, state = _start(network, params, optimizer, learning_rate, epochs)
    traced = any(isinstance(leaf, jax.core.Tracer) for leaf in jax.tree.leaves((run, key, learning_rate, weight_decay)))
    if traced and (patience or on_epoch):
        raise ValueError("patience and on_epoch look at numbers, and under jax.vmap there are none yet: leave them out")
    rows = list(zip(*run.history))
    best = run = _kept(run, keep)
    try:
        for epoch in range(run.epoch, epochs):
            order = jax.random.permutation(jax.random.fold_in(key, epoch), len(x))
            batches = order[:len(x) // batch_size * batch_size].reshape(-1, batch_size)
            params, state, mean_cost = _epoch(network, cost, optimizer, gradient, run.params, state, x, y,
                                              batches, learning_rate, weight_decay / len(x))
            row = mean_cost, *evaluate(network, params, *unseen, cost)
            rows = rows[:epoch] + [row if traced else _finite(row, run, learning_rate)]
            run = _kept(replace(run, params=params, state=tuple(jax.tree.leaves(state)), epoch=epoch + 1,
                                history=_history(rows) if not traced else run.history), keep)
            if not patience or row[-1] > max((accuracy for *_, accuracy in rows[:-1]), default=-math.inf):
                best = run
            if on_epoch:
                on_epoch(run.history)
            if patience and run.epoch - best.epoch >= patience:
                break
    except KeyboardInterrupt:
        print(f"interrupted after epoch {run.epoch} of {epochs}: what was learnt until then is kept")
    return replace(best, history=_history(rows), kept=run.kept)


@partial(jax.jit, static_argnames=("network", "cost", "optimizer", "gradient"))
def _epoch(network, cost, optimizer, gradient, params, state, x, y, batches, learning_rate, decay):
    method = optimizer(learning_rate)

    def descend(carry, batch):
        params, state = carry
        value, slopes = gradient(network, params, x[batch], y[batch], cost)
        slopes = tuple(g._replace(weights=g.weights + decay * W) for g, (W, _) in zip(slopes, params))
        return step(method, params, state, slopes), value

    (params, state), costs = jax.lax.scan(descend, (params, state), batches)
    return params, state, jnp.mean(costs)


@partial(jax.jit, static_argnames=("network", "cost"))
def evaluate(network: Network, params: tuple[Layer, ...], x: Float[Array, "n inputs"], y: Truths,
             cost: Cost) -> tuple[Float[Array, ""], Float[Array, ""]]:
    """The mean cost of n examples, and the `accuracy`. Arguments as there; cost: C_x."""
    trace = jax.vmap(network.forward, (None, 0))(params, x)
    costs = jax.vmap(cost)(trace.z[-1], trace.a[-1], one_hot(y, network.sizes[-1]) if y.ndim == 1 else y)
    return jnp.mean(costs), _accuracy(trace.a[-1], y)


@partial(jax.jit, static_argnames="network")
def accuracy(network: Network, params: tuple[Layer, ...], x: Float[Array, "n inputs"], y: Truths) -> Float[Array, ""]:
    """The share of examples, 0 to 1, whose largest output is the one of their label.

    Where numbers are wanted, R^2 = 1 - sum (y - a)^2 / sum (y - mean of y)^2: 1 where all are right, 0 for no better
    than always the mean. network, params: the model; x: (n, inputs); y: labels (n,), 0 to outputs - 1, or (n, outputs).
    """
    return _accuracy(jax.vmap(network.apply, (None, 0))(params, x), y)


def _accuracy(a, y):
    if y.ndim == 1:
        return jnp.mean(jnp.argmax(a, axis=1) == y)
    missed, spread = jnp.sum((y - a)**2), jnp.sum((y - y.mean(0, keepdims=True))**2)
    return jnp.where(spread > 0, 1 - missed / spread, 0.0)


def _start(network, params, optimizer, learning_rate, epochs):
    """The run to go on with, or a new one that has done nothing yet, and the optimiser's state, shaped as it wants."""
    run = params
    if not isinstance(run, Run):
        none = np.zeros(0)
        run = Run(tuple(params), History(none, none, none), epochs, 0)
    network.check(run.params)
    if run.epoch >= epochs:
        raise ValueError(f"epochs counts from the start, and the run has done {run.epoch}: ask for more; got {epochs}")
    state = optimizer(learning_rate).init(run.params)
    leaves, shape = jax.tree.flatten(state)
    if run is not params:
        return replace(run, state=tuple(leaves)), state
    if [jnp.shape(leaf) for leaf in leaves] != [jnp.shape(leaf) for leaf in run.state]:
        raise ValueError("optimizer must be the one that the run was trained with, since it goes on with what that one "
                         "remembers; to start another, give run.params")
    return replace(run, epochs=epochs), jax.tree.unflatten(shape, run.state)


def _kept(run, keep):
    return replace(run, kept=run.kept | {run.epoch: (run.params, run.state)}) if run.epoch in keep else run


def _history(rows):
    """A history from its rows, one for each epoch."""
    traced = any(isinstance(number, jax.core.Tracer) for row in rows for number in row)
    series = zip(*rows) if rows else [()] * 3
    return History(*(jnp.stack(one) if traced else np.array(one, float) for one in series))


def _finite(row, run, learning_rate):
    row = tuple(map(float, row))
    if not all(map(math.isfinite, row)):
        raise Diverged(f"the cost became {row[0]} in epoch {run.epoch + 1}: a learning rate smaller than "
                       f"{learning_rate} usually helps, or smaller weights to start from", run)
    return row


def _examples(network, data, cost):
    """Inputs, outputs wanted, and the unseen examples with their labels, once they are known to be of use."""
    cost.check_output(network.output)
    parts = ("train", "validation" if len(data.y_validation) else "test")
    (x, labels), unseen = ((jnp.asarray(getattr(data, f"x_{part}")), np.asarray(getattr(data, f"y_{part}")))
                           for part in parts)
    if x.shape[1:] != network.sizes[:1]:
        raise ValueError(f"the data have {x.shape[1]} inputs an example, the network {network.sizes[0]}")
    for part, examples, answers in (parts[0], x, labels), (parts[1], *unseen):
        if not len(answers):
            raise ValueError(f"data must have at least one example in x_{part}; got none")
        finite = np.asarray(_finite_rows(examples))
        if not finite.all():
            raise ValueError(f"data must be finite numbers; row {finite.argmin()} of x_{part} has NaN or infinity")
    y, _ = (_outputs(network, answers, cost) for answers in (labels, unseen[1]))  # which checks them
    return x, y, unseen


def _outputs(network, answers, cost):
    """The outputs wanted, a row for each example: its number or numbers as they are, its label as one hot."""
    if answers.ndim == 1:
        return one_hot(answers, network.sizes[-1])
    if answers.shape[1] != network.sizes[-1]:
        raise ValueError(f"the data want {answers.shape[1]} numbers an example, the network has {network.sizes[-1]} "
                         "outputs")
    if not np.isfinite(answers).all():
        raise ValueError(f"data must be finite numbers; row {np.isfinite(answers).all(axis=1).argmin()} of what is wanted "
                         "has NaN or infinity")
    if cost.output and not ((0 <= answers) & (answers <= 1)).all():
        raise ValueError(f"the cost {cost} is for numbers from 0 to 1; got {answers.min()} to {answers.max()}. The cost "
                         "quadratic takes any")
    return jnp.asarray(answers)


@jax.jit
def _finite_rows(x):
    return jnp.isfinite(x).all(axis=1)


def check_settings(examples: int, epochs: int, batch_size: int, learning_rate: Float[Array, ""] | float,
                   weight_decay: Float[Array, ""] | float = 0.0, patience: int | None = None) -> None:
    """Raises ValueError for settings of training that are of no use, as `fit` says; examples: how many there are."""
    check_learning_rate(learning_rate)
    if epochs < 1:
        raise ValueError(f"epochs must be at least 1; got {epochs}")
    if not 1 <= batch_size <= examples:
        raise ValueError(f"batch_size must be from 1 to the {examples} training examples; got {batch_size}")
    if not isinstance(weight_decay, jax.core.Tracer) and not 0 <= weight_decay < math.inf:
        raise ValueError(f"weight_decay must be a number, 0 or more; got {weight_decay}")
    if patience is not None and patience < 1:
        raise ValueError(f"patience must be a number of epochs, at least 1, or None; got {patience}")
