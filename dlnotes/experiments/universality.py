"""Universality: networks built by hand that compute, as nearly as one likes, any continuous function.

Steps, bumps and towers are parameters that `Network.forward` runs like any others. Each construction says which error
it guarantees; `largest_error` says which it has.
Source: the post, "What it is"; Nielsen, chapter 4.
"""
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.networks.activations import Activation, find_activation, relu, sigmoid, step, tanh
from dlnotes.networks.network import Layer, Network

Numbers = Array | np.ndarray | Sequence | float  # all that becomes an array
SHARPNESS = 20.0  # times 1 / width: how steep a step is that has to fit between its neighbours
NUMBERS_AT_ONCE, BLOCK = 2**22, 2**10


@dataclass(frozen=True, eq=False, repr=False)
class Approximation:
    """A network that stands for a function f on a box: `network`, its `params`, the box from `low` to `high` (inputs,),
    and `bound`, what abs(network - f) does not exceed there in exact arithmetic (single precision adds about 1e-7 of f's
    ups and downs for 100 neurons, and 1e-5 for a million)."""
    network: Network
    params: tuple[Layer, ...]
    low: np.ndarray
    high: np.ndarray
    bound: float

    def __call__(self, x: Float[Array, "n inputs"]) -> Float[Array, "n outputs"]:
        """The network's outputs for n points."""
        return outputs(self.network, self.params, x)

    def __repr__(self) -> str:
        return f"Approximation {' -> '.join(map(str, self.network.sizes))}: error at most {self.bound:.2g}"


@partial(jax.jit, static_argnames="network")
def outputs(network: Network, params: tuple[Layer, ...], x: Float[Array, "n inputs"]) -> Float[Array, "n outputs"]:
    """A network's outputs for any number of points, in bounded memory: so many at once that they are about 2^22 numbers.

    What `network.apply` gives, but for rounding: `BLOCK` neurons of a hidden layer at a time hand on what they have to
    say and are forgotten, which is quicker than to write them all down, and adds up better: a million numbers added one
    after the other lose three digits. network, params: the model; x: (n, inputs).
    """
    network.check(params)

    def one(x):
        if len(params) == 1:
            return network.apply(params, x)
        layer, weighted_input = _blocks(params[0]), lambda layer: layer.weights @ x + layer.biases
        for f, (W, b) in zip(network.hidden, params[1:]):
            z, _ = jax.lax.scan(lambda z, part: (z + f(weighted_input(part[0])) @ part[1], None), b,
                                (layer, _blocks(W.T)))
            layer, weighted_input = _blocks(z), lambda z: z
        return network.output(z)

    return jax.lax.map(one, x, batch_size=max(1, NUMBERS_AT_ONCE // max(BLOCK, network.sizes[0], *network.sizes[2:])))


def _blocks(numbers):
    """Arrays of a layer, cut along its neurons into blocks of the same size; zeros, of no weight, fill the last one."""
    size = min(BLOCK, len(jax.tree.leaves(numbers)[0]))
    return jax.tree.map(lambda v: jnp.pad(v, [(0, -len(v) % size)] + [(0, 0)] * (v.ndim - 1))
                        .reshape(-1, size, *v.shape[1:]), numbers)


def steps(places: Numbers, heights: Numbers, base: Numbers = 0.0, *, activation: str | Activation = "sigmoid",
          steepness: float = 1000.0) -> tuple[Network, tuple[Layer, ...]]:
    """A staircase: base + sum over j of heights[j] step(x - places[j]), one hidden neuron for each step.

    A sigmoid of w (x - s) is a step at s = -b / w that is smoothed over a width of about 1 / w; (1 + tanh) / 2 is one
    twice as steep. places: (n,); heights: (n,) or (n, outputs); base: a number or (outputs,); activation: sigmoid, tanh
    or step; steepness: w > 0. Raises ValueError for another activation.
    """
    f, places, heights = find_activation(activation), np.asarray(places, float), np.asarray(heights, float)
    if f not in (sigmoid, tanh, step):
        raise ValueError(f"activation must be sigmoid, tanh or step, to make steps of; got {f}")
    heights = heights.reshape(len(places), -1)
    base = np.broadcast_to(np.asarray(base, float), heights.shape[1:])
    if f is tanh:  # from -1 to 1: half as high, from half-way
        heights, base = heights / 2, base + heights.sum(axis=0) / 2
    hidden = _single(np.full((len(places), 1), steepness), -steepness * places)
    network = Network((1, len(places), heights.shape[1]), hidden=f, output="linear")
    return network, (hidden, _single(heights.T, base))


def bumps(left: Numbers, right: Numbers, heights: Numbers, *, activation: str | Activation = "sigmoid",
          steepness: float = 1000.0) -> tuple[Network, tuple[Layer, ...]]:
    """Bumps: heights[j] between left[j] and right[j], and 0 elsewhere; two hidden neurons each, a step up and one down.

    left, right, heights: (n,); neurons 2 j and 2 j + 1 belong to bump j. activation, steepness: as for `steps`.
    """
    places, heights = np.stack([left, right], axis=1).ravel(), np.asarray(heights, float)
    return steps(places, np.stack([heights, -heights], axis=1).ravel(), activation=activation, steepness=steepness)


def towers(low: Numbers, high: Numbers, heights: Numbers, *, steepness: float = 300.0,
           h: float = 10.0) -> tuple[Network, tuple[Layer, ...]]:
    """Towers: heights[j] on a box from low[j] to high[j] and 0 elsewhere, in any number m of dimensions.

    In each dimension two step neurons make a bump of height h. A neuron of the second hidden layer adds the m bumps and
    b = (1/2 - m) h: sigmoid(h / 2) = 0.9933 where all overlap (h = 10), sigmoid(-h / 2) = 0.0067 or less elsewhere.

    low, high: (n, m); heights: (n,) or (n, outputs); steepness: of the steps; h > 0.
    """
    low, high, heights = (np.asarray(v, float) for v in (low, high, heights))
    n, m = low.shape
    heights = heights.reshape(n, -1)
    places = np.stack([low, high], axis=2)  # tower, dimension, up or down
    weights = np.broadcast_to(steepness * np.eye(m)[None, :, None], (n, m, 2, m))
    first = _single(weights.reshape(-1, m), -steepness * places.ravel())
    second = _single(np.kron(np.eye(n), [h, -h] * m), np.full(n, (0.5 - m) * h))
    network = Network((m, 2 * m * n, n, heights.shape[1]), output="linear")
    return network, (first, second, _single(heights.T, np.zeros(heights.shape[1])))


def approximate_1d(f: Callable[[Array], Array], neurons: int, interval: tuple[float, float] = (0.0, 1.0), *,
                   activation: str | Activation = "sigmoid", steepness: float | None = None,
                   lipschitz: float | None = None) -> Approximation:
    """A network with one hidden layer for any continuous function of one variable.

    With steps (sigmoid, tanh, step): f's values in the middle of neurons + 1 pieces of width d, as a staircase; the
    error is at most omega(d) (1 + 2 q / (1 - q^2)), q = exp(-w d / 2) being what a step of steepness w still leaks half
    a piece away. With relu: straight lines between f's values at neurons + 1 points; the error is at most omega(d), and
    falls with d^2 where f is smooth. omega is f's modulus of continuity (`modulus`), or lipschitz * d.

    f: takes (n,), gives (n,) or (n, outputs); neurons: hidden ones, at least 1; interval: low < high; activation:
    sigmoid, tanh, step or relu; steepness: w > 0 (None: 20 / d); lipschitz: a constant with abs(f(x) - f(y)) <=
    lipschitz abs(x - y). Raises ValueError for arguments of no use, and where f is not finite.
    """
    kind, (low, high) = find_activation(activation), interval
    if neurons < 1 or not -math.inf < low < high < math.inf:
        raise ValueError(f"neurons must be at least 1, and interval low < high; got {neurons} and {interval}")
    if kind not in (sigmoid, tanh, step, relu):
        raise ValueError(f"activation must be sigmoid, tanh, step or relu; got {kind}")
    pieces = neurons if kind is relu else neurons + 1
    width = (high - low) / pieces
    edges = low + width * np.arange(pieces + 1)
    omega = lipschitz * width if lipschitz is not None else modulus(f, width, interval)
    if kind is relu:
        values = _values(f, edges)
        network, params = _straight_lines(edges, values)
        return Approximation(network, params, np.array([low]), np.array([high]), omega)
    values = _values(f, (edges[:-1] + edges[1:]) / 2)
    w = steepness if steepness is not None else SHARPNESS / width
    network, params = steps(edges[1:-1], np.diff(values, axis=0), values[0], activation=kind, steepness=w)
    q = 0.0 if kind is step else math.exp(-w * width / (1 if kind is tanh else 2))
    leak = 2 * q / (1 - q * q) if q < 1 else math.inf
    return Approximation(network, params, np.array([low]), np.array([high]), omega * (1 + leak))


def _straight_lines(edges, values):
    """ReLUs that change the slope at each edge but the last."""
    slopes = np.diff(values, axis=0) / np.diff(edges)[:, None]
    changes = np.diff(slopes, axis=0, prepend=np.zeros_like(slopes[:1]))
    hidden = _single(np.ones((len(changes), 1)), -edges[:-1])
    network = Network((1, len(changes), values.shape[1]), hidden=relu, output="linear")
    return network, (hidden, _single(changes.T, values[0]))


def approximate_nd(f: Callable[[Array], Array], side: int, low: Numbers, high: Numbers, *,
                   sharpness: float = 200.0, h: float = 60.0, lipschitz: float | None = None) -> Approximation:
    """A staircase in m dimensions: f's values in the middle of side^m equal boxes, by two hidden layers.

    The first has `side` steps for each coordinate. In the second each neuron is on where m steps are, one of each
    coordinate, which is above a corner of a box; towers are sums of 2^m such corners, with signs, and share them. The
    error is at most omega, the change of f over a box and to its neighbours, and (3^m + 1) / 2 times that on the seams.

    f: takes (n, m), gives (n,) or (n, outputs); side >= 1; low, high: (m,); sharpness: the steepness of the steps times
    the width of a box; h: a corner is on with sigmoid(h / 2), off with sigmoid(-h / 2); lipschitz: a constant with
    abs(f(x) - f(y)) <= lipschitz max abs(x_i - y_i) (None: omega is measured on a grid). Raises ValueError as
    `approximate_1d` does.
    """
    low, high = np.asarray(low, float), np.asarray(high, float)
    if side < 1 or low.shape != high.shape or low.ndim != 1 or len(low) < 2 or not (low < high).all():
        raise ValueError("side must be at least 1, and low < high in each of two or more coordinates; "
                         f"got {side}, {low} and {high}")
    width, m = (high - low) / side, len(low)
    places = low + width * np.stack([np.arange(side)] * m, axis=1)
    places[0] -= width  # the first step of each coordinate is on in all of the box
    corners = _grid([np.arange(side)] * m)
    values = _values(f, low + width * (corners + 0.5))
    changes = values.reshape(*[side] * m, -1)
    for axis in range(m):
        changes = np.diff(changes, axis=axis, prepend=0)
    steepness = sharpness / width
    first = _single(np.repeat(np.diag(steepness), side, axis=0), -(steepness * places).T.ravel())
    taken = np.zeros((len(corners), m * side))
    for axis in range(m):
        taken[np.arange(len(corners)), axis * side + corners[:, axis]] = h
    second = _single(taken, np.full(len(corners), (0.5 - m) * h))
    network = Network((m, m * side, len(corners), values.shape[1]), output="linear")
    changes = changes.reshape(len(corners), -1)
    last = _single(changes.T, np.zeros(values.shape[1]))
    omega = lipschitz * float(width.max()) if lipschitz is not None else _largest_change(f, low, width, corners)
    leak = float(np.abs(changes).sum(axis=0).max()) * math.exp(-0.49 * h)
    return Approximation(network, (first, second, last), low, high, omega * (3**m + 1) / 2 + leak)


def _largest_change(f, low, width, corners):
    """The largest abs(f(x) - f(y)) that occurs on a grid for x and y at most a box apart in each coordinate."""
    m, fine = len(low), 4
    side = fine * (int(corners.max()) + 1) + 1
    values = _values(f, low + width * _grid([np.arange(side)] * m) / fine).reshape(*[side] * m, -1)
    window = min(fine + 1, side)
    spread = [jax.lax.reduce_window(sign * values, -np.inf, jax.lax.max, (*[window] * m, 1), (1,) * (m + 1), "VALID")
              for sign in (1.0, -1.0)]
    return float((spread[0] + spread[1]).max())


def _grid(axes):
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))


def modulus(f: Callable[[Array], Array], d: float, interval: tuple[float, float] = (0.0, 1.0),
            points: int = 20_001) -> float:
    """The modulus of continuity omega(d): the largest abs(f(x) - f(y)) for abs(x - y) <= d, found on a grid.

    f: as for `approximate_1d`; d > 0; points: of the grid, at least; it is made at least 8 times as fine as d.
    """
    low, high = interval
    points = min(max(points, int(8 * (high - low) / d) + 2), 2_000_001)
    values = _values(f, np.linspace(low, high, points))
    window = min(int(math.ceil(d / ((high - low) / (points - 1)) - 1e-9)) + 1, points)
    return float((_highest(values, window) + _highest(-values, window)).max())


def _highest(values, window):
    """The largest of each `window` neighbours, found by doubling: of 1, of 2, of 4, ..., and then of two that overlap."""
    size = 1
    while 2 * size <= window:
        values, size = np.maximum(values[:-size], values[size:]), 2 * size
    rest = window - size
    return np.maximum(values[:len(values) - rest], values[rest:])


def steepest_place(f: Callable[[Array], Array], interval: tuple[float, float] = (0.0, 1.0)) -> np.ndarray:
    """Two numbers of single precision, hardly apart, between which f changes most, found by cutting up the piece of a
    grid where it does: at a jump, one before it and one after. f: as for `approximate_1d`."""
    places = np.linspace(*interval, 1001)
    while len(places) == 1001 or places[-1] - places[0] > 4 * np.spacing(np.float32(max(map(abs, interval)))):
        change = np.abs(np.diff(_values(f, places), axis=0)).max(axis=1)
        places = np.linspace(*places[change.argmax():][:2], 5)
    outwards = np.nextafter(np.float32(places[[0, -1]]), np.array([-np.inf, np.inf], np.float32))  # rounding moves them
    return np.clip(outwards, *np.float32(interval))


def points_for(f: Callable[[Array], Array], interval: tuple[float, float] = (0.0, 1.0),
               count: int = 10_001) -> np.ndarray:
    """Where to compare f with a network: `count` equally spaced numbers, in single precision and in order, and 82 more
    where f changes most: on both sides of a jump, and nearer and nearer to where it is steep.

    f, interval: as for `approximate_1d`.
    """
    place, near = steepest_place(f, interval), np.geomspace(1e-6, 0.05, 40) * (interval[1] - interval[0])
    points = np.concatenate([np.linspace(*interval, count), place, place[0] - near, place[1] + near])
    return np.sort(np.clip(points, *interval).astype(np.float32))


def largest_error(approximation: Approximation, f: Callable[[Array], Array], points: int = 10_001) -> float:
    """The largest abs(network - f) on a grid of about `points` points over its box, or in one dimension on `points_for`
    f: the error that it has.

    f: as for the approximation.
    """
    m = len(approximation.low)
    side = max(2, round(points**(1 / m)))
    axes = [np.linspace(a, b, side) for a, b in zip(approximation.low, approximation.high)]
    grid = points_for(f, (axes[0][0], axes[0][-1]), points)[:, None].astype(float) if m == 1 else _grid(axes)
    found = np.asarray(approximation(jnp.asarray(grid, jnp.float32)), float)
    return float(np.abs(found - _values(f, grid[:, 0] if m == 1 else grid)).max())


def _single(weights, biases):
    return Layer(*(jax.device_put(np.asarray(v, np.float32)) for v in (weights, biases)))  # which compiles nothing


def _values(f, x):
    """f at points, in double precision, as (n, outputs). JAX compiles for each length anew: it meets few."""
    n, length = len(x), 1024
    while length < n:
        length *= 4
    x = np.concatenate([x, np.repeat(x[-1:], length - n, axis=0)])
    with jax.enable_x64(True):
        values = np.asarray(f(jnp.asarray(x)), float)
    if values.ndim not in (1, 2) or len(values) != len(x):
        raise ValueError(f"f must give a value, or a row of them, for each of {len(x)} points; got {values.shape}")
    x, values = x[:n], values[:n]
    if not np.isfinite(values).all():
        bad = x[~np.isfinite(values.reshape(len(x), -1)).all(axis=1)][0]
        raise ValueError(f"f must be finite wherever it is wanted; at {bad} it is not")
    return values.reshape(len(x), -1)
