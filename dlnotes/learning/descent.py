"""Gradient descent on any function of parameters, Newton's method, and views of the function.

Source: the post, "The solver"; Goodfellow, Bengio and Courville, chapters 4 and 8.
"""
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float

from dlnotes.learning.optimizers import Rate, check_learning_rate, find_optimizer, step
from dlnotes.networks.arguments import as_floats, float_leaves


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

    function: gives a number; start: a number, a list of numbers, which is a vector, or a pytree.
    learning_rate: eta > 0; steps: at least 1.
    optimizer: as for `find_optimizer`.
    Pure: `jax.jit` it, or `jax.vmap` it over starts or learning rates.
    Raises ValueError for an unknown optimizer, steps below 1, a rate that is not positive, a start
    that is no numbers or a function that gives more than one.
    """
    _check_steps(steps)
    check_learning_rate(learning_rate)
    start = _point("start", function, start)
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
    function: gives a number; start: n numbers, as for `descend`, so that H is (n, n).
    steps: at least 1.
    Raises ValueError for others.
    """
    _check_steps(steps)
    numbers, shaped = ravel_pytree(_point("start", function, start))

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

    function: gives a number; params: n numbers, as the start of `descend`.
    Rows and columns are in the order of `jax.flatten_util.ravel_pytree(params)`.
    Raises ValueError for others.
    """
    numbers, shaped = ravel_pytree(_point("params", function, params))
    return jax.hessian(lambda p: function(shaped(p)))(numbers)


def along_line(function: Callable[[Any], Array], start: Any, end: Any,
               places: Float[Array, "n"]) -> Float[Array, "n"]:
    """Compute a function on the straight line through start (place 0) and end (place 1).

    function: gives a number; start, end: numbers of one form, as the start of `descend`.
    places: any numbers, also below 0 and above 1.
    Raises ValueError for others.
    """
    start = _point("start", function, start)
    end = _point("end", function, end)
    if jax.tree.map(jnp.shape, start) != jax.tree.map(jnp.shape, end):
        raise ValueError(f"start and end must have one form; got {_form(start)} and {_form(end)}")

    def at(t):
        return function(jax.tree.map(lambda p, q: (1 - t) * p + t * q, start, end))

    return jax.vmap(at)(as_floats("places", places))


def _check_steps(steps):
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer) or steps < 1:
        raise ValueError(f"steps must be a whole number, at least 1; got {steps!r}")


def _point(name, function, point):
    """Return a point as a pytree of floats, after checking that the function gives one number."""
    point = float_leaves(name, point)
    try:
        value = jax.eval_shape(function, point)
    except (TypeError, AttributeError) as error:
        if isinstance(point, tuple):
            raise ValueError(f"the function cannot compute with {name}, which is a tuple: to give "
                             "it a vector, write a list or jnp.array") from error
        raise
    if jax.tree.map(jnp.shape, value) != ():
        raise ValueError(f"function must give a single number; got {_form(value)}")
    return point


def _form(tree):
    """Describe the shapes of a pytree."""
    return f"shape {jax.tree.map(jnp.shape, tree)}" if jax.tree.leaves(tree) else repr(tree)
