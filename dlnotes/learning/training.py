"""Training: an optimiser on the cost of mini-batches, one compiled program an epoch.

`fit` trains one network. Under `jax.vmap` it trains many at once, a cloud of them: here one from
each of 100 starts, but learning rates can be mapped in the same way.

    starts = jax.vmap(lambda key: network.init(key=key))(jax.random.split(key, 100))
    runs = jax.vmap(lambda start: fit(network, start, data, key=key, epochs=5))(starts)

These networks all meet the same mini-batches in the same order, and that makes a cloud cheap.
Keys can be mapped as well; then each network has an order of its own. With
`devices.shard(starts)` in place of starts, all devices share the work.

Source: the post, "The solver"; Nielsen, chapters 1 and 3.
"""
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.learning.checks import check_key, check_settings, checked_examples
from dlnotes.learning.evaluation import evaluate
from dlnotes.learning.optimizers import Rate, find_optimizer, step
from dlnotes.learning.runs import History, Run
from dlnotes.networks.backprop import mean_gradient
from dlnotes.networks.costs import Cost, find_cost
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network


class Diverged(FloatingPointError):
    """The cost became infinite or NaN.

    run: the run as it was after the last epoch in which the cost was finite.
    """

    def __init__(self, message: str, run: Run):
        super().__init__(message)
        self.run = run


def fit(network: Network, params: tuple[Layer, ...] | Run, data, *, key: PRNGKeyArray,
        cost: str | Cost = "cross_entropy", optimizer: str | Callable | tuple = "sgd",
        learning_rate: Rate = 0.5, epochs: int = 30, batch_size: int = 10,
        weight_decay: Float[Array, ""] | float = 0.0, patience: int | None = None,
        keep: Iterable[int] = (), on_epoch: Callable[[History], None] | None = None,
        gradient: Callable = mean_gradient) -> Run:
    """Train a network: for each mini-batch, make one step against the gradient of its cost.

    The cost of a mini-batch of m examples is (1 / m) sum of C_x + (lambda / 2n) sum of w^2.
    With plain gradient descent a step is p <- p - eta dC/dp.

    network: the model.
    params: where to start; or a `Run` to continue, which then goes on as if it had never stopped
        (bit for bit, with the same key and settings).
    data: a `Dataset` with n training examples, of classes or of numbers.
    key: shuffles the examples anew for each epoch. Those left over when the mini-batches are full
        are not used in that epoch.
    cost: C_x, or its name.
    optimizer: "sgd", "momentum", "nesterov", "rmsprop" or "adam"; or one of Optax, ready or as a
        function of the learning rate.
    learning_rate: eta > 0.
    epochs: how many in all; those that a continued run has done already are included.
    batch_size: m, from 1 to n.
    weight_decay: lambda >= 0.
    patience: stop after so many epochs in a row without a better accuracy on the unseen examples,
        and go back to the best epoch.
    keep: the epochs after which to keep the parameters; 0 for the start.
    on_epoch: called with the history after each epoch.
    gradient: gives the mean cost of a mini-batch and its gradient, called as `mean_gradient` is.

    An interrupt (Ctrl-C, or the stop button) ends training early and keeps what was learnt.
    Pure under `jax.vmap` over params, key, learning_rate or weight_decay. There, patience and
    on_epoch cannot be used, because they need concrete numbers.
    Raises ValueError for arguments that cannot be used, before anything is compiled.
    Raises `Diverged` if the cost becomes infinite or NaN.
    """
    keep = set(keep)
    cost = find_cost(cost)
    optimizer = find_optimizer(optimizer)
    check_key(key)
    x, y, unseen = checked_examples(network, data, cost)
    check_settings(len(x), epochs, batch_size, learning_rate, weight_decay, patience)
    run, state = _start(network, params, optimizer, learning_rate, epochs)
    traced = _is_traced((run, key, learning_rate, weight_decay))
    if traced and (patience or on_epoch):
        raise ValueError("patience and on_epoch look at numbers, and under jax.vmap there are "
                         "none yet: leave them out")
    rows = list(zip(*run.history))
    best = run = _kept(run, keep)
    try:
        for epoch in range(run.epoch, epochs):
            batches = _batches(key, epoch, len(x), batch_size)
            params, state, mean_cost = _epoch(
                network, cost, optimizer, gradient, run.params, state, x, y, batches,
                learning_rate, weight_decay / len(x))
            row = (mean_cost, *evaluate(network, params, *unseen, cost))
            rows = rows[:epoch] + [row if traced else _finite(row, run, learning_rate)]
            run = replace(run, params=params, state=tuple(jax.tree.leaves(state)),
                          epoch=epoch + 1, history=run.history if traced else _history(rows))
            run = _kept(run, keep)
            if not patience or _is_best(rows):
                best = run
            if on_epoch:
                on_epoch(run.history)
            if patience and run.epoch - best.epoch >= patience:
                break
    except KeyboardInterrupt:
        print(f"interrupted after epoch {run.epoch} of {epochs}: what was learnt until then is "
              "kept")
    return replace(best, history=_history(rows), kept=run.kept)


def _batches(key, epoch, examples, batch_size):
    """Return the rows of each mini-batch of an epoch, in the order of that epoch."""
    order = jax.random.permutation(jax.random.fold_in(key, epoch), examples)
    return order[:examples // batch_size * batch_size].reshape(-1, batch_size)


@partial(jax.jit, static_argnames=("network", "cost", "optimizer", "gradient"))
def _epoch(network, cost, optimizer, gradient, params, state, x, y, batches, learning_rate, decay):
    method = optimizer(learning_rate)

    def descend(carry, batch):
        params, state = carry
        value, slopes = gradient(network, params, x[batch], y[batch], cost)
        slopes = tuple(g._replace(weights=g.weights + decay * W)
                       for g, (W, _) in zip(slopes, params))
        return step(method, params, state, slopes), value

    (params, state), costs = jax.lax.scan(descend, (params, state), batches)
    return params, state, jnp.mean(costs)


def _start(network, params, optimizer, learning_rate, epochs):
    """Return the run to go on with, or a new one, and the state of the optimiser, in its shape."""
    run = params
    if not isinstance(run, Run):
        none = np.zeros(0)
        run = Run(tuple(params), History(none, none, none), epochs, 0)
    network.check(run.params)
    if run.epoch >= epochs:
        raise ValueError(f"epochs counts from the start, and the run has done {run.epoch}: "
                         f"ask for more; got {epochs}")
    state = optimizer(learning_rate).init(run.params)
    leaves, shape = jax.tree.flatten(state)
    if run is not params:
        return replace(run, state=tuple(leaves)), state
    if [jnp.shape(leaf) for leaf in leaves] != [jnp.shape(leaf) for leaf in run.state]:
        raise ValueError("optimizer must be the one that the run was trained with, since it goes "
                         "on with what that one remembers; to start another, give run.params")
    return replace(run, epochs=epochs), jax.tree.unflatten(shape, run.state)


def _is_traced(tree):
    return any(isinstance(leaf, jax.core.Tracer) for leaf in jax.tree.leaves(tree))


def _kept(run, keep):
    if run.epoch not in keep:
        return run
    return replace(run, kept=run.kept | {run.epoch: (run.params, run.state)})


def _is_best(rows):
    """Return whether the last epoch has a higher accuracy than each epoch before it."""
    *before, now = (accuracy for *_, accuracy in rows)
    return now > max(before, default=-math.inf)


def _history(rows):
    """Make a history from its rows, one for each epoch."""
    stack = jnp.stack if _is_traced(rows) else partial(np.array, dtype=float)
    return History(*map(stack, zip(*rows) if rows else [()] * 3))


def _finite(row, run, learning_rate):
    """Return a row of the history as plain numbers. Raises `Diverged` if one is not finite."""
    row = tuple(map(float, row))
    if not all(map(math.isfinite, row)):
        raise Diverged(f"the cost became {row[0]} in epoch {run.epoch + 1}: a learning rate "
                       f"smaller than {learning_rate} usually helps, or smaller weights to start "
                       "from", run)
    return row
