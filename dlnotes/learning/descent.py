"""Gradient descent on any function of parameters, Newton's method, and views of the function.

Source: the post, "The solver"; Goodfellow, Bengio and Courville, chapters 4 and 8.
"""
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float

from dlnotes.learning.optimizers import Rate, check_learning_rate, find_optimizer, step


class Path(NamedTuple):
    """The points that descent went through.

    points: shaped as the parameters, with an axis of steps + 1 in front; the start is first.
    values: the function at these points, (steps + 1,).
    """
    points: Any
    values: Float[Array, "points"]


def descend(function: Callable[[Any], Array], start: Any, *, learning_rate: Rate, steps: int,
            optimizer: str | Callable | tuple = "sgd") -> Path:
    """Walk downhill from `start` by the gradient of `function`, in one scan.

    function: gives a number; start: a pytree of float arrays.
    learning_rate: eta > 0; steps: at least 1.
    optimizer: as for `find_optimizer`.
    Pure: `jax.jit` it, or `jax.vmap` it over starts or learning rates.
    Raises ValueError for an unknown optimizer, steps below 1 or a rate that is not positive.
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
    """Walk by Newton's method: p <- p - H^-1 dC/dp, where H is the matrix of second derivatives.

    Each step jumps to the point where the gradient of the local parabola is zero. That is a
    minimum if H is positive definite there, and a saddle or a maximum if not.
    function: gives a number; start: a pytree of n float numbers, so that H is (n, n).
    steps: at least 1.
    """
    numbers, shaped = ravel_pytree(start)

    def flat(p):
        return function(shaped(p))

    def one(p, _):
        value, gradient = jax.value_and_grad(flat)(p)
        return p - jnp.linalg.solve(jax.hessian(flat)(p), gradient), (p, value)

    end, (points, values) = jax.lax.scan(one, numbers, length=steps)
    points = jax.vmap(shaped)(jnp.concatenate([points, end[None]]))
    return Path(points, jnp.append(values, flat(end)))


def hessian(function: Callable[[Any], Array], params: Any) -> Float[Array, "n n"]:
    """Compute the second derivatives of a function of n numbers: n^2 of them, so n must be small.

    function: gives a number; params: a pytree of n float numbers.
    Rows and columns are in the order of `jax.flatten_util.ravel_pytree(params)`.
    """
    numbers, shaped = ravel_pytree(params)
    return jax.hessian(lambda p: function(shaped(p)))(numbers)


def along_line(function: Callable[[Any], Array], start: Any, end: Any,
               places: Float[Array, "n"]) -> Float[Array, "n"]:
    """Compute a function on the straight line through start (place 0) and end (place 1).

    function: gives a number; start, end: pytrees of one shape.
    places: any numbers, also below 0 and above 1.
    """
    def at(t):
        return function(jax.tree.map(lambda p, q: (1 - t) * p + t * q, start, end))

    return jax.vmap(at)(places)
