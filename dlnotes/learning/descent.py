"""Gradient descent on any function of parameters, its variants, and what curvature would add.

Plain gradient descent is written out here, once; its variants come from Optax, and have the same two functions.
Source: the post, "The solver"; Goodfellow, Bengio and Courville, chapters 4 and 8.
"""
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float


class Optimizer(NamedTuple):
    """How a gradient becomes a change of the parameters, as in Optax.

    `init(params)` gives what it remembers at the start, its state; `update(gradient, state, params)` gives the change,
    to be added to params, and the new state.
    """
    init: Callable[[Any], Any]
    update: Callable[[Any, Any, Any], tuple[Any, Any]]


def sgd(learning_rate: Float[Array, ""] | float) -> Optimizer:
    """Gradient descent: p <- p - eta dC/dp, and nothing to remember. Stochastic, where C is the cost of a mini-batch.

    learning_rate: eta > 0.
    """
    def update(gradient, state, params):
        return jax.tree.map(lambda g: -learning_rate * g, gradient), state

    return Optimizer(lambda params: (), update)


def momentum(learning_rate: Float[Array, ""] | float) -> Optimizer:
    """Gradient descent with momentum: v <- 0.9 v + dC/dp, p <- p - eta v. Source: Polyak (1964)."""
    import optax
    return Optimizer(*optax.sgd(learning_rate, momentum=0.9))


def nesterov(learning_rate: Float[Array, ""] | float) -> Optimizer:
    """Momentum with the gradient of where it is going: v <- 0.9 v + dC/dp, p <- p - eta (dC/dp + 0.9 v).

    Source: Nesterov (1983), in the form of Sutskever and others (2013).
    """
    import optax
    return Optimizer(*optax.sgd(learning_rate, momentum=0.9, nesterov=True))


def rmsprop(learning_rate: Float[Array, ""] | float) -> Optimizer:
    """RMSProp: s <- 0.9 s + 0.1 (dC/dp)^2, p <- p - eta dC/dp / sqrt(s). Source: Tieleman and Hinton (2012)."""
    import optax
    return Optimizer(*optax.rmsprop(learning_rate))


def adam(learning_rate: Float[Array, ""] | float) -> Optimizer:
    """Adam: momentum and RMSProp together, each corrected for its start from zero. Source: Kingma and Ba (2015)."""
    import optax
    return Optimizer(*optax.adam(learning_rate))


OPTIMIZERS = {make.__name__: make for make in (sgd, momentum, nesterov, rmsprop, adam)}


def find_optimizer(name: str | Callable | tuple) -> Callable[..., Optimizer]:
    """Find an optimiser by its name, as a function of the learning rate.

    name: one of `OPTIMIZERS`; or a function of the learning rate such as `optax.adamw`, given back as it is; or one that
    is ready, such as `optax.chain(...)`, which keeps its own learning rate. Raises ValueError for anything else.
    """
    if hasattr(name, "init") and hasattr(name, "update"):
        return Ready(name)
    if callable(name):
        return name
    if not isinstance(name, str) or name not in OPTIMIZERS:
        raise ValueError(f"an optimizer must be one of {', '.join(OPTIMIZERS)}, or one of Optax; got {name!r}")
    return OPTIMIZERS[name]


class Ready(NamedTuple):
    """An optimiser of Optax that has its learning rate already: whatever it is called with, it is itself."""
    optimizer: Any

    def __call__(self, learning_rate: Float[Array, ""] | float) -> Any:
        """The optimiser; learning_rate is not used."""
        return self.optimizer


def step(optimizer: tuple, params: Any, state: Any, gradient: Any) -> tuple[Any, Any]:
    """One step: the parameters changed as an `Optimizer`, or one of Optax, says, and its new state."""
    change, state = optimizer.update(gradient, state, params)
    return jax.tree.map(jnp.add, params, change), state


class Path(NamedTuple):
    """Where descent went: `points`, shaped as the parameters with an axis of steps + 1 in front, the start first; and
    the `values` of the function there, (steps + 1,)."""
    points: Any
    values: Float[Array, "points"]


def descend(function: Callable[[Any], Array], start: Any, *, learning_rate: Float[Array, ""] | float, steps: int,
            optimizer: str | Callable | tuple = "sgd") -> Path:
    """Walk downhill from `start` by the gradient of `function`, in one scan.

    function: gives a number; start: a pytree of float arrays; learning_rate: eta > 0; steps >= 1; optimizer: as in
    `OPTIMIZERS`. Pure: `jax.jit` and `jax.vmap` it, over starts or learning rates.
    Raises ValueError for an unknown optimizer, or where learning_rate or steps are of no use.
    """
    if steps < 1:
        raise ValueError(f"steps must be at least 1; got {steps}")
    check_learning_rate(learning_rate)
    method = find_optimizer(optimizer)(learning_rate)

    def one(carry, _):
        point, state = carry
        value, gradient = jax.value_and_grad(function)(point)
        return step(method, point, state, gradient), (point, value)

    (end, _), (points, values) = jax.lax.scan(one, (start, method.init(start)), length=steps)
    points = jax.tree.map(lambda before, last: jnp.concatenate([before, last[None]]), points, end)
    return Path(points, jnp.append(values, function(end)))


def newton(function: Callable[[Any], Array], start: Any, *, steps: int) -> Path:
    """Newton's method: p <- p - H^-1 dC/dp, which jumps to where the gradient of the local parabola is zero: a minimum
    if H, the second derivatives, is positive there, a saddle or a maximum if not.

    function: gives a number; start: a pytree of n float numbers, for which H is (n, n); steps >= 1.
    """
    numbers, shaped = ravel_pytree(start)

    def one(p, _):
        flat = lambda q: function(shaped(q))  # noqa: E731
        value, gradient = jax.value_and_grad(flat)(p)
        return p - jnp.linalg.solve(jax.hessian(flat)(p), gradient), (p, value)

    end, (points, values) = jax.lax.scan(one, numbers, length=steps)
    points = jax.vmap(shaped)(jnp.concatenate([points, end[None]]))
    return Path(points, jnp.append(values, function(shaped(end))))


def hessian(function: Callable[[Any], Array], params: Any) -> Float[Array, "n n"]:
    """The second derivatives of a function of n numbers, in the order of `jax.flatten_util.ravel_pytree(params)`.

    function: gives a number; params: a pytree of n float numbers. n^2 entries: for small networks only.
    """
    numbers, shaped = ravel_pytree(params)
    return jax.hessian(lambda p: function(shaped(p)))(numbers)


def along_line(function: Callable[[Any], Array], start: Any, end: Any, places: Float[Array, "n"]) -> Float[Array, "n"]:
    """The function on the straight line from start (place 0) to end (place 1).

    function: gives a number; start, end: pytrees of one shape; places: any numbers, also below 0 and above 1.
    """
    return jax.vmap(lambda t: function(jax.tree.map(lambda p, q: (1 - t) * p + t * q, start, end)))(places)


def check_learning_rate(learning_rate: Float[Array, ""] | float) -> None:
    """Raises ValueError for a learning rate that is not a positive number (within a transformation, which sees only
    its type, there is nothing to check)."""
    if isinstance(learning_rate, jax.core.Tracer):
        return
    if isinstance(learning_rate, str) or jnp.shape(learning_rate) != () or not 0 < learning_rate < math.inf:
        raise ValueError(f"learning_rate must be a positive number; got {learning_rate!r}")
