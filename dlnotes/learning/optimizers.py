"""Optimisers: how a gradient becomes a change of the parameters.

Plain gradient descent is written out here, once. Its variants come from Optax, and every
optimiser has the same two functions, `init` and `update`.
How to add one: write a function of the learning rate that makes it, and write the function's name
into the line of `OPTIMIZERS`.
Source: the post, "The solver"; Goodfellow, Bengio and Courville, chapter 8.
"""
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.networks.registry import Registry

Rate = Float[Array, ""] | float


class Optimizer(NamedTuple):
    """How a gradient becomes a change of the parameters, as in Optax.

    init: called as init(params); gives the state at the start, which is all that it remembers.
    update: called as update(gradient, state, params); gives the change, which is to be added to
        the parameters, and the new state.
    """
    init: Callable[[Any], Any]
    update: Callable[[Any, Any, Any], tuple[Any, Any]]


def sgd(learning_rate: Rate) -> Optimizer:
    """Make gradient descent: p <- p - eta dC/dp. It remembers nothing.

    It is called stochastic where C is the cost of a mini-batch. learning_rate: eta > 0.
    """
    def update(gradient, state, params):
        return jax.tree.map(lambda g: -learning_rate * g, gradient), state

    return Optimizer(lambda params: (), update)


def momentum(learning_rate: Rate) -> Optimizer:
    """Make gradient descent with momentum: v <- 0.9 v + dC/dp, p <- p - eta v.

    Source: Polyak (1964).
    """
    import optax
    return Optimizer(*optax.sgd(learning_rate, momentum=0.9))


def nesterov(learning_rate: Rate) -> Optimizer:
    """Make Nesterov's momentum: v <- 0.9 v + dC/dp, p <- p - eta (dC/dp + 0.9 v).

    Source: Nesterov (1983), in the form of Sutskever and others (2013).
    """
    import optax
    return Optimizer(*optax.sgd(learning_rate, momentum=0.9, nesterov=True))


def rmsprop(learning_rate: Rate) -> Optimizer:
    """Make RMSProp: s <- 0.9 s + 0.1 (dC/dp)^2, p <- p - eta dC/dp / sqrt(s).

    Source: Tieleman and Hinton (2012).
    """
    import optax
    return Optimizer(*optax.rmsprop(learning_rate))


def adam(learning_rate: Rate) -> Optimizer:
    """Make Adam: momentum and RMSProp together, each corrected for its start from zero.

    Source: Kingma and Ba (2015).
    """
    import optax
    return Optimizer(*optax.adam(learning_rate))


OPTIMIZERS = Registry("an optimizer", {make.__name__: make for make in (
    sgd, momentum, nesterov, rmsprop, adam)}, besides="one of Optax")


def find_optimizer(name: str | Callable | tuple) -> Callable[..., Optimizer]:
    """Find an optimiser by its name, as a function of the learning rate.

    name: one of `OPTIMIZERS`.
        A function of the learning rate, such as `optax.adamw`, is returned unchanged.
        An optimiser that has its rate already, such as `optax.chain(...)`, keeps it.
    Raises ValueError for anything else.
    """
    if hasattr(name, "init") and hasattr(name, "update"):
        return OwnRate(name)
    return name if callable(name) else OPTIMIZERS.find(name)


class OwnRate(NamedTuple):
    """An optimiser of Optax that has its learning rate already, as a function of any rate."""
    optimizer: Any

    def __call__(self, learning_rate: Rate) -> Any:
        """Return the optimiser; learning_rate is not used."""
        return self.optimizer


def step(optimizer: tuple, params: Any, state: Any, gradient: Any) -> tuple[Any, Any]:
    """Make one step with an optimiser; return the new parameters and its new state.

    optimizer: an `Optimizer`, or one of Optax.
    """
    gradient = jax.tree.map(_as, gradient, params)  # data may have a higher precision
    with jax.numpy_dtype_promotion("standard"):  # Optax counts its steps in whole numbers
        change, state = optimizer.update(gradient, state, params)
    return jax.tree.map(lambda p, c: p + _as(c, p), params, change), state


def _as(array, other):
    """Return an array in the precision of another."""
    return jnp.asarray(array, jnp.result_type(other))


def check_learning_rate(learning_rate: Rate) -> None:
    """Raise ValueError if the learning rate is not a positive number.

    Inside a transformation of JAX its value is not known yet, and is not checked.
    """
    if isinstance(learning_rate, jax.core.Tracer):
        return
    numbers = int | float | np.number | np.ndarray | jax.Array
    is_number = isinstance(learning_rate, numbers) and not isinstance(learning_rate, bool)
    if not is_number or np.ndim(learning_rate) or not 0 < learning_rate < math.inf:
        schedule = callable(learning_rate)
        remedy = ". A rate that changes goes into an optimizer of Optax: optax.sgd(schedule)"
        raise ValueError("learning_rate must be a positive number; "
                         f"got {learning_rate!r:.60}{remedy if schedule else ''}")
