"""Race methods of descent on surfaces over two numbers that are hard in different ways.

Source: lesson 05.
"""
from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.learning.descent import Path, descend

# Each method with a learning rate that suits it on most of the surfaces.
METHODS = {
    "gradient descent": ("sgd", 0.06),
    "momentum": ("momentum", 0.02),
    "RMSProp": ("rmsprop", 0.1),
    "Adam": ("adam", 0.3),
}


def long_valley(p: Float[Array, "2"]) -> Float[Array, ""]:
    """Return (x^2 + 100 y^2) / 8, a hundred times as steep across as along."""
    return (p[0]**2 + 100 * p[1]**2) / 8


def bowl(p: Float[Array, "2"]) -> Float[Array, ""]:
    """Return (x^2 + y^2) / 2, equally steep in all directions."""
    return (p[0]**2 + p[1]**2) / 2


def saddle(p: Float[Array, "2"]) -> Float[Array, ""]:
    """Return x^2 / 4 + ((y - 0.99)^2 - 2)^2 / 8, two valleys with a pass at (0, 0.99)."""
    return p[0]**2 / 4 + ((p[1] - 0.99)**2 - 2)**2 / 8


def plateau(p: Float[Array, "2"]) -> Float[Array, ""]:
    """Return 1 - exp(-((x - 2)^2 + y^2) / 4), nearly flat but for a hole at (2, 0)."""
    return 1 - jnp.exp(-((p[0] - 2)**2 + p[1]**2) / 4)


SURFACES = {"long valley": long_valley, "bowl": bowl, "saddle": saddle, "plateau": plateau}


def mountain_pass(p: Float[Array, "2"]) -> Float[Array, ""]:
    """Return x^2 - y^2 + y^4 / 2: valleys at (0, 1) and (0, -1), and a pass at (0, 0)."""
    return p[0]**2 - p[1]**2 + p[1]**4 / 2


def heights_on(surface: Callable, x: Float[np.ndarray, "columns"], y: Float[np.ndarray, "rows"]
               ) -> Float[np.ndarray, "rows columns"]:
    """Return the heights of a surface on a grid, with a row for each y.

    surface: gives a number for a place (2,).
    """
    def row(b):
        return jax.vmap(lambda a: surface(jnp.array([a, b])))(jnp.array(x))

    return np.asarray(jax.vmap(row)(jnp.array(y)))


@partial(jax.jit, static_argnames="surface")
def race_paths(surface: str, x: Float[Array, ""] | float, y: Float[Array, ""] | float,
               eta: Float[Array, ""] | float = 1.0) -> Path:
    """Let each of `METHODS` take a hundred steps downhill from (x, y).

    surface: one of `SURFACES`; eta: a factor for the learning rates of all methods.
    Returns points (methods, 101, 2) and values (methods, 101).
    """
    start = jnp.array([x, y], float)

    def path(method, rate):
        return descend(SURFACES[surface], start, learning_rate=rate * eta, steps=100,
                       optimizer=method)

    paths = [path(method, rate) for method, rate in METHODS.values()]
    return jax.tree.map(lambda *one_each: jnp.stack(one_each), *paths)
