"""Boxes: two hidden layers that compute any continuous function of several variables.

As nearly as one likes: f is replaced by its value in the middle of each box of a grid.
Source: Nielsen, chapter 4.
"""
import math

import jax
import numpy as np

from dlnotes.experiments.universality.approximation import Approximation
from dlnotes.experiments.universality.function_values import (
    ROUNDED_UP, Function, grid_points, values_at)
from dlnotes.experiments.universality.steps_and_towers import Numbers, layer_of
from dlnotes.networks.network import Network

FINE = 4  # points a box, along each coordinate, at which the largest change of f is measured


def approximate_nd(f: Function, side: int, low: Numbers, high: Numbers, *, sharpness: float = 200.0,
                   h: float = 60.0, lipschitz: float | None = None) -> Approximation:
    """Build a network with two hidden layers for any continuous function of m >= 2 variables.

    It is a staircase: in each of side^m equal boxes it has f's value in the middle of the box.
    The first hidden layer has `side` steps for each coordinate. A neuron of the second is on where
    m steps are on, one of each coordinate: everywhere above a corner of a box. A tower is a sum of
    2^m such corners with signs, and neighbouring towers share corners.
    Inside a box the error is at most omega, the change of f over a box and to its neighbours. On
    the seams between boxes it is at most (3^m + 1) / 2 times that.

    f: takes (n, m), gives (n,) or (n, outputs).
    side: boxes along each coordinate, at least 1.
    low, high: the corners of the box on which f is approximated, (m,).
    sharpness: the steepness of the steps times the width of a box.
    h: a corner is on with sigmoid(h / 2), and off with sigmoid(-h / 2).
    lipschitz: a constant with abs(f(x) - f(y)) <= lipschitz max abs(x_i - y_i) (None: omega is
    measured on a grid).
    Raises ValueError for other arguments, and where f is not finite.
    """
    low = np.asarray(low, float)
    high = np.asarray(high, float)
    _check(side, low, high)
    m = len(low)
    width = (high - low) / side
    corners = grid_points([np.arange(side)] * m)
    values = values_at(f, low + width * (corners + 0.5))
    changes = _changes(values, side, m)
    last = layer_of(changes.T, np.zeros(values.shape[1]))
    params = _steps(low, width, side, sharpness / width), _corners(corners, side, h), last
    network = Network((m, m * side, len(corners), values.shape[1]), output="linear")
    if lipschitz is not None:
        omega = lipschitz * float(width.max())
    else:
        omega = _largest_change(f, low, width, side)
    leak = float(np.abs(changes).sum(axis=0).max()) * math.exp(-0.49 * h)
    return Approximation(network, params, low, high, omega * (3**m + 1) / 2 + leak)


def _check(side, low, high):
    is_box = low.shape == high.shape and low.ndim == 1 and (low < high).all()
    if side < 1 or not is_box or len(low) < 2:
        raise ValueError("side must be at least 1, and low < high in each of two or more "
                         f"coordinates; got {side}, {low} and {high}")


def _steps(low, width, side, steepness):
    """Return the first hidden layer: `side` steps for each of the m coordinates."""
    places = low + width * np.stack([np.arange(side)] * len(low), axis=1)
    places[0] -= width  # the first step of each coordinate is on in all of the box
    weights = np.repeat(np.diag(steepness), side, axis=0)
    return layer_of(weights, -(steepness * places).T.ravel())


def _corners(corners, side, h):
    """Return the second hidden layer: a neuron for each corner, on where its m steps are all on."""
    n, m = corners.shape
    weights = np.zeros((n, m * side))
    for axis in range(m):
        weights[np.arange(n), axis * side + corners[:, axis]] = h
    return layer_of(weights, np.full(n, (0.5 - m) * h))


def _changes(values, side, m):
    """Return the weights of the corners, (side^m, outputs), whose sums are the values."""
    changes = values.reshape(*[side] * m, -1)
    for axis in range(m):
        changes = np.diff(changes, axis=axis, prepend=0)
    return changes.reshape(side**m, -1)


def _largest_change(f, low, width, side):
    """Return the largest abs(f(x) - f(y)) on a grid, x and y at most a box apart everywhere."""
    m = len(low)
    points = FINE * side + 1
    grid = low + width * grid_points([np.arange(points)] * m) / FINE
    values = values_at(f, grid).reshape(*[points] * m, -1)
    window = (*[min(FINE + 1, points)] * m, 1)
    strides = (1,) * (m + 1)

    def highest(values):
        return jax.lax.reduce_window(values, -np.inf, jax.lax.max, window, strides, "VALID")

    return float((highest(values) + highest(-values)).max())


def boxes_needed(inputs: int, lipschitz: float, error: float) -> int:
    """Return how many boxes a staircase on the unit cube needs for an error.

    In a box of side h, f is within lipschitz h / 2 of its value in the middle. So there must be
    n = lipschitz / (2 error) boxes along each coordinate, rounded up, and n^inputs in all: their
    number grows exponentially with the number of inputs.

    inputs: the dimensions of the cube, at least 1.
    lipschitz: f changes by at most this times the largest difference of two points' coordinates.
    error: the largest one allowed. Both are more than 0.
    Raises ValueError for others.
    """
    if not isinstance(inputs, int) or inputs < 1 or not lipschitz > 0 or not error > 0:
        raise ValueError("inputs must be a whole number, at least 1, and lipschitz and error more "
                         f"than 0; got {inputs!r}, {lipschitz!r} and {error!r}")
    return math.ceil(lipschitz / (2 * error) * ROUNDED_UP)**inputs
