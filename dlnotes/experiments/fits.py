"""Fits: the best that given units can do, by arithmetic alone: bumps of equal width, and neurons drawn at random.

Source: Nielsen, chapter 4; the post, "What it is".
"""
import math
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.ndimage import map_coordinates
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.activations import Activation, find_activation
from dlnotes.networks.network import Layer, Network

POINTS = 100  # 0, 0.01, ..., 0.99: where the task compares
SMALLEST = 1e-6  # singular values below this share of the largest are rounding
square = Activation("square", lambda z: z**2, lambda z: 2 * z, "z^2")  # not linear, and yet of no use here


def task(x: Float[Array | np.ndarray, "*n"]) -> Float[Array, "*n"]:
    """The function that Nielsen's chapter 4 sets the reader, f(x) = 0.2 + 0.4 x^2 + 0.3 x sin 15x + 0.05 cos 50x.

    On [0, 1] it is between 0.095 and 0.853, so that a sigmoid output can give it. (In one place his text has sin 15x
    without the x before it; that would fall below 0.)
    """
    return 0.2 + 0.4 * x**2 + 0.3 * x * jnp.sin(15 * x) + 0.05 * jnp.cos(50 * x)


def logit(p: Float[Array, "*n"]) -> Float[Array, "*n"]:
    """The inverse of the sigmoid, ln(p / (1 - p)): the weighted input that makes a sigmoid give p, 0 < p < 1."""
    return jnp.log(p) - jnp.log1p(-p)


def task_wanted() -> Float[Array, "100"]:
    """What the output neuron's weighted input should be at 0, 0.01, ..., 0.99: `logit` of the `task`."""
    return logit(task(jnp.arange(POINTS) / POINTS))


def bump_of_point(bumps: int) -> np.ndarray:
    """On which of so many bumps of equal width, counted from 0, each of the task's 100 points lies."""
    return np.arange(POINTS) * bumps // POINTS


def score(heights: Float[Array, "n"]) -> Float[Array, ""]:
    """How far bumps of equal width are from the task: the mean over 100 points of abs(logit(f(x)) - their height)."""
    return jnp.mean(jnp.abs(task_wanted() - heights[bump_of_point(len(heights))]))


def best_heights(bumps: int) -> Float[Array, "{bumps}"]:
    """The heights with the smallest `score`: for each bump the median of what is wanted there, since no other number is
    as near to a set of numbers, on average. bumps: from 1 to 100."""
    if not 1 <= bumps <= POINTS:
        raise ValueError(f"bumps must be from 1 to {POINTS}, a point for each; got {bumps}")
    wanted, of = np.asarray(task_wanted()), bump_of_point(bumps)
    return jnp.array([np.median(wanted[of == j]) for j in range(bumps)], jnp.float32)


def random_units(f: Callable[[Array], Array], neurons: int, activation: str | Activation, *, key: PRNGKeyArray,
                 steepness: float = 12.0, points: int = 401) -> tuple[Network, tuple[Layer, ...]]:
    """A network 1 -> neurons -> 1 for f on [0, 1] whose hidden neurons are drawn at random and left so; the weights of
    the output are the best ones for them (least squares on equally spaced points).

    Each hidden neuron is f(w (x - s)), with s uniform on [0, 1] and w normal with spread `steepness`. f: takes (n,),
    gives (n,); neurons >= 1; activation: any.
    """
    kind, rng = find_activation(activation), np.random.default_rng(np.asarray(jax.random.key_data(key)).ravel())
    w, s = steepness * rng.normal(size=neurons), rng.random(neurons)
    x = np.linspace(0, 1, points)
    z = np.zeros((points, 2**(neurons - 1).bit_length()), np.float32)  # JAX compiles for each width anew: it meets few
    z[:, :neurons] = np.outer(x, w) - w * s
    hidden = np.asarray(kind(z), float)[:, :neurons]
    scale = 1 + np.abs(hidden).max(axis=0)
    features = np.append(hidden / scale, np.ones((points, 1)), axis=1)
    best = np.linalg.lstsq(features, np.asarray(f(jnp.asarray(x)), float), rcond=SMALLEST)[0]
    layers = (w[:, None], -w * s), (best[None, :-1] / scale, best[-1:])
    return (Network((1, neurons, 1), hidden=kind, output="linear"),
            tuple(Layer(*(jax.device_put(v.astype(np.float32)) for v in layer)) for layer in layers))


def spread_start(neurons: int, *, key: PRNGKeyArray, steepness: float = 3.0) -> tuple[Layer, ...]:
    """Random parameters for a network 1 -> neurons -> 1 of ReLUs, which bend at places all over [0, 1]: each hidden
    neuron is relu(w (x - s)), s uniform on [0, 1] and w normal with spread `steepness`. Pure under `jax.vmap`."""
    one, two, three = jax.random.split(key, 3)
    w, s = steepness * jax.random.normal(one, (neurons,)), jax.random.uniform(two, (neurons,))
    return (Layer(w[:, None], -w * s),
            Layer(jax.random.normal(three, (1, neurons)) * neurons**-0.5, jnp.zeros(1)))


def drawn_curve(drawing: Float[Array, "rows columns"] | np.ndarray) -> Callable[[Array], Array]:
    """The function on [0, 1] that a drawing shows: in each column the middle of its ink, from 0 at the bottom to 1 at
    the top; straight lines over columns without ink, and level at both ends. 0 for an empty drawing."""
    ink = np.asarray(drawing, float)
    rows, columns = ink.shape
    full = ink.sum(axis=0)
    used = full > 0.3
    if not used.any():
        return lambda x: np.zeros(len(x))
    places = (np.arange(columns) + 0.5) / columns
    heights = 1 - ((np.arange(rows) + 0.5) @ ink)[used] / full[used] / rows
    return lambda x: np.interp(x, places[used], heights)  # with NumPy: nothing to compile for each new drawing


def picture_function(picture: Float[Array, "rows columns"] | np.ndarray) -> Callable[[Array], Array]:
    """The continuous function on the unit square that a picture shows: its numbers at the middles of its pixels, and
    straight from each to the next (bilinear); x to the right, y upwards. Takes points (n, 2), gives (n,)."""
    pixels = jnp.asarray(picture)
    rows, columns = pixels.shape
    return lambda points: map_coordinates(pixels.astype(points.dtype), [(1 - points[:, 1]) * rows - 0.5,
                                                                        points[:, 0] * columns - 0.5],
                                          order=1, mode="nearest")


def boxes_needed(inputs: int, lipschitz: float, error: float) -> int:
    """How many boxes a staircase in so many dimensions needs, if f changes by at most `lipschitz` times the largest
    difference of two points' coordinates: with side h, f in a box is within lipschitz h / 2 of its value in the middle.

    inputs >= 1; lipschitz and error > 0. On the unit cube; the boxes grow as a power of the number of inputs.
    """
    return math.ceil(lipschitz / (2 * error) - 1e-9)**inputs
