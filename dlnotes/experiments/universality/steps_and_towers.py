"""Steps, bumps and towers: networks whose weights are set by hand, to build functions of.

They are parameters that `Network.forward` runs like any others.
Source: the post, "What it is"; Nielsen, chapter 4.
"""
from collections.abc import Sequence

import jax
import numpy as np
from jaxtyping import Array, Float

from dlnotes.networks.activations import Activation, find_activation, sigmoid, step, tanh
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

Numbers = Array | np.ndarray | Sequence | float  # whatever NumPy makes an array of
Model = tuple[Network, tuple[Layer, ...]]


def steps(places: Numbers, heights: Numbers, base: Numbers = 0.0, *,
          activation: str | Activation = "sigmoid", steepness: float = 1000.0) -> Model:
    """Build a staircase, with one hidden neuron for each step.

    base + sum over j of heights[j] step(x - places[j])

    A sigmoid of w (x - s) is a step at s = -b / w, smoothed over a width of about 1 / w.
    (1 + tanh) / 2 is a step that is twice as steep.

    places: (n,).
    heights: (n,) or (n, outputs).
    base: the value before the first step, a number or (outputs,).
    activation: sigmoid, tanh or step.
    steepness: w > 0.
    Returns the network and its parameters. Raises ValueError for another activation.
    """
    f = find_activation(activation)
    if f not in (sigmoid, tanh, step):
        raise ValueError(f"activation must be sigmoid, tanh or step, to make steps of; got {f}")
    places = np.asarray(places, float)
    heights = np.asarray(heights, float).reshape(len(places), -1)
    base = np.broadcast_to(np.asarray(base, float), heights.shape[1:])
    if f is tanh:  # it goes from -1 to 1: half as high, and from half-way
        base = base + heights.sum(axis=0) / 2
        heights = heights / 2
    hidden = layer_of(np.full((len(places), 1), steepness), -steepness * places)
    network = Network((1, len(places), heights.shape[1]), hidden=f, output="linear")
    return network, (hidden, layer_of(heights.T, base))


def bumps(left: Numbers, right: Numbers, heights: Numbers, *,
          activation: str | Activation = "sigmoid", steepness: float = 1000.0) -> Model:
    """Build bumps: heights[j] between left[j] and right[j], and 0 elsewhere.

    Each takes two hidden neurons, a step up and a step down: neurons 2 j and 2 j + 1 make bump j.

    left, right, heights: (n,).
    activation, steepness: as for `steps`.
    Returns the network and its parameters.
    """
    places = np.stack([left, right], axis=1).ravel()
    heights = np.asarray(heights, float)
    up_and_down = np.stack([heights, -heights], axis=1).ravel()
    return steps(places, up_and_down, activation=activation, steepness=steepness)


def towers(low: Numbers, high: Numbers, heights: Numbers, *, steepness: float = 300.0,
           h: float = 10.0) -> Model:
    """Build towers: heights[j] on a box from low[j] to high[j] and 0 elsewhere, in m dimensions.

    In each dimension two step neurons make a bump of height h. A neuron of the second hidden layer
    adds the m bumps and b = (1/2 - m) h. For h = 10 it gives sigmoid(h / 2) = 0.9933 where all m
    bumps overlap, and sigmoid(-h / 2) = 0.0067 or less elsewhere.

    low, high: the corners of the boxes, (n, m).
    heights: (n,) or (n, outputs).
    steepness: that of the steps, more than 0.
    h: the height of the bumps, more than 0.
    Returns the network and its parameters.
    """
    low = np.asarray(low, float)
    high = np.asarray(high, float)
    n, m = low.shape
    heights = np.asarray(heights, float).reshape(n, -1)
    places = np.stack([low, high], axis=2)  # tower, dimension, up or down
    weights = np.broadcast_to(steepness * np.eye(m)[None, :, None], (n, m, 2, m))
    first = layer_of(weights.reshape(-1, m), -steepness * places.ravel())
    second = layer_of(np.kron(np.eye(n), [h, -h] * m), np.full(n, (0.5 - m) * h))
    last = layer_of(heights.T, np.zeros(heights.shape[1]))
    network = Network((m, 2 * m * n, n, heights.shape[1]), output="linear")
    return network, (first, second, last)


def layer_of(weights: Float[np.ndarray, "neurons inputs"],
             biases: Float[np.ndarray, "neurons"]) -> Layer:
    """Return a layer with these weights and biases, in single precision.

    `jax.device_put` compiles nothing, where `jnp.asarray` would for each shape.
    """
    return Layer(jax.device_put(np.asarray(weights, np.float32)),
                 jax.device_put(np.asarray(biases, np.float32)))
