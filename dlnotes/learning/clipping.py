"""Clip gradients: keep a step short where the cost is steep, without turning it.

Source: Pascanu, Mikolov and Bengio (2013).
"""
from typing import Any

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float


def norm(v: Any) -> Float[Array, ""]:
    """Return the norm of all numbers of a pytree as one vector, sqrt(sum v^2).

    It is right even where the squares underflow or overflow, since the largest entry is divided
    out before squaring: thirty layers of sigmoids leave entries of 1e-21, whose squares are 0 in
    single precision.
    """
    numbers, _ = ravel_pytree(v)
    largest = jnp.max(jnp.abs(numbers))
    scale = jnp.where(largest > 0, largest, 1.0)
    return scale * jnp.sqrt(jnp.sum((numbers / scale)**2))


def clipped(gradient: Any, largest: Float[Array, ""] | float) -> Any:
    """Return a gradient shortened to a norm of at most `largest`: g min(1, largest / |g|).

    Its direction stays as it is.
    gradient: a pytree of arrays; largest: > 0, for the norm of all its numbers together.
    """
    length = norm(gradient)
    divisor = jnp.where(length > 0, length, 1.0)
    scale = jnp.where(length > largest, largest / divisor, 1.0)
    return jax.tree.map(lambda g: scale * g, gradient)
