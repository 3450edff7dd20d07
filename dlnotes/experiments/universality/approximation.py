"""Approximation: one hidden layer that computes any continuous function of one variable.

As nearly as one likes, given enough neurons. Each network says which error it guarantees.
Source: the post, "What it is"; Nielsen, chapter 4.
"""
import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Array, Float

from dlnotes.experiments.universality.function_values import Function, Interval, modulus, values_at
from dlnotes.experiments.universality.steps_and_towers import layer_of, steps
from dlnotes.experiments.universality.wide_networks import outputs
from dlnotes.networks.activations import Activation, find_activation, relu, sigmoid, step, tanh
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

SHARPNESS = 20.0  # steepness times width: so steep must a step be to fit between its neighbours


@dataclass(frozen=True, eq=False, repr=False)
class Approximation:
    """A network that stands for a function f on a box.

    network: the model; params: its parameters.
    low, high: the corners of the box, (inputs,).
    bound: abs(network - f) is at most this in exact arithmetic. Single precision adds about 1e-7 of
    f's ups and downs for 100 neurons, and 1e-5 for a million.
    """
    network: Network
    params: tuple[Layer, ...]
    low: Float[np.ndarray, "inputs"]
    high: Float[np.ndarray, "inputs"]
    bound: float

    def __call__(self, x: Float[Array, "n inputs"]) -> Float[Array, "n outputs"]:
        """Return the network's outputs for n points."""
        return outputs(self.network, self.params, x)

    def __repr__(self) -> str:
        sizes = " -> ".join(map(str, self.network.sizes))
        return f"Approximation {sizes}: error at most {self.bound:.2g}"


def approximate_1d(f: Function, neurons: int, interval: Interval = (0.0, 1.0), *,
                   activation: str | Activation = "sigmoid", steepness: float | None = None,
                   lipschitz: float | None = None) -> Approximation:
    """Build a network with one hidden layer for any continuous function of one variable.

    omega is f's modulus of continuity (`modulus`), or lipschitz * d.
    With sigmoid, tanh or step, the interval is cut into neurons + 1 pieces of width d. A staircase
    takes f's value in the middle of each. The error is at most omega(d) (1 + 2 q / (1 - q^2)).
    Here q = exp(-w d / 2) is what a step of steepness w still leaks half a piece away.
    With relu, straight lines join f's values at neurons + 1 points, with pieces of width d. The
    error is at most omega(d), and falls with d^2 where f is smooth.

    f: takes (n,), gives (n,) or (n, outputs).
    neurons: hidden ones, at least 1.
    interval: low < high.
    activation: sigmoid, tanh, step or relu.
    steepness: w > 0 (None: 20 / d).
    lipschitz: a constant with abs(f(x) - f(y)) <= lipschitz abs(x - y) (None: omega is measured).
    Raises ValueError for other arguments, and where f is not finite.
    """
    kind = find_activation(activation)
    _check(neurons, interval, kind)
    low, high = interval
    pieces = neurons if kind is relu else neurons + 1
    width = (high - low) / pieces
    edges = low + width * np.arange(pieces + 1)
    omega = lipschitz * width if lipschitz is not None else modulus(f, width, interval)
    if kind is relu:
        network, params = _straight_lines(edges, values_at(f, edges))
        leak = 0.0
    else:
        w = steepness if steepness is not None else SHARPNESS / width
        values = values_at(f, (edges[:-1] + edges[1:]) / 2)
        network, params = steps(edges[1:-1], np.diff(values, axis=0), values[0],
                                activation=kind, steepness=w)
        leak = _leak(kind, w * width)
    return Approximation(network, params, np.array([float(low)]), np.array([float(high)]),
                         omega * (1 + leak))


def _check(neurons, interval, kind):
    low, high = interval
    if neurons < 1 or not -math.inf < low < high < math.inf:
        raise ValueError("neurons must be at least 1, and interval low < high; "
                         f"got {neurons} and {interval}")
    if kind not in (sigmoid, tanh, step, relu):
        raise ValueError(f"activation must be sigmoid, tanh, step or relu; got {kind}")


def _leak(kind, sharpness):
    """Return 2 q / (1 - q^2), which the steps next to a piece add to its error, as a share."""
    if kind is step:
        return 0.0
    q = math.exp(-sharpness / (1 if kind is tanh else 2))
    return 2 * q / (1 - q * q) if q < 1 else math.inf


def _straight_lines(edges, values):
    """Build a network of ReLUs that change the slope at each edge but the last."""
    slopes = np.diff(values, axis=0) / np.diff(edges)[:, None]
    changes = np.diff(slopes, axis=0, prepend=np.zeros_like(slopes[:1]))
    hidden = layer_of(np.ones((len(changes), 1)), -edges[:-1])
    network = Network((1, len(changes), values.shape[1]), hidden=relu, output="linear")
    return network, (hidden, layer_of(changes.T, values[0]))
