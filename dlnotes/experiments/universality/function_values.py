"""Values of a function: at points, their changes over a distance, and where they are steepest.

They decide how many neurons a function needs, and where a network has to be compared with it.
"""
import math
from collections.abc import Callable, Sequence

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Shaped

Function = Callable[[Array], Array]  # takes (n,) or (n, inputs), gives (n,) or (n, outputs)
Interval = tuple[float, float]
MOST_POINTS = 2_000_001  # of the grid on which `modulus` looks
ROUNDED_UP = 1 - 1e-12  # undoes what rounding may have added to a quotient, before it is rounded up


def values_at(f: Function, x: Float[np.ndarray, "n *inputs"]) -> Float[np.ndarray, "n outputs"]:
    """Return a function's values at points, in double precision.

    f: takes (n,) or (n, inputs), gives (n,) or (n, outputs).
    x: (n,) or (n, inputs). The last point is repeated up to one of a few lengths, since JAX
    compiles f for each length anew.
    Raises ValueError if f gives another shape, or a value that is not finite.
    """
    x = np.asarray(x)
    n = len(x)
    length = 1024
    while length < n:
        length *= 4
    points = np.concatenate([x, np.repeat(x[-1:], length - n, axis=0)])
    with jax.enable_x64(True):
        values = np.asarray(f(jnp.asarray(points)), float)
    if values.ndim not in (1, 2) or len(values) != length:
        raise ValueError(f"f must give a value, or a row of them, for each of {length} points; "
                         f"got {values.shape}")
    values = values[:n].reshape(n, -1)
    finite = np.isfinite(values).all(axis=1)
    if not finite.all():
        raise ValueError(f"f must be finite wherever it is wanted; at {x[~finite][0]} it is not")
    return values


def grid_points(axes: Sequence[Shaped[np.ndarray, "_"]]) -> Shaped[np.ndarray, "n axes"]:
    """Return all points of a grid, one a row: each number of the first axis with each of the next.

    axes: the coordinates along each axis.
    """
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))


def modulus(f: Function, d: float, interval: Interval = (0.0, 1.0), points: int = 20_001) -> float:
    """Return the modulus of continuity of f, found on a grid.

    omega(d) = the largest abs(f(x) - f(y)) for abs(x - y) <= d.

    f: takes (n,), gives (n,) or (n, outputs).
    d: a distance, more than 0.
    interval: low < high.
    points: of the grid, at least; it is made at least 8 times as fine as d.
    """
    low, high = interval
    points = min(max(points, int(8 * (high - low) / d) + 2), MOST_POINTS)
    values = values_at(f, np.linspace(low, high, points))
    apart = math.ceil(d / ((high - low) / (points - 1)) * ROUNDED_UP)
    window = min(apart + 1, points)
    return float((_highest(values, window) + _highest(-values, window)).max())


def _highest(values, window):
    """Return the largest of each `window` neighbours.

    It is found by doubling: of 1, of 2, of 4, ..., and then of two windows that overlap.
    """
    size = 1
    while 2 * size <= window:
        values = np.maximum(values[:-size], values[size:])
        size = 2 * size
    rest = window - size
    return np.maximum(values[:len(values) - rest], values[rest:])


def steepest_place(f: Function, interval: Interval = (0.0, 1.0)) -> Float[np.ndarray, "2"]:
    """Return two neighbouring numbers of single precision between which f changes most.

    The piece of a grid on which f changes most is cut up, again and again. At a jump, one of the
    two numbers is before it and one after.

    f: takes (n,), gives (n,) or (n, outputs); interval: low < high.
    """
    smallest = 4 * np.spacing(np.float32(max(map(abs, interval))))
    places = _cut_up(f, np.linspace(*interval, 1001))
    while places[-1] - places[0] > smallest:
        places = _cut_up(f, places)
    # Rounding to single precision moves the two numbers, so both go one step outwards.
    outwards = np.array([-np.inf, np.inf], np.float32)
    return np.clip(np.nextafter(np.float32(places[[0, -1]]), outwards), *np.float32(interval))


def changes_at_steepest(f: Function, limit: float, interval: Interval = (0.0, 1.0)
                        ) -> tuple[float, int]:
    """Return how much f changes between neighbouring numbers of double precision, where it is
    steepest, and between how many of 1,000 such neighbours it changes by more than `limit`.

    Around a jump there is one such pair. There are none for a continuous function, unless it
    oscillates so fast that a computer's numbers cannot follow it: then there are many.

    f: takes (n,), gives (n,) or (n, outputs); interval: low < high.
    """
    places = np.linspace(*interval, 1001)
    while places[-1] - places[0] > 4 * np.spacing(np.abs(places).max()):
        places = _cut_up(f, places)
    around = places[2] + np.arange(-500, 501) * np.spacing(np.abs(places).max())
    around = np.unique(np.clip([*around, *places], *interval))
    changes = np.abs(np.diff(values_at(f, around), axis=0)).max(axis=1)
    return float(changes.max()), int(np.sum(changes > limit))


def _cut_up(f, places):
    """Return five points across that gap between places over which f changes most."""
    change = np.abs(np.diff(values_at(f, places), axis=0)).max(axis=1)
    first = change.argmax()
    return np.linspace(places[first], places[first + 1], 5)


def points_for(f: Function, interval: Interval = (0.0, 1.0),
               count: int = 10_001) -> Float[np.ndarray, "n"]:
    """Return the points at which to compare f with a network, in order and in single precision.

    They are `count` equally spaced numbers, and 82 more where f changes most: on both sides of a
    jump, and nearer and nearer to the place where f is steep.

    f: takes (n,), gives (n,) or (n, outputs); interval: low < high.
    """
    low, high = interval
    place = steepest_place(f, interval)
    near = np.geomspace(1e-6, 0.05, 40) * (high - low)
    grid = np.linspace(low, high, count)
    points = np.concatenate([grid, place, place[0] - near, place[1] + near])
    return np.sort(np.clip(points, low, high).astype(np.float32))
