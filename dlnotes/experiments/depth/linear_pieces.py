"""Linear pieces: how many straight lines a network of ReLUs with one input is made of."""
import numpy as np

from dlnotes.networks.activations import linear, relu
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network


def count_pieces(network: Network, params: tuple[Layer, ...],
                 interval: tuple[float, float] = (0.0, 1.0)) -> int:
    """Return the number of straight pieces of a network of ReLUs on an interval.

    The count is exact, in double precision. Layer by layer, each weighted input is a straight line
    between the bends so far, and the function bends where this line crosses zero.

    network: with one input, ReLUs and linear outputs. Raises ValueError for another one.
    params: its parameters.
    interval: low < high.
    """
    if network.sizes[0] != 1 or network.output != linear or set(network.hidden) > {relu}:
        raise ValueError("network must have one input, relu neurons and linear outputs; "
                         f"got {network!r}")
    bends = np.array(interval, float)
    for depth in range(1, len(params)):
        bends = np.union1d(bends, _zeros(bends, _weighted_inputs(params[:depth], bends)))
    slopes = np.diff(_weighted_inputs(params, bends), axis=0) / np.diff(bends)[:, None]
    changes = np.abs(np.diff(slopes, axis=0)).max(axis=1)
    return 1 + int(np.sum(changes > 1e-6 * np.abs(slopes).max()))


def _zeros(bends, z):
    """Return where lines cross zero, given their values z (bends, neurons) at the bends."""
    crosses = z[:-1] * z[1:] < 0
    share = z[:-1][crosses] / (z[:-1] - z[1:])[crosses]
    left, _ = np.nonzero(crosses)
    return bends[left] + share * (bends[left + 1] - bends[left])


def _weighted_inputs(params, x):
    """Return the weighted inputs of the last of some layers, for numbers x, in double precision."""
    a = x[:, None]
    for weights, biases in params[:-1]:
        a = np.maximum(a @ np.asarray(weights, float).T + np.asarray(biases, float), 0)
    weights, biases = params[-1]
    return a @ np.asarray(weights, float).T + np.asarray(biases, float)
