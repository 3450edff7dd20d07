"""Errors of approximations: how far a network really is from the function that it stands for."""
from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from dlnotes.experiments.universality.approximation import Approximation, approximate_1d
from dlnotes.experiments.universality.function_values import (Function, grid_points, points_for,
                                                                values_at)
from dlnotes.experiments.universality.wide_networks import outputs_padded

WIDTHS = (16, 128, 1024, 10_240)  # to which networks are padded, so that few are compiled


def largest_error(approximation: Approximation, f: Function, points: int = 10_001) -> float:
    """Return the largest abs(network - f) on a grid over the approximation's box.

    f: the function that was approximated.
    points: of the grid, about; in one dimension those of `points_for`, which are denser where f is
    steep.
    """
    m = len(approximation.low)
    side = max(2, round(points**(1 / m)))
    if m == 1:
        interval = (float(approximation.low[0]), float(approximation.high[0]))
        x = points_for(f, interval, side).astype(float)
        grid = x[:, None]
    else:
        corners = zip(approximation.low, approximation.high)
        grid = x = grid_points([np.linspace(a, b, side) for a, b in corners])
    found = np.asarray(approximation(jnp.asarray(grid, jnp.float32)), float)
    return float(np.abs(found - values_at(f, x)).max())


class BySize(NamedTuple):
    """Networks of several sizes that were built for one function f, and their errors.

    x: points (n,), equally spaced, with more where f is steepest, so that no jump is missed.
    wanted: f at these points, (n,).
    found: the networks' outputs, (sizes, n).
    errors: the largest abs(found - wanted) of each network, (sizes,).
    bounds: the error that each network guarantees not to exceed, (sizes,).
    """
    x: Float[np.ndarray, "n"]
    wanted: Float[np.ndarray, "n"]
    found: Float[np.ndarray, "sizes n"]
    errors: Float[np.ndarray, "sizes"]
    bounds: Float[np.ndarray, "sizes"]


def approximate_by_size(f: Function, sizes: Sequence[int], activation: str) -> BySize:
    """Build networks of several sizes for one function on [0, 1], and measure their errors.

    f: takes (n,), gives (n,).
    sizes: numbers of hidden neurons, at most 10,240.
    activation: as for `approximate_1d`.
    """
    x = points_for(f, count=1499)
    with jax.enable_x64(True):
        wanted = np.asarray(f(jnp.asarray(x.astype(float))), float)
    made = [approximate_1d(f, size, activation=activation) for size in sizes]
    found = np.stack([_outputs(one, x) for one in made])
    errors = np.abs(found - wanted).max(axis=1)
    return BySize(x, wanted, found, errors, np.array([one.bound for one in made]))


def _outputs(made, x):
    neurons = made.network.sizes[1]
    width = min(width for width in WIDTHS if width >= neurons)
    return outputs_padded(made.network, made.params, x[:, None], (width,))[:, 0]
