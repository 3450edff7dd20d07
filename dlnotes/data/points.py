"""Data sets computed by formulas: points in the plane, and the values of a function.

Nothing in them is random but by their `key`.
"""
import math
from collections.abc import Callable

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, PRNGKeyArray

from dlnotes.data.examples import COMPUTED, Dataset
from dlnotes.data.splitting import numpy_generator, split


def xor() -> Dataset:
    """Make the data of exclusive or: 1 where exactly one of two inputs is 1.

    There are only these four points, so they are the test as well.
    """
    x = jnp.asarray([[0, 0], [0, 1], [1, 0], [1, 1]], jnp.float32)
    y = jnp.asarray([0, 1, 1, 0], jnp.int32)
    return Dataset(x, y, x, y, name="XOR", classes=("0", "1"), shape=(2,), **COMPUTED)


def moons(n: int = 500, *, noise: float = 0.05, test_fraction: float = 0.2, key: PRNGKeyArray
          ) -> Dataset:
    """Make points on two half circles that reach into each other.

        upper: (cos t, sin t)    lower: (1 - cos t, 1/2 - sin t)

    Both are then centred, and divided by 3/2, so that coordinates are from -1 to 1.
    n: points in all.
    noise: the standard deviation of what is added to both coordinates.
    test_fraction: the share of each class that is kept for testing.
    key: a `jax.random.key`.
    Raises ValueError if n is too small, noise is negative or test_fraction leaves a side empty.
    """
    rng, y = _labels(n, 2, key)
    t = np.pi * rng.random(n)
    upper = np.array([np.cos(t), np.sin(t)])
    lower = np.array([1 - np.cos(t), 0.5 - np.sin(t)])
    x = (np.where(y == 0, upper, lower) - [[0.5], [0.25]]) / 1.5
    return _points(x, y, noise, test_fraction, rng, "Two moons", ("upper", "lower"))


def circles(n: int = 500, *, noise: float = 0.05, factor: float = 0.5, test_fraction: float = 0.2,
            key: PRNGKeyArray) -> Dataset:
    """Make points on two circles about the origin.

    factor: the radius of the inner circle, between 0 and 1; the outer one has radius 1.
    The other arguments as for `moons`.
    """
    if not 0 < factor < 1:
        raise ValueError("factor must be the radius of the inner circle, between 0 and 1; "
                         f"got {factor}")
    rng, y = _labels(n, 2, key)
    t = 2 * np.pi * rng.random(n)
    x = np.where(y == 0, 1, factor) * [np.cos(t), np.sin(t)]
    return _points(x, y, noise, test_fraction, rng, "Two circles", ("outer", "inner"))


def spirals(n: int = 500, *, arms: int = 2, turns: float = 1.5, noise: float = 0.02,
            test_fraction: float = 0.2, key: PRNGKeyArray) -> Dataset:
    """Make points on the arms of a spiral: r (cos t, sin t) with t = 2 pi (turns r + arm / arms).

    The radius r is from 0.1 to 1.
    arms: how many, at least 2, one for each class.
    turns: how often an arm would wind about the origin between r = 0 and r = 1.
    The other arguments as for `moons`.
    """
    if arms < 2:
        raise ValueError(f"arms must be at least 2, one for each class; got {arms}")
    rng, y = _labels(n, arms, key)
    r = 0.1 + 0.9 * rng.random(n)
    t = 2 * np.pi * (turns * r + y / arms)
    names = tuple(f"arm {arm}" for arm in range(arms))
    return _points(r * [np.cos(t), np.sin(t)], y, noise, test_fraction, rng, "Spirals", names)


def samples(f: Callable[[Array], Array], n: int, interval: tuple[float, float] = (0.0, 1.0)
            ) -> Dataset:
    """Sample a function, so that a network can learn it.

    The training points are equally spaced, the test points are half-way between them.
    f: takes points (n,), gives values (n,) or (n, outputs).
    n: the number of training points, at least 2.
    interval: low < high; both are training points.
    Raises ValueError for such an n or interval, and if f gives no value for each point.
    """
    low, high = interval
    if n < 2 or not -math.inf < low < high < math.inf:
        raise ValueError(f"n must be at least 2, and interval low < high; got {n} and {interval}")
    train = jnp.linspace(low, high, n)
    parts = []
    for x in train, (train[:-1] + train[1:]) / 2:
        y = jnp.asarray(f(x), jnp.float32)
        if y.ndim not in (1, 2) or len(y) != len(x):
            raise ValueError(f"f must give a value, or a row of them, for each of {len(x)} "
                             f"points; got shape {y.shape}")
        parts += [x[:, None], y.reshape(len(x), -1)]
    return Dataset(*parts, name=f"Values of a function from {low:g} to {high:g}",
                   classes=(), shape=(1,), **COMPUTED)


def _labels(n, classes, key):
    """Return a generator, and n labels: as near as possible the same number of each class."""
    if not hasattr(n, "__index__") or n < 2 * classes:
        raise ValueError(f"n must be a whole number of points, at least {2 * classes}, two for "
                         f"each class; got {n}")
    return numpy_generator(key), np.arange(n) % classes


def _points(x, y, noise, test_fraction, rng, name, classes):
    if not 0 <= noise < np.inf:
        raise ValueError(f"noise must be a standard deviation, 0 or more; got {noise}")
    x = x.T + noise * rng.standard_normal((len(y), 2))
    return Dataset(*split(x, y, len(classes), test_fraction, rng),
                   name=name, classes=classes, shape=(2,), **COMPUTED)
